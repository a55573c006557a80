"""What the net sees of a token: the pieces of its form, and the names of what the packs and the reading say of it."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from tawatur.extract.figures import attach_features
from tawatur.extract.heads import head_features
from tawatur.extract.kinds import type_features
from tawatur.extract.lexicon import bare, entries, families
from tawatur.extract.roles import date_features, party_features, place_features, sayer_features
from tawatur.extract.scene import Scene
from tawatur.extract.stance import status_features
from tawatur.records import Token

BUCKETS = 1 << 15  # pieces that fall into one bucket share a vector
LENGTHS = (2, 3, 4)  # letters of a piece


@lru_cache(maxsize=100_000)
def pieces(form: str) -> tuple[int, ...]:
    """Buckets of a folded form, of its stem and of its runs of letters: unknown words share those of their kin."""
    marked = f"<{form}>"
    found = {crc32(f"={form}".encode()) % BUCKETS, crc32(f"~{bare(form)}".encode()) % BUCKETS}
    for n in LENGTHS:
        found.update(crc32(marked[i : i + n].encode()) % BUCKETS for i in range(len(marked) - n + 1))
    return tuple(sorted(found))


def piece_key(token: Token) -> str:
    """The form whose pieces stand for a token: numbers by their length, Latin words by their first letters."""
    if token.kind == "number":
        return f"0{len(token.form)}"
    if token.kind == "latin":
        return "l" + token.form[:3].lower()
    return token.form


@lru_cache(maxsize=100_000)
def plain_names(form: str, kind: str) -> tuple[str, ...]:
    """What the packs say of a word wherever it stands."""
    if kind != "word":
        return (f"kind={kind}",)
    found = [f"family={name}" for name in sorted(families(form))]
    for split, entry in entries(form)[:2]:
        found += [f"trigger={entry.type}", f"part={entry.form.part}"]
        if split.preposition:
            found.append(f"prep={split.preposition}")
    return tuple(dict.fromkeys(found))


def token_names(scene: Scene) -> list[tuple[str, ...]]:
    """The names of each token, those of the packs first."""
    extra: list[list[str]] = [[] for _ in scene.tokens]
    _named(extra, scene)
    _counted(extra, scene)
    _said(extra, scene)
    for m in scene.mentions:
        extra[m.head].append(f"mention={m.type}")
        if m.failed:
            extra[m.head].append("mention-failed")
    for n in scene.titles:
        title = scene.reading.sentences[n]
        for i in range(title.first, title.last + 1):
            extra[i].append("title")
    return [(*plain_names(t.form, t.kind), *dict.fromkeys(more)) for t, more in zip(scene.tokens, extra, strict=True)]


def _named(extra: list[list[str]], scene: Scene) -> None:
    """Places and parties."""
    for p in scene.reading.places:
        _mark(extra, p.first, p.last, "place", p.place.precision if p.place else "unknown")
        if p.role:
            extra[p.first].append(f"place-role={p.role}")
    for a in scene.reading.actors:
        _mark(extra, a.first, a.last, "actor", a.kind)


def _counted(extra: list[list[str]], scene: Scene) -> None:
    """Days and counts."""
    for d in scene.reading.dates:
        _mark(extra, d.first, d.last, "date", d.precision)
    for c in scene.reading.counts:
        _mark(extra, c.first, c.last, "count", c.who)
        extra[c.first].append(f"count-kind={c.kind}")
        if c.outcome:
            extra[c.first].append(f"count-outcome={c.outcome}")


def _said(extra: list[list[str]], scene: Scene) -> None:
    """Sayers, their verbs and what they say."""
    for s in scene.reading.sayers:
        _mark(extra, s.first, s.last, "sayer", s.kind)
        if s.verb is not None:
            extra[s.verb].append("sayer-verb")
        for i in range(s.scope_first, min(s.scope_last + 1, len(extra))):
            extra[i].append("said")


def _mark(extra: list[list[str]], first: int, last: int, kind: str, what: str) -> None:
    extra[first].append(f"{kind}-first={what}")
    for i in range(first, min(last + 1, len(extra))):
        extra[i].append(kind)


def mention_features(scene: Scene, n: int) -> list[str]:
    """Everything that the rules and the words around say of mention number `n`, for all that is asked of it."""
    m = scene.mentions[n]
    found = head_features(scene, n)
    found += [f"kind:{f}" for f in type_features(scene, m)]
    found += [f"stance:{f}" for f in status_features(scene, m, m.type)]
    return found


def link_features(scene: Scene, kind: str, m: int, n: int) -> list[str]:
    """Features of mention `m` and candidate `n` of one kind."""
    mention = scene.mentions[m]
    if kind == "place":
        return place_features(scene, mention, n)
    if kind == "date":
        return date_features(scene, mention, n)
    if kind == "sayer":
        return sayer_features(scene, mention, n)
    if kind == "actor":
        return party_features(scene, mention, n, mention.type)
    return attach_features(scene, mention, mention.type, n, scene.reading.counts[n].outcome or "")

"""What two reports have in common: runs of words, as stretches of both texts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, select

from tawatur.fuse.copies import words_of
from tawatur.fuse.settings import chaining
from tawatur.records import Token
from tawatur.store import schema

LONGEST = 20_000  # code points of each report that are compared


class Side(Struct, frozen=True, kw_only=True):
    """A report, and which stretches of its text the other one has, too."""

    id: str
    source: str
    published: str | None
    title: str
    text: str
    shared: tuple[tuple[int, int], ...]
    share: float  # of its words


def side_by_side(connection: Connection, first: str, second: str) -> tuple[Side, Side] | None:
    """Two reports with what they share, None where one is unknown."""
    c = schema.report.c
    wanted = (c.id, c.source, c.published, c.title, c.text)
    rows = {row.id: row for row in connection.execute(select(*wanted).where(c.id.in_([first, second])))}
    if first not in rows or second not in rows:
        return None
    texts = [rows[name].text[:LONGEST] for name in (first, second)]
    words = [words_of(text) for text in texts]
    runs = [_runs(side) for side in words]
    return tuple(  # type: ignore[return-value]
        _side(rows[name], texts[n], words[n], runs[1 - n]) for n, name in enumerate((first, second))
    )


def _runs(words: Sequence[Token]) -> set[tuple[str, ...]]:
    length = chaining().copies.shingle
    return {tuple(t.form for t in words[i : i + length]) for i in range(len(words) - length + 1)}


def _side(row: object, text: str, words: Sequence[Token], others: set[tuple[str, ...]]) -> Side:
    length = chaining().copies.shingle
    hit = [False] * len(words)
    for i in range(len(words) - length + 1):
        if tuple(t.form for t in words[i : i + length]) in others:
            hit[i : i + length] = [True] * length
    shared: list[tuple[int, int]] = []
    for i, (token, is_hit) in enumerate(zip(words, hit, strict=True)):
        if not is_hit:
            continue
        if shared and i and hit[i - 1]:
            shared[-1] = (shared[-1][0], token.end)
        else:
            shared.append((token.start, token.end))
    return Side(
        id=row.id,  # type: ignore[attr-defined]
        source=row.source,  # type: ignore[attr-defined]
        published=row.published,  # type: ignore[attr-defined]
        title=row.title,  # type: ignore[attr-defined]
        text=text,
        shared=tuple(shared),
        share=sum(hit) / len(hit) if hit else 0.0,
    )

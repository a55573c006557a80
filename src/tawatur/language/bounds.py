"""Words that bound a number, before it («at least», «more than») and behind it («or more»)."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from tawatur.language.clitics import splits
from tawatur.language.number_data import DATA
from tawatur.records import Token


class Bound(Struct, frozen=True, gc=False):
    """A modifier found: what it does, where it begins or where the words behind it begin, letters to skip there."""

    id: str
    does: str
    at: int
    skip: int = 0


def bound_before(tokens: tuple[Token, ...], i: int) -> Bound | None:
    """The longest modifier that ends right before token i."""
    best: Bound | None = None
    for words, row_id, does in _BEFORE.get(tokens[i - 1].form if i else "", ()):
        best = _longer(best, _match_back(tokens, i - 1, words, row_id, does))
    gap = _before_gap(tokens, i - 1) if i > 1 else i - 1
    if 0 <= gap < i - 1:
        for split in splits(tokens[gap].form):
            for words, row_id, does in _OPEN_BEFORE.get(split.rest, ()):
                best = _longer(best, _match_back(tokens, gap, words, row_id, does))
    return best or _attached(tokens, i)


def bound_after(tokens: tuple[Token, ...], i: int) -> Bound | None:
    """The longest modifier that begins at token i; `at` is the position behind it."""
    if i >= len(tokens):
        return None
    best: Bound | None = None
    for words, row_id, does in _AFTER.get(tokens[i].form, ()):
        end = i + len(words)
        longer = tuple(t.form for t in tokens[i:end]) == words and (best is None or end > best.at)
        if longer and not _bounds_the_next(tokens, end):
            best = Bound(row_id, does, end)
    return best


def widen(low: int | None, high: int | None, does: str) -> tuple[int | None, int | None]:
    """A number's lowest and highest value under a modifier."""
    if does == "at-least":
        return low, None
    if does == "more-than":
        return (None if low is None else low + (low == high)), None
    if does == "at-most":
        return None, high
    if does == "fewer-than":
        return None, None if high is None else high - 1
    return low, high


def _bounds_the_next(tokens: tuple[Token, ...], end: int) -> bool:
    """Whether the words before `end` belong to the next number («… and more than …»)."""
    if end + 1 >= len(tokens):
        return False
    before = bound_before(tokens, end + 1)
    return before is not None and before.at < end


def _longer(best: Bound | None, new: Bound | None) -> Bound | None:
    return new if new and (best is None or new.at < best.at) else best


def _attached(tokens: tuple[Token, ...], i: int) -> Bound | None:
    """A modifier of one word with a preposition written onto it."""
    if not i or tokens[i - 1].kind != "word":
        return None
    for split in splits(tokens[i - 1].form)[1:]:
        for words, row_id, does in _BEFORE.get(split.rest, ()):
            if len(words) == 1 and not split.article:
                return Bound(row_id, does, i - 1, split.skip)
    return None


def _match_back(tokens: tuple[Token, ...], last: int, words: tuple[str, ...], row_id: str, does: str) -> Bound | None:
    """Match a phrase backwards from token `last`; its first word may have clitics, its gap up to three words."""
    i = last
    for n in range(len(words) - 1, -1, -1):
        if words[n] == _GAP:
            i = _before_gap(tokens, i)
            continue
        if i < 0:
            return None
        skip = _skip(tokens[i], words[n]) if n == 0 else (0 if tokens[i].form == words[n] else None)
        if skip is None:
            return None
        if n == 0:
            return Bound(row_id, does, i, skip)
        i -= 1
    return None


def _skip(token: Token, word: str) -> int | None:
    """Letters before `word` in the token; None where it is another word."""
    if token.form == word:
        return 0
    if not token.form.endswith(word):
        return None
    return next((s.skip for s in splits(token.form) if s.rest == word and not s.article), None)


def _before_gap(tokens: tuple[Token, ...], i: int) -> int:
    """Position before an optional gap that ends at token i: a word for a number and up to two words behind it."""
    for back in range(_LONGEST_GAP):
        at = i - back
        if at < 0 or tokens[at].kind != "word":
            break
        if _is_count_word(tokens[at].form):
            return at - 1
    return i


@lru_cache(maxsize=50_000)
def _is_count_word(form: str) -> bool:
    return any(s.rest.startswith(_COUNT_WORDS) for s in splits(form))


def _by_word(side: str) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Modifiers by the word that stands nearest to the number (one that ends in a gap: by the word before it)."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in DATA.modifiers:
        for phrase in row.before if side == "before" else row.after:
            words = tuple(phrase.split())
            near = words[0] if side == "after" else words[-1] if words[-1] != _GAP else words[-2]
            if side == "before" and words[-1] == _GAP:
                found.setdefault(near, []).append((words[:-1], row.id, row.does))
            else:
                found.setdefault(near, []).append((words, row.id, row.does))
    return found


_GAP = "…"
_LONGEST_GAP = 3
_COUNT_WORDS = DATA.count_words
_BEFORE = _by_word("before")
_AFTER = _by_word("after")
_OPEN = {(tuple(p.split()[:-1]), row.id) for row in DATA.modifiers for p in row.before if p.endswith(_GAP)}
_OPEN_BEFORE = {word: [row for row in rows if (row[0], row[1]) in _OPEN] for word, rows in _BEFORE.items()}

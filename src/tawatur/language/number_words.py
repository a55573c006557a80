"""The value of a run of number words and digits: hundreds, thousands, halves; knows no modifiers and no ranges."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.number_data import DATA, Worth
from tawatur.records import Token

Sort = Literal[
    "unit", "teen-unit", "ten", "tens", "teen", "hundred", "hundreds", "scale", "dual-scale", "fraction", "ordinal"
]


class Atom(Struct, frozen=True, gc=False):
    """One number word: its sort and value, and the clitics before it (`skip` letters, the article not counted)."""

    sort: Sort
    value: int
    conjunction: str = ""
    article: bool = False
    skip: int = 0
    form: str = ""


class Value(Struct, frozen=True, gc=False):
    """A value that stands in tokens `first` … `after - 1`; `scale` is the smallest scale used (1: none)."""

    value: Fraction
    after: int
    scale: int = 1
    digits: bool = False


@lru_cache(maxsize=50_000)
def atom(form: str, hamza: bool = False) -> Atom | None:
    """The number word that a folded form is, clitics included. `hamza`: its second letter is written with a hamza."""
    if form in _NEVER:
        return None
    for split in splits(form):
        known = _ATOMS.get(split.rest)
        if known and split.preposition not in CLITICS.future and not (hamza and not split.skip and form == _ONE):
            skip = len(split.conjunction) + (0 if split.article else len(split.preposition))
            return Atom(known.sort, known.value, split.conjunction, split.article, skip, split.rest)
    return None


def atom_at(tokens: tuple[Token, ...], i: int) -> Atom | None:
    """The number word at a position, None past the end or for other tokens."""
    if i >= len(tokens) or tokens[i].kind != "word":
        return None
    return atom(tokens[i].form, tokens[i].text[1:2] == _HAMZA_ALEF)


def digits_value(form: str) -> Fraction | None:
    """Digits with separators: of thousands where all groups behind have three digits, else one decimal separator."""
    plain = form.replace("\u066c", "")
    whole, _, rest = plain.partition("\u066b")
    for mark in ",.":
        if mark in whole and not rest:
            parts = whole.split(mark)
            if 0 < len(parts[0]) <= _GROUP and parts[0] != "0" and all(len(p) == _GROUP for p in parts[1:]):
                whole = "".join(parts)
            elif len(parts) == 2:
                whole, rest = parts
    if not whole.isdecimal() or (rest and not rest.isdecimal()) or len(whole) > _LONGEST:
        return None
    return Fraction(f"{whole}.{rest or '0'}")


def read_value(tokens: tuple[Token, ...], i: int) -> Value | None:
    """The longest number that starts at token i (its conjunction, if any, left aside)."""
    first = _group(tokens, i)
    if first is None:
        return None
    total, after, scale = first.value, first.after, first.scale
    while scale > 1:
        more = _half(tokens, after, scale) or _smaller(tokens, after, scale)
        if more is None:
            break
        total, after, scale = total + more.value, more.after, more.scale
    return Value(total, after, first.scale, first.digits)


def joined(tokens: tuple[Token, ...], i: int) -> int | None:
    """Position of the word that a conjunction joins on at token i: i itself where it is written onto it."""
    if i >= len(tokens):
        return None
    if tokens[i].form == DATA.ranges.and_:
        return i + 1 if i + 1 < len(tokens) else None
    found = atom_at(tokens, i)
    return i if found and found.conjunction == DATA.ranges.and_ else None


def _smaller(tokens: tuple[Token, ...], i: int, below: int) -> Value | None:
    """A further part of a number, joined by a conjunction, that is smaller than the part before."""
    at = joined(tokens, i)
    if at is None or _starts_anew(tokens, at):
        return None
    group = _group(tokens, at)
    return group if group and group.value < below else None


def _starts_anew(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the word at i is «one of …» or an ordinal, which never goes on a number."""
    found = atom_at(tokens, i)
    return bool(found and (found.sort == "ordinal" or found.form in _ONE_OF or found.article))


def _half(tokens: tuple[Token, ...], i: int, scale: int) -> Value | None:
    """A half or quarter joined on behind a thousand or more, the scale repeated or not."""
    at = joined(tokens, i)
    found = atom_at(tokens, at) if at is not None else None
    if at is None or found is None or found.sort != "fraction" or scale <= 1:
        return None
    follows = atom_at(tokens, at + 1)
    after = at + 2 if follows and follows.sort == "scale" and follows.value == scale else at + 1
    return Value(_FRACTIONS[found.form] * scale, after)


def _group(tokens: tuple[Token, ...], i: int) -> Value | None:
    """A value under a thousand or digits, with the scales behind it."""
    base = _base(tokens, i)
    if base is None:
        return None
    value, after, scale = base.value, base.after, base.scale
    while True:
        found = atom_at(tokens, after)
        if found is None or found.sort != "scale" or found.skip or (found.article and scale > 1) or value > _LARGEST:
            break
        value, after, scale = value * found.value, after + 1, scale * found.value
    return Value(value, after, scale, base.digits)


def _base(tokens: tuple[Token, ...], i: int) -> Value | None:
    """What a group begins with: digits, a scale alone, a fraction of a scale, or words under a thousand."""
    if i < len(tokens) and tokens[i].kind == "number":
        value = digits_value(tokens[i].form)
        return _decimal(tokens, Value(value, i + 1, digits=True)) if value is not None else None
    found = atom_at(tokens, i)
    if found is None or found.sort == "ordinal":
        return None
    if found.sort in ("scale", "dual-scale"):
        return _scale_alone(tokens, i, found)
    if found.sort == "fraction":
        return Value(_FRACTIONS[found.form], i + 1)
    return _decimal(tokens, _under_thousand(tokens, i, found))


def _scale_alone(tokens: tuple[Token, ...], i: int, found: Atom) -> Value | None:
    """A thousand, two thousand; a plural alone is vague."""
    if found.form in _PLURAL_SCALES:
        return None
    dual = found.sort == "dual-scale" or (found.form in _DUAL_CONSTRUCT and not _has_tanwin(tokens[i].text))
    return Value(Fraction(found.value * (2 if dual else 1)), i + 1, found.value)


def _decimal(tokens: tuple[Token, ...], whole: Value | None) -> Value | None:
    """The whole part with the decimal part, where there is one."""
    if whole is None or whole.after + 1 >= len(tokens) or tokens[whole.after].form not in DATA.decimal_words:
        return whole
    part = tokens[whole.after + 1]
    found = atom_at(tokens, whole.after + 1)
    text = part.form if part.kind == "number" else str(found.value) if found else ""
    return Value(whole.value + Fraction(f"0.{text}"), whole.after + 2) if text.isdecimal() else whole


def _under_thousand(tokens: tuple[Token, ...], i: int, found: Atom) -> Value | None:
    """Words for 0 to 999; Egyptian may leave the conjunction out before a compound."""
    follows = atom_at(tokens, i + 1)
    if found.sort == "unit" and follows and follows.form in DATA.quarters:
        return Value(Fraction(found.value, 4), i + 2)
    base, after = found.value, i + 1
    if found.sort == "unit" and found.value > 2 and follows and follows.sort == "hundred" and not follows.skip:
        base, after = found.value * _HUNDRED, i + 2
    elif found.sort not in ("hundred", "hundreds"):
        return _under_hundred(tokens, i, found)
    at = joined(tokens, after)
    rest = atom_at(tokens, after if at is None else at)
    if rest and not (rest.article and not found.article) and rest.form not in _ONE_OF:
        small = _under_hundred(tokens, after if at is None else at, rest)
        if small and (at is not None or small.value > _TEN * 2):
            return Value(base + small.value, small.after)
    if at is not None and at < len(tokens) and tokens[at].kind == "number":
        small_digits = digits_value(tokens[at].form)
        if small_digits is not None and small_digits < _HUNDRED:
            return Value(base + small_digits, at + 1)
    return Value(Fraction(base), after)


def _under_hundred(tokens: tuple[Token, ...], i: int, found: Atom) -> Value | None:
    """Words for 0 to 99."""
    if found.sort in ("unit", "teen-unit"):
        follows = atom_at(tokens, i + 1)
        if follows and follows.sort == "ten" and not follows.skip and found.value:
            return Value(Fraction(_TEN + found.value), i + 2)
        if found.sort == "teen-unit":
            return None
        at = joined(tokens, i + 1)
        tens = atom_at(tokens, at) if at is not None else None
        if at is not None and tens and tens.sort == "tens" and tens.article <= found.article and found.value:
            return Value(Fraction(found.value + tens.value), at + 1)
    if found.sort in ("unit", "ten", "tens", "teen"):
        return Value(Fraction(found.value), i + 1)
    return None


def _has_tanwin(text: str) -> bool:
    return "\u064b" in text


def _atoms() -> dict[str, Atom]:
    """All number words by form."""
    found: dict[str, Atom] = {}
    by_sort: tuple[tuple[Sort, tuple[Worth, ...]], ...] = (
        ("unit", DATA.units),
        ("tens", DATA.tens),
        ("teen", DATA.teens),
        ("hundreds", DATA.hundreds),
        ("ordinal", DATA.ordinals),
    )
    for sort, rows in by_sort:
        found |= {form: Atom(sort, row.value) for row in rows for form in row.forms}
    found |= {form: Atom("teen-unit", value) for form, value in DATA.teen_units.items()}
    found |= {form: Atom("ordinal", value) for form, value in DATA.ordinal_units.items()}
    found |= {form: Atom("ten", _TEN) for form in DATA.teen_ten}
    found |= {form: Atom("hundred", _HUNDRED) for form in DATA.hundred}
    found |= {form: Atom("fraction", 0) for form in (*DATA.fractions, *DATA.quarters)}
    for scale in DATA.scales:
        found |= {form: Atom("scale", scale.value) for form in (*scale.singular, scale.accusative, *scale.plural)}
        found |= {form: Atom("dual-scale", scale.value) for form in scale.dual}
    return found


_TEN, _HUNDRED = 10, 100
_LARGEST = 10**12  # past it, scales are words in a row and no number
_GROUP = 3  # digits between separators of thousands
_LONGEST = 12  # longer runs of digits are numbers of accounts and telephones
_HAMZA_ALEF = "\u0623"
_NEVER = frozenset(DATA.never)
_FRACTIONS = {word: Fraction(*parts) for word, parts in DATA.fractions.items()} | {
    w: Fraction(0) for w in DATA.quarters
}
_ONE = DATA.units[0].forms[0]
_ONE_OF = frozenset(DATA.units[0].forms[3:])
_DUAL_CONSTRUCT = frozenset(row.accusative for row in DATA.scales)
_PLURAL_SCALES = frozenset(form for row in DATA.scales for form in row.plural)
_ATOMS = _atoms()

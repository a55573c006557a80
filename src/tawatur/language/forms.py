"""Written forms of a lemma: a verb's persons and object pronouns, a noun's dual, case endings and possessives.

The third person is made, and "we": communiqués and posts speak so of themselves. All forms are folded letters without
vowel signs, so a passive that differs by vowels alone is the same form as its active; one that shows in the letters
(of verbs with a long vowel) is derived, or given by the row.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tawatur.reference import load_yaml


class Endings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/forms.yml: the letters that inflection adds."""

    past: dict[str, str]
    past_defective: dict[str, str]
    weak_ends: list[str]
    present_weak_ends: list[str]
    present_prefixes: list[str]
    present: dict[str, list[str]]
    objects: list[str]
    plural_waw: str
    waw: str
    feminine: str
    feminine_bound: str
    masculine_plural: list[str]
    feminine_plural: str
    dual: list[str]
    indefinite: str
    no_indefinite: list[str]
    we: str
    before_present: list[str]
    we_prefix: str
    long: dict[str, str]


class Form(Struct, frozen=True, gc=False):
    """One written form: part is past, present, masdar, active, passive or noun; number is s, d or p."""

    form: str
    part: str
    number: str = "s"
    feminine: bool = False
    pronoun: str = ""


ENDINGS = load_yaml("ar/forms.yml", Endings)


def verb_forms(past: str, present: str, voice: str = "") -> Iterator[Form]:
    """All third-person forms of a verb from its "he" form in past and present, object pronouns included."""
    part = f"{voice}past" if voice else "past"
    for form in _past(past):
        yield Form(form[0], part, form[1], form[2])
        for pronoun in ENDINGS.objects:
            yield Form(_bound(form[0]) + pronoun, part, form[1], form[2], pronoun)
    for stem in _spoken_stems(past, present):
        yield Form(stem + ENDINGS.we, part, "p")
        for pronoun in ENDINGS.objects:
            yield Form(stem + ENDINGS.we + pronoun, part, "p", False, pronoun)
    if past[-1] == ENDINGS.long["i"]:  # the passive keeps the letter that the active loses
        yield Form(past + ENDINGS.past["sf"], "passive_past", "s", True)
    part = f"{voice}present" if voice else "present"
    for form in _present(present):
        yield Form(form[0], part, form[1], form[2])
        for pronoun in ENDINGS.objects:
            yield Form(_bound(form[0]) + pronoun, part, form[1], form[2], pronoun)


def passive_of(past: str, present: str) -> tuple[str, str] | None:
    """Past and present of a passive that shows in the letters, None where the active is written the same."""
    a, i, u = ENDINGS.long["a"], ENDINGS.long["i"], ENDINGS.long["u"]
    if _hollow(past, present):
        return past[:-2] + i + past[-1], present[:-2] + a + present[-1]
    if len(past) == 4 and past[1] == a and past[0] != a:
        return past[0] + u + past[2:], present
    if past[-1] == a and len(past) > 2:
        return past[:-1] + i, present[:-1] + i
    return None


def noun_forms(singular: str, plurals: tuple[str, ...] = (), part: str = "noun") -> Iterator[Form]:
    """A noun's singular, dual and plurals with the accusative alef and possessive pronouns."""
    yield from _with_pronouns(singular, part, "s")
    if not singular.endswith(ENDINGS.feminine):
        yield Form(singular + ENDINGS.indefinite, part)
    stem = _bound(singular)
    for ending in ENDINGS.dual:
        yield Form(stem + ending, part, "d")
        yield Form(stem + ending[:-1], part, "d")  # before a genitive the dual loses its noon
    for plural in plurals:
        yield from _with_pronouns(plural, part, "p")
        if not plural.endswith(tuple(ENDINGS.no_indefinite)):
            yield Form(plural + ENDINGS.indefinite, part, "p")


def participle_forms(singular: str, part: str) -> Iterator[Form]:
    """A participle's genders and numbers."""
    yield Form(singular, part)
    yield Form(singular + ENDINGS.indefinite, part)
    yield Form(singular + ENDINGS.feminine, part, "s", True)
    for ending in ENDINGS.masculine_plural:
        yield Form(singular + ending, part, "p")
        yield Form(singular + ending[:-1], part, "p")  # before a genitive
        for pronoun in ENDINGS.objects:
            yield Form(singular + ending[:-1] + pronoun, part, "p", False, pronoun)
    yield Form(singular + ENDINGS.feminine_plural, part, "p", True)
    for ending in ENDINGS.dual:
        yield Form(singular + ending, part, "d")
        yield Form(singular + ENDINGS.feminine_bound + ending, part, "d", True)


def _hollow(past: str, present: str) -> bool:
    """Whether a long vowel stands before the last letter in past and present."""
    return len(past) > 2 and past[-2] == ENDINGS.long["a"] and present[-2] in ENDINGS.long.values()


def _spoken_stems(past: str, present: str) -> Iterator[str]:
    """What stands before the ending of "we" in the past: a hollow verb loses its vowel, a doubled letter is split."""
    if _hollow(past, present):
        yield past[:-2] + past[-1]
    elif past[-1] in ENDINGS.weak_ends:
        yield past[:-1] + (present[-1] if present[-1] in ENDINGS.present_weak_ends else ENDINGS.long["i"])
    else:
        yield past
        if len(past) == 2:
            yield past + past[-1]


def _past(past: str) -> Iterator[tuple[str, str, bool]]:
    """Form, number and feminine for each third person of the past."""
    weak = past[-1] in ENDINGS.weak_ends
    stem = past[:-1] if weak else past
    yield past, "s", False
    for key, ending in (ENDINGS.past_defective if weak else ENDINGS.past).items():
        if key.startswith("posted-") and len(past) < 3:
            continue
        yield (past if key.startswith("full-") else stem) + ending, key[-2], key.endswith("f")


def _present(present: str) -> Iterator[tuple[str, str, bool]]:
    """Form, number and feminine for each third person of the present."""
    stem = present[1:]
    short = stem[:-1] if stem[-1] in ENDINGS.present_weak_ends else stem
    yield ENDINGS.we_prefix + stem, "p", False
    for prefix in ENDINGS.present_prefixes:
        yield prefix + stem, "s", prefix != ENDINGS.present_prefixes[0]
        if short != stem:
            yield prefix + short, "s", prefix != ENDINGS.present_prefixes[0]
        for number, endings in ENDINGS.present.items():
            for ending in endings:
                feminine = prefix != ENDINGS.present_prefixes[0]
                yield prefix + (stem if number == "d" else short) + ending, number, feminine


def _with_pronouns(noun: str, part: str, number: str) -> Iterator[Form]:
    feminine = noun.endswith(ENDINGS.feminine)
    yield Form(noun, part, number, feminine)
    for pronoun in ENDINGS.objects:
        yield Form(_bound(noun) + pronoun, part, number, feminine, pronoun)


def _bound(form: str) -> str:
    """A form as it stands before a pronoun: the closed feminine ending opens, the alef of the plural waw falls."""
    if form.endswith(ENDINGS.plural_waw) and len(form) > len(ENDINGS.plural_waw) + 1:
        return form[:-1]
    if form.endswith(ENDINGS.feminine) and len(form) > 2:
        return form[:-1] + ENDINGS.feminine_bound
    return form

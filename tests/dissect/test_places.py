"""Place mentions: examples beside the data, resolution with reasons, places told by others, roles, speed."""

import time

import msgspec
import pytest

from tawatur.dissect.places import find_places
from tawatur.dissect.sentences import find_sentences
from tawatur.gazetteer.names import key, spellings
from tawatur.language.tokens import tokenize
from tawatur.records import Report
from tawatur.reference import load_yaml


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    places: list[str]
    within: list[int | None] | None = None
    role: list[str] | None = None
    why: str = ""


class Spelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    other: str
    same: bool
    why: str = ""


def mentions(text, source=""):
    tokens = tokenize(text)
    return find_places(tokens, find_sentences(tokens, 0), Report(id="x", text=text, source=source))


def words(text):
    return [text[m.start : m.end] for m in mentions(text)]


EXAMPLES = [
    *load_yaml("ar/place-cues.examples.yml", list[Example]),
    *load_yaml("ar/place-words.examples.yml", list[Example]),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.text[:50])
def test_sentence_names_these_places(example):
    found = mentions(example.text)
    assert [example.text[m.start : m.end] for m in found] == example.places, example.why
    if example.within is not None:
        assert [m.within for m in found] == example.within
    if example.role is not None:
        assert [m.role for m in found] == example.role


@pytest.mark.parametrize("example", load_yaml("ar/place-spelling.examples.yml", list[Spelled]), ids=lambda e: e.name)
def test_spelling(example):
    known = {key(example.other), *spellings(key(example.other))}
    assert (key(example.name) in known) == example.same, example.why


@pytest.mark.parametrize(
    ("text", "country", "admin1"),
    [
        ("انفجار في رفح بشمال سيناء المصرية", "EG", "شمال سيناء"),
        ("قصف على رفح في قطاع غزة", "PS", "قطاع غزة"),
        ("اقتحام بلدة دوما في الضفة الغربية", "PS", "الضفة الغربية"),
        ("قصف على دوما في الغوطة الشرقية بريف دمشق", "SY", "ريف دمشق"),
        ("اشتباكات في طرابلس بشمال لبنان", "LB", "الشمال"),
        ("اشتباكات في طرابلس ومصراتة الليبيتين", "LY", "طرابلس"),
        ("انفجار في بلدة سروج", "TR", "شانلي أورفا"),
        ("هجوم على جبل التركمان", "SY", "اللاذقية"),
        ("معارك قاعدة العند الجوية", "YE", "لحج"),
        ("اعتقال في مخيم جنين", "PS", "الضفة الغربية"),
    ],
)
def test_place_of_a_name_that_several_bear(text, country, admin1):
    first = mentions(text)[0]
    assert (first.country, first.admin1) == (country, admin1), first.reason


def test_alternatives_are_kept_with_scores_and_a_reason_is_given():
    first = mentions("قصف على طرابلس ومصراتة")[0]
    assert first.place is not None
    assert first.place.country == "LY"
    assert any(id.startswith("lb-") for id, _ in first.alternatives)
    assert 0 < first.score <= 1
    assert "LY" in first.reason


def test_a_place_that_the_text_puts_elsewhere_is_not_taken():
    first = mentions("اشتباك في قرية الحديدة بمحافظة إب")[0]
    assert first.place is None
    assert first.admin1 == "إب"


def test_an_unknown_name_lies_where_its_container_does():
    first, second = mentions("قصف قرية شنبورة بمحافظة تعز")
    assert first.place is None
    assert first.within == 1
    assert (first.admin1, second.admin1) == ("تعز", "تعز")


def test_countryside_is_an_area_not_the_town():
    (mention,) = mentions("قصف على ريف حماة")
    assert mention.place is not None
    assert mention.place.precision == "region"
    assert mention.place.radius_km is not None
    assert mention.place.radius_km >= 30


def test_a_distance_moves_the_point_and_widens_it():
    (mention,) = mentions("انفجرت سيارة على بعد 20 كلم شمال بغداد")
    (town,) = mentions("انفجرت سيارة في بغداد")
    assert mention.place is not None
    assert town.place is not None
    assert mention.place.lat == pytest.approx(town.place.lat + 0.18, abs=0.02)
    assert mention.place.lon == pytest.approx(town.place.lon, abs=0.01)
    assert mention.place.precision == "district"


def test_part_of_a_country_has_no_point_of_a_town():
    (mention,) = mentions("غارات في شمال العراق")
    assert mention.place is not None
    assert (mention.place.precision, mention.country, mention.admin1) == ("region", "IQ", None)


def test_offsets_are_those_of_the_text_as_given():
    text = "قُصِفَتْ بِحَلَب، ولِلرَّقَّة نصيبٌ من ﻋﺪﻥ"
    assert [text[m.start : m.end] for m in mentions(text)] == ["حَلَب", "رَّقَّة", "ﻋﺪﻥ"]


def test_p_codes_and_levels():
    (mention,) = mentions("هجوم على مدينة الصنمين")
    assert mention.place is not None
    assert (mention.place.admin1_pcode, mention.place.admin2_pcode) == ("SY12", "SY1202")
    assert mention.place.pcode_from


def test_raw_names_of_the_seed_page_are_all_places(shared):
    text = (shared / "seed" / "defections.txt").read_text(encoding="utf-8")
    found = words(text)
    assert len(found) == 25
    for name in ("الهامة", "الكسوة", "وادي بردى", "جبل التركمان", "الصنمين", "ريف درعا الشرقي", "ريف دمشق"):
        assert name in found
    for word in ("عناصر", "القتال", "الأسد", "مناطق"):
        assert word not in found


def test_a_line_of_many_places_costs_no_more_than_its_length():
    line = "قصف على حلب وإدلب ثم هدوء في الرقة " * 6000
    tokens = tokenize(line)
    sentences = find_sentences(tokens, 0)
    find_places(tokens[:100], sentences[:1], Report(id="x", text=line))
    start = time.process_time()
    assert len(find_places(tokens, sentences, Report(id="x", text=line))) == 18_000
    assert time.process_time() - start < 6

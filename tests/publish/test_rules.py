"""Rules, sites and mappings: the examples beside the data are the tests; then what the rows of a profile may show."""

from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest
from release_builders import DAY, KEY, claim, entry, figure, party, place

from tawatur.codebook import codebook
from tawatur.gazetteer.packs import pack_files, read_packs
from tawatur.language.dates import find_dates
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.publish.derive import Deriver
from tawatur.publish.mapping import acled_codes, countries, differences, mapped, mapping
from tawatur.publish.places import Places
from tawatur.publish.profiles import BUNDLED, all_rules, load_profile
from tawatur.publish.rows import Count, Row, Side
from tawatur.publish.sites import sites_in
from tawatur.records import Span, When
from tawatur.reference import load_yaml, pack_path
from tawatur.reference.loader import DataError

PLACES = Places()


class RuleExample(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    expect: dict[str, Any]
    given: dict[str, str] = {}


class SiteExample(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    expect: list[str]


class Mapped(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    expect: list[str] | None
    status: str = "occurred"
    actors: list[str] = []
    targets: list[str] = []
    killed: bool = False
    why: str = ""


def derived(one, profile="public"):
    return Deriver(load_profile(profile), KEY, DAY, PLACES).derive(one)


def _place(given):
    if "kind" in given:
        rows = (named.place for named in read_packs(pack_files()))
        row = next(p for p in rows if p.kind == given["kind"] and p.country == "IQ")
        return place(name=row.name, id=row.id, precision=row.precision)
    return place(text=given.get("place"))


@pytest.mark.parametrize("example", load_yaml("release/rules.examples.yml", list[RuleExample]), ids=lambda e: e.why)
def test_public_profile(example):
    given = example.given
    told = claim(
        type=given.get("type", "air_strike"),
        status=given.get("status", "occurred"),
        day=given.get("day", "2019-07-01"),
        where=_place(given),
        targets=(party(given.get("target", "رتل"), "object"),),
        country=given.get("country", "IQ") or None,
    )
    if given.get("country") == "":
        told = msgspec.structs.replace(told, place=None)
    made = derived(entry("i-1", told, review=given.get("review", "reviewed")))
    expect = example.expect
    if "gone" in expect:
        assert made.row is None
        assert expect["gone"] in made.decision.withheld_by
        return
    dropped = made.decision.drop - {"victims", "words"}
    precision = {"day": "day", "month": "month"}[expect["date"]]
    assert (made.row.level, made.row.date_precision, sorted(dropped)) == (
        expect["place"],
        precision,
        expect.get("dropped", []),
    )


@pytest.mark.parametrize("example", load_yaml("release/sites.examples.yml", list[SiteExample]), ids=lambda e: e.text)
def test_sites(example):
    assert sorted(sites_in([example.text])) == example.expect


def _mapping_examples():
    for scheme in ("acled", "ucdp", "plover"):  # acled.examples.yml, ucdp.examples.yml, plover.examples.yml
        for example in load_yaml(f"release/{scheme}.examples.yml", list[Mapped]):
            yield pytest.param(scheme, example, id=f"{scheme}: {example.type} {example.status} {example.actors}")


@pytest.mark.parametrize(("scheme", "example"), list(_mapping_examples()))
def test_mapping(scheme, example):
    row = Row(
        id="x",
        number=1,
        type=example.type,
        status=example.status,
        review="reviewed",
        actors=tuple(Side(name="", kind=kind) for kind in example.actors),
        targets=tuple(Side(name="", kind=kind) for kind in example.targets),
        counts=(Count(policy="full", outcome="killed", low=2),) if example.killed else (),
    )
    assert (list(mapped(scheme, row)) or None) == example.expect, example.why


def test_codes_are_those_of_the_codebooks():
    pairs = {(event, sub) for event, sub, _ in acled_codes().sub_event_types}
    assert len(pairs) == 25
    assert {fit.gives for fit in mapping("acled").rules} <= pairs
    assert set(acled_codes().inter.values()) == set(acled_codes().inter_order) - {"Identity militia"}
    plover = mapping("plover")
    assert {fit.gives[0] for fit in plover.rules} <= set(plover.quads)
    assert all(f"{fit.gives[0]} {fit.gives[1]}".strip() in plover.scales for fit in plover.rules)
    for key in ("iso3", "numeric", "name"):
        assert len({getattr(row, key) for row in countries().values()}) == len(countries())
    assert len({row.id for row in differences()}) == len(differences()) >= 15


@pytest.mark.parametrize("scheme", ["acled", "ucdp", "plover"])
def test_every_event_type_is_mapped_or_said_to_have_no_place(scheme):
    told = {kind for fit in mapping(scheme).rules for kind in fit.types}
    missing = {row.id for row in codebook().types} - told
    assert missing <= {"acled": set(), "ucdp": set(), "plover": {"defection"}}[scheme]


def test_profiles_say_what_they_do_and_get_stricter():
    profiles = {name: load_profile(name) for name in BUNDLED}
    assert set(profiles["partner"].file.rules) <= set(profiles["public"].file.rules) == set(all_rules())
    assert profiles["public"].file.approval == "second-person"
    assert Counter(len(p.sha256) for p in profiles.values()) == {64: 3}


def test_a_faulty_profile_is_one_sentence_with_file_and_line(tmp_path):
    text = pack_path("release/public.yml").read_text()
    mine = tmp_path / "mine.yml"
    mine.write_text(text.replace("threshold:", "treshold:"))
    with pytest.raises(DataError, match=r"mine.yml:\d+: .*did you mean `threshold`"):
        load_profile(str(mine))
    mine.write_text(text.replace("- unreviewed", "- unreviewedd"))
    with pytest.raises(DataError, match="unknown rule `unreviewedd`"):
        load_profile(str(mine))


@pytest.mark.parametrize(
    ("text", "on_each_day"),
    [
        ("استمر القصف من 3 آذار حتى الخامس من آذار الجاري", True),
        ("دارت معارك يومي السبت والأحد", True),
        ("الحصار مستمر منذ ثلاثة أسابيع", True),
        ("قصف البلدة لليوم الخامس على التوالي", True),
        ("قصف البلدة بين 3 و5 آذار", True),
        ("نزحت عائلات خلال اليومين الماضيين", False),
        ("نزحت عائلات في شباط", False),
        ("أغارت طائرة ليل الأحد - الاثنين", False),
    ],
)
def test_several_days_are_days_on_which_it_went_on_or_a_day_that_is_not_known(text, on_each_day):
    tokens = tokenize(text)
    [found] = find_dates(tokens, find_numbers(tokens), date(2020, 3, 10))
    days = {"start": found.low.isoformat(), "end": found.high.isoformat(), "precision": found.precision}
    told = claim("shelling", date=When(**days, text="", span=Span("", 0, 0), rule=found.rule))
    assert derived(entry("i-1", told), "internal").row.went_on is on_each_day
    assert derived(entry("i-1", claim("shelling", "2020-03-03"), told), "internal").row.went_on is False  # the narrower


def test_sides_carry_who_alleges_them_and_who_speaks_against():
    other = (party("جماعة", "armed_group"),)
    made = derived(
        entry("i-1", claim(), claim(actors=other), claim(status="denied", actors=()), sources=("سانا", "عنب بلدي", "x"),
              texts=("نص أول عن غارة", "خبر ثان مختلف تماما", "بيان ثالث ينفي"))
    )  # fmt: skip
    state, group = sorted(made.row.actors, key=lambda side: side.kind, reverse=True)
    assert (state.kind, state.chains_for, state.name != "") == ("state_force", 1, True)
    assert (group.kind, group.name, group.chains_against >= 1) == ("armed_group", "", True)


def test_unknown_is_not_zero():
    row = derived(entry("i-1", claim(figures=()))).row
    assert row.count("killed") is None
    row = derived(entry("i-1", claim(figures=(figure("killed", 3, 3), figure("injured", 10))))).row
    assert (row.count("killed").low, row.count("injured").high) == (3, 10)


def test_points_are_the_gazetteers_and_never_a_claims():
    row = derived(entry()).row
    assert (row.lat, row.lon) == (33.3491, 43.786)
    unknown = derived(entry("i-1", claim(where=place(name="بيت فلان", id=None)))).row
    assert (unknown.level, unknown.place, unknown.admin1) == ("adm1", "", "الأنبار")

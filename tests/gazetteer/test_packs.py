"""The curated packs: every row can be trusted to stand where it says."""

import math
from collections import Counter

import msgspec
import pytest

from tawatur.gazetteer.checks import BOXES, MARGIN
from tawatur.gazetteer.floor import without_class
from tawatur.gazetteer.layers import Gazetteer, default_gazetteer, distance_km
from tawatur.gazetteer.names import key
from tawatur.gazetteer.packs import PackRow, pack_files, read_packs
from tawatur.reference import DataError, load_csv, load_yaml

NAMED = list(read_packs(pack_files()))
PLACES = [named.place for named in NAMED]


def test_there_are_well_over_a_thousand_rows():
    assert len(PLACES) > 9000


def test_ids_are_given_once():
    assert max(Counter(place.id for place in PLACES).values()) == 1


@pytest.mark.parametrize(
    ("country", "adm1", "adm2"),
    [("SY", 14, 60), ("IQ", 18, 95), ("YE", 22, 325), ("LY", 22, 0), ("SD", 19, 180), ("PS", 2, 15), ("LB", 8, 24),
     ("EG", 27, 0), ("JO", 12, 20), ("SA", 13, 0), ("TR", 81, 0), ("SO", 18, 0), ("AF", 34, 0)],
)  # fmt: skip
def test_levels_of_a_country(country, adm1, adm2):
    kinds = Counter(place.kind for place in PLACES if place.country == country)
    assert kinds["adm1"] >= adm1
    assert kinds["adm2"] >= adm2


def test_points_lie_in_their_countries():
    wide = ("region", "river", "road", "desert", "strait", "island")
    astray = []
    for place in PLACES:
        box = BOXES.get(place.country or "")
        if box is None or place.lat is None or place.lon is None:
            continue
        margin = 4.0 if place.kind in wide else MARGIN
        inside = box.south - margin <= place.lat <= box.north + margin
        if not (inside and box.west - margin <= place.lon <= box.east + margin):
            astray.append(place.id)
    assert not astray


def test_a_place_without_its_own_point_is_as_coarse_as_what_lends_it():
    rows = {row.id: row for path in pack_files() for row in load_csv(path, PackRow)}
    coarse = {"adm1": "governorate", "country": "country"}
    for place in PLACES:
        row = rows[place.id]
        parent = rows.get(row.parent)
        if row.lat is None and not row.precision and parent and parent.lat is not None and parent.kind in coarse:
            assert place.precision == coarse[parent.kind], place.id


@pytest.mark.parametrize(
    "name",
    [
        "جبل التركمان",
        "وادي بردى",
        "القلمون",
        "الغوطة الشرقية",
        "سهل الغاب",
        "تهامة",
        "جبل الزاوية",
        "سهل نينوى",
        "بادية السويداء",
    ],
)
def test_regions_that_no_gazetteer_has(name):
    found = [c.place for c in default_gazetteer().find(key(name)) if c.layer == 0]
    areas = [place for place in found if place.precision in ("region", "district")]
    assert areas
    assert areas[0].lat is not None


def test_same_place_of_two_layers_is_one():
    found = default_gazetteer().find(key("تدمر"))
    towns = [c.place for c in found if c.place.kind == "settlement" and c.place.country == "SY"]
    assert len(towns) == 1


def test_distance():
    a, b = next(p for p in PLACES if p.id == "sy-hlb"), next(p for p in PLACES if p.id == "sy-hms")
    assert distance_km(a, b) == pytest.approx(165, abs=15)
    nowhere = msgspec.structs.replace(a, lat=None)
    assert math.isinf(distance_km(nowhere, b))


def test_row_without_its_parent_is_an_error_with_file_and_line(tmp_path):
    pack = tmp_path / "zz"
    pack.mkdir()
    (pack / "places.csv").write_text("id,name,kind,parent\nzz-a,عدن,settlement,zz-b\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"zz/places.csv:2: .*zz-b"):
        list(read_packs([pack / "places.csv"]))


def test_id_given_twice_and_unknown_kind(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("id,name,kind\na,عدن,settlement\na,صنعاء,settlement\n", encoding="utf-8")
    with pytest.raises(DataError, match=r":3: the id 'a' is there twice"):
        list(read_packs([path]))
    path.write_text("id,name,kind\na,عدن,city\n", encoding="utf-8")
    with pytest.raises(DataError, match=r":2: unknown kind 'city'"):
        list(read_packs([path]))


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kept: str
    why: str = ""


@pytest.mark.parametrize("example", load_yaml("xx/place-floor.examples.yml", list[Kept]), ids=lambda e: e.name)
def test_class_words_are_left_off(example):
    assert without_class(example.name) == example.kept


def test_no_layers_no_places():
    assert Gazetteer([]).find(key("عدن")) == ()


def test_places_are_found_by_how_their_name_begins():
    found = [place.name for place in default_gazetteer().beginning(key("حلب"))]
    assert found[0] == "حلب"
    assert all(key(name).startswith(key("حلب")) or name == "حلب" for name in found[:3])
    assert "كبانة" in [place.name for place in default_gazetteer().beginning(key("كبان"))]
    assert default_gazetteer().beginning("") == []
    assert len(default_gazetteer().beginning(key("ا"))) <= 20

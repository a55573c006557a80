"""Foreign gazetteers: read, refused with file and line, listed, removed; nothing half imported."""

import gzip
import json
import zipfile

import msgspec
import pytest
from click.testing import CliRunner

from tawatur.commands.gazetteer import command
from tawatur.gazetteer.checks import faults
from tawatur.gazetteer.importing import add_layer, layers
from tawatur.gazetteer.layers import open_gazetteer
from tawatur.gazetteer.names import key
from tawatur.gazetteer.sources import SOURCES, Raw
from tawatur.reference import load_yaml

WOF = "wof_id,placetype,name_en,names_ar,lat,lon,country,region_id,county_id,geonames_id,iso_3166_2,population\n"
REGION = "1,region,Taizz,تعز,13.58,44.02,YE,1,,,,\n"
TOWN = "2,locality,Shanbura,شنبورة|شنبوره,13.60,44.10,YE,1,,,,900\n"


def wof(folder, *rows, name="small.csv"):
    path = folder / name
    path.write_text(WOF + "".join(rows), encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(command, list(map(str, arguments)))


def test_a_layer_is_added_found_listed_and_removed(tmp_path):
    path, folder = wof(tmp_path, REGION, TOWN), tmp_path / "layers"
    assert run("add", path, "--folder", folder).exit_code == 0
    (found,) = open_gazetteer(folder).find(key("شنبورة"))
    assert (found.place.country, found.place.admin1, found.place.population) == ("YE", "تعز", 900)
    assert "Who's On First" in found.place.source
    (listed,) = json.loads(run("list", "--folder", folder).output)
    assert (listed["name"], listed["places"]) == ("small", 2)
    assert "Who's On First" in listed["attribution"]
    assert run("remove", "small", "--folder", folder).exit_code == 0
    assert open_gazetteer(folder).find(key("شنبورة")) == ()
    assert run("remove", "small", "--folder", folder).exit_code == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("3,locality,Swapped,قرية أولى,44.10,13.60,YE,1,,,,\n", "swapped"),
        ("3,locality,Orphan,قرية ثانية,13.60,44.10,YE,77,,,,\n", "parent wof:77"),
        ("2,locality,Twice,قرية ثالثة,13.60,44.10,YE,1,,,,\n", "line 3 too"),
        ("3,locality,Farsi,قریة,13.60,44.10,YE,1,,,,\n", "U+06CC"),
        ("3,locality,Forms,ﻗﺮﻳﺔ,13.60,44.10,YE,1,,,,\n", "presentation forms"),
        ("3,locality,Nowhere,قرية رابعة,13.60,44.10,QQ,1,,,,\n", "unknown country 'QQ'"),
        ("3,locality,Far,قرية خامسة,55.0,80.0,YE,1,,,,\n", "outside YE"),
        ("3,locality,Word,قرية سادسة,north,44.1,YE,1,,,,\n", "not both numbers"),
    ],
)
def test_a_faulty_row_is_said_with_file_and_line_and_nothing_is_imported(tmp_path, row, says):
    path, folder = wof(tmp_path, REGION, TOWN, row), tmp_path / "layers"
    result = run("add", path, "--folder", folder)
    assert result.exit_code == 1
    assert "small.csv:4: " in result.stderr
    assert says in result.stderr
    assert not folder.exists()
    assert run("add", path, "--folder", folder, "--leave-out").exit_code == 0
    assert open_gazetteer(folder).find(key("شنبورة"))


def test_a_replaced_layer_stays_whole_when_the_new_file_is_faulty(tmp_path):
    folder = tmp_path / "layers"
    add_layer(wof(tmp_path, REGION, TOWN), folder)
    before = (folder / "small.layer").read_bytes()
    bad = wof(tmp_path, REGION, TOWN.replace("13.60,44.10", "44.10,13.60"))
    assert add_layer(bad, folder).meta is None
    assert (folder / "small.layer").read_bytes() == before


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    result = run("add", path, "--folder", tmp_path / "layers")
    assert result.exit_code == 1
    assert "unknown columns a, b, c" in result.stderr


def test_geonames_dump_in_a_zip(tmp_path):
    row = [
        "11",
        "Shanbura",
        "Shanbura",
        "Shanbura,شنبورة",
        "13.6",
        "44.1",
        "P",
        "PPL",
        "YE",
        "",
        "10",
        "",
        "",
        "",
        "70",
        "",
        "0",
        "",
        "",
    ]
    with zipfile.ZipFile(tmp_path / "YE.zip", "w") as archive:
        archive.writestr("YE.txt", "\t".join(row) + "\n")
        archive.writestr("readme.txt", "x" * 5000)
    added = add_layer(tmp_path / "YE.zip", tmp_path / "layers")
    assert added.meta is not None
    assert (added.meta.name, added.meta.places) == ("ye", 1)
    assert "GeoNames" in added.meta.attribution


def test_ocha_table_keeps_p_codes_and_their_first_day(tmp_path):
    head = "ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,validOn,lat,lon\n"
    path = tmp_path / "adm2.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(head + "Taizz,تعز,YE15,Shanbura,شنبورة,YE1599,2019-10-31,13.6,44.1\n")
    add_layer(path, tmp_path / "layers")
    (found,) = open_gazetteer(tmp_path / "layers").find(key("شنبورة"))
    place = found.place
    assert (place.admin1_pcode, place.admin2_pcode, place.pcode_from) == ("YE15", "YE1599", "2019-10-31")


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    fault: str
    why: str = ""


@pytest.mark.parametrize("example", load_yaml("xx/place-letters.examples.yml", list[Letters]), ids=lambda e: e.name)
def test_letters_of_a_name(example):
    row = Raw(line=1, id="x", name="x", names=(example.name,), kind="settlement", country="IQ")
    said = list(faults(row, {}, None, {"IQ"}))
    assert bool(said) == bool(example.fault), example.why
    assert all(example.fault in text for text in said)


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    row: str
    kind: str | None


@pytest.mark.parametrize("example", load_yaml("xx/place-sources.examples.yml", list[Source]), ids=lambda e: e.row)
def test_sort_of_place_of_a_foreign_row(example):
    assert getattr(SOURCES, example.source).get(example.row) == example.kind


@pytest.mark.slow
def test_the_shared_files_are_read(shared, tmp_path):
    for path in sorted((shared / "gazetteer").glob("*.gz")):
        added = add_layer(path, tmp_path, leave_out=True)
        assert added.meta is not None
        assert added.meta.places > 250
    assert sum(meta.places for meta in layers(tmp_path)) > 85_000

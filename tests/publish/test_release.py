"""A release as a whole: the same bytes again, no formula, nothing without all checks, what changed, two persons."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from publish_release import TWO, incidents, make
from release_builders import DAY, claim, entry, figure, material, party, place

from tawatur.publish import frames
from tawatur.publish import make as making
from tawatur.publish.cells import neutral
from tawatur.publish.changes import read_earlier
from tawatur.publish.checks import CheckFailed
from tawatur.publish.derive import Deriver
from tawatur.publish.given import MissingExtra
from tawatur.publish.make import Settings, prepared, write
from tawatur.publish.names import Pseudonyms
from tawatur.publish.profiles import load_profile, with_unreviewed
from tawatur.publish.rows import Words

FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\u200f=cmd|'/c calc'!A0", " =1+1")


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("profile", ["public", "internal"])
def test_the_same_bytes_again_in_any_order(profile, tmp_path):
    one = make(tmp_path / "a", incidents(), profile)
    other = make(tmp_path / "b", incidents()[::-1], profile)
    first, second = tree(one), tree(other)
    assert first.keys() == second.keys()
    assert not [name for name in first if first[name] != second[name]]
    assert not list((tmp_path / "a").glob(".*"))


def test_the_same_bytes_on_another_machine(public, tmp_path):
    """Another process with other hash seeds, time zone, language, user's mask and time of day."""
    code = "import sys, pathlib, publish_release as p; p.make(pathlib.Path(sys.argv[1]), p.incidents())"
    other = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Aden", "LC_ALL": "C", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code, tmp_path]
    subprocess.run(command, env={**os.environ, **other}, check=True, umask=0o077)
    first, second = tree(public), tree(tmp_path / public.name)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def test_hashes_cover_every_file(public):
    said = dict(line.split("  ")[::-1] for line in (public / "SHA256SUMS").read_text().splitlines())
    files = {name: hashlib.sha256(raw).hexdigest() for name, raw in tree(public).items() if name != "SHA256SUMS"}
    assert said == files


def test_dictionary_has_every_column_of_the_plain_tables(public):
    told = {(line["file"], line["column"]) for line in lines(public / "dictionary.csv")}
    for name in ("incidents", "chains"):
        head = (public / f"data/{name}.csv").read_text().split("\n")[0].split(",")
        assert {(name, column) for column in head} <= told
    assert all(line["what it holds"] for line in lines(public / "dictionary.csv"))


@given(st.text(max_size=8))
def test_no_text_is_left_that_a_spreadsheet_runs(text):
    shown = str(neutral(text)).lstrip("\ufeff\u200b\u200e\u200f \u202a\u202b\u2066\u2067")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_in_any_cell_are_neutralised(text, tmp_path):
    told = claim(actors=(party(text, "armed_group"),), targets=(party(text, "object"),))
    folder = make(
        tmp_path, [entry("i-1", told, sources=(text,))], "internal", ["csv", "acled", "ucdp", "hxl", "ftm", "xlsx"]
    )
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.csv")]
    cells = [cell for text_of in texts for line in csv.reader(text_of.splitlines()) for cell in line]
    assert any(text.strip("\u200f \t") in cell for cell in cells)
    starts = re.compile(r"[\s\u200f]*[=+@\t]|[\s\u200f]*-(?![0-9.]+$)")
    assert not [cell for cell in cells if starts.match(cell)]
    book = openpyxl.load_workbook(folder / "data/incidents.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    values = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert not [value for value in values if starts.match(value)]


def test_what_a_full_sheet_cannot_hold_is_listed(tmp_path, monkeypatch):
    monkeypatch.setattr("tawatur.publish.formats.xlsx.MOST_LINES", 2)
    folder = make(tmp_path, [entry("i-1"), entry("i-2"), entry("i-3")], names=["xlsx"])
    book = openpyxl.load_workbook(folder / "data/incidents.xlsx")
    assert [book[name].max_row for name in ("incidents", "chains")] == [3, 3]
    assert [line["why"] for line in lines(folder / "not-held.csv")] == [
        "the sheet of incidents is full",
        "its chains: the sheet is full",
    ]


def test_a_workbook_tells_no_time_of_day(public):
    with zipfile.ZipFile(public / "data/incidents.xlsx") as book:
        assert {item.date_time for item in book.infolist()} == {(2019, 11, 28, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert core.count("2019-11-28T00:00:00Z") == 2


# --- checks ---


def broken(monkeypatch, **changes):
    """Make every row wrong in one way, as a fault in the code that makes rows would."""
    derive = Deriver.derive

    def wrong(self, one):
        made = derive(self, one)
        return replace(made, row=replace(made.row, **changes)) if made.row else made

    monkeypatch.setattr(Deriver, "derive", wrong)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"review": "machine"}, "rule unreviewed withholds it"),
        ({"place": "بيت أبو فلان الفلاني"}, "not in the gazetteer"),
        ({"date_start": "2019-11-27", "date_end": "2019-11-27"}, "rule too-recent"),
        ({"date_start": "2019-07-02"}, "it ends before it begins"),
        ({"type": "bombardment"}, "not in the codebook"),
        ({"lat": 95.0}, "not on earth"),
        ({"type": "sexual_violence"}, "finer than rule sexual-violence allows"),
        ({"level": "adm2"}, "a place is named at the level adm2"),
        ({"id": "i-1234"}, "not one of a release"),
    ],
)
def test_a_failed_check_means_no_file_at_all(changes, says, tmp_path, monkeypatch):
    broken(monkeypatch, **changes)
    with pytest.raises(CheckFailed, match=says):
        make(tmp_path, [entry()])
    assert list(tmp_path.iterdir()) == []


def test_private_texts_are_refused_wherever_they_stand(tmp_path, monkeypatch):
    from tawatur.publish.rows import Side

    for text in ("@someone", "00963 944 123456", "a.b@c.example", "t.me/someone"):
        broken(monkeypatch, actors=(Side(name=text, kind="armed_group", id="iq.state"),))
        with pytest.raises(CheckFailed, match="looks like"):
            make(tmp_path, [entry()])
        monkeypatch.undo()


def test_a_format_that_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    def missing():
        raise MissingExtra("Parquet needs pyarrow: pip install 'tawatur[parquet]'.")

    monkeypatch.setattr(frames, "arrow", missing)
    monkeypatch.setattr("tawatur.publish.formats.parquet.arrow", missing)
    with pytest.raises(MissingExtra, match=r"tawatur\[parquet\]"):
        make(tmp_path, [entry()], names=["csv", "parquet"])
    assert list(tmp_path.iterdir()) == []


def test_a_second_person_must_approve_what_the_profile_asks_for(tmp_path):
    settings = Settings(day=DAY, formats=("csv",))
    with prepared(material(entry()), load_profile("public"), settings) as draft:
        for alone in ((), (("a", "2019-11-28"),), (("a", "2019-11-28"), ("a", "2019-11-28"))):
            with pytest.raises(CheckFailed, match="second person"):
                write(draft, tmp_path, alone)
        assert list(tmp_path.iterdir()) == []
        folder = write(draft, tmp_path, TWO)
    told = json.loads((folder / "disclosure.json").read_text())
    assert len(told["approved"]) == 2
    assert "first" not in (folder / "disclosure.md").read_text()  # pseudonyms


def test_the_seal_changes_with_anything_that_is_given_away():
    def seal(*entries, profile="public", formats=("csv",)):
        with prepared(material(*entries), load_profile(profile), Settings(day=DAY, formats=formats)) as draft:
            return draft.seal

    first = seal(entry())
    assert first == seal(entry())
    assert len({first, seal(entry(), entry("i-2")), seal(entry(), profile="partner"), seal(entry(), formats=("hxl",)),
                seal(entry("i-one", claim(figures=(figure("killed", 6, who="civilian"),))))}) == 5  # fmt: skip


def test_unreviewed_rows_only_if_asked_for_and_then_marked(tmp_path):
    entries = [entry(), entry("i-2", review="machine")]
    profile = with_unreviewed(load_profile("public"))
    with prepared(material(*entries), profile, Settings(day=DAY, formats=("csv", "acled", "html"))) as draft:
        folder = write(draft, tmp_path, TWO)
    assert "unreviewed" in folder.name
    assert sorted(line["review"] for line in lines(folder / "data/incidents.csv")) == ["machine", "reviewed"]
    assert "tawatur review: machine" in (folder / "data/acled.csv").read_text()
    assert "nobody has reviewed" in (folder / "data/report.html").read_text()
    assert "Made by --unreviewed" in (folder / "profile.yml").read_text()
    assert len(lines(make(tmp_path / "x", entries) / "data/incidents.csv")) == 1


def test_partners_get_victims_by_kind_addresses_and_excerpts_of_listed_outlets_only(tmp_path):
    told = claim(
        figures=(figure("killed", 5), figure("killed", 2, who="child", subset=True)), targets=(party("سوق", "site"),)
    )
    one = entry(
        "i-1", told, claim(), sources=("عنب بلدي", "قناة شخص"), texts=("نص عن الغارة الأولى", "كلام آخر تماما عنها")
    )
    listed = replace(one.reports[0], address="https://www.enabbaladi.net/archives/1")
    folder = make(tmp_path, [replace(one, reports=(listed, one.reports[1]))], "partner", ["csv", "jsonl", "plover"])
    row = lines(folder / "data/incidents.csv")[0]
    assert (row["killed_child_low"], row["targets"]) == ("2", "(site)")
    said = (folder / "data/incidents.jsonl").read_text()
    assert "https://www.enabbaladi.net/archives/1" in said
    assert "x.example" not in said
    assert "قناة شخص" not in said
    words = json.loads(said)["words"]
    assert [(w["field"], w["text"], w["source"]) for w in words] == [
        ("trigger", "غارة", "enab-baladi"),
        ("killed", "5", "enab-baladi"),
        ("killed", "2", "enab-baladi"),
    ]
    assert json.loads((folder / "data/plover.jsonl").read_text())["event_text"] == "غارة"
    assert "words of listed outlets only" in (folder / "disclosure.md").read_text()


def test_an_excerpt_is_never_a_name(tmp_path):
    """One person told by name alone is a figure whose words are the name."""
    told = claim(figures=(figure("killed", 1, text="سليم المتخيل"), figure("injured", 3, text="ثلاثة"), figure(
        "captured", 1, text="ثلاثة من آل المتخيل")))  # fmt: skip
    folder = make(tmp_path, [entry("i-1", told, sources=("عنب بلدي",))], "partner", ["jsonl"])
    [row] = map(json.loads, (folder / "data/incidents.jsonl").read_text().splitlines())
    assert [w["text"] for w in row["words"]] == ["غارة", "ثلاثة"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"source": "source-1234"}, "words of an outlet that is not listed"),
        ({"field": "target"}, "words for people or places"),
        ({"text": "كلمة " * 30}, "a long quotation"),
    ],
)
def test_words_that_a_profile_does_not_give_are_refused(changes, says, tmp_path, monkeypatch):
    fair = Words(field="trigger", text="غارة", start=0, end=4, report="r-1", source="enab-baladi")
    broken(monkeypatch, words=(replace(fair, **changes),))
    with pytest.raises(CheckFailed, match=says):
        make(tmp_path, [entry()], "partner", ["jsonl"])


# --- what changed ---


def test_changes_and_tombstones_go_from_release_to_release(tmp_path):
    names = Pseudonyms(material().key)
    first = make(tmp_path, [entry("i-a"), entry("i-b"), entry("i-c"), entry("i-d")], names=["csv"])
    changed = entry("i-b", claim(figures=(figure("killed", 9, who="civilian"),)))
    merged = entry("i-d", claim(), former=("i-c",))
    later = DAY + timedelta(days=30)
    second = make(
        tmp_path, [changed, merged, entry("i-e")], names=["csv"], day=later, version=2, earlier=read_earlier(first)
    )
    what = {line["id"]: line["what"] for line in lines(second / "changes.csv")}
    assert what == {
        names.incident("i-a"): "withdrawn",
        names.incident("i-b"): "changed",
        names.incident("i-c"): "withdrawn",
        names.incident("i-d"): "changed",
        names.incident("i-e"): "added",
    }
    stones = {line["id"]: line["merged_into"] for line in lines(second / "tombstones.csv")}
    assert stones == {names.incident("i-a"): "", names.incident("i-c"): names.incident("i-d")}
    third = make(
        tmp_path, [changed, merged, entry("i-e")], names=["csv"], day=later, version=3, earlier=read_earlier(second)
    )
    assert lines(third / "changes.csv") == []
    assert {line["id"] for line in lines(third / "tombstones.csv")} == set(stones)
    fourth = make(tmp_path, [entry("i-a"), changed], names=["csv"], day=later, version=4, earlier=read_earlier(third))
    assert {line["what"] for line in lines(fourth / "changes.csv")} == {"withdrawn", "restored"}


def test_a_release_is_never_overwritten(tmp_path):
    make(tmp_path, [entry()], names=["csv"])
    with pytest.raises(CheckFailed, match="exists already"):
        make(tmp_path, [entry()], names=["csv"])


def test_commitments_open_for_one_record_and_are_no_hashes(public, internal):
    names = Pseudonyms(material().key)
    one = incidents()[0]
    sealed = (public / "hashes.csv").read_text().split()
    told = one.reports[0]
    nonce = names.nonce(one.incident.id, told.id)
    assert hashlib.sha256(nonce + bytes.fromhex(told.sha256)).hexdigest() in sealed
    assert told.sha256 not in sealed
    assert told.sha256 in (internal / "hashes.csv").read_text()


def test_places_no_format_is_finer_than_another(public):
    """One incident is at one point in all files."""
    points = {}
    for name, lat, lon in (("incidents", "lat", "lon"), ("hxl", "lat", "lon"), ("acled", "latitude", "longitude"),
                           ("ucdp-ged", "latitude", "longitude")):  # fmt: skip
        for line in lines(public / f"data/{name}.csv"):
            key = int(re.sub(r"\D", "", line.get("event_id_cnty") or line["id"]) or 0)
            if re.fullmatch(r"-?[0-9.]+", line[lat] or ""):
                points.setdefault(key, set()).add((float(line[lat]), float(line[lon])))
    for event in json.loads((public / "data/timemap-events.json").read_text()):
        points.setdefault(int(event["id"][2:]), set()).add((float(event["latitude"]), float(event["longitude"])))
    assert len(points) > 10
    assert {len(found) for found in points.values()} == {1}


def test_the_day_of_a_release_is_the_only_time_in_it(public):
    now = date.today().isoformat()
    assert not [name for name, raw in tree(public).items() if now.encode() in raw]


def test_one_incident_without_anything(tmp_path):
    bare = entry(
        "i-1",
        claim(day=None, where=None, admin1=None, actors=(), targets=(), figures=(), attribution=None),
        published=None,
    )
    folder = make(tmp_path, [bare], "internal")
    row = lines(folder / "data/incidents.csv")[0]
    assert (row["date_start"], row["killed_low"], row["place_level"], row["lat"] != "") == ("", "", "country", True)


def test_an_empty_release_is_still_readable(tmp_path):
    folder = make(tmp_path, [])
    assert lines(folder / "data/incidents.csv") == []
    assert json.loads((folder / "data/incidents.geojson").read_text())["features"] == []
    assert making.formats().keys() == {
        one["id"] for one in json.loads((folder / "release.json").read_text())["formats"]
    }
    assert place().name  # the builders' town is in the gazetteer

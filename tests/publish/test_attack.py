"""Attacks on a public release of a made-up project with planted secrets: none may be found in anything that is given
away, by looking into every file (archives and databases opened), at names, order and metadata, or by comparing releases
and tables."""

import hashlib
import io
import json
import re
import sqlite3
import zipfile
from datetime import timedelta

import pandas
import pyarrow.parquet
import pytest
from publish_release import PEOPLE, make
from release_builders import DAY, claim, entry, figure, party, place

from tawatur.publish.changes import read_earlier
from tawatur.records import Sayer

# Invented people, accounts and places; each is planted where a report could have it.
PERSON = "زهير المفترض"
WITNESS = "الشاهدة ليلى المتخيلة"
HANDLE = "@raqeeb_almaydan_77"
CHANNEL = "t.me/hayy_alzaytoun_live"
PHONE = "+963 944 555 0199"
MAIL = "witness.one@mailbox.example"
HOME = "منزل آل المفترض خلف المخبز"
EXACT = (33.3512987, 43.7854321)
RESTRICTED = "تسريب سري من غرفة مغلقة"
DELETED = "خبر طلبت صاحبته حذفه"
CODENAME = "كتيبة لم تسمها القائمة"
TITLE = "عنوان فريد لا يتكرر في مكان"
WORDS = "وقال الجريح وهو على سريره إن القذيفة سقطت قرب النافذة"
SHA = hashlib.sha256(b"i-home-r0").hexdigest()
SECRETS = (PERSON, WITNESS, HANDLE, CHANNEL, PHONE, MAIL, HOME, CODENAME, TITLE, WORDS, SHA)


def planted(outlet=""):
    """Incidents in whose claims and reports the secrets stand; told by accounts, or all by one outlet."""
    house = place(text=HOME, name=HOME, id=None, lat=EXACT[0], lon=EXACT[1], precision="site")
    told = claim(
        actors=(party(CODENAME, "armed_group"), party(f"{PERSON} {PHONE}", "combatant")),
        targets=(party(f"منزل {PERSON}", "site"), party(WITNESS, "civilian", name=WITNESS)),
        where=house,
        attribution=Sayer(text=WITNESS, start=0, end=5, kind="witness"),
        figures=(figure("killed", 3, who="child", text=WORDS), figure("injured", 2, who="medic")),
    )
    hospital = claim(
        "shelling",
        "2019-07-03",
        targets=(party("مستشفى الولادة", "site"),),
        attribution=_says(f"{HANDLE} {MAIL}", "person"),
    )
    survivor = claim("sexual_violence", "2019-07-17", targets=(PEOPLE,), attribution=_says(WITNESS, "witness"))
    crowd = [
        entry(f"i-{n}", claim(day=f"2019-06-{n + 1:02d}", figures=(figure("killed", 9, who="child"),)))
        for n in range(9)
    ]
    return [
        entry("i-home", told, sources=(outlet or HANDLE, outlet or CHANNEL), texts=(f"{TITLE}\n\n{WORDS}",)),
        entry("i-hospital", hospital, sources=(outlet or f"https://{CHANNEL}",)),
        entry("i-survivor", survivor, sources=(outlet or PERSON,), published="2019-07-18"),
        entry("i-open", claim(actors=(party("الجيش", "state_force", name=PERSON, id="not.in.list"),))),
        *crowd,
    ]


def _says(text, kind):
    return Sayer(text=text, start=0, end=len(text), kind=kind)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return make(tmp_path_factory.mktemp("attack"), planted(), restricted_reports=1, removed_reports=1)


@pytest.fixture(scope="module")
def said(release):
    return "\n".join(everything(release))


def everything(folder):
    """All that a release says, as text: names of files, contents, what is in archives, databases and tables."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder.parent))
        if not path.is_file():
            continue
        raw = path.read_bytes()
        yield raw.decode("utf-8", "replace")
        yield raw.decode("utf-16-le", "replace")
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as book:
                yield from (f"{item.filename} {item.comment!r}" for item in book.infolist())
                yield from (book.read(item).decode("utf-8", "replace") for item in book.infolist())
        if path.suffix == ".parquet":
            yield pandas.read_parquet(path).to_csv()
            about = pyarrow.parquet.read_metadata(path)
            yield f"{about} {about.metadata} {about.schema}"
        if path.suffix == ".sqlite":
            with sqlite3.connect(path) as database:
                yield "\n".join(database.iterdump())
            database.close()
        if path.suffix in (".json", ".jsonl", ".geojson"):
            yield json.dumps([json.loads(line) for line in raw.decode().splitlines()] if path.suffix == ".jsonl"
                             else json.loads(raw), ensure_ascii=False)  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_no_planted_secret_is_in_any_file_name_or_archive(said, secret):
    for form in {secret, secret.strip("@+"), secret.replace(" ", ""), secret.replace(" ", "-")}:
        assert form not in said
    for word in re.findall(r"[\w.@]{6,}", secret):
        if word not in ("mailbox", "النافذة", "القذيفة", "الولادة"):
            assert word not in said, word


def test_partners_who_get_excerpts_get_no_secret_either(tmp_path):
    """Even where a listed outlet told all of it: its excerpts are words for acts and numbers."""
    said = "\n".join(everything(make(tmp_path, planted("عنب بلدي"), "partner")))
    assert '"field": "trigger"' in said
    assert [secret for secret in SECRETS if secret in said or secret.replace(" ", "") in said] == []


def test_the_search_itself_finds_what_is_there(said):
    """A search that finds nothing anywhere would prove nothing."""
    assert said.count("الفلوجة") > 50
    assert "القوات العراقية" in said


def test_no_point_is_finer_than_the_gazetteer(said):
    for value in EXACT:
        for digits in (3, 4, 5, 7):
            assert f"{value:.{digits}f}" not in said


def test_internal_ids_lead_nowhere(said):
    for one in planted():
        assert not re.search(rf"\b{re.escape(one.incident.id)}\b", said)
        assert not any(report.id in said or report.sha256 in said for report in one.reports)
        assert not any(c.id in said for _, c in one.claims)


def test_accounts_are_pseudonyms_that_need_the_projects_key(release, tmp_path):
    sources = (release / "sources.csv").read_text()
    assert "source-" in sources
    for guess in (HANDLE, CHANNEL, PERSON):
        for kind in ("sha256", "sha1", "md5"):
            assert hashlib.new(kind, guess.encode()).hexdigest()[:8] not in sources
    other = make(tmp_path, planted(), key=b"z" * 32)
    first, second = (set(re.findall(r"source-\w+", (f / "sources.csv").read_text())) for f in (release, other))
    assert first
    assert not first & second


def test_sensitive_events_are_coarse_in_every_file(release, said):
    rows = [json.loads(line) for line in (release / "data/incidents.jsonl").read_text().splitlines()]
    survivor = next(row for row in rows if row["type"] == "sexual_violence")
    assert (survivor["level"], survivor["date_start"], survivor["date_end"]) == ("adm1", "2019-07-01", "2019-07-31")
    assert survivor["voices"] == survivor["targets"] == []
    assert "2019-07-17" not in said
    assert "2019-07-18" not in said  # the day of publication would tell the day
    hospital = next(row for row in rows if row["type"] == "shelling")
    assert (hospital["level"], hospital["place"], hospital["targets"]) == ("adm2", "", [])


def test_order_tells_nothing(release):
    """Rows stand by day, country and keyed id: not by the order or the ids of the database."""
    rows = [json.loads(line) for line in (release / "data/incidents.jsonl").read_text().splitlines()]
    keys = [(row["date_start"], row["country"], row["id"]) for row in rows]
    assert keys == sorted(keys)
    for name in ("hashes.csv", "sources.csv", "index.csv"):
        body = (release / name).read_text().splitlines()[1:]
        assert body == sorted(body)


def test_files_have_no_owner_time_or_tool_of_a_person(said):
    assert not re.search(r"/(root|home|tmp|Users)/", said)
    assert "openpyxl" not in said


# --- by comparing ---


def data_of(folder):
    """All files but those on the release itself."""
    facts = ("release.json", "README.md", "SHA256SUMS")
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name not in facts
    }


def test_what_was_withheld_changes_nothing(tmp_path):
    """With and without incidents that nobody reviewed, too recent ones and restricted material: the same files."""
    hidden = [
        entry("i-machine", claim(targets=(party(RESTRICTED, "object"),)), review="machine"),
        entry("i-new", claim(day=(DAY - timedelta(days=2)).isoformat())),
        entry("i-plan", claim(status="planned")),
    ]
    without = make(tmp_path / "a", planted())
    with_them = make(tmp_path / "b", planted() + hidden, restricted_reports=3, removed_reports=2, rejected_claims=4)
    one, other = data_of(without), data_of(with_them)
    assert [name for name in one if one[name] != other[name]] == []
    assert (without / "README.md").read_text() == (with_them / "README.md").read_text()


def test_two_releases_tell_of_a_deleted_record_only_that_it_is_gone(tmp_path):
    told = claim(targets=(party(DELETED, "object"),), figures=(figure("killed", 2, who="woman"),))
    first = make(tmp_path, [*planted(), entry("i-deleted", told)])
    second = make(tmp_path, planted(), day=DAY + timedelta(days=1), version=2, earlier=read_earlier(first))
    row = next(
        json.loads(line)
        for line in (first / "data/incidents.jsonl").read_text().splitlines()
        if '"killed","group":"","low":2' in line
    )
    said = "\n".join(everything(second))
    assert DELETED not in said
    where = [p.name for p in second.rglob("*") if p.is_file() and row["id"].encode() in p.read_bytes()]
    assert sorted(where) == ["changes.csv", "tombstones.csv"]
    stone = next(line for line in (second / "tombstones.csv").read_text().splitlines() if row["id"] in line)
    assert stone == f"{row['id']},2019-11-29,2,"  # no reason, no person


def numbers(folder):
    """Shown numbers of the tables: (table, row, column) → number."""
    frame = pandas.read_csv(folder / "tables.csv", dtype=str)
    shown = frame[frame["number"] != "withheld"]
    return {
        (t, r, c): int(n)
        for t, r, c, n in zip(shown["table"], shown["row"], shown["column"], shown["number"], strict=True)
    }


def test_small_cells_are_in_no_table_and_in_no_row(release):
    """Two injured medics stand in one report: no number of the release is about them."""
    shown = numbers(release)
    assert all(number == 0 or number >= 5 for number in shown.values())
    assert not [key for key in shown if key[0] == "injured-by-victim" and key[2] == "medic"]
    rows = [json.loads(line) for line in (release / "data/incidents.jsonl").read_text().splitlines()]
    assert {c["group"] for row in rows for c in row["counts"]} <= {"", "civilian", "belligerent"}
    assert shown["killed-by-victim", "IQ 2019", "child"] == 84


def test_two_releases_tell_of_no_single_victim(tmp_path):
    """One child more: the tables of both releases differ by nothing, not by one."""
    more = entry("i-more", claim("shelling", "2019-06-20", figures=(figure("killed", 1, who="child"),)))
    first = make(tmp_path, planted())
    second = make(tmp_path, [*planted(), more], day=DAY + timedelta(days=1), version=2, earlier=read_earlier(first))
    before, after = numbers(first), numbers(second)
    assert before
    assert before == after
    tables = json.loads((second / "tables.json").read_text())
    assert {table["as_of"] for table in tables if table["id"] == "killed-by-victim"} == {DAY.isoformat()}


def test_tables_tell_of_no_single_incident(tmp_path):
    """Twenty children killed in one incident, whose row tells no victims by kind: no table tells it in its stead, nor
    does the difference to the release before."""
    alone = entry("i-alone", claim("shelling", "2018-06-20", figures=(figure("killed", 20, who="child"),)))
    same_year = entry("i-same", claim("shelling", "2019-06-21", figures=(figure("killed", 17, who="child"),)))
    first = make(tmp_path / "a", planted())
    second = make(
        tmp_path / "a",
        [*planted(), alone, same_year],
        day=DAY + timedelta(days=1),
        version=2,
        earlier=read_earlier(first),
    )
    assert numbers(first) == numbers(second)
    shown = numbers(make(tmp_path / "b", [*planted(), alone]))
    assert 20 not in shown.values()


def test_no_place_is_drawn_anew_from_release_to_release(tmp_path):
    """Points do not move: an average over many releases tells nothing that one does not."""
    points = set()
    for version in (1, 2, 3):
        folder = make(tmp_path, planted(), day=DAY + timedelta(days=version), version=version, names=["jsonl"])
        rows = [json.loads(line) for line in (folder / "data/incidents.jsonl").read_text().splitlines()]
        points.add(tuple((row["id"], row["lat"], row["lon"], row["radius_km"]) for row in rows))
    assert len(points) == 1


def test_the_internal_copy_is_told_apart(tmp_path):
    folder = make(tmp_path, planted(), "internal", ["csv"])
    assert "not for release" in (folder / "README.md").read_text()
    assert PERSON in "\n".join(everything(folder))  # the secrets were there to be found

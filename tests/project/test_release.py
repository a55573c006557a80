"""A release from a real project: added, coded, linked, reviewed; restricted and removed reports; the command line."""

import json

import pytest
from click.testing import CliRunner
from project_fixtures import store  # noqa: F401  the fixture

from tawatur.cli import main
from tawatur.demo import demo_folder
from tawatur.project.incidents import ids_of
from tawatur.project.release import material, release_key
from tawatur.store.database import open_store
from tawatur.store.verdicts import KeptVerdict, keep_verdict, verdicts

TEXT = "قصفت طائرات حربية سوقا في مدينة خان شيخون بريف إدلب يوم الاثنين 1 تموز 2019، ما أدى إلى مقتل {} مدنيين."
OTHER = "أفادت مصادر محلية بسقوط قتلى، بينهم {} أشخاص، جراء غارة جوية على خان شيخون في الأول من تموز 2019."


def run(*args, code=0):
    done = CliRunner().invoke(main, [str(a) for a in args])
    assert done.exit_code == code, done.output
    return done.output


def add(project, name, text, *options, source="عنب بلدي"):
    file = project / f"{name}.jsonl"
    row = {"id": name, "source": source, "published": "2019-07-02", "title": "", "text": text}
    file.write_text(json.dumps(row, ensure_ascii=False))
    run("add", file, "--project", project, *options)


def review(project, state="reviewed", names=None, who="rana"):
    opened = open_store(project)
    with opened.reading() as connection:
        chosen = names or ids_of(connection, "i-")
    with opened.writing("verdict", who) as writer:
        for name in chosen:
            keep_verdict(writer, KeptVerdict(kind="incident", subject=name, decision="state", value={"to": state}))
    opened.close()


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    run("init", folder)
    add(folder, "a", TEXT.format("5"))
    add(folder, "b", OTHER.format("7"), source="قناة شخص")
    return folder


def link(project):
    run("code", "--project", project)
    run("link", "--project", project)


def release(project, *options, code=0):
    out = ("--out", project / "out", "--date", "2019-11-28", "--format", "jsonl", "--format", "csv")
    return run("release", "--project", project, *out, *options, code=code)


def rows(folder):
    return [json.loads(line) for line in (folder / "data/incidents.jsonl").read_text().splitlines()]


def test_proposed_by_one_and_approved_by_another(project):
    link(project)
    review(project)
    folder = project / "out/tawatur-public-2019-11-28-v1"
    assert "not written" in release(project, "--as", "rana")
    assert not folder.exists()
    assert "a second person must" in release(project, "--approve", "--as", "rana", code=2)
    assert not folder.exists()
    assert "1 incidents" in release(project, "--approve", "--as", "sami")
    row = rows(folder)[0]
    assert (row["type"], row["place"], row["review"], row["reports"]) == ("air_strike", "خان شيخون", "reviewed", 2)
    opened = open_store(project)
    with opened.reading() as connection:
        said = [(v.decision, v.who) for v in verdicts(connection, "release")]
    opened.close()
    assert said == [("proposed", "rana"), ("released", "sami")]
    run("verify", "--project", project)


def test_a_release_follows_the_last_of_its_own_profile(project):
    link(project)
    review(project)
    release(project, "--unreviewed", "--as", "rana")
    release(project, "--unreviewed", "--as", "sami", "--approve")
    assert "public-2019-11-28-v1" in release(project, "--as", "rana")


def test_what_changed_after_the_proposal_cannot_be_approved(project):
    link(project)
    review(project)
    release(project, "--as", "rana")
    review(project, "final")
    assert "the database has changed since" in release(project, "--approve", "--as", "sami", code=2)


def test_nothing_that_nobody_reviewed(project):
    link(project)
    assert "0 incidents would be given away" in release(project, "--check")
    review(project, "in_review")
    assert "0 incidents would be given away" in release(project, "--check")
    assert "1 incidents would be given away" in release(project, "--check", "--unreviewed")
    assert not (project / "out").exists()


def test_restricted_reports_leave_no_trace(tmp_path):
    """The same incident with and without a restricted report that tells another toll: the same row."""
    made = []
    for name, restricted in (("with", True), ("without", False)):
        folder = tmp_path / name
        run("init", folder)
        add(folder, "a", TEXT.format("5"))
        if restricted:
            add(folder, "z", TEXT.format("40") + " تسريب سري.", "--restricted", source="غرفة مغلقة")
        link(folder)
        review(folder)
        opened = open_store(folder)
        [entry] = material(opened, b"k" * 32).entries()
        both = list(material(opened, b"k" * 32, restricted=True).entries())
        opened.close()
        made.append((entry.incident.killed, len(entry.reports), entry.ranges, entry.incident.chains[0].head))
        assert max(len(one.reports) for one in both) == 1 + (restricted and len(both) == 1)
        release(folder, "--profile", "internal")
        said = (folder / "out/tawatur-internal-2019-11-28-v1/data/incidents.jsonl").read_text()
        assert "غرفة مغلقة" not in said
        assert "تسريب" not in said
    assert made[0] == made[1]


def test_a_removed_report_is_gone_from_the_next_release_and_leaves_a_tombstone(project):
    link(project)
    review(project)
    release(project, "--as", "rana")
    release(project, "--approve", "--as", "sami")
    first = project / "out/tawatur-public-2019-11-28-v1"
    for name in ("a", "b"):
        run("remove", name, "--reason", "سبب خاص لا ينشر", "--project", project)
    run("link", "--project", project)
    release(project, "--as", "rana")
    assert "1 withdrawn" in release(project, "--approve", "--as", "sami")
    second = project / "out/tawatur-public-2019-11-28-v2"
    assert rows(second) == []
    assert rows(first)[0]["id"] in (second / "tombstones.csv").read_text()
    assert "سبب" not in "".join(p.read_text() for p in second.rglob("*.*") if p.suffix in (".csv", ".md", ".json"))


def test_a_rejected_claim_tells_nothing(project):
    link(project)
    review(project)
    opened = open_store(project)
    [before] = material(opened, b"k" * 32).entries()
    claim = next(c.id for report, c in before.claims if report == "b")
    with opened.writing("verdict", "rana") as writer:
        value = {"field": "rejected", "was": False, "cell": True}
        keep_verdict(writer, KeptVerdict(kind="claim", subject=claim, decision="correct", value=value))
    found = material(opened, b"k" * 32)
    [after] = found.entries()
    assert (len(before.reports), len(after.reports), found.rejected_claims) == (2, 1, 1)
    opened.close()


def test_claims_all_reviewed_make_the_incident_reviewed(project):
    link(project)
    opened = open_store(project)
    [entry] = material(opened, b"k" * 32).entries()
    assert entry.review == "machine"
    for n, (_, claim) in enumerate(entry.claims):
        with opened.writing("verdict", "rana") as writer:
            state = "final" if n else "reviewed"
            keep_verdict(writer, KeptVerdict(kind="claim", subject=claim.id, decision=state))
    [entry] = material(opened, b"k" * 32).entries()
    assert entry.review == "reviewed"
    opened.close()


def test_the_key_is_made_once_on_any_database(store):  # noqa: F811
    assert release_key(store) == release_key(store)
    assert len(release_key(store)) == 32
    assert list(material(store, release_key(store)).entries()) == []


def test_open_and_ledger_are_for_the_project_alone(project, tmp_path):
    link(project)
    review(project)
    opened = json.loads(run("release", "--project", project, "--open", "a"))
    release(project, "--as", "rana")
    release(project, "--approve", "--as", "sami", "--ledger", tmp_path / "ledger.csv")
    folder = project / "out/tawatur-public-2019-11-28-v1"
    assert opened["commitment"] in (folder / "hashes.csv").read_text()
    assert opened["nonce"] not in "".join(p.read_text() for p in folder.iterdir() if p.is_file())
    assert (tmp_path / "ledger.csv").read_text().splitlines()[0].startswith("incident,released as")
    assert not list(folder.rglob("*ledger*"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--format", "xml"), "unknown format xml; there are csv"),
        (("--profile", "secret"), "no such profile; there are internal, partner, public"),
        (("--since", "nowhere"), "not the folder of a release"),
    ],
)
def test_mistakes_are_one_sentence(project, options, says):
    assert says in run("release", "--project", project, *options, code=2)


def test_list_names_profiles_and_formats():
    said = [json.loads(line) for line in run("release", "--list").splitlines()]
    assert {"public", "acled", "html"} <= {line["id"] for line in said}


def test_the_demo_goes_from_pages_to_files(tmp_path):
    folder = tmp_path / "demo"
    run("init", folder)
    run("add", demo_folder(), "--project", folder)
    link(folder)
    review(folder)
    out = ("--out", tmp_path / "out", "--project", folder, "--date", "2019-11-28")
    run("release", *out, "--as", "rana")
    assert "14 formats" in run("release", *out, "--as", "sami", "--approve")
    assert len(rows(tmp_path / "out/tawatur-public-2019-11-28-v1")) >= 5

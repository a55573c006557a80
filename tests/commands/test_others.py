"""demo, explain, why-not, ref and score as a user calls them."""

import json

import pytest
from click.testing import CliRunner

from tawatur.cli import COMMANDS, main
from tawatur.commands.demo import command as demo
from tawatur.demo import demo_folder


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_help(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}")


def test_demo_reads_all_that_is_there():
    shown = run("demo", "--width", "150", "--bidi", "off").stdout
    assert "captured, no content" in shown
    assert "undated" in shown
    assert "killed 135+" in shown
    assert "جبل التركمان" in shown
    assert "claims in 11 reports" in shown


def test_demo_fits_a_narrow_terminal():
    shown = CliRunner().invoke(demo, ["--width", "72", "--bidi", "off"]).stdout
    assert max(map(len, shown.splitlines())) <= 72 + 12  # marks on letters take no column


def test_explain_leads_back_to_words_and_rows():
    page = demo_folder() / "07-sanamayn.html"
    report = json.loads(run("code", page, "--text").stdout)
    claim = next(event for event in report["events"] if event["type"] == "defection")
    told = json.loads(run("explain", claim["id"][:6], page).stdout)
    assert told["claim"] == claim["id"]
    cells = {cell["field"]: cell for cell in told["cells"]}
    assert cells["event"]["rule"] == claim["rule"]
    assert cells["event"]["row"].startswith("ar/events/defection.yml:")
    for cell in told["cells"]:
        assert report["text"][cell["start"] : cell["end"]] == cell["words"]


def test_explain_an_unknown_claim():
    result = run("explain", "zzzz")
    assert result.exit_code == 2
    assert "no claim here" in result.stderr


def test_why_not_names_the_rule_and_what_failed():
    rows = json.loads(run("why-not", "وصلت طائرات الركاب إلى المطار").stdout)
    assert rows
    assert all(set(row) == {"words", "rule", "row", "read", "why"} for row in rows)
    assert all(row["why"] for row in rows)


def test_why_not_finds_the_nearest_word_where_no_rule_knows_one():
    rows = json.loads(run("why-not", "ثمة انشققاق").stdout)
    assert [row["words"] for row in rows] == ["انشققاق"]
    assert rows[0]["rule"].startswith("defection.")


def test_ref():
    book = json.loads(run("ref").stdout)
    assert len(book["types"]) == 24
    entry = json.loads(run("ref", "air_strike").stdout)
    assert entry["rules"]
    wrong = run("ref", "airstrike")
    assert wrong.exit_code == 2
    assert "did you mean 'air_strike'" in wrong.stderr


@pytest.fixture
def gold(tmp_path):
    """One annotated report: one event that is coded, one whose word no rule knows."""
    text = "قُتل ثلاثة جنود في غارة جوية على بلدة كبانة أمس الجمعة. وتبخترت الجموع."
    at = text.index("غارة"), text.index("تبخترت")
    events = [
        {"type": "air_strike", "status": "occurred", "trigger": {"text": "غارة", "start": at[0], "end": at[0] + 4},
         "actors": [], "targets": [], "place": None, "date": None,
         "figures": [{"outcome": "killed", "low": 3, "high": 3, "text": "ثلاثة جنود", "start": 5, "end": 15}]},
        {"type": "protest", "status": "occurred", "trigger": {"text": "تبخترت", "start": at[1], "end": at[1] + 6},
         "actors": [], "targets": [], "place": None, "date": None, "figures": []},
    ]  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "x", "events": events}) + "\n")
    report = {"id": "x", "source": "", "published": "2019-07-13", "title": "", "text": text}
    (tmp_path / "reports.jsonl").write_text(json.dumps(report) + "\n")
    return tmp_path


def test_score_groups_errors_by_cause(gold):
    shown = run("score", gold, "--errors", 1).stdout
    assert "trigger not in lexicon" in shown
    assert "x protest: تبخترت" in shown


def test_score_keeps_floors(gold):
    floors = gold / "floors.json"
    assert run("score", gold, "--floors", floors, "--update").exit_code == 0
    reached = json.loads(floors.read_text())
    assert reached["event"] > 0
    floors.write_text(json.dumps(reached | {"event": 0.999}))
    below = run("score", gold, "--floors", floors, "--update")
    assert below.exit_code == 1
    assert "below its floor: event" in below.stderr
    assert json.loads(floors.read_text())["event"] == 0.999


def test_score_needs_something_to_score(gold):
    (gold / "reports.jsonl").unlink()
    result = run("score", gold / "gold.jsonl")
    assert result.exit_code == 2
    assert "--reports" in result.stderr

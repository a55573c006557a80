"""`tawatur code --ask-model`: nothing leaves the machine without consent, and what comes back is marked."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from tawatur.cli import main
from tawatur.store.claims import current_claims
from tawatur.store.database import open_store

TEXT = "قُتل ثلاثة جنود في غارة جوية على بلدة كبانة أمس الجمعة، بحسب مصادر محلية."
ROWS = [{"id": f"a/{n}", "source": "x", "published": "2019-07-13", "text": TEXT} for n in (1, 2)]
STRIKE = {"type": "air_strike", "trigger": "غارة جوية", "place": "بلدة كبانة", "actors": ["طيران مجهول"]}


@pytest.fixture
def code(tmp_path, monkeypatch, model):
    """Runs `tawatur code` on two reports, or on `paths`."""
    monkeypatch.delenv("TAWATUR_MODEL_KEY", raising=False)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")

    def run(*said, paths=(rows,), address=model.address):
        return CliRunner().invoke(
            main, ["code", *map(str, paths), "--ask-model", address, "--model", "m-1", *map(str, said)]
        )

    return run


def test_nothing_is_sent_without_consent(code, model):
    result = code()
    assert result.exit_code == 2
    assert "nothing was sent" in result.stderr
    assert f"the texts of 2 reports, {2 * len(TEXT)} characters" in result.stderr
    assert f"{model.address}/chat/completions (on this machine)" in result.stderr
    assert model.asked == []


def test_claims_are_marked_in_every_format(code, model):
    model.tells(STRIKE)
    result = code("--yes")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["a/1", "a/2"]
    assert [event["rule"] for line in lines for event in line["events"]] == ["asked:m-1"] * 2
    assert "طيران مجهول" in lines[0]["notes"][-1]
    assert "asked: m-1" in code("--yes", "--format", "table", "--bidi", "off").stdout
    [row, _] = csv.DictReader(io.StringIO(code("--yes", "--format", "csv").stdout))
    assert row["rule"] == "asked:m-1"


def test_a_bad_answer_is_one_sentence_and_the_rest_goes_on(code, model):
    model.says("no")
    model.tells(STRIKE)
    result = code("--yes")
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a/2"]
    assert "report a/1: the model's answer is not JSON." in result.stderr.splitlines()


def test_a_server_that_refuses_ends_the_command_with_one_sentence(code, model):
    model.put(401, "no such key")
    result = code("--yes")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "Error: stopped asking: the server answers 401: no such key"
    assert len(model.asked) == 1


def test_a_private_chat_is_never_sent(code, model, tmp_path):
    for kind, sent in (("private_group", 0), ("public_channel", 1)):
        chat = {"name": "x", "type": kind, "id": 7, "messages": [
            {"id": 1, "type": "message", "date": "2019-07-13T10:00:00", "date_unixtime": "1563012000", "from": "x",
             "from_id": "channel7", "text": TEXT, "text_entities": []}]}  # fmt: skip
        path = tmp_path / "result.json"
        path.write_text(json.dumps(chat), encoding="utf-8")
        model.tells(STRIKE)
        result = code("--yes", paths=[path])
        assert len(model.asked) == sent, result.stderr
        assert ("No report to send (1 restricted)." in result.stderr) == (not sent)


def test_the_key_comes_from_the_environment_and_only_over_a_closed_line(code, model, monkeypatch):
    model.tells(STRIKE)
    monkeypatch.setenv("TAWATUR_MODEL_KEY", "k-7")
    result = code("--yes")
    assert model.headers[0]["authorization"] == "Bearer k-7"
    assert "k-7" not in result.output
    result = code("--yes", address="http://models.example/v1")
    assert result.exit_code == 2
    assert "unencrypted" in result.stderr


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (["--model", "m"], "--ask-model must say"),
        (["--ask-model", "http://localhost:1/v1"], "needs --model"),
        (["--ask-model", "localhost:1", "--model", "m"], "no web address"),
        (["--ask-model", "http://k@localhost:1", "--model", "m"], "no key in the address"),
        (["--ask-model", "http://localhost:1", "--model", "m", "--jobs", "2"], "one report at a time"),
    ],
)
def test_options_that_do_not_go_together(said, says):
    result = CliRunner().invoke(main, ["code", "-", *said], input="")
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def project(tmp_path):
    """A project with an open and a restricted report."""
    made = str(tmp_path / "p")
    run = CliRunner().invoke
    assert run(main, ["init", made]).exit_code == 0
    for name, restricted in (("open", []), ("closed", ["--restricted"])):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps(ROWS[0] | {"id": name, "text": f"{TEXT} {name}"}), encoding="utf-8")
        assert run(main, ["add", "--project", made, *restricted, str(path)]).exit_code == 0
    return made


def kept_rules(made):
    """The rules of the claims that hold, by report."""
    store, found = open_store(made), {}
    with store.reading() as connection:
        for report, claim in current_claims(connection):
            found.setdefault(report, set()).add(claim.rule)
    store.close()
    return found


def test_a_project_keeps_the_claims_and_its_restricted_reports(code, model, tmp_path):
    made = project(tmp_path)
    model.says("no")
    failed = code("--yes", "--project", made, paths=[])
    assert "skipped open: the model's answer is not JSON." in failed.stderr
    model.tells(STRIKE)
    result = code("--yes", "--project", made, paths=[])  # what got no answer is asked again
    assert "1 restricted reports are left out." in result.stderr
    assert result.stdout == "1 reports asked; claims: 1 new; 1 values dropped.\n"
    assert "طيران مجهول" in result.stderr
    assert [asked["messages"][1]["content"] for asked in model.asked] == [f"{TEXT} open"] * 2
    assert "No report to send (1 restricted)." in code("--yes", "--project", made, paths=[]).stdout
    assert kept_rules(made) == {"open": {"asked:m-1"}}
    CliRunner().invoke(main, ["code", "--project", made])  # the rules read again, and theirs hold
    assert len(model.asked) == 2
    assert not any("asked:m-1" in rules for rules in kept_rules(made).values())

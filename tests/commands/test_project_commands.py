"""The commands on a project, as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tawatur.cli import main

WORDS = "قُتل حارسان في هجوم على مستودع قمح قرب بلدة سد الرمان، بحسب مصدر محلي."


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path) -> str:
    made = str(tmp_path / "p")
    assert run("init", made).exit_code == 0
    return made


def added(project: str, tmp_path: Path, words: str = WORDS) -> str:
    rows = [{"id": "r1", "source": "aawsat", "published": "2020-05-04", "text": words}]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return run("add", "--project", project, str(path)).stdout


def counts(project: str) -> dict[str, int]:
    lines = map(json.loads, run("status", "--project", project).stdout.splitlines())
    return {line["what"]: line["count"] for line in lines}


def test_from_file_to_search(project: str, tmp_path: Path) -> None:
    assert added(project, tmp_path) == "1 new reports.\n"
    assert added(project, tmp_path) == "1 files read before.\n"
    assert counts(project)["not coded yet"] == 1
    coded = run("code", "--project", project)
    assert coded.stdout.startswith("1 reports coded; claims: ")
    assert counts(project)["not coded yet"] == 0
    [hit] = map(
        json.loads, run("search", "--project", project, "الحارسان", "--until", "2020-05-04").stdout.splitlines()
    )
    assert (hit["report"], [word["text"] for word in hit["words"]]) == ("r1", ["حارسان"])
    assert run("search", "--project", project, "حارسان", "--since", "2020-05-05").stdout == ""
    [outlet] = map(json.loads, run("sources", "--project", project).stdout.splitlines())
    assert (outlet["outlet"], outlet["reports"], outlet["kind"]) == ("aawsat", 1, "newspaper")


def test_verify_says_what_was_changed_and_exits_with_1(project: str, tmp_path: Path) -> None:
    added(project, tmp_path)
    fine = run("verify", "--project", project)
    assert fine.exit_code == 0
    head = fine.stdout.split()[-1]
    assert run("verify", "--project", project, "--head", head).exit_code == 0
    [capture] = Path(project, "captures").glob("??/??/*")
    capture.chmod(0o600)
    capture.write_bytes(b"forged")
    wrong = run("verify", "--project", project)
    assert wrong.exit_code == 1
    assert f"capture {capture.name}: the file was changed" in wrong.stdout


def test_remove_and_what_is_left(project: str, tmp_path: Path) -> None:
    added(project, tmp_path)
    assert "removed, and its capture" in run("remove", "--project", project, "r1", "--reason", "asked for").stdout
    [tombstone, _] = map(json.loads, run("status", "--project", project, "--removed").stdout.splitlines())
    assert (tombstone["subject"], tombstone["reason"]) == ("r1", "asked for")
    assert run("verify", "--project", project).exit_code == 0
    assert run("remove", "--project", project, "r1", "--reason", "again").exit_code == 2


def test_a_folder_without_a_project_is_explained(tmp_path: Path) -> None:
    for command in (["status"], ["verify"], ["code"], ["search", "x"], ["sources"], ["add", "x.txt"]):
        done = run(*command, "--project", str(tmp_path))
        assert done.exit_code == 2
        assert "there is no project here; make one with `tawatur init`" in done.stderr


def test_what_cannot_be_added_is_said(project: str, tmp_path: Path) -> None:
    done = run("add", "--project", project, str(tmp_path / "none.html"), "http://127.0.0.1:9/x")
    assert done.exit_code == 1
    assert "there is no such file" in done.stderr
    assert "private or loopback" in done.stderr
    assert len(run("status", "--project", project, "--skipped").stdout.splitlines()) == 2
    assert run("add", "--project", project, "--column", "text", str(tmp_path)).exit_code == 2


def test_reindex_and_known_outlets(project: str, tmp_path: Path) -> None:
    added(project, tmp_path)
    assert "0 reports had other words" in run("verify", "--project", project, "--reindex").stdout
    assert any(json.loads(line)["id"] == "sana" for line in run("sources", "--known").stdout.splitlines())
    assert run("sources", "--project", project, "--asked").stdout == ""
    assert run("status", "--project", project, "--shells").stdout == ""


def test_the_projects_claims_are_linked(project: str, tmp_path: Path) -> None:
    added(project, tmp_path)
    run("code", "--project", project)
    found = run("link", "--project", project)
    assert found.exit_code == 0
    assert all("r1" in json.loads(line)["reports"] for line in found.stdout.splitlines())
    assert len(found.stdout.splitlines()) == len(run("incidents", "--project", project).stdout.splitlines())

"""A project goes to one file and comes back the same: rows, verdicts, history, log; between databases, too."""

import gzip
import json
import shutil

import pytest
from click.testing import CliRunner
from project_fixtures import address, postgres_server  # noqa: F401  fixtures
from sqlalchemy import func, insert, select

from tawatur.cli import main
from tawatur.demo import demo_folder
from tawatur.store import schema
from tawatur.store.backup import MARK, back_up
from tawatur.store.database import StoreError, create_store, open_store
from tawatur.store.migrate import head_revision
from tawatur.store.verdicts import KeptVerdict, keep_verdict, take_back, verdicts
from tawatur.store.verify import verify


def run(*args, code=0):
    done = CliRunner().invoke(main, [str(a) for a in args])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def project(address, tmp_path):  # noqa: F811
    """The demo, coded and linked, with decisions, one taken back, and a removed report."""
    captures = tmp_path / "project" / "captures"
    create_store(address, captures).close()
    run("add", demo_folder(), "--project", address)
    run("code", "--project", address)
    run("link", "--project", address)
    opened = open_store(address)
    with opened.reading() as connection:
        first = select(schema.report.c.id).where(schema.report.c.state == "report").order_by(schema.report.c.no)
        report = connection.scalar(first)
    with opened.writing("verdict", "rana") as writer:
        for decision in ("reviewed", "final"):
            value = {"note": "ملاحظة «١»\n=1+1"}
            last = keep_verdict(writer, KeptVerdict(kind="incident", subject="i-1", decision=decision, value=value))
        take_back(writer, last, "by mistake")
    opened.close()
    run("remove", report, "--reason", "asked for", "--project", address)
    run("link", "--project", address)
    return address


def dumped(place, file):
    opened = open_store(place)
    try:
        back_up(opened, file)
    finally:
        opened.close()
    return file.read_bytes()


@pytest.mark.parametrize("ending", ["jsonl", "db"])
def test_a_project_comes_back_the_same(project, ending, tmp_path):
    file, again = tmp_path / f"kept.{ending}", tmp_path / "again"
    said = run("backup", file, "--project", project)
    assert "rows" in said
    shutil.copytree(tmp_path / "project" / "captures", again / "captures")
    run("restore", file, "--project", again)
    assert dumped(project, tmp_path / "1.jsonl") == dumped(again, tmp_path / "2.jsonl")
    opened = open_store(again)
    try:
        found = verify(opened)
        assert found.faults == []
        assert found.captures >= 11
        with opened.reading() as connection:
            decided = verdicts(connection, "incident", "i-1")
            assert [v.decision for v in decided] == ["reviewed", "final"]
            assert [v.undone_by is None for v in decided] == [True, False]
            assert connection.scalar(select(func.count()).select_from(schema.tombstone)) >= 1
    finally:
        opened.close()
    assert found_by("قصف", project) == found_by("قصف", again)
    run("add", demo_folder() / "05-spokesman.txt", "--project", again)  # it goes on, numbers and all
    run("code", "--project", again)


def found_by(words, project):
    return sorted(json.loads(line)["report"] for line in run("search", words, "--project", project).splitlines())


def connection_max(connection):
    return connection.scalar(select(func.max(schema.run.c.no)))


def test_back_into_postgresql(postgres_server, tmp_path):  # noqa: F811
    import sqlalchemy

    source = tmp_path / "source"
    create_store(source).close()
    run("add", demo_folder(), "--project", source)
    run("code", "--project", source)
    run("backup", tmp_path / "kept.jsonl", "--project", source)
    engine = sqlalchemy.create_engine(
        postgres_server.format("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE restored")
    engine.dispose()
    place = postgres_server.format("restored")
    run("restore", tmp_path / "kept.jsonl", "--project", place, "--captures", source / "captures")
    assert dumped(place, tmp_path / "1.jsonl") == dumped(source, tmp_path / "2.jsonl")
    opened = open_store(place)
    before = opened.engine.connect()
    with opened.writing("test", "somebody new") as writer:
        last = connection_max(writer.connection)
        assert writer.run == last + 1
        writer.connection.execute(
            insert(schema.skip).values(id="x", place="p", reason="r", at=writer.at, run=writer.run)
        )
    before.close()
    opened.close()


def test_the_same_database_gives_the_same_bytes(project, tmp_path):
    one = dumped(project, tmp_path / "1.jsonl.gz")
    assert one == dumped(project, tmp_path / "2.jsonl.gz")
    head, *rows = gzip.decompress(one).splitlines()
    assert json.loads(head) == {"kind": MARK, "schema": head_revision(), "rows": len(rows)}


def test_what_is_no_backup_or_would_overwrite_is_refused(tmp_path):
    place = tmp_path / "project"
    run("init", place)
    file = tmp_path / "kept.jsonl"
    run("backup", file, "--project", place)
    assert "never overwrites" in run("backup", file, "--project", place, code=2)
    run("add", demo_folder() / "05-spokesman.txt", "--project", place)
    assert "holds a project already" in run("restore", file, "--project", place, code=2)
    (tmp_path / "other.jsonl").write_text('{"id": 1}\n')
    assert "not a backup" in run("restore", tmp_path / "other.jsonl", "--project", tmp_path / "n", code=2)
    head, *rows = file.read_text().splitlines()
    (tmp_path / "cut.jsonl").write_text("\n".join([head, *rows, '{"table": "report", "ro']))
    assert "cut.jsonl:" in run("restore", tmp_path / "cut.jsonl", "--project", tmp_path / "m", code=2)
    opened = open_store(tmp_path / "m")
    with opened.reading() as connection:  # all rows or none
        assert connection.scalar(select(func.count()).select_from(schema.run)) == 0
    opened.close()
    (tmp_path / "short.jsonl").write_text("\n".join([head, *rows[:-1]]) + "\n")  # cut between two rows
    short = run("restore", tmp_path / "short.jsonl", "--project", tmp_path / "s", code=2)
    assert f"it was cut short: {len(rows) - 1} of {len(rows)} rows" in short
    (tmp_path / "old.jsonl").write_text(head.replace(head_revision(), "0001") + "\n")
    assert "made with schema 0001" in run("restore", tmp_path / "old.jsonl", "--project", tmp_path / "o", code=2)
    with pytest.raises(StoreError):
        open_store(tmp_path / "nowhere")

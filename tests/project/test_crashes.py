"""Processes killed at random points, full disks, two at once: no lost report, no half claim, and the run resumes."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tawatur.store.claims import claim_counts, uncoded_count
from tawatur.store.database import create_store, open_store
from tawatur.store.reports import reports_in
from tawatur.store.verify import verify

KILLS = int(os.environ.get("TAWATUR_KILLS", "20"))  # `make test-kill` sets 200
_REPORTS = 400
_RULES = "crash-test"

# Coding with a stand-in that is as slow as the real one and gives one claim a report: the test is of the keeping.
WORKER = """
import sys, time
from tawatur.project.add_files import Options, add_file, files_of
from tawatur.project.batch import Batch
from tawatur.project import code as coding, batch
from tawatur.records import Claim, Coded, Span
from tawatur.store.database import open_store
from pathlib import Path

def code_report(report):
    time.sleep(0.0005)
    words = Span(report.text[:4], 0, 4)
    made = Claim(id="c" + report.id, type="attack", status="occurred", trigger=words)
    return Coded(id=report.id, source="", published=None, title="", events=(made,))

batch._REPORTS = coding._REPORTS = 20
coding.code_report = code_report
store = open_store(sys.argv[2], Path(sys.argv[3]))
print("ready", flush=True)
if sys.argv[1] in ("add", "both"):
    with Batch(store) as adding:
        for name, _ in files_of(sys.argv[4:]):
            add_file(store, adding, name, Options())
if sys.argv[1] in ("code", "both"):
    coding.code_project(store, rules="crash-test")
store.close()
"""


def material(folder: Path) -> list[str]:
    folder.mkdir()
    lines = [json.dumps({"id": f"j{i}", "text": f"هجوم على الحاجز رقم {i} قرب الطريق"}) for i in range(_REPORTS // 2)]
    (folder / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for i in range(_REPORTS // 2):
        (folder / f"t{i:03}.txt").write_text(f"قصف على التلة رقم {i} عند الفجر", encoding="utf-8")
    return [str(folder)]


def start(work: str, address: str, captures: Path, paths: list[str], **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, work, address, str(captures), *paths]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload,no-any-return]


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=240)
    return process.returncode, said


def state(address: str, captures: Path) -> tuple[set[str], int, list[str], int]:
    """Texts of the reports, claims, faults, and reports to code."""
    store = open_store(address, captures)
    with store.reading() as connection:
        texts = {row.text for row in reports_in(connection)}
        claims, waiting = claim_counts(connection), uncoded_count(connection, _RULES)
    faults = [f"{f.kind} {f.subject}: {f.says}" for f in verify(store).faults]
    store.close()
    assert set(claims) <= {"current"}
    return texts, claims.get("current", 0), faults, waiting


def test_killed_at_random_points(address: str, tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    create_store(address, captures).close()
    paths = material(tmp_path / "in")
    chance = random.Random(7)
    kills = ends = 0
    before: set[str] = set()
    while kills < KILLS:
        process = start("both", address, captures, paths)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(chance.uniform(0.0, 0.35))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
        texts, claims, faults, waiting = state(address, captures)
        assert faults == []
        assert before <= texts
        assert claims == len(texts) - waiting
        before = texts
        if process.returncode == 0:
            ends += 1
            assert (len(texts), claims, waiting) == (_REPORTS, _REPORTS, 0)
            address, captures = _another(address, tmp_path, ends)
            before = set()
    assert finish(start("both", address, captures, paths))[0] == 0
    assert state(address, captures)[1:] == (_REPORTS, [], 0)


def _another(address: str, folder: Path, number: int) -> tuple[str, Path]:
    """A fresh project beside the one that is done, so that the next kills have work to interrupt."""
    captures = folder / f"captures{number}"
    if "://" in address:
        import sqlalchemy

        fresh = f"{address}_{number}"
        engine = sqlalchemy.create_engine(
            address.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {fresh.rsplit('/', 1)[1]}")
        engine.dispose()
    else:
        fresh = str(folder / f"project{number}")
    create_store(fresh, captures).close()
    return fresh, captures


def test_two_processes_at_once(address: str, tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    create_store(address, captures).close()
    paths = material(tmp_path / "in")
    processes = [start("both", address, captures, paths) for _ in range(2)]
    assert [finish(process) for process in processes] == [(0, ""), (0, "")]
    texts, claims, faults, waiting = state(address, captures)
    assert (len(texts), claims, faults, waiting) == (_REPORTS, _REPORTS, [], 0)


def test_a_full_disk_stops_with_a_sentence_and_the_run_resumes(tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    address = str(tmp_path / "project")
    create_store(address, captures).close()
    paths = material(tmp_path / "in")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    status, said = finish(start("both", address, captures, paths, preexec_fn=small_files))
    assert status == 1
    assert said.strip().split("\n")[-1].startswith("tawatur.store.database.StoreError")
    assert "make room and run the same command again" in said
    assert state(address, captures)[2] == []
    assert finish(start("both", address, captures, paths))[0] == 0
    assert state(address, captures)[1:] == (_REPORTS, [], 0)


def test_a_disk_too_full_for_a_capture_says_so_and_keeps_no_half_of_it(tmp_path: Path) -> None:
    captures, address = tmp_path / "captures", str(tmp_path / "project")
    create_store(address, captures).close()
    folder = tmp_path / "in"
    folder.mkdir()
    page = f"<html><!-- {'x' * 900_000} --><p>قصف على التلة عند الفجر وإصابة حارس بجروح طفيفة.</p></html>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    (folder / "b.txt").write_text("هجوم على الحاجز", encoding="utf-8")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    status, said = finish(start("add", address, captures, [str(folder)], preexec_fn=small_files))
    assert status == 1
    assert f"{captures}: file too large; make room and run the same command again" in said
    assert list((captures / "partial").iterdir()) == []
    assert state(address, captures)[2] == []
    assert finish(start("add", address, captures, [str(folder)]))[0] == 0
    assert [len(found) for found in state(address, captures)[::2]] == [2, 0]


def test_a_stopped_run_leaves_no_more_than_a_partial_file(tmp_path: Path) -> None:
    store = create_store(tmp_path / "project")
    partial = store.captures.folder / "partial"
    partial.mkdir()
    (partial / "left").write_bytes(b"half")
    assert verify(store).faults == []
    assert store.captures.sweep(time.time() + 10) == 1
    store.close()


@pytest.mark.parametrize("name", ["-wal", ""])
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    """A database file overwritten with noise is refused with a sentence; it is never silently made anew."""
    from tawatur.store.database import StoreError

    store = create_store(tmp_path)
    store.close()
    path = tmp_path / f"tawatur.db{name}"
    path.write_bytes(os.urandom(9000))
    if name == "-wal":  # a torn write-ahead log is what a power cut leaves: SQLite passes over it
        store = open_store(tmp_path)
        assert verify(store).faults == []
        store.close()
        return
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)

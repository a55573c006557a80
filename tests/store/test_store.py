from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from tawatur.records import Claim, Coded, Report, Span, Verdict
from tawatur.store import log
from tawatur.store.claims import Reading, claim_versions, current_claims, keep_claims, uncoded
from tawatur.store.database import Store, StoreError, create_store, open_store
from tawatur.store.removal import remove_report
from tawatur.store.reports import Filing, file_reports, report_counts, report_of, report_row, reports_in
from tawatur.store.search import Query, search
from tawatur.store.sightings import Sighting, keep_sighting, keep_skips
from tawatur.store.verdicts import KeptVerdict, keep_pair, keep_verdict, latest_verdicts, pair_verdicts, verdicts
from tawatur.store.verify import verify

WORDS = "انفجرت عبوة قرب جسر خشبي في قرية تل الورد وأصيب حارسان"


def filing(store: Store, name: str, words: str = WORDS, **more: object) -> Filing:
    kept = store.captures.keep_bytes(f"{name}\n{words}".encode())
    with store.writing("add", "t") as writer:
        keep_sighting(
            writer, Sighting(sha256=kept.sha256, size=kept.size, media_type="text/plain", address=f"/in/{name}.txt")
        )
    address = str(more.pop("address", f"/in/{name}.txt"))
    shell = str(more.pop("shell", ""))
    report = Report(id=name, text=words, **{"source": "outlet-a", "published": date(2020, 5, 4), **more})  # type: ignore[arg-type]
    return Filing(report=report, capture=kept.sha256, address=address, shell=shell)


def put(store: Store, *filings: Filing) -> list[tuple[str, str]]:
    with store.writing("add", "t") as writer:
        return [(filed.id, filed.outcome) for filed in file_reports(writer, filings)]


def claim(name: str, start: int = 0, kind: str = "explosion", **more: object) -> Claim:
    return Claim(
        id=name, type=kind, status="occurred", trigger=Span(WORDS[start : start + 6], start, start + 6), **more
    )  # type: ignore[arg-type]


def coded(report: str, *claims: Claim) -> Reading:
    return Reading(report=report, coded=Coded(id=report, source="", published=None, title="", events=claims))


def faults(store: Store) -> list[str]:
    return [f"{fault.kind} {fault.subject}: {fault.says}" for fault in verify(store).faults]


def tamper(store: Store, statement: str, **values: object) -> None:
    with store.engine.connect() as connection, connection.begin():
        connection.execute(text(statement), values)


def test_a_report_comes_back_letter_by_letter(store: Store) -> None:
    words = "سطر\r\nأوّلٌ ـــ 😀 \u200f"
    put(store, filing(store, "a", words, title="سطر", notes=("one",), origin={"edited": "2020"}))
    with store.reading() as connection:
        kept = report_of(report_row(connection, "a"))
    assert kept == Report(
        id="a",
        text=words,
        title="سطر",
        source="outlet-a",
        published=date(2020, 5, 4),
        notes=("one",),
        origin={"edited": "2020"},
    )


def test_adding_twice_changes_nothing(store: Store) -> None:
    first = filing(store, "a")
    assert put(store, first) == [("a", "new")]
    with store.reading() as connection:
        before = log.head(connection)
    assert put(store, first, filing(store, "a")) == [("a", "known"), ("a", "known")]
    with store.reading() as connection:
        assert log.head(connection) == before


def test_another_text_under_an_id_never_overwrites(store: Store) -> None:
    put(store, filing(store, "a"))
    [(newer, outcome)] = put(store, filing(store, "a", WORDS + " بجروح"))
    assert (newer[:2], outcome) == ("a@", "replaced")
    [(other, outcome)] = put(store, filing(store, "a", "نص آخر تماماً", source="outlet-b"))
    assert (other[:2], outcome) == ("a@", "clash")
    with store.reading() as connection:
        assert report_row(connection, "a").state == "replaced"  # type: ignore[union-attr]
        assert [row.id for row in reports_in(connection)] == [newer, other]
    assert [o for _, o in put(store, filing(store, "a"), filing(store, "a", WORDS + " بجروح"))] == ["known", "known"]
    assert faults(store) == []


def test_newer_texts_within_one_batch(store: Store) -> None:
    url = "https://outlet.example/1"
    made = put(
        store,
        filing(store, "x1", WORDS, address=url),
        filing(store, "x2", WORDS + " ليلاً", address=url),
        filing(store, "x3", WORDS, address=url),
    )
    assert [outcome for _, outcome in made] == ["new", "replaced", "known"]
    with store.reading() as connection:
        assert [row.id for row in reports_in(connection)] == ["x2"]
    assert faults(store) == []


def test_shells_are_listed_and_neither_coded_nor_found(store: Store) -> None:
    put(store, filing(store, "s", "", shell="a login wall"), filing(store, "a"))
    with store.reading() as connection:
        assert report_counts(connection) == {"report": 1, "shell": 1}
        assert [row.id for row in uncoded(connection, "r1")] == ["a"]
        assert [(row.id, row.reason) for row in reports_in(connection, "shell")] == [("s", "a login wall")]


def test_claims_keep_their_ids_and_old_readings(store: Store) -> None:
    put(store, filing(store, "a"), filing(store, "b"))
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r1", [coded("a", claim("c1"), claim("c2", 20), claim("c3", 30, "attack")), coded("b")])
    with store.writing("verdict", "t") as writer:
        keep_verdict(
            writer, KeptVerdict(kind="claim", subject="c3", version=1, decision="accepted", value={"country": "SY"})
        )
    with store.writing("code", "t") as writer:
        changes = keep_claims(writer, "r2", [coded("a", claim("c1"), claim("new", 22), claim("c4", 40))])
    assert (changes.same, changes.changed, changes.new, changes.obsolete) == (1, 1, 1, 1)
    with store.reading() as connection:
        assert [name for name in (c.id for _, c in current_claims(connection))] == ["c1", "c2", "c4"]
        assert [(row.version, row.state) for row in claim_versions(connection, "c2")] == [
            (1, "obsolete"),
            (2, "current"),
        ]
        assert [row.state for row in claim_versions(connection, "c3")] == ["obsolete"]
        assert latest_verdicts(connection, "claim")["c3"].value == {"country": "SY"}
        assert [row.id for row in uncoded(connection, "r2")] == ["b"]
    assert faults(store) == []


def test_an_obsolete_claim_that_is_read_again_gets_its_id_back(store: Store) -> None:
    put(store, filing(store, "a"))
    for rules, claims in (("r1", [claim("c1")]), ("r2", []), ("r3", [claim("c1")])):
        with store.writing("code", "t") as writer:
            keep_claims(writer, rules, [coded("a", *claims)])
    with store.reading() as connection:
        assert [(row.version, row.state) for row in claim_versions(connection, "c1")] == [
            (1, "obsolete"),
            (2, "current"),
        ]


def test_two_reports_never_share_a_claim_id(store: Store) -> None:
    put(store, filing(store, "a"), filing(store, "b"))
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r1", [coded("a", claim("same")), coded("b", claim("same"))])
    with store.writing("code", "t") as writer:
        changes = keep_claims(writer, "r2", [coded("a", claim("same")), coded("b", claim("same"))])
    assert (changes.same, changes.new) == (2, 0)
    with store.reading() as connection:
        ids = [c.id for _, c in current_claims(connection)]
    assert ids[0] == "same"
    assert ids[1].startswith("same~")
    assert faults(store) == []


def test_a_problem_in_coding_keeps_the_claims_and_is_not_tried_again(store: Store) -> None:
    put(store, filing(store, "a"))
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r1", [coded("a", claim("c1"))])
        keep_claims(writer, "r2", [Reading(report="a", coded=None, problem="ValueError: odd")])
    with store.reading() as connection:
        assert [c.id for _, c in current_claims(connection)] == ["c1"]
        assert uncoded(connection, "r2") == []


def test_search_filters_by_day_outlet_type_and_place(store: Store) -> None:
    from tawatur.records import When, Where

    put(
        store,
        filing(store, "a"),
        filing(store, "b", "سوق السمك في تل الورد", source="outlet-b", published=date(2021, 1, 1)),
    )
    place = Where(
        text="تل الورد", start=0, end=8, name="تلّ الورد", lat=None, lon=None, precision="settlement", id="x", reason=""
    )
    when = When(start="2020-05-03", end="2020-05-03", precision="day", text="", span=Span("", 0, 0))
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r", [coded("a", claim("c1", place=place, date=when, country="SY"))])
    with store.reading() as connection:

        def ids(**query: object) -> list[str]:
            found = search(connection, Query(**query))  # type: ignore[arg-type]
            assert found.total == len(found.hits)
            return [hit.report for hit in found.hits]

        assert sorted(ids(words="تل ورد")) == ["a", "b"]
        assert ids() == ["b", "a"]
        assert ids(words="الورد", outlet="outlet-b") == ["b"]
        assert ids(words="ورد", since=date(2021, 1, 1)) == ["b"]
        assert ids(words="ورد", until=date(2020, 12, 31)) == ["a"]
        assert ids(type="explosion", words="جسر") == ["a"]
        assert ids(type="attack", words="جسر") == []
        assert ids(place="تل الورد") == ids(place="sy") == ["a"]
        assert ids(event_since=date(2020, 5, 3), event_until=date(2020, 5, 3)) == ["a"]
        assert ids(event_since=date(2020, 5, 4)) == []
        assert ids(words='"الورد تل"') == ids(words="!!") == ids(words="-ورد") == []
        assert ids(words="ورد -سمك") == ["a"]
        assert search(connection, Query(words="بخشبي")).wider
        [hit] = search(connection, Query(words="الجسر")).hits
        assert [hit.text[a:b] for a, b in hit.spans] == ["جسر"]
        assert [(c.id, c.type, c.place, c.date) for c in hit.claims] == [("c1", "explosion", "تلّ الورد", "2020-05-03")]


def test_no_search_goes_through_all_claims_for_each_report(tmp_path: Path) -> None:
    """With many reports of one type that would take minutes."""
    store = create_store(tmp_path)
    put(store, filing(store, "a"))
    asked: list[tuple[str, object]] = []
    with store.reading() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda c, cursor, sql, values, *_: asked.append((sql, values))
        )
        search(connection, Query(words="جسر", type="explosion", place="تل الورد", event_since=date(2020, 5, 1)))
        plans = [
            str(row)
            for sql, values in asked[:]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    store.close()
    assert any("claim" in row for row in plans)
    assert not [row for row in plans if "CORRELATED" in row]


def test_a_very_long_text_of_different_words(store: Store) -> None:
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = " ".join(a + b + c + d for a in letters for b in letters for c in letters for d in letters[:4])
    assert len(words) > 400_000
    assert put(store, filing(store, "long", f"بداية {words} نهاية")) == [("long", "new")]
    with store.reading() as connection:
        assert search(connection, Query(words="بداية")).total == 1
        assert search(connection, Query(words="نهاية")).total == 0
        assert report_row(connection, "long").text.endswith("نهاية")  # type: ignore[union-attr]


def test_verify_names_what_was_changed_or_lost(store: Store) -> None:
    filings = [filing(store, name, WORDS + name) for name in ("a", "b", "c", "d")]
    put(store, *filings)
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r1", [coded("a", claim("c1"))])
    assert faults(store) == []
    tamper(store, "UPDATE report SET text = 'شيء آخر', words = 'x' WHERE id = 'a'")
    tamper(store, "UPDATE sighting SET address = '/elsewhere' WHERE capture = :c", c=filings[1].capture)
    tamper(store, "UPDATE claim SET body = '{}' WHERE id = 'c1'")
    store.captures.path(filings[2].capture).chmod(0o600)
    store.captures.path(filings[2].capture).write_bytes(b"forged")
    store.captures.path(filings[3].capture).unlink()
    tamper(store, "DELETE FROM report WHERE id = 'd'")
    said = faults(store)
    assert "report a: the row was changed by other means" in said
    assert "report d: the row is lost" in said
    assert "claims of a: they were changed by other means" in said
    assert any(line.startswith("sighting ") and "changed" in line for line in said)
    assert any(filings[2].capture in line and "was changed" in line and "/in/c.txt" in line for line in said)
    assert any(filings[3].capture in line and "is lost" in line for line in said)
    assert len(said) == 6


def test_a_row_written_around_the_log_is_named(store: Store) -> None:
    put(store, filing(store, "a"))
    tamper(
        store,
        "INSERT INTO skip (id, place, reason, at, run) SELECT 'x', 'y', 'z', 'w', min(no) FROM run",
    )
    assert faults(store) == ["skip x: the row is not in the log: it was written by other means"]


@pytest.mark.parametrize("table", ["log", "verdict", "tombstone"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_append_only_tables(store: Store, table: str, change: str) -> None:
    put(store, filing(store, "a"), filing(store, "b"))
    with store.writing("verdict", "t") as writer:
        keep_verdict(writer, KeptVerdict(kind="claim", subject="c", decision="accepted"))
    remove_report(store, "b", "asked for")
    with pytest.raises(DBAPIError, match="append-only"):
        tamper(store, change.format(table))


def test_a_noted_head_proves_that_no_entry_was_taken_out(store: Store) -> None:
    put(store, filing(store, "a"))
    noted = verify(store).head
    put(store, filing(store, "b"))
    assert verify(store, expect_head=noted).faults == []
    assert [fault.kind for fault in verify(store, expect_head="f" * 64).faults] == ["log"]


def test_a_changed_log_entry_breaks_the_chain() -> None:
    chain = []
    before = log.FIRST
    for seq in range(1, 5):
        before_now = log._hash(before, seq, "t", 1, "report", f"r{seq}", "d")
        chain.append(log.Entry(seq, "t", 1, "report", f"r{seq}", "d", before_now))
        before = before_now
    assert list(log.broken(chain)) == []
    forged = [*chain[:1], log.Entry(2, "t", 1, "report", "other", "d", chain[1].hash), *chain[2:]]
    assert [seq for seq, _ in log.broken(forged)] == [2]
    assert [seq for seq, _ in log.broken([chain[0], chain[2], chain[3]])] == [3]


def test_removal_leaves_a_tombstone_and_no_words(store: Store) -> None:
    first, second = filing(store, "a"), filing(store, "b", "نص مختلف هنا")
    put(store, first, second)
    with store.writing("code", "t") as writer:
        keep_claims(writer, "r1", [coded("a", claim("c1"))])
    assert "and its capture" in remove_report(store, "a", "asked for by the family")
    assert faults(store) == []
    assert not store.captures.path(first.capture).exists()
    assert put(store, filing(store, "a")) == [("a", "removed")]
    with store.reading() as connection:
        assert search(connection, Query(words="جسر")).total == 0
        assert list(current_claims(connection)) == []
        assert report_row(connection, "a").text == ""  # type: ignore[union-attr]
        assert claim_versions(connection, "c1")[0].body == "{}"
    with pytest.raises(StoreError, match="no such report any more"):
        remove_report(store, "a", "again")
    with pytest.raises(StoreError, match="needs a reason"):
        remove_report(store, "b", " ")


def test_removed_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    put(store, filing(store, "a", "كلمة فريدةجدا هنا"), filing(store, "b"))
    remove_report(store, "a", "asked for")
    store.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("tawatur.db*"))
    assert "فريدةجدا".encode() not in left
    assert "فريدهجدا".encode() not in left


def test_verdicts_are_kept_in_order_with_their_person(store: Store) -> None:
    for who, decision in (("first", "accepted"), ("second", "rejected")):
        with store.writing("verdict", who) as writer:
            keep_verdict(writer, KeptVerdict(kind="claim", subject="c", decision=decision, reason="because"))
    with store.reading() as connection:
        assert [(v.who, v.decision) for v in verdicts(connection, subject="c")] == [
            ("first", "accepted"),
            ("second", "rejected"),
        ]
        assert latest_verdicts(connection, "claim")["c"].decision == "rejected"


def test_verdicts_on_pairs_come_back_as_linking_takes_them(store: Store) -> None:
    said = Verdict(left="i1", right="i2", judgement="not_same", reason="other day")
    with store.writing("verdict", "first") as writer:
        keep_pair(writer, said)
    with store.reading() as connection:
        [found] = pair_verdicts(connection)
    assert (found.left, found.right, found.judgement, found.by) == ("i1", "i2", "not_same", "first")
    assert found.at


def test_nothing_of_a_failed_transaction_is_kept(store: Store) -> None:
    made = filing(store, "a")

    def stopped() -> None:
        with store.writing("add", "t") as writer:
            file_reports(writer, [made])
            keep_skips(writer, [("x", "y")])
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        stopped()
    with store.reading() as connection:
        assert report_counts(connection) == {}
    assert faults(store) == []


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    put(store, filing(store, "a"))
    with store.reading() as connection:
        before = report_counts(connection)
        put(store, filing(store, "b", WORDS + " أيضا"))
        assert report_counts(connection) == before == {"report": 1}
    with store.reading() as connection:
        assert report_counts(connection) == {"report": 2}


def test_two_writers_wait_for_each_other(address: str, store: Store, tmp_path: Path) -> None:
    made = {who: [filing(store, f"{who}{i}", f"{WORDS} {who} {i}") for i in range(40)] for who in "ab"}
    other = open_store(address, tmp_path / "project" / "captures")
    failed: list[StoreError] = []

    def write(where: Store, filings: list[Filing]) -> None:
        try:
            for one in filings:
                put(where, one)
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(s, made[who])) for s, who in ((store, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert failed == []
    with store.reading() as connection:
        assert report_counts(connection) == {"report": 80}
    assert faults(store) == []


def test_a_database_of_a_newer_version_is_refused(address: str, store: Store) -> None:
    tamper(store, "UPDATE alembic_version SET version_num = '9999'")
    for opening in (open_store, create_store):
        with pytest.raises(StoreError, match="newer version of Tawatur"):
            opening(address)


def test_init_twice_leaves_the_project_as_it_is(address: str, store: Store, tmp_path: Path) -> None:
    put(store, filing(store, "a"))
    again = create_store(address)
    with again.reading() as connection:
        assert report_counts(connection) == {"report": 1}
    assert again.captures.folder.resolve() == store.captures.folder.resolve()
    again.close()


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from tawatur.store.schema import metadata

    ours = {table.name for table in metadata.sorted_tables}

    def include(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        if kind == "table":
            return name in ours
        return name not in ("tsv", "ix_report_tsv")

    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nowhere", "no project here"),
        ("mysql://u@h/x", "can hold a project"),
        ("postgresql://nobody@127.0.0.1:1/x", "server does not answer"),
    ],
)
def test_addresses_that_lead_nowhere_are_explained(address: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=says):
        open_store(address if "://" in address else tmp_path / address)


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "tawatur.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)

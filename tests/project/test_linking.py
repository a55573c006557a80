"""Links in the project's database, on SQLite and on PostgreSQL: kept, read, judged, undone, and made anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest
from fuse_builders import claim, where

from tawatur.project import link as linking
from tawatur.project.incidents import every_incident, find_incidents, ids_of, open_suggestions, read_incident
from tawatur.project.link import decide, link_project, take_out, to_link, undo
from tawatur.records import Claim, Coded, Report, Verdict
from tawatur.store.claims import Reading, keep_claims
from tawatur.store.database import Store, StoreError
from tawatur.store.incidents import Filters
from tawatur.store.removal import remove_report
from tawatur.store.reports import Filing, file_reports
from tawatur.store.sightings import Sighting, keep_sighting
from tawatur.store.verify import verify

TEXT = "انفجار في سوق الرملة أوقع تسعة قتلى بينهم طفلان، بحسب مصدر محلي قال إن الحريق أتى على عشرين متجرا"
MARKET = where("الرملة", 20.0, 40.0, place_id="p1")
AWAY = where("الجبيل", 22.0, 43.0, place_id="p3")


def put(
    store: Store, name: str, *claims: Claim, rules: str = "one", text: str = TEXT, restricted: bool = False
) -> None:
    """A report with its claims, as `add` and `code` would keep them; again: read by other rules."""
    kept = store.captures.keep_bytes(f"{name}\n{text}".encode())
    with store.writing("add", "t") as writer:
        keep_sighting(writer, Sighting(sha256=kept.sha256, size=kept.size, media_type="text/plain", address=name))
        report = Report(id=name, text=text, source=f"outlet-{name}", published=datetime.date(2031, 3, 5))
        file_reports(writer, [Filing(report=report, capture=kept.sha256, address=name, restricted=restricted)])
        coded = Coded(id=name, source=report.source, published="2031-03-05", title="", events=claims, text=text)
        keep_claims(writer, rules, [Reading(report=name, coded=coded)])


def blast(name: str, **fields: object) -> Claim:
    return claim(name, TEXT, "انفجار", **{"place": MARKET, "country": "SA", "day": "2031-03-04", "killed": 9} | fields)


def groups(store: Store) -> list[tuple[str, ...]]:
    with store.reading() as connection:
        return sorted(tuple(sorted(one.claims)) for one in every_incident(connection, Filters()))


def incident_of(store: Store, claim_id: str) -> str:
    with store.reading() as connection:
        return next(one.id for one in every_incident(connection, Filters()) if claim_id in one.claims)


@pytest.fixture(params=["few", "many"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of linking give the same: where it is kept, and in memory."""
    if request.param == "many":
        monkeypatch.setattr(linking, "MANY", 1)


@pytest.fixture
def three(store: Store) -> Store:
    """Two reports of one incident, one of another."""
    put(store, "r1", blast("a"))
    put(store, "r2", blast("b", killed=12), text=TEXT + " وقالت الشرطة إنها تحقق")
    put(store, "r3", blast("c", place=AWAY, type="abduction", day="2031-02-01", killed=()), restricted=True)
    link_project(store)
    return store


def test_what_was_linked_is_kept_and_not_done_again(three: Store) -> None:
    assert groups(three) == [("a", "b"), ("c",)]
    assert to_link(three) == 0
    assert link_project(three).changed == ()
    with three.reading() as connection:
        view = read_incident(connection, incident_of(three, "a"))
    assert view is not None
    assert (set(view.claims), set(view.reports)) == ({"a", "b"}, {"r1", "r2"})
    assert [len(chain.reports) for chain in view.incident.chains] == [2]
    assert view.links[0].band == "linked"
    assert any("the same place" in reason for reason in view.links[0].reasons)
    assert view.incident.killed == (9, 12)


def test_lists_are_filtered_and_paged(three: Store) -> None:
    def found(**filters: object) -> list[str | None]:
        with three.reading() as connection:
            return [one.place for one in find_incidents(connection, Filters(**filters)).incidents]  # type: ignore[arg-type]

    day = datetime.date(2031, 3, 1)
    assert found() == [AWAY.name, MARKET.name]
    assert found(newest=True) == [MARKET.name, AWAY.name]
    assert found(since=day) == found(type="explosion") == found(reports=2) == found(killed=10) == [MARKET.name]
    assert found(until=day) == found(restricted=True) == found(place="جبيل") == [AWAY.name]
    assert found(chains=2) == found(country="YE") == []
    assert found(limit=1, offset=1) == [MARKET.name]
    with three.reading() as connection:
        assert find_incidents(connection, Filters(limit=1)).total == 2
        assert ids_of(connection, "i-") == sorted(one.id for one in every_incident(connection, Filters()))


def test_a_policy_is_applied_when_it_is_asked_for(three: Store) -> None:
    with three.reading() as connection:
        ranges = {}
        for policy in ("full", "chains", "acled", "ucdp", "airwars"):
            view = read_incident(connection, incident_of(three, "a"), policy)
            assert view is not None
            ranges[policy] = [(r.low, r.best, r.high) for r in view.incident.ranges if r.outcome == "killed"]
    assert ranges["full"] == [(9, None, 12)]
    assert len(ranges["chains"]) == 1, "one chain: it counts with the toll that it told last"
    assert ranges["acled"] == [(9, 9, None)]


def test_verdicts_are_obeyed_and_taken_back(three: Store) -> None:
    first, other = incident_of(three, "a"), incident_of(three, "c")
    said = [Verdict(left=first, right=other, judgement="same", by="x", at="2031-01-01T00:00:00Z")]
    decide(three, said, who="x")
    assert groups(three) == [("a", "b", "c")]
    assert decide(three, said, who="x") == (), "replayed: nothing changes"
    with three.reading() as connection:
        view = read_incident(connection, other)
    assert view is not None
    assert (view.incident.id in (first, other), len(view.incident.former), len(view.history)) == (True, 1, 1)
    undo(three, 1, who="y", reason="a slip")
    assert groups(three) == [("a", "b"), ("c",)]
    assert (incident_of(three, "a"), incident_of(three, "c")) == (first, other)
    undo(three, 2, who="x")
    assert groups(three) == [("a", "b", "c")], "taking the taking back back lets the verdict hold again"
    with pytest.raises(StoreError, match="taken back before"):
        undo(three, 2)
    with pytest.raises(StoreError, match="no such incident or claim"):
        decide(three, [Verdict(left=first, right="i-none", judgement="same")])
    assert verify(three).faults == []


def test_splitting_is_as_easy_as_merging(three: Store) -> None:
    take_out(three, incident_of(three, "a"), ["b"], who="x")
    assert groups(three) == [("a",), ("b",), ("c",)]
    put(three, "r4", blast("d"), text="نص آخر")
    link_project(three)
    assert ("b",) in groups(three) or ("b", "d") in groups(three)
    assert not any({"a", "b"} <= set(group) for group in groups(three))
    with pytest.raises(StoreError, match="not in"):
        take_out(three, incident_of(three, "a"), ["c"])


def test_a_new_reading_moves_claims_and_keeps_verdicts_and_ids(three: Store) -> None:
    first, other = incident_of(three, "a"), incident_of(three, "c")
    decide(three, [Verdict(left="a", right="c", judgement="not_same")], who="x")
    put(three, "r2", blast("b", killed=30), rules="two", text=TEXT + " وقالت الشرطة إنها تحقق")
    assert to_link(three) == 1
    changed = link_project(three).changed
    assert first in changed
    with three.reading() as connection:
        view = read_incident(connection, first)
    assert view is not None
    assert view.incident.killed == (9, 30)
    assert [verdict.decision for verdict in view.history] == ["not_same"]
    put(three, "r3", rules="two")
    link_project(three)
    assert groups(three) == [("a", "b")], "told no more"
    with three.reading() as connection:
        assert read_incident(connection, other) is None
    put(three, "r3", blast("c", place=AWAY, type="abduction", day="2031-02-01", killed=()), rules="three")
    link_project(three)
    assert incident_of(three, "c") == other, "the id comes back with its claim"


def test_other_rules_of_linking_make_all_links_anew(three: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {c: incident_of(three, c) for c in "abc"}
    decide(three, [Verdict(left="a", right="b", judgement="not_same")], who="x")
    monkeypatch.setattr(linking, "linking_fingerprint", lambda: "other")
    assert to_link(three) == 3
    assert link_project(three).anew
    assert groups(three) == [("a",), ("b",), ("c",)]
    assert (incident_of(three, "a"), incident_of(three, "c")) == (ids["a"], ids["c"])
    assert not link_project(three).anew


def test_nothing_of_a_removed_report_stays_in_its_incident(three: Store) -> None:
    remove_report(three, "r2", "asked for")
    link_project(three)
    assert groups(three) == [("a",), ("c",)]
    with three.reading() as connection:
        assert [one.reports for one in every_incident(connection, Filters(type="explosion"))] == [("r1",)]


def test_likely_pairs_are_suggested_until_somebody_judges_them(store: Store) -> None:
    text = "نص عن انفجار لا صلة لكلماته بما سبقه من الأخبار"
    put(store, "r1", blast("a"))
    put(store, "r2", claim("b", text, "انفجار", country="SA", type="explosion"), text=text)
    link_project(store)

    def open_pairs() -> Iterable[set[str]]:
        with store.reading() as connection:
            return [{s.link.left, s.link.right} for s in open_suggestions(connection)]

    before = open_pairs()
    assert groups(store) == [("a",), ("b",)]
    assert before == [{"a", "b"}]
    decide(store, [Verdict(left="a", right="b", judgement="unsure")], who="x")
    assert open_pairs() == []


def test_a_report_that_speaks_of_an_incident_stands_beside_it(three: Store) -> None:
    first = incident_of(three, "a")
    put(three, "r5", text="زار الوزير المدينة وقال في كلمة طويلة إن من قاموا بهذا العمل سيحاسبون، مذكرا بتفجير الرملة")
    assert first in link_project(three).changed
    with three.reading() as connection:
        view = read_incident(connection, first)
        assert not [s for s in open_suggestions(connection) if "m:" in s.link.left + s.link.right]
    assert view is not None
    assert (view.incident.claims, view.incident.reports) == (("a", "b"), ("r1", "r2", "r5"))
    assert {mention.report for mention in view.incident.mentions} == {"r5"}
    assert set(view.reports) == {"r1", "r2", "r5"}
    assert len(view.incident.chains) == 1


def test_a_verdict_that_holds_again_leaves_nobody_in_the_wrong_company(store: Store) -> None:
    """Taking one verdict back lets an older one hold, which overrules a still older one about claims elsewhere."""
    places = {"a": MARKET, "p": AWAY, "s": where("العين", 24.0, 46.0), "y": where("النخيل", 26.0, 49.0)}
    for number, (name, place) in enumerate(places.items()):
        put(
            store, f"r{name}", blast(name, place=place, day=f"2031-02-{number * 7 + 1:02}", killed=()), text=TEXT + name
        )
    link_project(store)
    said = (("a", "y", "same"), ("p", "y", "not_same"), ("p", "a", "same"), ("s", "a", "not_same"), ("p", "s", "same"))
    for left, right, judgement in said:
        decide(store, [Verdict(left=left, right=right, judgement=judgement)], who="x")
    assert groups(store) == [("a", "y"), ("p", "s")]
    undo(store, 5, who="x")
    assert groups(store) == [("a", "p"), ("s",), ("y",)]

"""Decisions: what is kept, what follows, what is refused; on SQLite and on PostgreSQL."""

import threading

import pytest
from desk_fixtures import SIDES
from sqlalchemy import select

from tawatur.desk import acts
from tawatur.desk.acts import Refused
from tawatur.desk.deciding import Conflict, decide
from tawatur.desk.listing import listed, queue, wanted
from tawatur.desk.looking import agreement_on, incident_view, report_view, second_reviews
from tawatur.desk.people import Person
from tawatur.judge.agreement import agreement, counted
from tawatur.project.link import link_project
from tawatur.project.release import material
from tawatur.store.schema_desk import review
from tawatur.store.verdicts import verdicts
from tawatur.store.verify import verify

SAMIR, LINA = Person("samir", "reviewer"), Person("lina", "reviewer")
HALA, NOUR = Person("hala", "lead"), Person("nour", "reader")


def look(store, person=SAMIR, name=SIDES):
    with store.reading() as connection:
        return incident_view(connection, person, name, None)


def claim_with(view, outcome, low):
    """A claim and its figure."""
    return next(
        (one, cell)
        for one in view.claims.values()
        for cell in one.of("figures")
        if cell.cell["outcome"] == outcome and cell.cell["low"] == low
    )


def correct(view, low, to, **fields):
    one, cell = claim_with(view, "killed", low)
    return acts.Correct(
        claim=one.claim.id, field="figures", was=cell.cell, cell={**cell.cell, "low": to, "high": to}, **fields
    )


def row_of(store, name=SIDES):
    with store.reading() as connection:
        return connection.execute(select(review).where(review.c.incident == name)).one()


def test_a_corrected_figure_counts_and_the_machines_stays_known(any_store):
    before = look(any_store)
    assert before.incident.killed == (25, 135)
    done = decide(any_store, SAMIR, SIDES, correct(before, 30, 12, reason="the report says twelve"))
    after = look(any_store)
    assert after.incident.killed == (12, 135)
    assert done.incident == SIDES
    kept = [v for (v,) in after.history if v.kind == "claim"]
    assert (kept[0].who, kept[0].value["was"]["low"], kept[0].reason) == ("samir", 30, "the report says twelve")
    assert after.stands.state == "in_review"  # whoever decides begins the review
    with any_store.reading() as connection:
        assert listed(connection, wanted({"killed": "12"})).rows
    assert verify(any_store).faults == []


def test_taking_back_brings_the_machines_figure_back_and_holding_again_the_persons(any_store):
    done = decide(any_store, SAMIR, SIDES, correct(look(any_store), 30, 12))
    number = next(v.no for (v,) in look(any_store).history if v.kind == "claim")
    decide(any_store, LINA, SIDES, acts.Undo(no=number))
    assert look(any_store).incident.killed == (25, 135)
    undo = next(v for (v,) in look(any_store).history if v.kind == "undo")
    decide(any_store, SAMIR, SIDES, acts.Undo(no=undo.no))
    assert look(any_store).incident.killed == (12, 135)
    assert done.no < undo.no
    with pytest.raises(Refused, match="before"):
        decide(any_store, SAMIR, SIDES, acts.Undo(no=undo.no))


def test_a_cell_must_have_the_reports_words_and_its_fields_shape(any_store):
    view = look(any_store)
    one, cell = claim_with(view, "killed", 30)
    wrong = {**cell.cell, "text": "words that nobody wrote"}
    with pytest.raises(Refused, match="do not stand there"):
        decide(any_store, SAMIR, SIDES, acts.Correct(claim=one.claim.id, field="figures", cell=wrong))
    with pytest.raises(Refused, match="outcome"):
        decide(
            any_store, SAMIR, SIDES,
            acts.Correct(claim=one.claim.id, field="figures", cell={**cell.cell, "outcome": "many"}),
        )  # fmt: skip
    with pytest.raises(Refused):
        decide(any_store, SAMIR, SIDES, acts.Correct(claim="nobody", field="type", cell="riot"))
    assert look(any_store).history == ()


def test_split_and_undo_bring_everything_back(any_store):
    view = look(any_store)
    one, _ = claim_with(view, "killed", 30)
    decide(any_store, SAMIR, SIDES, acts.Split(claims=[one.claim.id]))
    with any_store.reading() as connection:
        assert one.claim.id not in incident_view(connection, SAMIR, SIDES, None).claims
        assert listed(connection, wanted({})).total == 11
    stroke = next(group for group in look(any_store).history if group[0].kind == "pair")
    assert len(stroke) == 4  # against each claim that stays
    decide(any_store, SAMIR, SIDES, acts.Undo(no=stroke[-1].no, through=stroke[0].no))
    assert set(look(any_store).claims) == set(view.claims)
    with any_store.reading() as connection:
        assert listed(connection, wanted({})).total == 10
    with pytest.raises(Refused, match="not all"):
        decide(any_store, SAMIR, SIDES, acts.Split(claims=list(view.claims)))


def test_the_same_and_not_the_same(any_store):
    link, other = look(any_store).suggestions[0]
    decide(any_store, SAMIR, SIDES, acts.Pair(left=link.left, right=link.right, judgement="not_same"))
    assert other not in [name for _, name in look(any_store).suggestions]
    done = decide(any_store, SAMIR, SIDES, acts.Pair(left=SIDES, right=other, judgement="same"))
    merged = look(any_store, name=done.incident)
    assert len(merged.claims) == 6
    assert look(any_store, name=other).incident.id == done.incident  # the old id leads on
    stroke = next(group for group in merged.history if group[0].decision == "same")
    decide(any_store, SAMIR, done.incident, acts.Undo(no=stroke[-1].no, through=stroke[0].no))
    assert len(look(any_store).claims) == 5
    with pytest.raises(Refused, match="no such"):
        decide(any_store, SAMIR, done.incident, acts.Pair(left=done.incident, right="i-none", judgement="same"))


def test_a_rejected_claim_tells_nothing_and_is_still_shown(any_store):
    one, _ = claim_with(look(any_store), "killed", 30)
    decide(any_store, SAMIR, SIDES, acts.Correct(claim=one.claim.id, field="rejected", cell=True))
    view = look(any_store)
    assert view.claims[one.claim.id].rejected
    assert one.claim.id not in view.incident.claims
    assert len(view.incident.chains) == 4


def test_readers_decide_nothing(any_store):
    with pytest.raises(Refused, match="readers"):
        decide(any_store, NOUR, SIDES, acts.Skip())
    assert look(any_store).history == ()


def test_skipping_and_assigning(any_store):
    with any_store.reading() as connection:
        assert queue(connection, wanted({})).rows[0].id == SIDES
    decide(any_store, SAMIR, SIDES, acts.Skip())
    with any_store.reading() as connection:
        assert queue(connection, wanted({})).rows[-1].id == SIDES
    with pytest.raises(Refused, match="lead"):
        decide(any_store, SAMIR, SIDES, acts.Assign(to="lina"))
    decide(any_store, HALA, SIDES, acts.Assign(to="lina"))
    assert row_of(any_store).assignee == "lina"
    with any_store.reading() as connection:
        assert [r.id for r in queue(connection, wanted({"assignee": "lina"})).rows] == [SIDES]


def agreed(store):
    """How far both reviewers agree, by field; what is kept with the incident says the same as its cells."""
    with store.reading() as connection:
        rates = agreement(counted(agreement_on(connection, SIDES)))
        assert rates == agreement(count for counts in second_reviews(connection) for count in counts)
    return {rate.field: rate for rate in rates}


def test_from_the_machine_to_final_with_a_blind_second_review(any_store):
    go = lambda person, to: decide(any_store, person, SIDES, acts.State(to=to))  # noqa: E731
    with pytest.raises(Refused, match="not followed"):
        go(SAMIR, "final")
    go(SAMIR, "in_review")
    decide(any_store, SAMIR, SIDES, correct(look(any_store), 30, 12))
    decide(any_store, SAMIR, SIDES, acts.Grade(grade="weak"))
    go(SAMIR, "reviewed")
    with pytest.raises(Refused, match="somebody else"):
        go(SAMIR, "second_review")
    go(LINA, "second_review")
    blind = look(any_store, LINA)
    assert blind.blind
    assert blind.incident.killed == (25, 135)  # the machine's figure, not the first reviewer's
    assert all(v.kind != "claim" and v.decision != "grade" for group in blind.history for v in group)
    assert look(any_store, SAMIR).incident.killed == (12, 135)
    with any_store.reading() as connection:
        reports = {one.report for one in blind.claims.values()}
        seen = [report_view(connection, LINA, name) for name in reports]
        assert not any(c.by for view in seen for one in view.claims for c in one.cells)
        assert agreement_on(connection, SIDES) is None
    decide(any_store, LINA, SIDES, correct(blind, 30, 20))
    assert look(any_store, LINA).incident.killed == (20, 135)
    assert look(any_store, SAMIR).incident.killed == (12, 135)  # a second review changes nothing by itself
    with pytest.raises(Refused, match="not ended"):
        go(LINA, "final")
    with pytest.raises(Refused):
        go(SAMIR, "second_done")
    go(LINA, "second_done")
    rates = agreed(any_store)
    assert (rates["figures"].touched, rates["figures"].touched_same) == (1, 0)
    assert rates["type"].same == rates["type"].cells == 5
    go(HALA, "final")
    assert row_of(any_store).state == "final"
    with pytest.raises(Refused, match="reopening"):
        decide(any_store, SAMIR, SIDES, correct(look(any_store), 12, 13))
    with any_store.reading() as connection:
        assert SIDES not in [row.id for row in queue(connection, wanted({})).rows]


def test_a_release_holds_what_people_decided(demo_store):
    decide(demo_store, SAMIR, SIDES, correct(look(demo_store), 30, 12))
    for person, to in ((SAMIR, "reviewed"), (LINA, "second_review"), (LINA, "second_done"), (HALA, "final")):
        decide(demo_store, person, SIDES, acts.State(to=to))
    given = material(demo_store, b"key of the project")
    entry = next(entry for entry in given.entries() if entry.incident.id == SIDES)
    assert entry.review == "final"
    assert entry.incident.killed == (12, 135)


def test_new_claims_after_a_review_are_a_reason_to_look_again(any_store):
    for to in ("in_review", "reviewed"):
        decide(any_store, SAMIR, SIDES, acts.State(to=to))
    _, other = look(any_store).suggestions[0]
    decide(any_store, LINA, SIDES, acts.Pair(left=SIDES, right=other, judgement="same"))
    with any_store.reading() as connection:
        assert [row.id for row in queue(connection, wanted({"why": "grown"})).rows] == [SIDES]


def test_the_second_of_two_is_told_and_loses_nothing(any_store):
    seen = look(any_store).seen
    decide(any_store, SAMIR, SIDES, correct(look(any_store), 30, 12, seen=seen))
    late = correct(look(any_store), 25, 24, seen=seen)
    with pytest.raises(Conflict) as told:
        decide(any_store, LINA, SIDES, late)
    assert [v.who for v in told.value.news][-1] == "samir"
    decide(any_store, LINA, SIDES, acts.Correct(**{**fields_of(late), "anyway": True}))
    assert {v.who for v in verdicts_on(any_store) if v.kind == "claim"} == {"samir", "lina"}
    decide(any_store, SAMIR, SIDES, acts.Note(reason="mine", seen=look(any_store).seen))  # who looked again goes on


def test_many_at_once_lose_no_decision(any_store):
    """Each of two people writes twenty notes at the same time; every one that was taken is in the history."""
    taken: list[str] = []

    def write(person):
        for n in range(20):
            decide(any_store, person, SIDES, acts.Note(reason=f"{person.name} {n}"))
            taken.append(f"{person.name} {n}")

    threads = [threading.Thread(target=write, args=(person,)) for person in (SAMIR, LINA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(v.reason for v in verdicts_on(any_store)) == sorted(taken)
    assert len(taken) == 40
    assert verify(any_store).faults == []


def test_linking_again_keeps_what_people_decided(any_store):
    decide(any_store, SAMIR, SIDES, correct(look(any_store), 30, 12))
    link_project(any_store)
    assert look(any_store).incident.killed == (12, 135)
    assert row_of(any_store).state == "in_review"


def fields_of(act):
    return {name: getattr(act, name) for name in act.__struct_fields__}


def verdicts_on(store):
    with store.reading() as connection:
        return verdicts(connection)

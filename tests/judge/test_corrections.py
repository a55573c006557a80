"""Corrections: what people put in place of the machine's cells."""

import msgspec
import pytest
from fuse_builders import claim, figure, party

from tawatur.judge import Correction, corrected, next_states
from tawatur.judge.agreement import agreement, compare, counted, kappa

FIVE, NINE = figure(5, text="5", start=10), figure(9, text="9", start=20)


def told(**fields):
    return claim("c", figures=(FIVE, NINE), actors=(party("x"),), **fields)


def cell(one):
    return msgspec.to_builtins(one)


def test_a_figure_is_replaced_where_it_stood():
    seven = figure(7, text="7", start=10)
    after = corrected(told(), [Correction(field="figures", was=cell(FIVE), cell=cell(seven))])
    assert after.figures == (seven, NINE)


def test_a_cell_is_added_and_taken_out():
    three = figure(3, outcome="injured", text="3", start=30)
    added = Correction(field="figures", cell=cell(three))
    gone = Correction(field="figures", was=cell(FIVE))
    assert corrected(told(), [added, gone]).figures == (NINE, three)
    assert corrected(told(), [added, added]).figures == (FIVE, NINE, three)


def test_what_newer_rules_no_longer_read_is_still_set():
    """A person wins over the machine, also where the machine reads otherwise now."""
    lost = figure(4, text="4", start=40)
    seven = figure(7, text="7", start=40)
    after = corrected(told(), [Correction(field="figures", was=cell(lost), cell=cell(seven))])
    assert after.figures == (FIVE, NINE, seven)


def test_type_and_status_are_set_and_the_claim_keeps_its_id():
    after = corrected(told(), [Correction(field="type", cell="shelling"), Correction(field="status", cell="denied")])
    assert (after.id, after.type, after.status) == ("c", "shelling", "denied")


def test_a_place_brings_its_governorate_along():
    place = {"text": "p", "start": 1, "end": 2, "name": "p", "lat": 1.0, "lon": 2.0, "precision": "settlement",
             "id": None, "reason": "", "admin1": "North", "country": "SY"}  # fmt: skip
    after = corrected(told(), [Correction(field="place", cell=place)])
    assert (after.place.name, after.admin1, after.country) == ("p", "North", "SY")


def test_a_rejected_claim_is_none_until_it_is_taken_back():
    rejected = Correction(field="rejected", cell=True)
    assert corrected(told(), [rejected]) is None
    assert corrected(told(), [rejected, Correction(field="rejected", cell=False)]) == told()


@pytest.mark.parametrize(
    "wrong",
    [Correction(field="type", cell="picnic"), Correction(field="figures", cell={"low": "many"}),
     Correction(field="place", cell={"name": 3})],
    ids=["type", "figure", "place"],
)  # fmt: skip
def test_a_cell_of_the_wrong_shape_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        corrected(told(), [wrong])


def test_states_follow_each_other():
    way, state = ["machine"], "machine"
    while state != "final":
        state = next_states(state)[0]
        way.append(state)
    assert way == ["machine", "in_review", "reviewed", "second_review", "final"]
    assert next_states("final") == ("in_review",)
    with pytest.raises(KeyError):
        next_states("lost")


def test_agreement_counts_cells_and_tells_touched_ones():
    machine = told()
    first = corrected(machine, [Correction(field="figures", was=cell(FIVE), cell=cell(figure(7, text="5", start=10)))])
    second = corrected(machine, [Correction(field="figures", was=cell(FIVE), cell=cell(figure(8, text="5", start=10)))])
    rates = {rate.field: rate for rate in agreement(counted(compare(machine, first, second)))}
    assert (rates["figures"].cells, rates["figures"].same) == (2, 1)
    assert (rates["figures"].touched, rates["figures"].touched_same) == (1, 0)
    assert (rates["type"].cells, rates["type"].same) == (1, 1)
    assert rates["figures"].share == 0.5


def test_a_claim_that_one_person_rejects_agrees_on_nothing():
    machine = told()
    assert not any(one.same for one in compare(machine, machine, None))
    assert all(one.same for one in compare(machine, None, None))


def test_kappa_takes_chance_off():
    assert kappa({("a", "a"): 2, ("b", "b"): 2}) == 1
    assert kappa({("a", "a"): 1, ("a", "b"): 1, ("b", "a"): 1, ("b", "b"): 1}) == 0
    assert kappa({("a", "a"): 1}) is None  # one label alone: chance explains all
    assert kappa({}) is None


def test_agreement_over_several_incidents_is_that_of_all_their_cells():
    machine = told()
    other = corrected(machine, [Correction(field="type", was=machine.type, cell="shelling")])
    third = corrected(machine, [Correction(field="type", was=machine.type, cell="abduction")])
    pairs = [(machine, machine), (other, other), (other, machine), (third, other)]
    cells = [list(compare(machine, first, second)) for first, second in pairs]
    together = agreement(counted(one for some in cells for one in some))
    apart = agreement(count for some in cells for count in counted(some))
    assert together == apart
    assert next(rate for rate in together if rate.field == "type").same == 2

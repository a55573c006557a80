"""Numbers of dead and hurt that are no event's: of another time, or of types that harm nobody."""

from datetime import date

import pytest

from tawatur.dissect import read
from tawatur.extract.harm import first_of_its_time, may_count, of_another_time, outcome_of
from tawatur.extract.scene import Scene
from tawatur.records import Report

PUBLISHED = date(2031, 8, 10)


def scene(*sentences):
    return Scene(read(Report(id="r", text="قتل خمسة أشخاص أمس في انفجار. " + " ".join(sentences), published=PUBLISHED)))


def another(*sentences):
    """Whether the last count of these sentences is of another time than the five killed yesterday."""
    here = scene(*sentences)
    return of_another_time(here, len(here.reading.counts) - 1, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "وكان هجوم في 20 يوليو أوقع 32 قتيلا.",
        "وفي مارس الماضي أدى هجوم على متحف إلى مقتل 22 شخصا.",
        "وقتل أكثر من 3000 شخص منذ مارس الماضي.",
        "وشكل الهجوم الذي وقع في 20 يوليو شرارة العنف وأدى إلى مقتل 32 ناشطا.",
    ],
)
def test_a_toll_of_an_older_time_or_of_a_long_one_is_not_that_of_yesterday(sentence):
    assert another(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "وأصيب عشرة أشخاص.",
        "وأصيب عشرة أشخاص أمس.",
        "وقالت الشرطة اليوم إن عشرة أشخاص أصيبوا.",
        "وقتل عشرة مسلحين منذ صباح أمس.",
        "وهذا أعنف هجوم منذ أشهر. وأصيب عشرة أشخاص.",
        "وأصيب عشرة أشخاص في هجوم في وقت سابق من الشهر الحالي.",
    ],
)
def test_a_toll_of_the_same_time_of_none_or_of_the_statement_may_be_that_of_yesterday(sentence):
    assert not another(sentence)


def test_a_toll_over_months_is_that_of_an_event_of_months_alone():
    here = scene("وقتل أكثر من 3000 شخص في المعارك منذ مارس الماضي.")
    last = len(here.reading.counts) - 1
    assert not of_another_time(here, last, len(here.reading.dates) - 1)
    assert of_another_time(here, last, None)
    weeks = scene("وقتل 150 مسلحا في المعارك منذ أسبوعين.")
    assert not of_another_time(weeks, len(weeks.reading.counts) - 1, None)


def test_a_toll_of_another_time_goes_to_an_event_of_that_time_or_to_none():
    here = scene("وكان هجوم في 20 يوليو أوقع 32 قتيلا.")
    yesterday, july = range(len(here.reading.dates))
    assert first_of_its_time(here, 0, [yesterday, july]) == 0
    assert first_of_its_time(here, 1, [yesterday, None, july]) == 2
    assert first_of_its_time(here, 1, [yesterday, None]) is None


def test_who_is_detained_is_not_hurt_by_it_but_may_be_captured():
    assert not may_count("killed", "detention")
    assert may_count("captured", "detention")
    assert may_count("killed", "explosion")


def test_what_the_counted_noun_says_wins_over_what_was_weighed():
    _, dead, both, people, victims = scene(
        "وسقط 30 قتيلا. وسقط 250 شخصا بين قتيل وجريح. وجاء 9 أشخاص. وسقط 7 ضحايا."
    ).reading.counts
    assert outcome_of(dead, "injured") == "killed"
    assert outcome_of(both, "killed") == "casualties"
    assert outcome_of(people, "killed") == "killed"
    assert outcome_of(victims, "killed") == "killed"
    assert outcome_of(dead, "captured") == "captured"

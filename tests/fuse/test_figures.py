"""Tolls by chain and what the policies make of them."""

import pytest
from fuse_builders import claim, coded, figure, sayer, told
from msgspec.structs import replace

from tawatur.fuse.chains import chains
from tawatur.fuse.copies import words_of
from tawatur.fuse.figures import is_vague, ranges, tolls
from tawatur.fuse.joint import joint_figures
from tawatur.fuse.totals import Interval, totals
from tawatur.records import Party
from tawatur.reference.loader import DataError


def killed(items, policy=None):
    """(low, best, high) of the killed by a policy."""
    found = {r.outcome: r for r in ranges(chains(items), items, policy)[0]}
    return (found["killed"].low, found["killed"].best, found["killed"].high) if "killed" in found else None


WORDS = ["واحد اثنان ثلاثة اربعة خمسة ستة سبعة", "احمر اخضر ازرق اصفر ابيض اسود بني", "شرق غرب شمال جنوب فوق تحت امام"]


def three(*figures):
    return told(*(
        coded(
            f"r{n}",
            claim(f"c{n}", WORDS[n % 3] + str(n), figures=f),
            text=WORDS[n % 3] + str(n),
            source=f"o{n}",
            published=f"2031-03-0{n + 1}",
        )
        for n, f in enumerate(figures)
    ))  # fmt: skip


def test_the_full_range_runs_over_all_claims():
    assert killed(three([figure(30)], [figure(32, None)], [figure(27)])) == (27, None, 32)


def test_a_part_is_not_added_and_does_not_lower_the_range():
    assert killed(three([figure(57), figure(12, who="child", subset=True)])) == (57, None, 57)


def test_groups_told_side_by_side_are_added():
    both = (figure(2, who="combatant", start=0), figure(3, who="civilian", start=10))
    assert totals(both, "killed") == (Interval(5, 5),)


def test_groups_told_far_apart_are_not_added():
    far = (figure(47, who="civilian", start=0), figure(200, None, who="combatant", start=100))
    assert totals(far, "killed") == (Interval(47, 47), Interval(200, None))


def test_a_whole_that_holds_its_groups_is_not_added_to_them():
    assert totals((figure(9), figure(2, who="woman"), figure(3, who="civilian")), "killed") == (Interval(9, 9),)


def test_neighbours_of_one_group_are_one_toll_and_the_same_group_later_is_another_account():
    guards = (figure(2, who="combatant", start=0), figure(1, who="combatant", start=9))
    assert totals(guards, "killed") == (Interval(3, 3),)
    apart = (figure(2, who="combatant", start=0), figure(1, who="combatant", start=300))
    assert totals(apart, "killed") == (Interval(2, 2), Interval(1, 1))


def test_a_report_tells_one_main_toll_and_what_else_it_counts_is_named():
    items = three([figure(30), figure(2, who="unspecified", start=90)], [figure(32)])
    assert killed(items) == (30, None, 32)
    assert "not the main toll of its report: 2 (r0)" in ranges(chains(items), items)[0][0].note
    misread = three([figure(3), figure(40_000, start=90)], [figure(4)])
    assert killed(misread) == (3, None, 4)


def test_the_attackers_own_dead_are_a_range_of_their_own():
    rebels, text = Party(text="الثوار", start=3, end=9, name="الثوار", kind="armed_group"), "17 الثوار"
    far = replace(rebels, start=90, end=96)
    items = told(
        coded("a", claim("ca", WORDS[0], figures=[figure(30)], actors=(far,)), text=WORDS[0], source="a"),
        coded("b", claim("cb", WORDS[1], figures=[figure(25)], actors=(far,)), text=WORDS[1], source="b"),
        coded("c", claim("cc", text, figures=[figure(17, who="combatant")], actors=(rebels,)), text=text, source="c"),
    )
    found = {r.side: (r.low, r.high) for r in ranges(chains(items), items)[0]}
    assert found == {"": (25, 30), "الثوار": (17, 17)}


def test_unknown_is_not_zero():
    assert killed(three([], [figure(None, None)])) is None
    assert killed(three([], [figure(4)])) == (4, None, 4)


def test_an_update_by_the_same_chain_replaces_its_earlier_toll():
    agency = sayer("وكالة نبأ الجنوب", "medium")
    items = told(
        coded("a", claim("ca", killed=20, attribution=agency), published="2031-03-01"),
        coded("b", claim("cb", killed=35, attribution=agency), published="2031-03-02"),
    )
    (toll,) = tolls(chains(items), items)
    assert (toll.low, toll.earlier) == (35, ((20, 20),))
    assert killed(items, "chains") == (35, 35, 35)
    assert killed(items, "full") == (20, None, 35)


def test_lowest_best_and_highest_by_policy():
    items = three([figure(10)], [figure(14)], [figure(40)])
    assert killed(items, "acled") == (10, 10, None)
    assert killed(items, "ucdp") == (10, 14, 40)


def test_a_vague_word_keeps_its_words_and_takes_the_policy_s_value():
    items = three([figure(20, None, text="عشرات القتلى")])
    assert tolls(chains(items), items)[0].vague
    assert killed(items, "full") == (20, None, 20)
    assert killed(items, "acled") == (10, 10, None)
    assert not is_vague(figure(20, None, text="20 على الأقل"))


def test_airwars_keeps_belligerents_and_groups_apart():
    party = sayer("المتحدث باسم الكتائب", "armed_side")
    items = told(
        coded(
            "a",
            claim("ca", WORDS[0], figures=[figure(6, who="civilian"), figure(2, who="combatant", start=5)]),
            text=WORDS[0],
        ),
        coded("b", claim("cb", WORDS[1], figures=[figure(19, who="combatant")], attribution=party), text=WORDS[1]),
    )
    local, own = ranges(chains(items), items, "airwars")
    assert {(r.group, r.low, r.high) for r in local} == {("civilian", 6, 6), ("belligerent", 2, 2)}
    assert [(r.group, r.low, r.high) for r in own] == [("belligerent", 19, 19)]


def test_an_open_bound_is_noted():
    items = three([figure(30, None)])
    assert "at least" in ranges(chains(items), items)[0][0].note


def test_a_toll_of_one_report_far_from_all_others_is_set_aside_and_named():
    items = three([figure(30)], [figure(32)], [figure(31)], [figure(30)], [figure(50_000)], [figure(28)])
    assert killed(items) == (28, None, 32)
    assert "50000 (r4)" in ranges(chains(items), items)[0][0].note
    assert any(toll.low == 50_000 for toll in tolls(chains(items), items))


def test_a_far_toll_that_only_copies_of_one_text_repeat_is_set_aside_too():
    tolls = [figure(30)], [figure(32)], [figure(31)], [figure(28)]
    copied = [
        coded(name, claim(f"c-{name}", WORDS[0], figures=[figure(3_700)]), text=WORDS[0] * 4, source=name)
        for name in ("x", "y")
    ]
    items = [*three(*tolls), *told(*copied)]
    assert killed(items) == (28, None, 32)
    note = ranges(chains(items), items)[0][0].note
    assert "3700 (x)" in note
    assert "3700 (y)" in note


def test_of_few_tolls_none_is_set_aside():
    assert killed(three([figure(3)], [figure(90)])) == (3, None, 90)


def test_a_far_toll_that_two_reports_tell_stays():
    items = three([figure(43)], [figure(57)], [figure(50)], [figure(6)], [figure(6)], [figure(45)])
    assert killed(items) == (6, None, 57)


def test_an_unknown_policy_names_the_known_ones():
    with pytest.raises(DataError, match="ucdp"):
        ranges((), (), "mean")


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("قتل 5 جنود في هجومين منفصلين في الرملة والعين", True),
        ("في ثلاثة حوادث امنية منفصلة في الرملة قتل 5 جنود", True),
        ("وفي حادث منفصل قتل 5 جنود", False),
        ("قتل 5 جنود في هجومين. ووقعت هجمات منفصلة في العين", False),
    ],
)
def test_several_events_set_apart_share_a_toll(text, joint):
    number = figure(5, start=text.index("5"))
    assert joint_figures(text, words_of(text), [number]) == (frozenset([number.start]) if joint else frozenset())


def test_a_toll_of_several_events_counts_only_where_no_other_is_told():
    text = "قتل 5 جنود في هجومين منفصلين"
    both = coded("both", claim("cb", text, figures=[figure(5, start=4)]), text=text, source="x")
    items = [*three([figure(4)], [figure(4)]), *told(both)]
    (found,) = ranges(chains(items), items)[0]
    assert (found.low, found.high) == (4, 4)
    assert "of several events together: 5 (both)" in found.note
    assert killed(told(both)) == (5, None, 5)


def test_what_a_report_tells_beside_its_main_toll_counts_if_another_chain_tells_it():
    two = [figure(12), figure(15, start=90)]
    assert killed(three(two)) == (12, None, 15)  # nobody else to ask
    lonely = three(two, [figure(12)], [figure(11)])
    assert killed(lonely) == (11, None, 12)
    assert "not the main toll of its report: 15 (r0)" in ranges(chains(lonely), lonely)[0][0].note
    assert killed(three(two, [figure(12)], [figure(15)])) == (12, None, 15)
    assert killed(three(two, [figure(2, None, text="عدد من القتلى")])) == (2, None, 15)


def test_numbers_are_nearer_to_the_others_than_words_that_name_none():
    tens = figure(20, None, text="عشرات القتلى")
    items = three([tens, figure(150, start=90)], [figure(100)], [figure(90)])
    assert killed(items) == (90, None, 150)


def test_figures_of_two_sentences_are_not_added():
    text = "قتل 32 مدنيا. وقتل 19 جنديا"
    figures = [figure(32, who="civilian", start=4), figure(19, who="combatant", start=19)]
    report = coded("a", claim("a", text, figures=figures), text=text)
    assert told(report)[0].told.killed == (Interval(32, 32), Interval(19, 19))
    one = replace(report, text=text.replace(".", "،"))
    assert told(one)[0].told.killed == (Interval(51, 51),)


def test_words_that_name_no_number_do_not_raise_a_range_far_above_all_numbers():
    items = three([figure(3)], [figure(4)], [figure(20_000, None, text="عشرات الاف القتلى")])
    assert killed(items) == (3, None, 4)
    assert "20000 (r2)" in ranges(chains(items), items)[0][0].note
    assert killed(three([figure(20_000, None, text="عشرات الاف القتلى")])) == (20_000, None, 20_000)


def test_words_that_name_no_number_do_not_keep_a_lone_number_company():
    tens = [figure(20, None, text="عشرات القتلى")]
    items = three([figure(90)], [figure(100)], [figure(95)], [figure(16)], tens)
    assert killed(items) == (20, None, 100)

"""Linking: what joins, what stays apart, verdicts, ids; in memory and in a project alike."""

import pytest
from fuse_builders import claim, coded, party, told, where
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from synthetic import reports

from tawatur.fuse.compare import actors, injured, place
from tawatur.fuse.link import add, judge, merged, split, suggestions
from tawatur.fuse.score import evidence, explained
from tawatur.fuse.shelf import Memory
from tawatur.fuse.told import prepare
from tawatur.fuse.totals import Interval
from tawatur.fuse.working import linked as linked_in
from tawatur.project.shelf import ProjectShelf, into_memory, keep_memory
from tawatur.records import Verdict
from tawatur.store.database import create_store

MARKET = where("الرملة", 20.0, 40.0, place_id="p1")
NEAR = where("العين", 20.02, 40.02, place_id="p2")
AWAY = where("الجبيل", 22.0, 43.0, place_id="p3")


def groups(shelf):
    return sorted(shelf.incidents().values())


def linked(*reports_):
    shelf = Memory()
    add(shelf, [t.told for t in told(*reports_)])
    return groups(shelf)


def report(name, **fields):
    published = fields.pop("published", "2031-03-05")
    return coded(f"r-{name}", claim(name, **{"place": MARKET, "country": "SA"} | fields), published=published)


def test_one_place_one_day_one_toll_is_one_incident():
    assert linked(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9)) == [("a", "b")]


def test_neighbouring_types_and_tolls_that_grow_are_one_incident():
    a = report("a", day="2031-03-04", killed=9, type="explosion")
    b = report("b", day="2031-03-04", killed=12, type="suicide_bombing")
    assert linked(a, b) == [("a", "b")]


def test_another_incident_the_same_day_nearby_stays_apart():
    a = report("a", day="2031-03-04", killed=9)
    b = report("b", day="2031-03-04", killed=1, place=NEAR, type="shelling")
    assert linked(a, b) == [("a",), ("b",)]


def test_the_same_place_a_week_later_stays_apart():
    assert len(linked(report("a", day="2031-03-04", killed=3), report("b", day="2031-03-11", killed=3))) == 2


def test_a_mention_days_later_without_a_day_joins_by_place_and_toll():
    a = report("a", day="2031-03-04", killed=32)
    late = coded("r-b", claim("b", "كلمة " * 100 + "تفجير", "تفجير", place=MARKET, killed=32), published="2031-03-20",
                 text="كلمة " * 100 + "تفجير")  # fmt: skip
    assert linked(a, late) == [("a", "b")]


def test_a_round_up_feeds_two_incidents():
    a = report("a", day="2031-03-04", killed=9)
    b = report("b", day="2031-03-03", killed=4, place=AWAY, type="abduction")
    both = coded(
        "r-c",
        claim("c1", day="2031-03-04", killed=9, place=MARKET),
        claim("c2", day="2031-03-03", killed=4, place=AWAY, type="abduction"),
    )
    assert linked(a, b, both) == [("a", "c1"), ("b", "c2")]


def test_no_place_and_no_day_is_not_enough():
    a, b = (coded(f"r-{n}", claim(n, killed=2), published="2031-03-05") for n in "ab")
    assert linked(a, b) == [("a",), ("b",)]


def test_reasons_are_words_with_weights():
    a, b = (t.told for t in told(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9)))
    link = explained(b, a)
    assert (link.left, link.right, link.band) == ("a", "b", "linked")
    assert any("the same place" in reason and reason.startswith("+") for reason in link.reasons)


@pytest.fixture
def project_shelf(tmp_path):
    store = create_store(tmp_path / "p")
    with store.writing("link", "x") as writer:
        yield ProjectShelf(writer.connection, writer)
    store.close()


@pytest.fixture(params=["memory", "project"])
def shelf(request):
    return Memory() if request.param == "memory" else request.getfixturevalue("project_shelf")


def test_verdicts_are_obeyed_and_replaying_them_changes_nothing(shelf):
    add(shelf, [t.told for t in told(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9))])
    verdicts = [Verdict(left="a", right="b", judgement="not_same", by="x", at="2031-01-01T00:00:00Z")]
    judge(shelf, verdicts)
    assert groups(shelf) == [("a",), ("b",)]
    before = shelf.verdicts()
    judge(shelf, verdicts)
    assert (groups(shelf), shelf.verdicts()) == ([("a",), ("b",)], before)
    assert not suggestions(shelf, ["a"])


def test_a_verdict_stays_when_more_reports_come(shelf):
    add(
        shelf,
        [
            t.told
            for t in told(report("a", day="2031-03-04"), report("b", place=AWAY, day="2031-03-04", type="abduction"))
        ],
    )
    judge(shelf, [Verdict(left="a", right="b", judgement="same")])
    add(shelf, [t.told for t in told(report("c", day="2031-03-04", killed=9))])
    assert ("a", "b") == tuple(c for c in next(g for g in groups(shelf) if "a" in g) if c in "ab")


def test_splitting_undoes_merging_and_gives_the_old_id_back(shelf):
    add(
        shelf,
        [
            t.told
            for t in told(report("a", day="2031-03-04"), report("b", place=AWAY, day="2031-02-01", type="abduction"))
        ],
    )
    first, second = (shelf.incident_of(c) for c in "ab")
    judge(shelf, merged(first, second))
    assert shelf.incident_of("a") == shelf.incident_of("b")
    judge(shelf, split(shelf, shelf.incident_of("a"), ["b"]))
    assert [shelf.incident_of(c) for c in "ab"] == [first, second]


def test_the_newest_verdict_on_a_pair_holds(shelf):
    add(shelf, [t.told for t in told(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9))])
    judge(shelf, [Verdict(left="a", right="b", judgement="not_same")])
    judge(shelf, [Verdict(left="b", right="a", judgement="same")])
    assert groups(shelf) == [("a", "b")]


def test_unsure_leaves_a_pair_to_people(shelf):
    add(shelf, [t.told for t in told(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9))])
    judge(shelf, [Verdict(left="a", right="b", judgement="unsure")])
    assert groups(shelf) == [("a",), ("b",)]


def test_a_claim_that_is_told_no_more_leaves_its_incident(shelf):
    add(shelf, [t.told for t in told(report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9))])
    name = shelf.incident_of("b")
    add(shelf, [], gone=["a"])
    assert groups(shelf) == [("b",)]
    assert shelf.incident_of("b") in (name, shelf.incident_of("b"))


def test_an_incident_keeps_its_id_when_an_earlier_report_comes_later(shelf):
    add(shelf, [t.told for t in told(report("b", day="2031-03-04", killed=9))])
    name = shelf.incident_of("b")
    add(shelf, [t.told for t in told(report("a", day="2031-03-04", killed=9, published="2031-03-04"))])
    assert shelf.incident_of("a") == name


def test_a_project_gives_the_same_as_memory(project_shelf):
    items = [t for made, _ in reports(400, seed=3) for t in prepare(made)[1]]
    memory, shelf = Memory(), project_shelf
    add(memory, items)
    for start in range(0, 400, 40):
        add(shelf, items[start : start + 40])
    assert groups(shelf) == groups(memory)
    connection = shelf._connection
    before = shelf.incidents()
    keep_memory(connection, into_memory(connection))
    assert shelf.incidents() == before
    assert {t.id: dict(shelf.pairs(t.id)) for t in items} == {t.id: dict(memory.pairs(t.id)) for t in items}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False), pieces=st.integers(1, 6))
def test_the_order_of_input_and_of_arrival_does_not_matter(seed, order, pieces):
    items = [t for made, _ in reports(120, seed=seed) for t in prepare(made)[1]]
    at_once = Memory()
    add(at_once, items)
    mixed = list(items)
    order.shuffle(mixed)
    shuffled = Memory()
    add(shuffled, mixed)
    assert shuffled.incidents() == at_once.incidents()
    one_by_one = Memory()
    for n in range(pieces):
        add(one_by_one, mixed[n::pieces])
    assert groups(one_by_one) == groups(at_once)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    picks=st.lists(
        st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["same", "not_same"])), max_size=6
    ),
)
def test_verdicts_hold_whatever_the_scores_say(seed, picks):
    items = [t for made, _ in reports(100, seed=seed) for t in prepare(made)[1]]
    shelf = Memory()
    add(shelf, items)
    latest = {}
    for a, b, judgement in picks:
        if a != b:
            judge(shelf, [Verdict(left=items[a].id, right=items[b].id, judgement=judgement)])
            latest.pop(frozenset((a, b)), None)
            latest[frozenset((a, b))] = judgement
    if latest:
        (a, b), judgement = list(list(latest)[-1]), list(latest.values())[-1]
        assert (shelf.incident_of(items[a].id) == shelf.incident_of(items[b].id)) == (judgement == "same")
    again = Memory()
    add(again, items)
    judge(again, shelf.verdicts())
    assert groups(again) == groups(shelf)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), pick=st.randoms(use_true_random=False))
def test_splitting_undoes_any_merge_and_replaying_changes_nothing(seed, pick):
    shelf = Memory()
    add(shelf, [t for made, _ in reports(100, seed=seed) for t in prepare(made)[1]])
    before = shelf.incidents()
    one, other = pick.sample(sorted(before), 2)
    judge(shelf, merged(one, other))
    together = shelf.incident_of(before[other][0])
    assert set(shelf.members(together)) >= {*before[one], *before[other]}
    judge(shelf, split(shelf, together, before[other]))
    assert shelf.incidents() == before
    for _ in range(2):
        assert judge(shelf, shelf.verdicts()) == set()
        assert shelf.incidents() == before


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_evidence_does_not_depend_on_the_side(seed):
    a, b, *_ = [t for made, _ in reports(3, seed=seed) for t in prepare(made)[1]]
    assert evidence(a, b) == pytest.approx(evidence(b, a))


PASSING = "زار الوزير المدينة أمس وقال في كلمة طويلة إن من قاموا بهذا العمل سيحاسبون ولن يفلتوا، مذكرا بتفجير الرملة"


def speaking(name, *claims, text=PASSING, published="2031-03-08"):
    return coded(f"r-{name}", *claims, text=text, published=published)


def test_a_report_that_only_speaks_of_an_incident_joins_it_and_founds_no_chain():
    shelf = Memory()
    made = list(linked_in(shelf, [report("a", day="2031-03-04", killed=9), speaking("b")]))
    (one,) = made
    assert (one.claims, one.reports) == (("a",), ("r-a", "r-b"))
    assert [mention.report for mention in one.mentions] == ["r-b"]
    assert [chain.reports for chain in one.chains] == [("r-a",)]


def test_what_is_spoken_of_must_be_the_kind_of_event_the_place_and_lie_before():
    event = report("a", day="2031-03-04", killed=9)
    for other in (
        speaking("b", text=PASSING.replace("الرملة", "الجبيل")),
        speaking("b", text=PASSING.replace("بتفجير", "بتحرير")),
        speaking("b", published="2031-03-01"),
        speaking("b", published="2031-06-01"),
    ):
        assert all(not one.mentions for one in linked_in(Memory(), [event, other]))


def test_a_common_word_names_no_place_unless_it_is_the_whole_name_right_behind_the_event():
    event = report("a", day="2031-03-04", killed=9)
    unlisted = report("a", day="2031-03-04", killed=9, place=where("الرملة", 20.0, 40.0))
    road = PASSING.replace("بتفجير الرملة", "بتفجير وقع قرب الرملة")
    spelt = PASSING.replace("بتفجير الرملة", "بتفجير الرمال")
    for told_of, other in (
        (event, speaking("b", text=road)),
        (event, speaking("b", text=spelt)),
        (unlisted, speaking("b")),
    ):
        assert all(not one.mentions for one in linked_in(Memory(), [told_of, other]))
    rare = report("a", day="2031-03-04", killed=9, place=where("البغشوم", 20.0, 40.0))
    (one,) = linked_in(Memory(), [rare, speaking("b", text=road.replace("الرملة", "البغشوم"))])
    assert one.mentions


def test_rare_words_in_common_do_not_make_a_mention_join_without_the_place():
    words = "قال الشيخ شخنبوط البردعي والعميد خرندق الزغبوري إن التفجير وقع"
    event = coded("r-a", claim("a", words, "التفجير", place=MARKET, day="2031-03-04"), text=words)
    assert all(
        not one.mentions for one in linked_in(Memory(), [event, speaking("b", text=words.replace("وقع", "مدان"))])
    )
    (one,) = linked_in(Memory(), [event, speaking("b", text=words.replace("وقع", "في الرملة"))])
    assert one.mentions


def spoken_of(shelf):
    return sorted((shelf.incidents()[name], shelf.mentions(name)) for name in shelf.incidents())


@settings(max_examples=20, deadline=None)
@given(order=st.randoms(use_true_random=False), pieces=st.integers(1, 4))
def test_the_order_does_not_matter_to_mentions_either(order, pieces):
    made = [
        report("a", day="2031-03-04", killed=9),
        report("b", day="2031-03-04", killed=9, published="2031-03-09"),
        report("c", day="2031-02-26", published="2031-02-26"),
        report("d", day="2031-03-04", place=AWAY),
        speaking("e"),
        speaking("f", text=PASSING.replace("الرملة", "الجبيل")),
        speaking("g", published="2031-02-27"),
    ]
    at_once, by_pieces = Memory(), Memory()
    add(at_once, [t.told for t in told(*made)])
    assert sum(len(spoken) for _, spoken in spoken_of(at_once)) == 3
    order.shuffle(made)
    for n in range(pieces):
        add(by_pieces, [t.told for t in told(*made[n::pieces])])
    assert spoken_of(by_pieces) == spoken_of(at_once)


def test_speaking_of_an_event_makes_no_incident_and_joins_none_two():
    assert not list(linked_in(Memory(), [speaking("b"), speaking("c")]))
    shelf = Memory()
    far = report("c", day="2031-03-06", type="abduction", place=AWAY)
    assert len(list(linked_in(shelf, [report("a", day="2031-03-04", killed=9), speaking("b"), far]))) == 2


def test_a_spot_known_by_name_alone_is_found_by_its_name_though_it_lies_at_its_divisions_point():
    spot = where("عين الحجل", 20.5, 40.5, precision="governorate", place_id="p9", radius=60.0)
    other = where("تل الورد", 20.5, 40.5, precision="governorate", place_id="p8", radius=60.0)
    a, b, c = (
        report(n, day="2031-03-04", place=p, admin1="الشمال") for n, p in (("a", spot), ("b", spot), ("c", other))
    )
    assert linked(a, b, c) == [("a", "b"), ("c",)]


def test_one_word_in_common_does_not_make_two_names_one():
    one, other = where("دار النخل"), where("خان بني النخل")
    a, b = (t.told for t in told(report("a", place=one), report("b", place=other)))
    assert place(a, b) == "unlisted"
    assert place(a, a) == "name"


def test_what_a_person_put_together_keeps_its_company(shelf):
    a, b = report("a", day="2031-03-04", killed=9), report("b", day="2031-03-04", killed=9)
    c = report("c", day="2031-01-01", place=AWAY, type="abduction")
    add(shelf, [t.told for t in told(a, b, c)])
    judge(shelf, [Verdict(left="a", right="c", judgement="same")])
    assert groups(shelf) == [("a", "b", "c")]


def test_an_open_number_agrees_with_what_it_may_mean():
    several, seven, at_least = Interval(2, None), Interval(7, 7), Interval(30, None)
    assert injured_of(several, seven) == "fits"
    assert injured_of(at_least, Interval(32, 32)) == "fits"
    assert injured_of(at_least, Interval(12, 12)) == "differ"
    assert injured_of(at_least, Interval(3_000, 3_000)) == "disagree"


def injured_of(a, b):
    one = told(report("a"), report("b"))
    return injured(*(replace(t.told, injured=(n,)) for t, n in zip(one, (a, b), strict=True)))


def test_gunmen_may_be_anybody_and_only_two_listed_sides_are_two():
    army, houthi = party("الجيش", "ye.state", "state_force"), party("الحوثيون", "ye.houthi")
    gunmen = party("مسلحون"), party("مسلحين"), party("مقاتلون")

    def sides(*of):
        return actors(*(t.told for t in told(*(report(n, actors=(p,)) for n, p in zip("ab", of, strict=True)))))

    assert sides(army, houthi) == "other"
    assert sides(army, army) == "shared"
    assert {sides(gunmen[0], gunmen[1]), sides(gunmen[2], army)} == {"unknown"}


def test_names_that_sound_alike_are_one_place_if_one_is_in_no_gazetteer():
    listed, heard = where("سيلان", 37.0, 42.0, place_id="p7"), where("شيلان")
    other = where("شيران")

    def answer(a, b, **fields):
        return place(*(t.told for t in told(report("a", place=a), report("b", place=b, **fields))))

    assert answer(listed, heard) == "sound"
    assert answer(listed, other) == "unlisted"
    assert answer(listed, where("شيلان", 37.9, 42.9, place_id="p8")) == "far"
    # The country of a place that is in no gazetteer is that of the report's other places.
    assert answer(listed, heard, country="IQ") == "sound"
    assert answer(listed, where("شيلان", place_id="p8"), country="IQ") == "foreign"
    told_by = [
        report(n, place=p, day="2031-03-04", killed=3, type="armed_clash") for n, p in (("a", listed), ("b", heard))
    ]
    assert linked(*told_by) == [("a", "b")]

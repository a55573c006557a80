"""One incident as it is drawn in the terminal."""

from io import StringIO

from fuse_builders import claim, coded, figure, sayer, where
from rich.console import Console

from tawatur.display.incidents import incident_view, incidents_table
from tawatur.fuse.score import explained
from tawatur.fuse.shelf import Memory
from tawatur.fuse.told import prepare
from tawatur.fuse.working import linked
from tawatur.project.incidents import View

MARKET = where("الرملة", 20.0, 40.0, place_id="p1")
AGENCY = sayer("وكالة نبأ الجنوب", "medium")
PASSING = "زار الوزير المدينة أمس وقال في كلمة طويلة إن من قاموا بهذا العمل سيحاسبون ولن يفلتوا، مذكرا بتفجير الرملة"
TELLING = [
    coded("r1", claim("c1", place=MARKET, day="2031-03-04", killed=20, attribution=AGENCY), published="2031-03-04"),
    coded("r2", claim("c2", place=MARKET, day="2031-03-04", killed=35, attribution=AGENCY), published="2031-03-05"),
    coded(
        "r3",
        claim(
            "c3",
            place=MARKET,
            day="2031-03-04",
            figures=[figure(20, None, text="عشرات القتلى"), figure(2, who="child", subset=True, start=30)],
            attribution=sayer("المتحدث باسم الكتائب", "armed_side"),
        ),
        text="كلمات اخرى كتبت عن الحدث نفسه",
    ),
]


def drawn(policy=None):
    (one,) = linked(Memory(), [*TELLING, coded("r4", text=PASSING, published="2031-03-08")], policy)
    link = explained(*(t for report in TELLING[:2] for t in prepare(report)[1]))
    view = View(incident=one, claims={}, reports={}, links=(link,), history=())
    console = Console(width=160, color_system=None, record=True, file=StringIO())
    console.print(incident_view(view, "off"), incidents_table([one], "off"))
    return console.export_text()


def test_chains_are_a_tree_with_reports_and_tolls_and_what_was_told_before():
    lines = [line.strip(" │├└─") for line in drawn().splitlines()]
    at = lines.index("chains")
    assert lines[at + 1] == "1  وكالة نبأ الجنوب  2 reports"
    assert [line.split()[0] for line in lines[at + 2 : at + 4]] == ["r1", "r2"]
    assert lines[at + 4].startswith("35 killed  earlier 20")
    assert lines[at + 5].startswith("r1 and r2")
    assert lines[at + 6] == "2  المتحدث باسم الكتائب  1 report, a side's own account"
    assert "20 or more killed (vague)" in lines[at + 8]
    assert "of them 2 child killed" in lines[at + 9]


def test_reports_that_only_mention_it_are_counted_and_listed_apart():
    text = drawn()
    assert "3 reports, 2 independent chains; mentioned in passing by 1 more" in text
    assert text.index("Mentioned in passing") < text.index("r4") < text.index("Why these claims")
    assert "3 +1" in text


def test_policy_thresholds_and_what_a_grade_needs_are_said():
    text = drawn("airwars")
    assert "airwars: Minimum and maximum by group" in text
    assert "`--policy` for full, chains, acled, ucdp" in text
    assert "linked from 0.75, suggested from 0.40" in text
    assert "confirmed, fair, weak, contested, discounted; a person sets it" in text
    assert "outlets by side" in text
    assert "own accounts of the sides" in text

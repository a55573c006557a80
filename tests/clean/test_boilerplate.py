"""The rows of ar/boilerplate.yml do what the examples beside them say."""

import pytest
from msgspec import Struct

from tawatur.clean.boilerplate import RULES, judge, kept
from tawatur.reference import load_yaml


class LineExample(Struct, frozen=True, forbid_unknown_fields=True):
    line: str
    rule: str


class TextExample(Struct, frozen=True, forbid_unknown_fields=True):
    lines: list[str]
    kept: list[int]


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    lines: list[LineExample]
    texts: list[TextExample]


EXAMPLES = load_yaml("ar/boilerplate.examples.yml", Examples)


@pytest.mark.parametrize("example", EXAMPLES.lines, ids=lambda example: example.line)
def test_line(example: LineExample) -> None:
    assert judge(example.line).rule == example.rule


@pytest.mark.parametrize("example", EXAMPLES.texts, ids=lambda example: example.lines[0])
def test_text(example: TextExample) -> None:
    assert kept(example.lines) == example.kept


def test_every_rule_has_an_example() -> None:
    shown = {example.rule for example in EXAMPLES.lines}
    assert {row.id for row in (*RULES.lines, *RULES.made_of)} <= shown


def test_comments_end_the_report_only_after_it_began() -> None:
    menu = ["التعليقات", "الرئيسية"]
    report = "قصفت المدفعية أطراف القرية مساء الخميس ولم ترد أنباء عن وقوع ضحايا بين السكان."
    assert kept([*menu, report]) == [2]
    assert kept([report, *menu]) == [0]


def test_lines_of_signs_and_lone_numbers_go_but_dates_stay() -> None:
    report = "قصفت المدفعية أطراف القرية مساء الخميس ولم ترد أنباء عن وقوع ضحايا بين السكان."
    assert kept([report, "***", "214", "\ufeff", "13/07/2019", "2019-07-13", "1.204"]) == [0, 4, 5]

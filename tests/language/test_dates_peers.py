"""Another project's Arabic date lines, and the gold reports: every line is right or is listed here with its reason."""

import datetime
import json
import re

import pytest

from tawatur.language.dates import find_dates
from tawatur.language.durations import read_duration
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize

Day = datetime.date
NOW = Day(2015, 9, 1)
ENGLISH = dict(
    zip(
        "january february march april may june july august september october november december".split(),
        range(1, 13),
        strict=True,
    )
)
# Line numbers of translation_cases that are lengths of time, not times.
DURATIONS = {1424: (2, "day"), 1426: (4, "year"), 1427: (4, "year")}
# Lines that are neither, with the reason.
LEFT = {1432: "«the previous day» is seen from a day told before, not from publication"}
AGO = {1425: 1, 1428: 0, 1429: 0, 1430: 0, 1431: 0, 1433: 0}  # days before publication; hours lie within the last day


def _told(text, published=NOW):
    tokens = tokenize(text)
    return [m for m in find_dates(tokens, find_numbers(tokens), published) if m.low]


def test_translation_cases(shared):
    cases = _rows(shared / "peers" / "dateparser_ar" / "translation_cases.jsonl")
    assert len(cases) > 20
    for case in cases:
        line, text = case["line"], case["text"]
        if line in LEFT:
            assert _told(text) == []
        elif line in DURATIONS:
            duration = read_duration(text)
            assert duration
            assert (duration.value, duration.unit) == DURATIONS[line], text
        elif line in AGO:
            (found,) = _told(text)
            assert found.low <= NOW - datetime.timedelta(AGO[line]) <= found.high, text
        else:
            number, month, year = re.search(r"(\d+) ([a-z]+) (\d{4})", case["expected_english"]).groups()
            day = Day(int(year), ENGLISH[month], int(number))
            assert [(m.low, m.high) for m in _told(text)] == [(day, day)], text


def _lines(shared):
    return _rows(shared / "peers" / "dateparser_ar" / "arabic_script_lines.jsonl")


def _rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_relative_lines_lie_where_the_line_says(shared):
    """Months and years are whole calendar months and years here; hours may reach into the day before."""
    seen = 0
    for line in _lines(shared):
        found = re.match(r'param\("([^"]+)", ago=\{"(\w+)": (\d+)\}, period=', line["code"])
        if not found or line["file"] != "test_freshness_date_parser.py":
            continue
        text, unit, count = found[1], found[2], int(found[3])
        (mention,) = _told(text)
        months = count * {"months": 1, "years": 12}.get(unit, 0)
        index = NOW.year * 12 + NOW.month - 1 - months
        day = NOW.replace(year=index // 12, month=index % 12 + 1) - datetime.timedelta(
            count * {"days": 1, "weeks": 7}.get(unit, 0)
        )
        assert mention.low <= day <= mention.high, text
        seen += 1
    assert seen > 20


def test_lunar_lines(shared):
    """`dt_obj` where the line gives it; two names of two months each («Jumada», «Rabi») are no month."""
    seen = 0
    for line in _lines(shared):
        if line["file"] != "test_hijri.py":
            continue
        text = re.search(r'dt_string="([^"]+)"', line["code"])[1]
        expected = re.search(r"datetime\((\d+), (\d+), (\d+)\)", line["code"])
        if line["line"] in (110, 111):
            assert not [m for m in _told(text) if m.precision == "day"]
            continue
        (mention,) = (m for m in _told(text) if m.rule != "date.part")  # "in the evening" beside it is one of its own
        assert mention.precision == "day"
        if expected:
            assert mention.low == Day(*map(int, expected.groups())), text
        seen += 1
    assert seen > 15


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("في 29 يوليو 1938 دخلت القوات البلاد", [Day(1938, 7, 29)]),
        ("صدر القرار قبل 5 يونيو 2020", [Day(2020, 6, 5)]),
        ("08 أكتوبر 2020 08:15 م", [Day(2020, 10, 8)]),
        ("5 يونيو 2020 الساعة 5:00 مساءً", [Day(2020, 6, 5)]),
        ("۳ یولیو ۲۰۱۴", [Day(2014, 7, 3)]),
    ],
)
def test_search_lines(text, days):
    """Lines in Persian («ژانویه», «دقیقه») are another language and out of scope, as are translations of lone words."""
    assert [m.low for m in _told(text)] == days


def test_gold_events_find_their_days_among_the_mentions(shared):
    """A floor: of the gold events with a date, those whose very days some mention of the report gives."""
    gold = {g["id"]: g for g in _rows(shared / "gold" / "gold.jsonl")}
    hit = total = mentions = 0
    for report in _rows(shared / "gold" / "reports.jsonl"):
        found = _told(report["text"], Day.fromisoformat(report["published"]))
        mentions += len(found)
        days = {(str(m.low), str(m.high)) for m in found}
        for event in gold[report["id"]]["events"]:
            if event["date"]:
                total += 1
                hit += (event["date"]["start"], event["date"]["end"]) in days
    assert hit / total >= 0.95
    assert mentions / len(gold) < 4

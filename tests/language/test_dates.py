"""Time expressions: the examples beside the data, the codebook's rulings, and what must hold for every text."""

import datetime

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from tawatur.language.date_words import MONTHS
from tawatur.language.dates import find_dates
from tawatur.language.numbers import find_numbers
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml

Day = datetime.date
TUESDAY = Day(2020, 3, 10)
WEDNESDAY = Day(2019, 12, 25)
EXAMPLES = [
    row for name in ("months.examples.yml", "dates.examples.yml") for row in load_yaml(f"ar/{name}", list[dict])
]


def dates(text, published=TUESDAY):
    tokens = tokenize(text)
    return find_dates(tokens, find_numbers(tokens), published)


def told(text, published=TUESDAY):
    return [(text[m.start : m.end], m.low, m.high) for m in dates(text, published)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"])
def test_example(example):
    expected = [(words, _day(low), _day(high)) for words, low, high in example["days"]]
    assert told(example["text"]) == expected


def _day(value):
    return value if isinstance(value, Day) else Day.fromisoformat(value)


# Expressions that two libraries were tried on, in sentences of our own: first and last day.
TRIED = [
    ("قبل يومين", "2019-12-23", "2019-12-23"),
    ("يوم الثلاثاء الفائت", "2019-12-24", "2019-12-24"),
    ("الثلاثاء الماضي", "2019-12-24", "2019-12-24"),
    ("أمس", "2019-12-24", "2019-12-24"),
    ("أول أمس", "2019-12-23", "2019-12-23"),
    ("مساء أمس الثلاثاء", "2019-12-24", "2019-12-24"),
    ("12 كانون الثاني 2019", "2019-01-12", "2019-01-12"),
    ("3 شباط 2018", "2018-02-03", "2018-02-03"),
    ("١٥ آذار ٢٠١١", "2011-03-15", "2011-03-15"),
    ("21 تشرين الأول/أكتوبر 2019", "2019-10-21", "2019-10-21"),
    ("5 حزيران", "2019-06-05", "2019-06-05"),
    ("الخامس من أيار 2019", "2019-05-05", "2019-05-05"),
    ("25/12/2019", "2019-12-25", "2019-12-25"),
    ("5/8/2019", "2019-08-05", "2019-08-05"),
    ("٢٥-١٢-٢٠١٩", "2019-12-25", "2019-12-25"),
    ("قبل ثلاثة أيام", "2019-12-22", "2019-12-22"),
    ("منذ أسبوعين", "2019-12-11", "2019-12-25"),
    ("الشهر الماضي", "2019-11-01", "2019-11-30"),
    ("نهاية آب الماضي", "2019-08-21", "2019-08-31"),
    ("28 ربيع الآخر 1441هـ", "2019-12-25", "2019-12-25"),
    ("20 جانفي 2019", "2019-01-20", "2019-01-20"),
    ("الأيام القليلة الماضية", "2019-12-18", "2019-12-24"),
    ("يوم الجمعة 20 ديسمبر/كانون الأول", "2019-12-20", "2019-12-20"),
    ("ليلة الاثنين – الثلاثاء", "2019-12-23", "2019-12-24"),
]
FRAMES = ["نصب مسلحون كمينا {} على طريق المزارع", "{} نصب مسلحون كمينا", "نصبوا كمينا على الطريق، {}، ثم فروا"]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("words", "low", "high"), TRIED, ids=[words for words, _, _ in TRIED])
def test_tried_expressions_have_their_days_and_exact_words(words, low, high, frame):
    assert told(frame.format(words), WEDNESDAY) == [(words, Day.fromisoformat(low), Day.fromisoformat(high))]


def test_without_publication_relative_times_keep_their_words_and_absolute_ones_resolve():
    found = dates("قصف أمس ثم في 3 أيار 2019 ثم الأسبوع الماضي ثم في تموز", None)
    assert [(m.precision, m.low is None) for m in found] == [
        ("unresolved", True),
        ("day", False),
        ("unresolved", True),
        ("unresolved", True),
    ]


def test_weekday_beside_a_date_gives_one_mention_and_the_date_wins():
    assert told("يوم الأحد 3 آذار 2019") == [("يوم الأحد 3 آذار 2019", Day(2019, 3, 3), Day(2019, 3, 3))]
    assert told("الاثنين 3 آذار 2019")[0][1] == Day(2019, 3, 3)


def test_both_calendars_tell_one_day_and_the_solar_one_counts():
    text = "السبت 2 شوال 1436هـ الموافق 18 يوليو 2015"
    assert told(text) == [(text, Day(2015, 7, 18), Day(2015, 7, 18))]


def test_one_letter_words_in_front_are_left_outside():
    assert told("وبالأمس عادوا")[0][0] == "الأمس"
    assert told("والأحد عادوا")[0][0] == "الأحد"


def test_impossible_days_are_not_read_as_days():
    assert told("في 31 شباط 2019") == [("شباط 2019", Day(2019, 2, 1), Day(2019, 2, 28))]
    assert told("32/13/2019") == []


DAYS = st.dates(Day(1950, 1, 1), Day(2070, 12, 31))
SOLAR = [m for m in MONTHS if m.family != "hijri"]


@given(
    DAYS,
    st.sampled_from(SOLAR),
    st.booleans(),
    st.sampled_from(["{} {} {}", "{} من {} {}", "{} {} عام {}", "{} {}، {}"]),
)
def test_a_written_day_of_each_month_family_is_read_back(day, month, eastern, frame):
    day = day.replace(month=month.month, day=min(day.day, 28))
    for name in month.names:
        text = frame.format(day.day, name, day.year)
        if eastern:
            text = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert told(text, None) == [(text, day, day)]


@given(DAYS)
def test_a_written_lunar_day_is_read_back(day):
    lunar = Gregorian.fromdate(day).to_hijri()
    for month in MONTHS:
        if month.family == "hijri" and month.month == lunar.month:
            for name in month.names:
                text = f"{lunar.day} {name} {lunar.year} هـ"
                assert told(text, None) == [(text, day, day)]


@given(DAYS, st.sampled_from(["{d}/{m}/{y}", "{d}-{m}-{y}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{d:02}.{m:02}.{y}"]))
def test_a_day_in_digits_is_read_back(day, frame):
    text = frame.format(d=day.day, m=day.month, y=day.year)
    assert told(text, None) == [(text, day, day)]


@given(st.dates(Day(2000, 1, 1), Day(2030, 1, 1)), st.sampled_from(SOLAR), st.integers(1, 28))
def test_a_day_without_a_year_is_the_latest_that_is_not_in_the_future(published, month, number):
    name = "آب" if month.madda else month.names[0]
    ((_, low, high),) = told(f"{number} {name}", published)
    assert low == high
    assert (low.month, low.day) == (month.month, number)
    assert published - datetime.timedelta(366) < low <= published


WORDS = sorted(
    {word for row in EXAMPLES for word in row["text"].split()} | {word for words, *_ in TRIED for word in words.split()}
)
TEXTS = st.lists(st.sampled_from([*WORDS, "،", ".", "\n", "و", "(", ")", "2019", "5", "٣", "/", "-"]), max_size=30).map(
    " ".join
)


@given(TEXTS, st.one_of(st.none(), DAYS))
def test_any_words_give_ordered_spans_that_lead_back(text, published):
    tokens = tokenize(text)
    found = find_dates(tokens, find_numbers(tokens), published)
    assert found == find_dates(tokens, find_numbers(tokens), published)
    after = 0
    for m in found:
        assert m.first >= after
        assert m.last >= m.first
        assert tokens[m.first].start <= m.start < m.end == tokens[m.last].end
        assert (m.low is None) == (m.high is None) == (m.precision == "unresolved")
        assert m.low is None or m.low <= m.high
        assert m.precision != "day" or m.low == m.high
        assert published is None or m.low is not None
        after = m.last + 1


def test_a_very_long_line_is_read_in_time_that_grows_with_its_length():
    text = "منذ أسبوع قصف 3 أمس من بين الأحد و 5 " * 6000
    tokens = tokenize(text)
    numbers = find_numbers(tokens)
    assert len(find_dates(tokens, numbers, TUESDAY)) >= 6000

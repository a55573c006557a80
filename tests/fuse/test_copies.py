"""Copies of a text and of a passage, and chains of one sayer."""

from fuse_builders import claim, coded, sayer, told

from tawatur.fuse.chains import chains
from tawatur.fuse.copies import containment, shingles

STORY = (
    "هز انفجار عنيف سوق القرية القديمة صباح السبت واسفر عن سقوط تسعة "
    "من الباعة وتضرر عشرين دكانا وفق ما رواه سكان الحي المجاور للسوق"
)
OTHER = (
    "قال مجلس البلدة ان فرق الانقاذ ما زالت تبحث تحت الركام عن "
    "مفقودين بعد الحادث الذي وقع امس قرب الجسر الحجري عند مدخل الوادي"
)
LONG = " ".join(f"كلمة{n}" for n in range(300))


def of(name, text, trigger="انفجار", **fields):
    extra = {key: fields.pop(key) for key in ("published", "source") if key in fields}
    return coded(name, claim(f"c-{name}", text, trigger, **fields), text=text, **extra)


def test_the_shorter_text_decides():
    short, long = (shingles(text.split(), 5) for text in (STORY, f"{STORY} {LONG}"))
    assert containment(short, long) == 1.0
    assert containment(long, short) == 1.0
    assert containment(short, frozenset()) == 0.0


def test_the_same_story_in_other_marks_and_letters_is_one_chain():
    marked = STORY.replace("انفجار", "انفجارٌ").replace("القديمة", "القديـمة،")
    found = chains(told(of("a", STORY), of("b", marked, "انفجارٌ"), of("c", f"{OTHER} انفجار")))
    assert [c.reports for c in found] == [("a", "b"), ("c",)]
    assert "share 100%" in found[0].why[0]


def test_a_story_pasted_into_a_long_text_is_a_copy_of_it():
    found = chains(told(of("a", STORY), of("b", f"{LONG} {STORY} {LONG}")))
    assert [c.reports for c in found] == [("a", "b")]


def test_reports_that_share_only_the_words_of_another_event_are_two_chains():
    # Two long round-ups with own stories of the event, and a third of their words in common elsewhere.
    first, second = (f"{words} " * 1 + LONG for words in (STORY, OTHER + " انفجار"))
    own = " ".join(f"خاص{n}" for n in range(700))
    found = chains(told(of("a", f"{first} {own}"), of("b", f"{second} {own.replace('خاص', 'سوى')}")))
    assert [c.reports for c in found] == [("a",), ("b",)]


def test_two_reports_that_have_it_from_one_agency_are_one_chain():
    a = of("a", STORY, attribution=sayer("وكالة نبأ الجنوب", "medium"))
    b = of("b", f"{OTHER} انفجار", attribution=sayer("نبأ الجنوب", "medium"))
    (chain,) = chains(told(a, b))
    assert (chain.head, chain.kind) == ("وكالة نبأ الجنوب", "sayer")
    assert "both have it from" in chain.why[0]


def test_two_reports_that_name_officials_are_two_chains():
    a = of("a", STORY, attribution=sayer("مصدر أمني", "official"))
    b = of("b", f"{OTHER} انفجار", attribution=sayer("مصدر أمني", "official"))
    assert len(chains(told(a, b))) == 2


def test_chains_do_not_depend_on_the_order_of_reports():
    reports = [of("a", STORY), of("b", STORY, published="2031-03-04"), of("c", f"{OTHER} انفجار"), of("d", STORY)]
    assert chains(told(*reports)) == chains(told(*reversed(reports)))
    assert chains(told(*reports))[0].reports == ("b", "a", "d")

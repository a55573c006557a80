"""Words are marked exactly over their letters: vocalised text, digits of two kinds, emoji, Latin, bidi controls."""

import json

import pytest
from desk_fixtures import KEY, answering, opened
from fuse_builders import claim as made_claim

from tawatur.desk.gate import Desk
from tawatur.desk.reviewing import refresh
from tawatur.project.add_files import Options, add_file
from tawatur.project.batch import Batch
from tawatur.project.link import link_project
from tawatur.records import Coded, Figure, Party, Span, Where
from tawatur.store.claims import Reading, keep_claims
from tawatur.store.database import create_store

# Each text with the words that are marked in it; they overlap, begin and end at marks, signs and controls.
TEXTS = {
    "vocalised": (
        "قُتِلَ ثَلاثَةُ مَدَنِيِّينَ فِي قَصْفٍ عَلَى بَلْدَةٍ، وَلأُصِيبَ آخَرُونَ.",
        ["قَصْفٍ", "ثَلاثَةُ مَدَنِيِّينَ", "مَدَنِيِّينَ", "بَلْدَةٍ"],
    ),
    "digits": (
        "سقط ١٢ قتيلاً و15 جريحاً (نحو ٢٫٥ ألف نازح) في 9/7/2019 بقصف مدفعي.",
        ["قصف", "١٢ قتيلاً", "15 جريحاً", "٢٫٥ ألف نازح"],
    ),
    "emoji": (
        "😀 عاجل 🇸🇾: مقتل 5 أشخاص 👨\u200d👩\u200d👧\u200d👦 بغارة ✈\ufe0f على السوق 😢.",
        ["غارة", "5 أشخاص 👨\u200d👩\u200d👧\u200d👦", "👨\u200d👩\u200d👧\u200d👦", "السوق"],
    ),
    "latin": (
        "قصفت طائرة من طراز Su-24 (Fencer) سوق Idlib [إدلب] وقتلت 7 مدنيين @news #خبر.",
        ["قصفت", "7 مدنيين", "Su-24 (Fencer)", "Idlib [إدلب]"],
    ),
    "controls": (
        "قتل \u202b3 مدنيين\u202c و\u2067جرح 4\u2069 في قصف\u200f على\u200e \u202eبلدة\u202c آمنة.",
        ["قصف\u200f", "3 مدنيين", "\u2067جرح 4\u2069", "بلدة"],
    ),
    "ligatures": (
        "لا إله إلا الله، لآلاف الأهالي: قُصفت الأحيــــاء بـ40 قذيفة.",
        ["قُصفت", "40", "لآلاف الأهالي", "الأحيــــاء"],
    ),
    "lines": (
        "العنوان الأول\r\n\n  قصف في الصباح\tقتل 2.\u2028ثم هدأ.\n\nالنهاية 9",
        ["قصف", "2", "الصباح\tقتل 2", "النهاية"],
    ),
}


def span(text, words):
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def coded(name, text, words):
    trigger, figure, party, place = (span(text, one) for one in words)
    told = made_claim(
        f"claim-{name}",
        type="shelling",
        figures=(Figure(**figure, outcome="killed", who="civilian", low=3, high=3, subset=False),),
        actors=(Party(**party, name="x", kind="armed_group"),),
        place=Where(**place, name="y", lat=None, lon=None, precision="settlement", id=None, reason=""),
    )
    told = type(told)(**{f: getattr(told, f) for f in told.__struct_fields__} | {"trigger": Span(**trigger)})
    return Coded(id=name, source="o", published="2019-07-10", title="", events=(told,), text=text)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    rows = [{"id": n, "source": "o", "published": "2019-07-10", "title": "", "text": t} for n, (t, _) in TEXTS.items()]
    (folder / "in.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    store = create_store(folder / "project")
    with Batch(store) as batch:
        add_file(store, batch, str(folder / "in.jsonl"), Options())
    readings = [Reading(report=name, coded=coded(name, *given)) for name, given in TEXTS.items()]
    with store.writing("code") as writer:
        keep_claims(writer, "by hand", readings)
    link_project(store)
    refresh(store)
    with answering(Desk(store=store, key=KEY, who="rima")) as address:
        yield address
    store.close()


@pytest.fixture(scope="module")
def page(address, chrome):
    with opened(chrome, address) as page:
        page.goto(f"{address}/?key={KEY}")
        yield page


# What is under each highlight; and of each letter that is drawn within its boxes, whether it belongs to the span.
DRAWN = """() => {
  const letters = tawatur.text.lines.flatMap((line) => [...line.node.data].map((_, n) => {
    const range = tawatur.text.range(line.at + n, line.at + n + 1);
    const box = range?.getBoundingClientRect();
    return box && box.width > 0.5 ? {at: line.at + n, x: box.x + box.width / 2, y: box.y + box.height / 2} : null;
  })).filter(Boolean);
  return tawatur.cells.map(({field, start, end}) => {
    const range = tawatur.text.range(start, end);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
    const under = letters.filter(({x, y}) => boxes.some((b) => b.left < x && x < b.right && b.top < y && y < b.bottom));
    return {
      field, start, end, words: String(range), painted: [...CSS.highlights.get(`f-${field}`)].map(String),
      under: under.map((letter) => letter.at),
      own: letters.map((letter) => letter.at).filter((at) => start <= at && at < end),
    };
  });
}"""


@pytest.mark.parametrize("name", TEXTS)
def test_highlights_stand_over_the_letters_of_their_spans(page, address, name):
    text, words = TEXTS[name]
    page.goto(f"{address}/report?id={name}")
    page.wait_for_selector("html[data-painted]")
    drawn = page.evaluate(DRAWN)
    assert {one["field"] for one in drawn} == {"trigger", "figures", "actors", "place"}
    assert sorted(one["words"] for one in drawn) == sorted(words)
    for one in drawn:
        assert one["words"] == text[one["start"] : one["end"]]
        assert one["words"] in one["painted"]
        assert one["own"]
        assert one["under"] == one["own"], one


@pytest.mark.parametrize("name", TEXTS)
def test_letters_under_a_highlight_stay_one_run_of_text(page, address, name):
    """No element stands within a paragraph, so that no joined letter, ligature or mark is cut."""
    page.goto(f"{address}/report?id={name}")
    assert page.eval_on_selector_all("#text p", "all => all.map((p) => [...p.childNodes].map((n) => n.nodeType))") == [
        [3] for line in TEXTS[name][0].split("\n") if line.strip()
    ]
    shown = page.eval_on_selector_all("#text p", "all => all.map((p) => p.textContent)")
    assert shown == [line for line in TEXTS[name][0].split("\n") if line.strip()]


def test_a_click_on_words_goes_through_all_cells_that_overlap_there(page, address):
    page.goto(f"{address}/report?id=emoji")
    page.wait_for_selector("html[data-painted]")
    box = page.evaluate(
        "() => { const c = tawatur.cells.find((c) => c.field === 'actors');"
        " const b = tawatur.text.range(c.start, c.end).getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; }"
    )
    seen = set()
    for _ in range(2):
        page.mouse.click(*box)
        seen.add(page.locator("tr.cell.at").get_attribute("data-field"))
    assert seen == {"figures", "actors"}


def test_chosen_words_have_the_offsets_of_the_server(page, address):
    """Words chosen behind an emoji: the offsets that are sent count code points."""
    page.goto(f"{address}/report?id=emoji")
    page.wait_for_selector("html[data-painted]")
    word = page.evaluate("() => tawatur.text.words().at(-1)")
    text = TEXTS["emoji"][0]
    assert text[word["start"] : word["end"]] == "السوق"

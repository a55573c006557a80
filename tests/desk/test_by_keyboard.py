"""A reviewer's day in a real browser, by keyboard alone: from the queue to final, and everything is in the history."""

import re

import pytest
from desk_fixtures import KEY, SIDES, answering, opened

from tawatur.desk.gate import Desk
from tawatur.desk.listing import listed, wanted
from tawatur.store.verify import verify


@pytest.fixture
def page(demo_store, chrome):
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address, opened(chrome, address) as page:
        page.goto(f"{address}/?key={KEY}")
        yield page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def follow(page, *keys):
    """Press keys of which the last one leads to another page."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def state(page):
    return page.locator("main .state").first.text_content()


def row_with(page, text):
    """Move down to the row that holds a text."""
    for _ in range(40):
        press(page, "KeyJ")
        if text in (page.locator("[data-row].at").text_content() or ""):
            return
    raise AssertionError(f"no row with {text}")


def history(page):
    return [" ".join(text.split()) for text in page.locator(".history .said").all_text_contents()]


def test_from_the_queue_to_final_by_keyboard(page, demo_store):
    follow(page, "Digit2")
    assert page.url.endswith("/queue")
    follow(page, "KeyG")  # the first of the queue
    assert SIDES in page.url
    follow(page, "KeyR")
    assert state(page) == "in review"
    correct_a_figure(page)
    split_merge_and_take_back(page)
    change_language_and_reload(page)
    go_on_to_final(page)
    said = history(page)
    assert any("135+ killed" in one and "35 killed" in one for one in said)
    for each in ("not the same", "the same", "took back", "in review", "reviewed", "second review", "final"):
        assert any(each in one for one in said), (each, said)
    assert all("rima" in by for by in page.locator(".history .by").all_text_contents())
    assert verify(demo_store).faults == []
    with demo_store.reading() as connection:
        assert [row.id for row in listed(connection, wanted({"state": "final"})).rows] == [SIDES]


def correct_a_figure(page):
    """Open the report of a claim, choose other words by the arrows, and set another number."""
    row_with(page, "135+ killed")
    follow(page, "KeyO")
    assert "/report?" in page.url
    page.wait_for_selector("html[data-painted]")
    row_with(page, "135+")
    press(page, "KeyW")
    while page.evaluate("() => [...CSS.highlights.get('cursor')].map(String)[0]") != "135":
        press(page, "ArrowLeft")  # the next word: the report reads from right to left
    press(page, "Shift+ArrowLeft", "Enter")
    dialog = page.locator("dialog#correct")
    page.wait_for_selector("dialog[data-ready]")
    assert dialog.locator("#chosen").text_content() == "135 جندياً"
    figures = dialog.locator("fieldset[data-for=figures]")
    assert figures.locator("[data-part=outcome]").input_value() == "killed"
    assert figures.locator("[data-part=low]").input_value() == "135"
    figures.locator("[data-part=low]").focus()
    press(page, "ControlOrMeta+a")
    page.keyboard.type("35")
    press(page, "Tab", "ControlOrMeta+a")
    page.keyboard.type("35")
    follow(page, "Enter")
    page.wait_for_selector("html[data-painted]")
    assert page.locator("tr.cell", has_text="35 killed").locator(".by-person").text_content() == "set by rima"
    follow(page, "KeyO")
    assert SIDES in page.url
    assert "25–35" in page.locator("td.range").first.text_content().replace(" ", "")


def split_merge_and_take_back(page):
    row_with(page, "armed clash")
    follow(page, "KeyX", "KeyS")
    assert page.locator("tr.claim").count() == 4
    follow(page, "KeyZ")
    assert page.locator("tr.claim").count() == 5
    follow(page, "KeyY")  # the first suggestion is the same
    assert page.locator("tr.claim").count() == 6
    follow(page, "KeyZ")
    assert page.locator("tr.claim").count() == 5


def change_language_and_reload(page):
    follow(page, "KeyL")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "المراجعة" in page.content()
    follow(page, "KeyD")
    assert "٣٥" in page.content()
    page.reload()
    assert page.locator("html").get_attribute("lang") == "ar"
    follow(page, "KeyL")
    follow(page, "KeyD")


def go_on_to_final(page):
    """Through a second review, which does not show the first one's figure."""
    follow(page, "KeyR")
    assert state(page) == "reviewed"
    follow(page, "KeyR")
    assert state(page) == "second review"
    assert "blind" in page.locator(".notice").first.text_content()
    assert "135" in page.locator("td.range").first.text_content()
    follow(page, "KeyR")
    follow(page, "KeyR")
    assert state(page) == "final"


MIDDLE = """() => {
  const word = tawatur.text.words().find((w) => tawatur.text.slice(w.start, w.end).includes('17'));
  const box = tawatur.text.range(word.start, word.end).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def test_words_chosen_with_the_mouse_add_a_value(page):
    page.goto(re.sub(r"/(\?.*)?$", "", page.url) + f"/incidents/{SIDES}")
    row_with(page, "4 killed")
    follow(page, "KeyO")
    page.wait_for_selector("html[data-painted]")
    spot = page.evaluate(MIDDLE)
    page.mouse.dblclick(*spot)
    page.locator("dialog#correct").wait_for(state="visible")
    assert "17" in page.locator("#chosen").text_content()


def test_harm_is_blurred_and_the_screen_locked_at_a_key(page):
    page.goto(page.url.split("?")[0].rstrip("/") + f"/incidents/{SIDES}")
    blur = "() => getComputedStyle(document.querySelector('.words.harm')).filter"
    assert page.evaluate(blur) == "none"
    follow(page, "KeyB")
    assert "blur" in page.evaluate(blur)
    follow(page, "Backquote")
    assert page.url.endswith("/unlock")
    assert page.locator("body").inner_text().split() == ["Key", "Unlock"]
    page.go_back()
    assert "Claims by chain" not in page.content()
    page.goto(page.url.split("/unlock")[0].split("/incidents")[0] + "/unlock")
    page.locator("input[name=secret]:focus").wait_for()  # what is typed before it has the focus goes nowhere
    page.keyboard.type(KEY)
    follow(page, "Enter")
    assert "Overview" in page.title()


def test_who_comes_second_is_told_on_the_page(demo_store, chrome):
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address, opened(chrome, address) as first:
        first.goto(f"{address}/?key={KEY}")
        first.goto(f"{address}/incidents/{SIDES}")
        from tawatur.desk.acts import Note
        from tawatur.desk.deciding import decide
        from tawatur.desk.people import Person

        decide(demo_store, Person("samir", "reviewer"), SIDES, Note(reason="looked into it"))
        follow(first, "KeyR")
        assert "Somebody else decided meanwhile" in first.content()
        assert "looked into it" in first.content()
        with first.expect_navigation():
            first.locator("#anyway").press("Enter")
        assert state(first) == "in review"
        assert any("looked into it" in one for one in history(first))


def test_maps_draw_areas_with_arabic_names(page):
    page.goto(page.url.split("?")[0] + "?view=map")
    page.wait_for_selector("#map[data-ready]", timeout=60_000)
    assert page.locator("#map canvas").count() == 1

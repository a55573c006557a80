"""Events that the machine missed: a person adds them, they hold under newer rules, and can be taken back."""

import httpx
import pytest
from desk_fixtures import KEY, SIDES, answering, opened, read_before
from sqlalchemy import select

from tawatur.desk import acts
from tawatur.desk.acts import Refused
from tawatur.desk.deciding import decide
from tawatur.desk.events import add_event
from tawatur.desk.gate import Desk
from tawatur.desk.looking import decisions, incident_view, report_view
from tawatur.desk.people import Person
from tawatur.project.code import code_project
from tawatur.project.link import link_project
from tawatur.store import schema
from tawatur.store.verify import verify

SAMIR, NOUR = Person("samir", "reviewer"), Person("nour", "reader")
WORDS = "ودمروا دبابة"


def where(store, words=WORDS):
    """A report that holds the words, and their offsets."""
    with store.reading() as connection:
        for name, text in connection.execute(select(schema.report.c.id, schema.report.c.text)):
            if words in text:
                return name, text.index(words), text.index(words) + len(words)
    raise AssertionError(f"no report says {words}")


def added(store, **changes):
    report, start, end = where(store)
    return add_event(
        store, SAMIR, acts.Add(**{"report": report, "type": "attack", "start": start, "end": end, **changes})
    )


def claims_on(store, report):
    with store.reading() as connection:
        return {view.claim.id: view for view in report_view(connection, SAMIR, report).claims}


def test_an_added_event_is_a_claim_with_an_incident_and_a_history(any_store):
    report, start, end = where(any_store)
    done = added(any_store, start=start, end=end + 1, reason="the tank")  # the blank behind the words is left out
    claim = claims_on(any_store, report)[done.claim].claim
    assert (claim.type, claim.trigger.text, claim.trigger.end, claim.rule) == ("attack", WORDS, end, "person")
    with any_store.reading() as connection:
        view = incident_view(connection, SAMIR, done.incident, None)
        assert done.claim in view.claims
        newest = decisions(connection, SAMIR)[0]
    assert (newest.who, newest.decision, newest.reason) == ("samir", "added", "the tank")
    assert verify(any_store).faults == []


def test_taken_back_it_is_gone_and_taking_that_back_brings_it_again(any_store):
    report, *_ = where(any_store)
    before = set(claims_on(any_store, report))
    done = added(any_store)
    home = done.incident
    with any_store.reading() as connection:  # another claim keeps the incident, so that it can be looked at afterwards
        other = next(c for c in before if c in incident_view(connection, SAMIR, SIDES, None).claims)
    decide(any_store, SAMIR, home, acts.Pair(left=done.claim, right=other, judgement="same"))
    decide(any_store, SAMIR, SIDES, acts.Undo(no=done.no))
    assert set(claims_on(any_store, report)) == before
    with any_store.reading() as connection:
        undo = decisions(connection, SAMIR)[0]
        assert done.claim not in incident_view(connection, SAMIR, SIDES, None).claims
    assert undo.kind == "undo"
    added(any_store)  # the same words again: the same claim, in a new version
    assert set(claims_on(any_store, report)) == {*before, done.claim}
    assert verify(any_store).faults == []


def test_newer_rules_leave_it(demo_store):
    done = added(demo_store)
    report, *_ = where(demo_store)
    with read_before():
        changes = code_project(demo_store, rules="newer").changes
    assert changes.obsolete == 0
    link_project(demo_store)
    assert done.claim in claims_on(demo_store, report)
    with demo_store.reading() as connection:
        assert done.claim in incident_view(connection, SAMIR, done.incident, None).claims
    assert verify(demo_store).faults == []


def test_what_makes_no_sense_is_refused(demo_store):
    report, start, end = where(demo_store)
    with pytest.raises(Refused, match="readers"):
        add_event(demo_store, NOUR, acts.Add(report=report, type="attack", start=start, end=end))
    with pytest.raises(Refused, match="no such words"):
        added(demo_store, start=end, end=start)
    with pytest.raises(Refused, match="no such report"):
        added(demo_store, report="nothing")
    added(demo_store)
    with pytest.raises(Refused, match="already"):
        added(demo_store)


def test_tools_add_events_too(demo_store):
    report, start, end = where(demo_store)
    body = {"report": report, "type": "attack", "start": start, "end": end}
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address:
        asked = {"json": body, "headers": {"authorization": f"Bearer {KEY}"}}
        assert httpx.post(f"{address}/api/events", **asked).status_code == 201
        assert httpx.post(f"{address}/api/events", **asked).status_code == 409


CHOSEN = "() => [...CSS.highlights.get('cursor')].map(String)[0]"


def test_by_keyboard_in_the_browser(demo_store, chrome):
    report, *_ = where(demo_store)
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address, opened(chrome, address) as page:
        page.goto(f"{address}/?key={KEY}")
        page.goto(f"{address}/report?id={report}")
        page.wait_for_selector("html[data-painted]")
        page.keyboard.press("KeyW")
        while page.evaluate(CHOSEN) != WORDS.split()[0]:
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[data-ready]")
        page.locator("#field").select_option("event")
        assert not page.locator("#for-claim").is_visible()
        page.locator("fieldset[data-for~=event] [data-part]").select_option("attack")
        with page.expect_navigation():
            page.locator("dialog button.primary").press("Enter")
        page.wait_for_selector("html[data-painted]")
        card = page.locator("section.card.chosen")
        assert WORDS in card.text_content()
        with page.expect_navigation():
            card.locator("h2 a").click()
        assert "added an event" in page.locator(".history").text_content()
        with page.expect_navigation():
            page.keyboard.press("KeyZ")
        assert page.url.endswith("/history")  # the incident was made of this event alone
        assert "took back" in page.locator(".history").text_content()
        page.goto(f"{address}/report?id={report}")
        assert page.locator("section.card", has_text=WORDS).count() == 0


def test_a_place_is_searched_as_one_types(demo_store, chrome):
    report, *_ = where(demo_store)
    with answering(Desk(store=demo_store, key=KEY, who="rima")) as address, opened(chrome, address) as page:
        page.goto(f"{address}/?key={KEY}")
        page.goto(f"{address}/report?id={report}")
        page.wait_for_selector("html[data-painted]")
        row = page.locator("tr.cell.f-place").first
        row.locator("button.edit").click()
        page.wait_for_selector("dialog[open]")
        page.locator("#place-search").press_sequentially("كبان")
        page.locator("#places li", has_text="كبانة").first.wait_for()
        page.keyboard.press("Enter")
        assert page.locator("fieldset[data-for=place] [data-part=name]").input_value() == "كبانة"
        assert page.locator("dialog[open]").count() == 1  # Enter took the place, it did not keep the cell yet
        with page.expect_navigation():
            page.locator("dialog button.primary").click()
        page.wait_for_selector("html[data-painted]")
        corrected = page.locator("tr.cell.f-place", has_text="كبانة").first
        assert "set by rima" in corrected.text_content()

"""What a language model may add to a claim: words of the report and nothing else."""

import json
from datetime import date

import pytest

from tawatur.codebook import codebook
from tawatur.dissect import read
from tawatur.extract.asked import Asking, BadAnswer, Chat, Settings, Unreachable
from tawatur.extract.asked.prompt import instructions
from tawatur.extract.asked.quotes import Quotes
from tawatur.records import Report

TEXT = (
    "غارتان على بلدة كبانة\n\n"
    "قُتِلَ ثلاثةُ جنودٍ وأُصيب 15 مدنياً في غارةٍ جوّيّة لقوات النظام على بلدة كبانة أمس الجمعة، بحسب مصادر محلية. "
    "وقصفت مدفعية النظام محيط البلدة. وفي غارة ثانية على حلب أصيب طفلان."
)
REPORT = Report(id="a/1", text=TEXT, title="غارتان على بلدة كبانة", published=date(2019, 7, 13))
READING = read(REPORT)
STRIKE = {
    "type": "air_strike", "status": "occurred", "trigger": "غارة جوية", "actors": ["قوات النظام"], "targets": ["جنود"],
    "place": "بلدة كبانة", "date": "أمس الجمعة", "attribution": "مصادر محلية",
    "figures": [{"words": "ثلاثة جنود", "outcome": "killed", "who": "combatant", "subset": False},
                {"words": "١٥ مدنيا", "outcome": "injured"}],
}  # fmt: skip


@pytest.fixture
def ask(model):
    """Asks about the report; `waited` of the function holds the seconds that it would have waited."""

    def run(**said):
        settings = Settings(address=model.address, model="m-1", **said)
        with Chat(settings, "secret", wait=run.waited.append) as chat:
            return Asking(chat).extract(READING)

    run.waited = []
    return run


def test_words_become_a_claim_that_the_grammar_understands(model, ask):
    model.tells(STRIKE)
    found = ask()
    [claim] = found.claims
    assert found.notes == ()
    for span in (
        claim.trigger,
        *claim.actors,
        *claim.targets,
        claim.place,
        claim.date.span,
        *claim.figures,
        claim.attribution,
    ):
        assert TEXT[span.start : span.end] == span.text
    assert claim.trigger.text == "غارةٍ جوّيّة"  # with its marks, as the report writes it
    assert (claim.place.id, claim.country) == ("sy-kbana", "SY")
    assert (claim.date.start, claim.date.end) == ("2019-07-12", "2019-07-12")
    assert [(f.outcome, f.who, f.low, f.high) for f in claim.figures] == [
        ("killed", "combatant", 3, 3), ("injured", "civilian", 15, 15)]  # fmt: skip
    assert claim.actors[0].id == "sy.state"
    assert {claim.rule, claim.actors[0].rule, claim.figures[0].rule, claim.date.rule} == {"asked:m-1"}
    assert all("m-1" in why for why in claim.reasons.values())
    assert {"trigger", "actors", "place", "date", "figures", "attribution"} <= set(claim.reasons)


def test_only_the_text_and_the_codebook_are_sent(model, ask):
    model.tells()
    assert ask().claims == ()
    [asked] = model.asked
    assert [m["content"] for m in asked["messages"]] == [instructions(), TEXT]
    assert asked["model"] == "m-1"
    assert model.paths == ["/v1/chat/completions"]
    assert model.headers[0]["authorization"] == "Bearer secret"
    assert all(f"- {kind.id} ({kind.label})" in instructions() for kind in codebook().types)


def test_invented_words_are_dropped_and_named(model, ask):
    model.tells(
        STRIKE | {"place": "مدينة إدلب", "actors": ["الطيران الروسي", "قوات النظام"], "country": "SY",
                  "figures": [{"words": "خمسون قتيلاً", "outcome": "killed"}, {"words": "5 مدنياً", "outcome": "injured"},
                              {"words": "ثلاثة جنود", "outcome": "slain"}, "غارة"]},
        STRIKE | {"trigger": "عملية انتحارية"},
        STRIKE | {"type": "bombing"},
        "قصف",
    )  # fmt: skip
    found = ask()
    [claim] = found.claims
    assert claim.place is None
    assert claim.country is None
    assert [a.text for a in claim.actors] == ["قوات النظام"]
    assert claim.figures == ()
    notes = "\n".join(found.notes)
    for words in (
        "مدينة إدلب",
        "الطيران الروسي",
        "خمسون قتيلاً",
        "5 مدنياً",
        "slain",
        "عملية انتحارية",
        "bombing",
        "country",
    ):
        assert words in notes, words
    assert all(note.startswith("m-1, dropped: ") for note in found.notes)


def test_what_no_grammar_reads_is_no_figure_and_no_day(model, ask):
    model.tells(STRIKE | {"date": "محيط البلدة", "figures": [{"words": "محيط البلدة", "outcome": "killed"}]})
    found = ask()
    assert found.claims[0].date is None
    assert found.claims[0].figures == ()
    assert "no time is read" in "".join(found.notes)
    assert "no number is read" in "".join(found.notes)


def test_an_event_needs_something_of_its_own_and_is_told_once(model, ask):
    bare = {"type": "shelling", "trigger": "وقصفت", "place": "دمشق"}
    model.tells(STRIKE, STRIKE, bare)
    found = ask()
    assert [claim.type for claim in found.claims] == ["air_strike"]
    assert "told twice" in "".join(found.notes)
    assert "no place, day, side or figure" in "".join(found.notes)


def test_ids_are_stable_and_not_those_of_the_rules(model, ask):
    model.tells(STRIKE)
    assert ask().claims[0].id == ask().claims[0].id


@pytest.mark.parametrize("around", ["```json\n{}\n```", "Here it is: {} Anything else?"])
def test_a_fence_or_a_sentence_around_the_object(model, ask, around):
    model.says(around.replace("{}", json.dumps({"events": [STRIKE]})))
    assert len(ask().claims) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("I cannot help with that.", "not JSON"),
        ('{"events": [{"type": "air_str', "not JSON"),
        ('{"happenings": []}', 'no list of "events"'),
        ('{"events": {}}', 'no list of "events"'),
        ("{" * 200_000 + "}" * 200_000, "not JSON"),
        ("", "empty"),
    ],
)
def test_an_answer_that_is_none(model, ask, content, says):
    model.says(content)
    with pytest.raises(BadAnswer, match=says):
        ask()


def test_answers_that_are_cut_or_strange(model, ask):
    model.says('{"events": []}', finish_reason="length")
    with pytest.raises(BadAnswer, match="cut short"):
        ask()
    model.put(body="<html>It works!</html>")
    with pytest.raises(BadAnswer, match="protocol"):
        ask()


def test_a_huge_answer_is_left(model, ask):
    model.says("x" * 3_000_000)
    with pytest.raises(BadAnswer, match="larger than"):
        ask()


def test_a_busy_server_is_asked_again_as_late_as_it_wants(model, ask):
    model.put(429, Retry_After="7")
    model.put(503)
    model.tells(STRIKE)
    assert len(ask().claims) == 1
    assert ask.waited == [7.0, 8.0]
    model.answers[:] = [(429, {"Retry-After": "3600"}, b"", 0.0)]
    with pytest.raises(Unreachable, match="3600 seconds"):
        ask()


def test_a_server_that_stays_busy_costs_the_report(model, ask):
    model.put(500, "out of memory")
    with pytest.raises(BadAnswer, match="500: out of memory"):
        ask()
    assert len(model.asked) == 3


def test_a_picky_server_is_asked_without_options(model, ask):
    model.put(400, '{"error": "response_format is not supported"}')
    model.tells(STRIKE)
    assert len(ask().claims) == 1
    assert [("response_format" in asked) for asked in model.asked] == [True, False]


@pytest.mark.parametrize(("status", "more"), [(401, {}), (404, {}), (307, {"Location": "http://127.0.0.1:1/"})])
def test_refusals_that_would_meet_every_report(model, ask, status, more):
    model.put(status, **more)
    with pytest.raises(Unreachable):
        ask()
    assert len(model.asked) == 1


def test_a_slow_model_costs_the_report_and_the_third_time_all(model):
    model.put(delay=0.5)
    with Chat(Settings(address=model.address, model="m-1", timeout=0.1)) as chat:
        for _ in range(2):
            with pytest.raises(BadAnswer, match=r"no answer in 0\.1 seconds"):
                chat.ask([])
        with pytest.raises(Unreachable, match="3 times in a row"):
            chat.ask([])


def test_requests_keep_their_distance(model):
    model.tells()
    now, waited = [0.0], []

    def wait(seconds):
        waited.append(seconds)
        now[0] += seconds

    with Chat(Settings(address=model.address, model="m-1", pause=5.0), wait=wait, clock=lambda: now[0]) as chat:
        chat.ask([])
        now[0] += 2.0
        chat.ask([])
    assert waited == [3.0]


def test_nobody_at_the_address():
    with (
        Chat(Settings(address="http://127.0.0.1:9/v1", model="m-1")) as chat,
        pytest.raises(Unreachable, match="no server"),
    ):
        chat.ask([])


def test_a_key_is_not_sent_through_a_proxy(monkeypatch, model):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    model.tells()
    with Chat(Settings(address=model.address, model="m-1")) as chat:
        assert chat.ask([]) == '{"events": []}'


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("بلدة كبانة", ["بلدة كبانة", "بلدة كبانة"]),
        ("بلده   كبانه", ["بلدة كبانة", "بلدة كبانة"]),  # the same folded letters, white space as it comes
        ("قوات النظام", ["قوات النظام"]),  # behind a preposition written on to it
        ("كبان", []),  # a part of a word
        ("5 مدنياً", []),  # a part of a number
        ("نظام", ["نظام", "نظام"]),  # behind the article
        ("", []),
        ("،", []),
        ("ق" * 500, []),
    ],
)
def test_where_words_stand(quote, found):
    spans = Quotes(READING).all(quote)
    assert [span.text for span in spans] == found
    assert all(TEXT[span.start : span.end] == span.text for span in spans)


def test_of_several_places_the_one_beside_the_event_is_meant(model, ask):
    second = {
        "type": "air_strike",
        "trigger": "غارة",
        "place": "حلب",
        "figures": [{"words": "طفلان", "outcome": "injured"}],
    }
    model.tells(second)
    [claim] = ask().claims
    assert claim.trigger.start == TEXT.index("غارة ثانية")
    assert [(f.who, f.low) for f in claim.figures] == [("child", 2)]

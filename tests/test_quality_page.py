"""The quality page: each figure of the sides is a count of annotated events, and false alarms count as judged."""

import json

import by_side
import false_alarms
import pytest
import quality

from tawatur.records import Claim, Coded, Report, Span
from tawatur.scoring import Event, Pairing, Words

TEXTS = {
    "a": "قصفت قوات النظام السوري بلدة كبانة أمس. وشن تنظيم داعش هجوماً على حاجز في دير الزور.",
    "b": "هاجم مسلحون مجهولون حافلة.",
}
REPORTS = {name: Report(id=name, text=text, source=f"outlet {name}") for name, text in TEXTS.items()}


def event(doc, kind, trigger, actor=None, **more):
    def words(text):
        start = TEXTS[doc].index(text)
        return Words(text, start, start + len(text))

    return Event(kind, words(trigger), "occurred", (words(actor),) if actor else (), **more)


SHELLING = event("a", "shelling", "قصفت", "قوات النظام السوري")
ATTACK = event("a", "attack", "هجوماً", "تنظيم داعش")
GUNMEN = event("b", "attack", "هاجم", "مسلحون مجهولون")
NAMELESS = event("b", "attack", "هاجم")
PAIRINGS = [
    Pairing("a", [SHELLING, ATTACK], [event("a", "shelling", "قصفت", "تنظيم داعش")], [(0, 0)]),
    Pairing("b", [NAMELESS], [NAMELESS, GUNMEN], [(0, 0)]),
]


def test_missed_wrong_and_invented_are_counted_by_kind_of_actor():
    found = by_side.by_kind(PAIRINGS, REPORTS)
    state, armed = found["state forces"], found["armed groups"]
    assert (state.gold, state.missed, state.found, state.misnamed, state.touched) == (1, 0, 1, 1, 0)
    assert (armed.gold, armed.missed, armed.found, armed.coded, armed.spurious) == (1, 1, 0, 1, 0)
    assert (found[by_side.NOBODY].gold, found[by_side.NOBODY].missed) == (1, 0)
    assert sum(tally.spurious for tally in found.values()) == 1
    assert by_side.by_named_side(PAIRINGS, REPORTS, 1).keys() == {"syria-assad", "islamic-state"}
    assert by_side.by_named_side(PAIRINGS, REPORTS, 2) == {}


@pytest.mark.parametrize(("count", "of", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (0, 0, 0.0, 1.0)])
def test_interval_of_a_share(count, of, low, high):
    assert by_side.interval(count, of) == pytest.approx((low, high), abs=0.001)


def test_the_sentence_names_only_what_chance_does_not_explain():
    total = quality.Rate(0.5, 0.5, 0.5, 200, 200, 100)
    tally = by_side.Tally
    named = quality._difference({"x": tally(gold=100, missed=80), "y": tally(gold=100, missed=20)}, total)
    assert named == "Of all events 50% are missed; missed more often: x; missed less often: y."
    assert "no group differs" in quality._difference(
        {"x": tally(gold=12, missed=8), "y": tally(gold=9, missed=9)}, total
    )


def test_the_page_holds_what_was_measured_and_says_what_was_not(monkeypatch, tmp_path):
    monkeypatch.setattr(quality, "LEFT_OUT", tmp_path / "left-out.json")
    monkeypatch.setattr(quality, "FALSE_ALARMS", tmp_path / "false-alarms.json")
    run = quality.Run(PAIRINGS, REPORTS)
    page = quality.page(run, run, "Told.")
    assert "Not measured yet" in page
    assert "Not judged yet" in page
    assert "| outlet a | 1 | 2 | 1.00 | 0.50 |" in page
    assert "| up to 60 words | 2 | 3 |" in page
    assert "| state forces | 1 | 0 of 1, 0% (0% to 79%) |" in page
    quality.keep(tmp_path / "left-out.json", {"scores": quality.msgspec.to_builtins(run.scores())})
    counted = {
        "reports": 300,
        "reports_with_claims": 5,
        "claims": 9,
        "accepted": 2,
        "rejected": 6,
        "open": 1,
        "seed": 1,
    }
    quality.keep(tmp_path / "false-alarms.json", counted)
    page = quality.page(run, run, "Told.")
    assert "| outlets left out | 2 | 0.67 |" in page
    assert "accepts 2 and rejects 6; 1 are not judged yet, so that there is no rate." in page
    quality.keep(tmp_path / "false-alarms.json", counted | {"open": 0})
    assert "accepts 2 and rejects 6: one false claim in 50 reports." in quality.page(run, run, "Told.")


def test_false_alarms_count_as_they_are_judged(tmp_path):
    claims = tuple(Claim(type="attack", status="occurred", trigger=Span("x", n, n + 1)) for n in (0, 5, 9))
    coded = [Coded(id="a", source="", published=None, title="", events=claims, text="x" * 20),
             Coded(id="b", source="", published=None, title="", events=(), text="y")]  # fmt: skip
    path = tmp_path / "judged.jsonl"
    rows = [
        {"report": "a", "trigger": 0, "type": "attack", "judgement": "accept"},
        {"report": "a", "trigger": 0, "type": "attack", "judgement": "reject"},  # thought again
        {"report": "a", "trigger": 5, "type": "shelling", "judgement": "accept"},
    ]  # another type: not this claim
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = false_alarms.counts(coded, false_alarms.judgements(path))
    assert found == {"reports": 2, "reports_with_claims": 1, "claims": 3, "accepted": 0, "rejected": 1, "open": 2}
    path.write_text('{"report": "a", "trigger": 0, "type": "attack", "judgement": "?"}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"judged\.jsonl:1: Invalid enum value"):
        false_alarms.judgements(path)


def test_the_sample_is_the_same_each_time():
    reports = [Report(id=str(n), text="x") for n in range(50)]
    chosen = false_alarms.sample(reports, 5, seed=1)
    assert chosen == false_alarms.sample(reports[::-1], 5, seed=1)
    assert chosen != false_alarms.sample(reports, 5, seed=2)


def test_the_printed_claim_shows_its_sentence_and_is_a_line_to_copy():
    text = "كلام أول. وقع هجوم هنا. كلام آخر."
    start = text.index("هجوم")
    claim = Claim(type="attack", status="occurred", trigger=Span("هجوم", start, start + 4))
    shown = false_alarms.line(
        Coded(id="a", source="", published=None, title="T", events=(claim,), text=text), claim, None
    )
    title, sentence, _, row = shown.splitlines()
    assert (title, sentence.strip()) == ("T", "وقع [هجوم] هنا")
    assert json.loads(row) == {"report": "a", "trigger": start, "type": "attack", "judgement": "?"}

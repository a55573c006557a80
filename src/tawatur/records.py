"""What travels between the stages, in order: Page → Report → Reading → Claim → Incident → Verdict → Release.

All records are frozen and typed and hold no logic. All offsets are Unicode code points into the report's `text`
as given (diacritics, tatweel and all), end exclusive, so that `text[start:end]` is the span's text.
`first` and `last` are positions in `Reading.tokens`, both inclusive.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

EventType = Literal[
    "armed_clash",
    "territory_gained",
    "withdrawal",
    "air_strike",
    "shelling",
    "explosion",
    "suicide_bombing",
    "chemical_attack",
    "attack",
    "sexual_violence",
    "abduction",
    "detention",
    "release",
    "torture",
    "defection",
    "refusal",
    "mobilization",
    "agreement",
    "displacement",
    "siege",
    "destruction",
    "disrupted_weapons",
    "protest",
    "riot",
]
Status = Literal["occurred", "planned", "failed", "denied"]
Outcome = Literal[
    "killed",
    "injured",
    "casualties",
    "captured",
    "missing",
    "defected",
    "refused",
    "displaced",
    "released",
    "recruited",
    "surrendered",
    "attacks",
    "destroyed",
    "seized",
    "participants",
]
Who = Literal["combatant", "civilian", "child", "woman", "medic", "journalist", "detainee", "object", "unspecified"]


# --- acquire → Page, clean → Report ---------------------------------------------------------------------------------


class Page(Struct, frozen=True, kw_only=True):
    """Raw bytes as published; nothing later touches the network."""

    raw: bytes
    sha256: str
    address: str  # a URL, or the path as the user gave it
    media_type: str  # "text/html", "text/plain", "application/json"
    charset: str | None = None  # as declared by the transport, if at all
    outlet: str | None = None
    captured: datetime | None = None
    id: str | None = None  # given by the source, else derived from the hash
    title: str = ""  # as the source or feed gives it, used where the page itself tells none
    published: Day | None = None  # as the source, feed or user says, used where the page itself tells none


class Anchor(Struct, frozen=True):
    """A stretch of a report's text and where it stands in the decoded page."""

    start: int
    end: int
    page_start: int
    page_end: int


class Report(Struct, frozen=True, kw_only=True):
    """One text by one outlet on one day."""

    id: str
    text: str
    source: str = ""
    published: Day | None = None
    title: str = ""
    anchors: tuple[Anchor, ...] = ()
    notes: tuple[str, ...] = ()  # what clean did or doubted, one sentence each
    origin: dict[str, str] = {}  # what the source says of it: "address", "forwarded_from", "reply_to", "edited", …


# --- dissect → Reading ----------------------------------------------------------------------------------------------


class Span(Struct, frozen=True):
    """Words of the report, copied letter by letter."""

    text: str
    start: int
    end: int


class Token(Struct, frozen=True, gc=False):
    """A word, number or mark of the report."""

    start: int
    end: int
    text: str  # as written
    form: str  # folded: no marks, one alef, one yeh, ه for ة, Western digits
    kind: Literal["word", "number", "latin", "mark", "break"]  # break: a line end


class NumberMention(Struct, frozen=True, kw_only=True):
    """A number with its modifiers: digits, words, a vague word or a bound."""

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    kind: Literal["exact", "bound", "range", "about", "vague", "ordinal", "fraction"]
    rule: str


class CountMention(Struct, frozen=True, kw_only=True):
    """A number of people or things: number (or dual, or one noun) and what is counted."""

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    noun: str  # id of the noun family in ar/nouns.yml, "" where the noun is left out ("5 killed" without a noun)
    who: Who
    kind: Literal["number", "dual", "plural", "one", "vague"]  # one: "a soldier"; plural: "soldiers" without a number
    subset: bool  # opened by a word such as "among them"
    rule: str
    outcome: Outcome | None = None  # what the noun alone says ("a dead": killed, "dead and wounded": casualties)


class DateMention(Struct, frozen=True, kw_only=True):
    """A time expression; low and high are the first and last possible day, None where publication is unknown."""

    first: int
    last: int
    start: int
    end: int
    low: Day | None
    high: Day | None
    precision: Literal["day", "days", "week", "month", "year", "unresolved"]
    rule: str


class Place(Struct, frozen=True, kw_only=True):
    """A row of the gazetteer."""

    id: str
    name: str  # Arabic
    lat: float | None
    lon: float | None
    kind: str  # "settlement", "quarter", "camp", "mountain", "region", "adm1", "adm2", "country", …
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None  # Arabic name of the first-level division
    admin1_pcode: str | None = None
    admin2: str | None = None
    admin2_pcode: str | None = None
    precision: Literal["site", "settlement", "district", "governorate", "region", "country"] = "settlement"
    radius_km: float | None = None
    population: int = 0
    source: str = ""
    pcode_from: str | None = None  # first day on which the finest P-code is valid


class PlaceMention(Struct, frozen=True, kw_only=True):
    """A named place in the text and what it is taken for."""

    first: int
    last: int
    start: int
    end: int
    name: str  # without cue words and prepositions
    place: Place | None  # None: a place by its cue word, not in the gazetteer
    score: float
    reason: str
    cue: str  # "city", "town", … as written, folded, or ""
    alternatives: tuple[tuple[str, float], ...] = ()  # other place ids with their scores
    within: int | None = None  # index of the mention that contains this one ("… in the countryside of Hama")
    role: str = ""  # "dateline", "origin", "destination", "speaker": what the words before it say
    admin1: str | None = None  # certain from the place or from a containing mention
    country: str | None = None


class ActorMention(Struct, frozen=True, kw_only=True):
    """A noun phrase that names a side, people or a thing."""

    first: int
    last: int
    start: int
    end: int
    head: int  # token of the head noun
    id: str | None  # row of actors.csv
    name: str  # neutral name; the words themselves stay in the span
    kind: str  # "state_force", "armed_group", "foreign_force", "police", "monitor", "medium", "civilian", "combatant",
    #            "official", "object", "site", "unknown"
    who: Who
    rule: str


class SayerMention(Struct, frozen=True, kw_only=True):
    """Who says so, and which words of the report are said."""

    first: int
    last: int
    start: int
    end: int
    kind: str  # "official", "monitor", "medium", "witness", "armed_side", "source", "person"
    verb: int | None  # token of the saying verb or of "according to"
    scope_first: int
    scope_last: int
    rule: str


class Sentence(Struct, frozen=True):
    """A run of tokens between full stops or line ends; `clauses` are the token ranges of its clauses."""

    first: int
    last: int
    clauses: tuple[tuple[int, int], ...]
    title: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """A report and what its words are."""

    report: Report
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    numbers: tuple[NumberMention, ...] = ()
    counts: tuple[CountMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    sayers: tuple[SayerMention, ...] = ()


# --- extract → Claim ------------------------------------------------------------------------------------------------


class Party(Struct, frozen=True, kw_only=True):
    """A side or a target: its words, its neutral name and kind."""

    text: str
    start: int
    end: int
    name: str
    kind: str
    id: str | None = None
    rule: str = ""


class Where(Struct, frozen=True, kw_only=True):
    """The place of an event: the words, the gazetteer's row, and how fine it is."""

    text: str
    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    precision: str
    id: str | None
    reason: str
    radius_km: float | None = None
    admin1_pcode: str | None = None
    admin2: str | None = None
    admin2_pcode: str | None = None
    alternatives: tuple[tuple[str, float], ...] = ()


class When(Struct, frozen=True, kw_only=True):
    """The time of an event; start and end are ISO days (inclusive), None while unresolved."""

    start: str | None
    end: str | None
    precision: str
    text: str
    span: Span
    rule: str = ""


class Figure(Struct, frozen=True, kw_only=True):
    """A number that belongs to an event; null low or high is open."""

    text: str
    start: int
    end: int
    outcome: Outcome
    who: Who
    low: int | None
    high: int | None
    subset: bool
    rule: str = ""


class Sayer(Struct, frozen=True, kw_only=True):
    """The nearest original sayer."""

    text: str
    start: int
    end: int
    kind: str
    rule: str = ""


class Claim(Struct, frozen=True, kw_only=True):
    """One event as one report tells it; never edited by another report."""

    type: EventType
    status: Status
    trigger: Span
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    place: Where | None = None
    admin1: str | None = None
    country: str | None = None
    date: When | None = None
    figures: tuple[Figure, ...] = ()
    attribution: Sayer | None = None
    rule: str = ""
    reasons: dict[str, str] = field(default_factory=dict)  # field → why, one sentence each
    id: str = ""


class Coded(Struct, frozen=True, kw_only=True):
    """A report's claims: one line of `tawatur code`."""

    id: str
    source: str
    published: str | None
    title: str
    events: tuple[Claim, ...]
    text: str = field(default="", name="text")
    notes: tuple[str, ...] = ()


# --- fuse → Incident, judge → Verdict -------------------------------------------------------------------------------


class Link(Struct, frozen=True, kw_only=True):
    """Two claims compared: do they tell of one incident? The machine's suggestion, with its reasons."""

    left: str  # claim id; left < right
    right: str
    score: float  # 0 to 1
    band: Literal["linked", "suggested", "apart"]
    reasons: tuple[str, ...] = ()  # one sentence each, with its weight, the weightiest first


class Verdict(Struct, frozen=True, kw_only=True):
    """What a person decided about two claims or incidents (ids); appended, never overwritten: the last one holds."""

    left: str
    right: str
    judgement: Literal["same", "not_same", "unsure"]
    by: str = ""
    at: str = ""  # ISO time in UTC
    reason: str = ""


MENTION = "m:"  # ids of mentions begin so, those of claims never


class Mention(Struct, frozen=True, kw_only=True):
    """Words of a report that speak of an incident without a claim; they are no account of it."""

    id: str
    report: str
    start: int  # of the event's word


class Chain(Struct, frozen=True, kw_only=True):
    """Reports of one incident that count as one voice: copies of one text, or one sayer in other words."""

    head: str  # who stands at its head: the sayer, else the outlet that was first
    kind: Literal["sayer", "outlet"]
    side: str  # side of the head, "" where it is unknown
    belligerent: bool  # the head is a party to the fighting
    reports: tuple[str, ...]  # in order of publication
    claims: tuple[str, ...]
    why: tuple[str, ...] = ()  # why these reports count as one, one sentence a step


class Toll(Struct, frozen=True, kw_only=True):
    """A figure of an incident as one chain tells it last; earlier tolls of the same chain are in `earlier`."""

    chain: int  # position in Incident.chains
    claim: str
    outcome: Outcome
    who: Who
    low: int | None
    high: int | None
    subset: bool
    text: str  # the report's words
    vague: bool = False  # the words name no number: low is the codebook's floor
    earlier: tuple[tuple[int | None, int | None], ...] = ()


class Range(Struct, frozen=True, kw_only=True):
    """What a policy makes of an incident's tolls; None is unknown, never zero."""

    outcome: Outcome
    low: int | None
    best: int | None
    high: int | None
    group: str = ""  # "civilian" or "belligerent"; "" where the policy does not group
    side: str = ""  # the attacking side, where the range counts none but its own people
    is_open: bool = False  # the highest account is a bound: "at least"
    note: str = ""


class Grade(Struct, frozen=True, kw_only=True):
    """Facts for a grade and the grade that they suggest; a person sets the grade."""

    suggested: Literal["confirmed", "fair", "weak", "contested", "discounted"]
    why: str
    chains: int
    outlets_by_side: dict[str, int]
    accepted_by: tuple[str, ...] = ()  # belligerents whose own account tells it as their act
    denied_by: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()  # everybody that a claim names as the one who did it


class Incident(Struct, frozen=True, kw_only=True):
    """An event in the world: the claims that tell of it, their chains, and what a policy makes of their figures."""

    id: str
    former: tuple[str, ...] = ()  # ids that lead here since they were merged into it
    type: EventType
    status: Status
    date_start: str | None
    date_end: str | None
    place: str | None
    admin1: str | None
    country: str | None
    lat: float | None = None
    lon: float | None = None
    precision: str = "unknown"
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    claims: tuple[str, ...]
    reports: tuple[str, ...]  # those that tell it, then those that only mention it
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()  # of those that tell it; a report that mentions it stands in one only as a copy
    tolls: tuple[Toll, ...] = ()
    policy: str = ""
    ranges: tuple[Range, ...] = ()
    belligerents: tuple[Range, ...] = ()  # belligerents' own accounts, where the policy keeps them apart
    killed: tuple[int, int] | None = None
    grade: Grade | None = None
    suggestions: tuple[Link, ...] = ()  # links to claims of other incidents that a person may judge

"""Made-up coded reports for tests and the growth bench: incidents, told by several reports, with realistic collisions.

Every incident has a place, a day, a type and a toll. Reports tell it with other tolls, neighbouring types, coarser or
missing places and days, days later too, or as copies of one text. Places and days collide as they do in the world:
a few large towns have much of everything, so other incidents of the same day lie within some kilometres.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from tawatur.records import Claim, Coded, Figure, Party, Sayer, Span, When, Where

FIRST = date(2019, 1, 1)
PLACES, REGIONS, COUNTRIES = 2_000, 60, ("SY", "IQ", "YE", "LY", "SD")
TYPES = (("air_strike", "shelling"), ("shelling", "air_strike"), ("attack", "armed_clash"), ("explosion", "attack"),
         ("suicide_bombing", "explosion"), ("abduction", "detention"), ("armed_clash", "territory_gained"))  # fmt: skip
OUTLETS = tuple(f"outlet-{n}" for n in range(40))
CONSONANTS, VOWELS = "bdfghjklmnrstwz", "aiu"


def reports(claims: int, seed: int = 1) -> Iterator[tuple[Coded, str]]:
    """About so many coded reports of one claim each, with the incident that each tells; more reports, more days."""
    rng = random.Random(seed)
    days = max(10, claims // 100)
    made, incident = 0, 0
    while made < claims:
        told = _incident(rng, incident, days)
        incident += 1
        for number in range(min(claims - made, max(1, int(rng.lognormvariate(0.9, 0.9))))):
            yield _report(rng, told, made, number), told["id"]
            made += 1


def _incident(rng: random.Random, number: int, days: int) -> dict:
    place = int(PLACES * rng.random() ** 2.5)
    spot = random.Random(place)
    region = place % REGIONS
    return {
        "id": f"e{number}",
        "place": place,
        "name": _word(spot) + _word(spot),
        "lat": 13 + (region % 8) * 2.5 + spot.uniform(-0.6, 0.6),
        "lon": 32 + (region // 8) * 2.5 + spot.uniform(-0.6, 0.6),
        "region": f"region-{region}",
        "country": COUNTRIES[region % len(COUNTRIES)],
        "day": FIRST + timedelta(days=rng.randrange(days)),
        "types": rng.choice(TYPES),
        "killed": min(200, int(rng.paretovariate(0.8))) if rng.random() < 0.8 else None,
        "actor": f"side-{rng.randrange(12)}",
        "target": _word(rng),
        "words": [_word(rng) for _ in range(60)],
    }


def _report(rng: random.Random, told: dict, made: int, number: int) -> Coded:
    later = 0 if number < 2 else rng.choice((0, 0, 1, 1, 2, 5, 12))
    published = told["day"] + timedelta(days=later + rng.randrange(2))
    words = told["words"] if rng.random() < 0.15 else [_word(rng) for _ in range(60)]
    text = " ".join(words)
    fine, dated = rng.random() < 0.85, rng.random() < 0.7
    day = told["day"].isoformat()
    claim = Claim(
        id=f"c{made:07}",
        type=told["types"][0] if rng.random() < 0.8 else told["types"][1],
        status="occurred",
        trigger=Span(words[20], *_at(text, words[20])),
        place=_place(told, text) if fine else None,
        admin1=told["region"] if fine or rng.random() < 0.5 else None,
        country=told["country"],
        date=When(start=day, end=day, precision="day", text="", span=Span("", 0, 0)) if dated else None,
        figures=_figures(rng, told),
        actors=(_party(told["actor"]),) if rng.random() < 0.6 else (),
        targets=(_party(told["target"]),) if rng.random() < 0.5 else (),
        attribution=Sayer(text="agency", start=0, end=0, kind="medium") if rng.random() < 0.05 else None,
    )
    return Coded(
        id=f"r{made:07}",
        source=rng.choice(OUTLETS),
        published=published.isoformat(),
        title="",
        events=(claim,),
        text=text,
    )


def _place(told: dict, text: str) -> Where:
    return Where(
        text=told["name"],
        start=0,
        end=0,
        name=told["name"],
        lat=told["lat"],
        lon=told["lon"],
        precision="settlement",
        id=f"p{told['place']}",
        reason="made up",
        radius_km=8.0 if told["place"] < 20 else 1.0,
    )


def _figures(rng: random.Random, told: dict) -> tuple[Figure, ...]:
    if told["killed"] is None or rng.random() < 0.25:
        return ()
    low = max(1, round(told["killed"] * rng.choice((1, 1, 1, 1, 0.8, 1.25))))
    high = low if rng.random() < 0.8 else None
    return (
        Figure(text=str(low), start=0, end=0, outcome="killed", who="unspecified", low=low, high=high, subset=False),
    )


def _party(name: str) -> Party:
    return Party(text=name, start=0, end=0, name=name, kind="armed_group", id=name if name.startswith("side") else None)


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(3))


def _at(text: str, word: str) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)

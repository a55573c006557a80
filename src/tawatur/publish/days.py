"""The days of an incident as they are given away, and whether it went on through all of them."""

from __future__ import annotations

import calendar
from datetime import date as Day

from tawatur.publish.mapping import acled_codes
from tawatur.publish.material import Entry


def given_days(start: str | None, end: str | None, finest: str) -> tuple[str, str, str]:
    """First and last possible day, no finer than a day, month or year, and how fine that is."""
    if start is None and end is None:
        return "", "", "unknown"
    first, last = sorted(Day.fromisoformat((day or start or end or "")[:10]) for day in (start, end))
    if finest == "month":
        first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    if finest == "year":
        first, last = Day(first.year, 1, 1), Day(last.year, 12, 31)
    length = (last - first).days + 1
    precision = "day" if length == 1 else "days" if length <= 7 else "month" if length <= 31 else "year"
    return first.isoformat(), last.isoformat(), precision


def went_on(entry: Entry) -> bool:
    """Whether a claim tells that it went on from the incident's first day to its last («from 3 to 5 May»).

    Otherwise several days mean that it was at some time between them («within 48 hours», «in May»).
    """
    days = (entry.incident.date_start, entry.incident.date_end)
    told = (claim.date for _, claim in entry.claims if claim.date and claim.status != "denied")
    return days[0] != days[1] and any((d.start, d.end) == days and d.rule in acled_codes().went_on for d in told)

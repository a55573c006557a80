"""Searches reports and their claims as people type Arabic, with filters and the places of the found words."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, and_, column, func, or_, select, table, text

from tawatur.language.tokens import tokenize
from tawatur.store import schema
from tawatur.store.outlets import outlet_named
from tawatur.store.words import Term, key_of, matches, name_key, parse, widened

_INDEX = table("report_words", column("rowid"), column("rank"))  # SQLite's FTS5 table
_BEFORE, _AFTER = 12, 28  # words of a snippet before the first found word and behind it


class Query(Struct, frozen=True, kw_only=True):
    """What to look for; an empty `words` finds all reports that pass the filters."""

    words: str = ""
    since: datetime.date | None = None  # day of publication
    until: datetime.date | None = None
    event_since: datetime.date | None = None  # day of an event told in the report
    event_until: datetime.date | None = None
    place: str = ""  # place, first-level division or country code of an event
    outlet: str = ""
    type: str = ""  # of an event
    newest: bool = False  # by day of publication instead of by relevance
    limit: int = 20
    offset: int = 0


class Brief(Struct, frozen=True):
    """A claim in a few words."""

    id: str
    type: str
    status: str
    place: str | None
    date: str | None  # first possible day


class Hit(Struct, frozen=True, kw_only=True):
    """A found report: `spans` are the found words in its text, `snippet` is the stretch of it to show."""

    report: str
    source: str
    published: str | None
    title: str
    text: str
    restricted: bool
    spans: tuple[tuple[int, int], ...]
    snippet: tuple[int, int]
    claims: tuple[Brief, ...]  # those that pass the filters


class Found(Struct, frozen=True):
    """The hits, how many there are in all, and whether words written on to others were taken off to find any."""

    hits: tuple[Hit, ...]
    total: int
    wider: bool = False


def search(connection: Connection, query: Query) -> Found:
    """Reports that hold all of the words and tell of a claim that passes the filters."""
    terms = parse(query.words)
    if query.words.strip() and not any(not term.excluded for term in terms):
        return Found((), 0)
    total, rows = _matching(connection, query, terms)
    wider = bool(terms) and not total and widened(terms) != terms
    if wider:
        terms = widened(terms)
        total, rows = _matching(connection, query, terms)
    claims = _claims(connection, query, [row.id for row in rows])
    return Found(tuple(_hit(row, terms, claims.get(row.id, ())) for row in rows), total, wider and total > 0)


def _matching(connection: Connection, query: Query, terms: tuple[Term, ...]) -> tuple[int, list[Any]]:
    """The number of reports found, and the rows of the page asked for."""
    report = schema.report
    sqlite = connection.dialect.name == "sqlite"
    # The plus keeps SQLite from walking through all reports, by the index of states, where the words find a few.
    is_report = text("+report.state = 'report'") if sqlite and terms else report.c.state == "report"
    base: Select[Any] = select(report.c.no).where(is_report, *_filters(query))
    order: list[Any] = [report.c.published.desc().nulls_last(), report.c.no.desc()]
    parameters: dict[str, Any] = {}
    if terms:
        parameters["words"] = _fts5(terms) if sqlite else _tsquery(terms)
        if sqlite:
            base = base.join(_INDEX, _INDEX.c.rowid == report.c.no).where(text("report_words MATCH :words"))
            rank: Any = _INDEX.c.rank
        else:
            base = base.where(text("report.tsv @@ CAST(:words AS tsquery)"))
            rank = text("ts_rank(report.tsv, CAST(:words AS tsquery)) DESC")
        if not query.newest:
            order = [rank, *order]
    total = connection.execute(base.with_only_columns(func.count(), maintain_column_froms=True), parameters).scalar()
    if not total:
        return 0, []
    page = base.order_by(*order).limit(query.limit).offset(query.offset)
    numbers = list(connection.scalars(page, parameters))
    rows = {row.no: row for row in connection.execute(select(report).where(report.c.no.in_(numbers))).all()}
    return int(total), [rows[number] for number in numbers]


def _filters(query: Query) -> list[Any]:
    c = schema.report.c
    found: list[Any] = []
    if query.since:
        found.append(c.published >= query.since.isoformat())
    if query.until:
        found.append(c.published <= query.until.isoformat())
    if query.outlet:
        outlet = outlet_named(query.outlet)
        found.append(c.source.in_((query.outlet, *((outlet.id, *outlet.names) if outlet else ()))))
    if told := _claim_filters(query):  # a list made once: asked report by report, SQLite goes through it for each
        found.append(c.id.in_(select(schema.claim.c.report).where(*told)))
    return found


def _claim_filters(query: Query) -> list[Any]:
    """What a claim must be; empty where the query asks nothing of claims."""
    c = schema.claim.c
    found: list[Any] = []
    if query.type:
        found.append(c.type == query.type)
    if query.event_since:
        found.append(c.date_end >= query.event_since.isoformat())
    if query.event_until:
        found.append(c.date_start <= query.event_until.isoformat())
    if query.place:
        key = name_key(query.place)
        found.append(or_(c.place_key == key, c.admin1_key == key, c.country == query.place.upper()))
    return [c.state == "current", *found] if found else []


def _claims(connection: Connection, query: Query, reports: list[str]) -> dict[str, tuple[Brief, ...]]:
    """The claims of these reports that pass the filters."""
    c = schema.claim.c
    passing = _claim_filters(query) or [c.state == "current"]
    found: dict[str, tuple[Brief, ...]] = {}
    wanted = select(c.report, c.id, c.type, c.status, c.place, c.date_start)
    for row in connection.execute(wanted.where(and_(c.report.in_(reports), *passing)).order_by(c.date_start, c.id)):
        found[row.report] = (*found.get(row.report, ()), Brief(*row[1:]))
    return found


def _fts5(terms: tuple[Term, ...]) -> str:
    """The query as FTS5 reads it; keys hold only letters and digits, so quotes are enough."""
    wanted = " AND ".join(f"({_fts5_term(term)})" for term in terms if not term.excluded)
    refused = "".join(f" NOT ({_fts5_term(term)})" for term in terms if term.excluded)
    return f"({wanted}){refused}"


def _fts5_term(term: Term) -> str:
    star = "*" if term.prefix else ""
    rest = " ".join(next(iter(words)) for words in term.words[1:])
    return " OR ".join(f'"{f"{first} {rest}".strip()}"{star}' for first in sorted(term.words[0]))


def _tsquery(terms: tuple[Term, ...]) -> str:
    """The query as PostgreSQL reads it."""
    wanted = [f"({_tsquery_term(term)})" for term in terms if not term.excluded]
    refused = [f"!({_tsquery_term(term)})" for term in terms if term.excluded]
    return " & ".join(wanted + refused)


def _tsquery_term(term: Term) -> str:
    star = ":*" if term.prefix else ""
    return " <-> ".join("(" + " | ".join(f"'{word}'{star}" for word in sorted(words)) + ")" for words in term.words)


def _hit(row: Any, terms: tuple[Term, ...], claims: tuple[Brief, ...]) -> Hit:
    spans, snippet = highlight(row.text, terms)
    return Hit(
        report=row.id,
        source=row.source,
        published=row.published,
        title=row.title,
        text=row.text,
        restricted=bool(row.restricted),
        spans=spans,
        snippet=snippet,
        claims=claims,
    )


def highlight(text: str, terms: tuple[Term, ...]) -> tuple[tuple[tuple[int, int], ...], tuple[int, int]]:
    """Offsets of the found words in a text, and of the stretch around the densest of them."""
    tokens = [(token, key) for token in tokenize(text) if (key := key_of(token))]
    if not tokens:
        return (), (0, min(len(text), 200))
    found = sorted(matches([key for _, key in tokens], terms))
    best = max(found, key=lambda at: bisect_left(found, at + _AFTER) - bisect_left(found, at), default=0)
    first, last = max(0, best - _BEFORE), min(len(tokens) - 1, best + _AFTER)
    return (
        tuple((tokens[at][0].start, tokens[at][0].end) for at in found),
        (tokens[first][0].start, tokens[last][0].end),
    )

"""Claims as flat rows, for spreadsheets and data frames: one row a claim, or one row a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

from tawatur.records import Claim, Coded, Figure

Rows = Literal["claims", "figures"]
Library = Literal["pandas", "polars"]
Row: TypeAlias = dict[str, Any]
COLUMNS = (
    "report", "source", "published", "claim", "type", "status", "trigger", "trigger_start", "trigger_end", "actors",
    "targets", "place", "place_words", "place_id", "lat", "lon", "precision", "admin1", "country", "date_start",
    "date_end", "date_words", "figures", "attribution", "attribution_kind", "rule",
)  # fmt: skip
FIGURE_COLUMNS = (
    "report", "source", "published", "claim", "type", "status", "place", "date_start", "date_end", "outcome", "who",
    "low", "high", "subset", "words", "start", "end", "attribution",
)  # fmt: skip

ASKED = "asked:"  # starts the rule of claims that a language model chose, see extract/asked


def claim_rows(coded: Coded) -> Iterator[Row]:
    """One row a claim, with the keys of COLUMNS; several sides or figures are joined by "; "."""
    for claim in coded.events:
        row = _report(coded) | _claim(claim)
        yield {name: row[name] for name in COLUMNS}


def figure_rows(coded: Coded) -> Iterator[Row]:
    """One row a figure, with the keys of FIGURE_COLUMNS; low or high None is open."""
    for claim in coded.events:
        shared = _report(coded) | _claim(claim)
        for figure in claim.figures:
            row = shared | {name: getattr(figure, name) for name in ("outcome", "who", "low", "high", "subset")}
            row |= {"words": figure.text, "start": figure.start, "end": figure.end}
            yield {name: row[name] for name in FIGURE_COLUMNS}


def frame(coded: Iterable[Coded], *, rows: Rows = "claims", library: Library = "pandas") -> Any:
    """A pandas or polars data frame of many reports' claims or figures. The library is only needed here."""
    make, columns = (claim_rows, COLUMNS) if rows == "claims" else (figure_rows, FIGURE_COLUMNS)
    listed = [row for report in coded for row in make(report)]
    if library == "pandas":
        import pandas

        return pandas.DataFrame(listed, columns=list(columns))
    import polars

    return polars.DataFrame({name: [row[name] for row in listed] for name in columns}, strict=False)


def asked_model(claim: Claim) -> str:
    """The language model whose claim it is, "" where it is the rules' own."""
    return claim.rule.removeprefix(ASKED) if claim.rule.startswith(ASKED) else ""


def amount(low: int | None, high: int | None) -> str:
    """A figure as analysts write it: 5, 20+, ≤9, 10–15, or ? where no number is told."""
    if low is None:
        return "?" if high is None else f"≤{high:,}"
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}\N{EN DASH}{high:,}"


def _report(coded: Coded) -> Row:
    return {"report": coded.id, "source": coded.source, "published": coded.published}


def _claim(claim: Claim) -> Row:
    place, date, sayer = claim.place, claim.date, claim.attribution
    return {
        "claim": claim.id,
        "type": claim.type,
        "status": claim.status,
        "trigger": claim.trigger.text,
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "actors": "; ".join(p.text for p in claim.actors),
        "targets": "; ".join(p.text for p in claim.targets),
        "place": place.name if place else None,
        "place_words": place.text if place else None,
        "place_id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "admin1": claim.admin1,
        "country": claim.country,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_words": date.text if date else None,
        "figures": "; ".join(_figure(f) for f in claim.figures),
        "attribution": sayer.text if sayer else None,
        "attribution_kind": sayer.kind if sayer else None,
        "rule": claim.rule,
    }


def _figure(figure: Figure) -> str:
    return f"{figure.outcome} {amount(figure.low, figure.high)} {figure.who}" + (" (of these)" if figure.subset else "")

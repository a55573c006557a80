"""A report of one HTML file: tables, map, timeline and charts. No script, no request to anywhere, a strict CSP."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tawatur.publish.columns import LABELS, OUTCOMES, said_of, side_name
from tawatur.publish.drawing import Summary, bars_svg, map_svg
from tawatur.publish.given import Format, Given
from tawatur.publish.rows import Row

MOST_ROWS = 2_000  # the newest; a browser takes seconds to lay out more
STYLE = """
:root{color-scheme:light;--ink:#1b2430;--soft:#5b6675;--line:#d8dee6;--mark:#a33b20;--area:#c8552b}
*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:1.5rem;font:16px/1.5 system-ui,"Noto Sans Arabic",
sans-serif;color:var(--ink);background:#fff}h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}
p{max-width:46rem}.soft{color:var(--soft)}.note{border-inline-start:4px solid var(--mark);padding-inline-start:.8rem}
svg{max-width:100%;height:auto;display:block}.land{fill:#f1f3f6;stroke:#aab4c0;stroke-width:.6}
.area{fill:var(--area);fill-opacity:.28;stroke:var(--area);stroke-width:.7}.bar{fill:#4a6a8a}.span{fill:#e2b6a4}
.low{fill:var(--mark)}text{font:11px system-ui,sans-serif;fill:var(--soft)}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem}th,td{padding:.3rem .5rem;text-align:start;
vertical-align:top;border-bottom:1px solid var(--line)}th{position:sticky;top:0;
background:#fff}.n{text-align:end;white-space:nowrap}
.tag{white-space:nowrap;color:var(--soft)}@media print{th{position:static}}
"""


def write(given: Given, folder: Path) -> None:
    """report.html; the file is written piece by piece."""
    with (folder / "report.html").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_page(given))


def _page(given: Given) -> Iterator[str]:
    seal = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{escape(given.title)}, {given.day}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    summary = Summary()
    for row in given.rows():
        summary.add(row)
    yield from _head(given, summary)
    yield "<h2>Where</h2>\n<p>Each disc is the area in which it happened, not a point."
    yield f" {summary.undrawn:,} incidents of which no more than the country is known are not drawn.</p>\n"
    yield f"{map_svg(summary)}\n"
    yield f"<h2>When</h2>\n<p>Incidents by {summary.unit} of their first possible day.</p>\n"
    yield bars_svg(summary.timeline(), "Incidents over time")
    yield "<h2>Killed</h2>\n<p>Dark: the lowest numbers told, added up; light: up to the highest. Incidents without a "
    yield f"number are in neither.</p>\n{bars_svg(summary.tolls(), 'People killed over time', 'low')}\n"
    yield from _types(summary)
    yield from _table(given)
    yield from _sources(given)
    yield "</body>\n</html>\n"


def _head(given: Given, summary: Summary) -> Iterator[str]:
    span = f"{summary.first} to {summary.last}" if summary.first else "without days"
    yield f"<header><h1>{escape(given.title)}</h1>\n"
    yield f'<p class="soft">{given.day}, version {given.version}, profile {escape(given.profile)}, licence '
    yield f"{escape(given.licence)}. {given.count:,} incidents, {span}.</p></header>\n"
    yield '<p class="note">Sides are <strong>alleged</strong> by those who are named or described; nothing here is a '
    yield "finding of guilt. An empty number is unknown, never zero; conflicting numbers make a range. "
    yield "Places and times may be coarser than what is known; disclosure.md says by which rules.</p>\n"
    for review, count in sorted(summary.reviews.items()):
        if review in ("machine", "in_review"):
            yield f'<p class="note">{count:,} incidents are machine output that nobody has reviewed.</p>\n'


def _types(summary: Summary) -> Iterator[str]:
    yield '<h2>Types</h2>\n<div class="wide"><table><thead><tr><th>type</th><th></th><th class="n">incidents</th></tr>'
    yield "</thead><tbody>\n"
    for kind, count in sorted(summary.types.items(), key=lambda item: (-item[1], item[0])):
        label = f'<bdi lang="ar">{escape(LABELS.get(kind, ""))}</bdi>'
        yield f'<tr><td>{_words(kind)}</td><td>{label}</td><td class="n">{count:,}</td></tr>\n'
    yield "</tbody></table></div>\n"


def _table(given: Given) -> Iterator[str]:
    skipped = max(0, given.count - MOST_ROWS)
    yield "<h2>Incidents</h2>\n"
    if skipped:
        yield f"<p>The newest {MOST_ROWS:,} of {given.count:,}; all are in the other files of this release.</p>\n"
    heads = ("day", "type", "place", "alleged", "targets", *OUTCOMES[:2], "chains", "review", "id")
    yield (
        '<div class="wide"><table><thead><tr>' + "".join(f"<th>{head}</th>" for head in heads) + "</tr></thead><tbody>"
    )
    for number, row in enumerate(given.rows()):
        if number >= skipped:
            yield "\n" + _line(row)
    yield "\n</tbody></table></div>\n"


def _line(row: Row) -> str:
    day = row.date_start if row.date_start == row.date_end else f"{row.date_start} to {row.date_end}"
    where = ", ".join(filter(None, (row.place, row.admin2, row.admin1, row.country)))
    sides = "<br>".join(f"<bdi>{escape(side_name(side))}</bdi>{escape(said_of(side, row))}" for side in row.actors)
    whom = ", ".join(f"<bdi>{escape(side_name(side))}</bdi>" for side in row.targets)
    told = "".join(f'<td class="n">{_range(row, outcome)}</td>' for outcome in OUTCOMES[:2])
    status = "" if row.status == "occurred" else f' <span class="tag">{row.status}</span>'
    return (
        f'<tr><td class="n">{escape(day)}</td><td>{_words(row.type)}{status}</td><td><bdi>{escape(where)}</bdi></td>'
        f'<td>{sides}</td><td>{whom}</td>{told}<td class="n">{row.chains}</td><td class="tag">{_words(row.review)}</td>'
        f'<td class="tag">{row.id}</td></tr>'
    )


def _range(row: Row, outcome: str) -> str:
    count = row.count(outcome)
    if count is None:
        return ""
    more = "+" if count.is_open else ""
    return f"{count.low}{more}" if count.low == count.high else f"{count.low}\u2013{count.high}{more}"


def _sources(given: Given) -> Iterator[str]:
    named = sorted(source.name for source in given.sources.values() if source.name)
    others = sum(not source.name for source in given.sources.values())
    yield "<h2>Sources</h2>\n<p>" + ", ".join(f"<bdi>{escape(name)}</bdi>" for name in named)
    yield f"{'; ' if named and others else ''}{f'{others:,} that are not named' if others else ''}.</p>\n"


def _words(value: str) -> str:
    return escape(value.replace("_", " "))


FORMAT = Format(
    id="html",
    title="HTML report",
    files=("report.html",),
    write=write,
    cannot_hold=(f"more than the newest {MOST_ROWS:,} incidents in its table; map and charts hold all",),
)

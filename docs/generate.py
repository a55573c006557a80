"""Writes the pages that come from code and data, and the README's picture; PAGES lists them.

generate.py          write them          (tests/test_docs.py fails where one is not what this would write)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from msgspec import Struct
from rich.console import Group

from tawatur.acquire import read_inputs
from tawatur.clean import clean
from tawatur.cli import COMMANDS, main
from tawatur.codebook import codebook
from tawatur.demo import demo_folder
from tawatur.display import claims_view
from tawatur.dissect import read
from tawatur.explain import row_of, trace
from tawatur.extract.lexicon import rules
from tawatur.pipeline import code_report
from tawatur.records import Coded, Page, Reading, Report
from tawatur.store.schema_page import schema_page

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from mapping_page import mapping_page  # noqa: E402  a script beside this one
from picture import picture  # noqa: E402  another

FOLLOWED = "02-activists.html"
DO_NOT_EDIT = "<!-- Written by docs/generate.py (make docs); do not edit. -->\n\n"


def followed() -> tuple[Page, Report, Reading, Coded]:
    """The demo page that docs/line.md follows, at every stage."""
    page = next(item for item in read_inputs([demo_folder() / FOLLOWED]) if isinstance(item, Page))
    report = clean(page)
    return page, report, read(report), code_report(report)


def line() -> str:
    """One report followed from page to claims."""
    page, report, reading, coded = followed()
    return "\n".join(
        [
            DO_NOT_EDIT + "# One report, stage by stage\n",
            "What travels through the program, shown on a page of the demo. The stages are the folders of",
            "`src/tawatur/`, the records those of `records.py`.\n",
            *_acquired(page),
            *_cleaned(report),
            *_dissected(reading),
            *_extracted(coded),
        ]
    )


def _acquired(page: Page) -> Iterator[str]:
    yield "## acquire → `Page`\n"
    yield "The bytes as published, with their hash. Nothing later touches the network or changes them.\n"
    yield from table(
        ("field", "value"),
        [
            ("address", f"`{Path(page.address).name}`"),
            ("media_type", page.media_type),
            ("raw", f"{len(page.raw):,} bytes: menu, share bar, related links, comment form and all"),
            ("sha256", f"`{page.sha256[:16]}…`"),
        ],
    )


def _cleaned(report: Report) -> Iterator[str]:
    yield "## clean → `Report`\n"
    yield "Title, day, outlet and text; the clutter is gone, and each paragraph knows where it stood in the page.\n"
    anchors = ", ".join(f"{a.start}:{a.end} ← {a.page_start}:{a.page_end}" for a in report.anchors)
    yield from table(
        ("field", "value"),
        [
            ("id", f"`{report.id}`"),
            ("source", report.source),
            ("published", str(report.published)),
            ("title", report.title),
            ("anchors", f"{anchors} (text ← page, code points)"),
            *[("notes", note) for note in report.notes],
        ],
    )
    yield "The text, in which all offsets count:\n"
    yield from (f"> {paragraph}\n>" if paragraph else ">" for paragraph in report.text.split("\n\n"))
    yield ""


def _dissected(reading: Reading) -> Iterator[str]:
    yield "## dissect → `Reading`\n"
    yield (
        f"{len(reading.tokens)} tokens in {len(reading.sentences)} sentences. What the words are; no event yet. "
        "Each token keeps its letters and has a folded form, by which words are looked up:\n"
    )
    sentence = reading.sentences[1]
    some = reading.tokens[sentence.first : sentence.first + 8]
    yield from table(
        ("offsets", "text", "form", "kind"), [(f"{t.start}:{t.end}", t.text, t.form, t.kind) for t in some]
    )
    for name, rows in _mentions(reading):
        yield f"### {name}\n"
        yield from table(("offsets", "words", "read as", "rule or reason"), rows) if rows else ["None.\n"]


def _mentions(reading: Reading) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    def row(item: Struct, value: str, why: str) -> tuple[str, ...]:
        start, end = item.start, item.end  # type: ignore[attr-defined]
        return f"{start}:{end}", reading.report.text[start:end].replace("\n", " "), value, why

    yield "Numbers", [row(n, f"{n.low}…{n.high}, {n.kind}", n.rule) for n in reading.numbers]
    yield "Counts", [row(c, f"{c.low}…{c.high} {c.noun or '–'} ({c.who})", c.rule) for c in reading.counts]
    yield "Dates", [row(d, f"{d.low}…{d.high} ({d.precision})", d.rule) for d in reading.dates]
    yield (
        "Places",
        [row(p, f"{p.name}: {p.place.id if p.place else 'not in the gazetteer'}", p.reason) for p in reading.places],
    )
    yield "Sides, people and things", [row(a, f"{a.name} ({a.kind})", a.rule) for a in reading.actors]
    yield "Sayers", [row(s, s.kind, s.rule) for s in reading.sayers]


def _extracted(coded: Coded) -> Iterator[str]:
    yield "## extract → `Claim`\n"
    yield f"{len(coded.events)} claims. Each cell with the words that say it, its rule and its row of data,"
    yield "as `tawatur explain ID` prints them:\n"
    for claim in coded.events:
        yield f"### {claim.type}: `{claim.id}`\n"
        cells = [
            (t.field, t.value, t.words.replace("\n", " "), f"{t.start}:{t.end}", _rule(t.rule, t.row), t.why)
            for t in trace(claim)
        ]
        yield from table(("cell", "value", "words", "offsets", "rule", "why"), cells)


def _rule(rule: str, row: str) -> str:
    return " ".join(filter(None, (f"`{rule}`" if rule else "", row)))


def codebook_page() -> str:
    """The codebook as a page."""
    book = codebook()
    parts = [DO_NOT_EDIT + "# Codebook\n", "What counts as an event, and what each field of a claim holds.", ""]
    parts += ["## What is an event\n", book.event, ""]
    parts += ["## Types\n", *table(("type", "Arabic", "family", "covers"),
                                   [(f"`{k.id}`", k.label, k.family, k.covers) for k in book.types])]  # fmt: skip
    named = (("Status", book.statuses), ("Fields", book.fields), ("Outcomes of figures", book.outcomes),
             ("Who is counted", book.who), ("How numbers are bounded (low, high)", book.bounds))  # fmt: skip
    for heading, rows in named:
        parts += [f"## {heading}\n", *table(("value", "covers"), [(f"`{r.id}`", r.covers) for r in rows])]
    return "\n".join(parts)


def rules_page() -> str:
    """All event rules with their words."""
    parts = [DO_NOT_EDIT + "# Event rules\n"]
    parts += ["What can start an event of each type: the rows of `reference/ar/events/`. Every written form of a word"]
    parts += ["counts: tense, passive, masdar, number, and prefixed particles.\n"]
    for kind in codebook().types:
        told = [rule for name, rule in rules() if name == kind.id]
        parts += [f"## {kind.id}\n", f"{kind.covers[0].upper()}{kind.covers[1:]}.\n"]
        parts += table(
            ("rule", "words", "why", "row"),
            [(f"`{r.id}`", "، ".join(dict.fromkeys(w.lemma for w in r.words)), r.why, row_of(r.id)) for r in told],
        )
    return "\n".join(parts)


def commands_page() -> str:
    """The help of every command."""
    parts = [DO_NOT_EDIT + "# Commands\n"]
    with click.Context(main, info_name="tawatur", help_option_names=["-h", "--help"]) as context:
        for name, _ in COMMANDS:
            command = main.get_command(context, name)
            assert command is not None, name
            # The same names as at run time: click keeps the help option that it made first.
            with click.Context(
                command, info_name=f"tawatur {name}", max_content_width=100, help_option_names=["-h", "--help"]
            ) as inner:
                inner.terminal_width = 100
                parts += [f"## {name}\n", "```text", command.get_help(inner), "```\n"]
    return "\n".join(parts)


def claims_picture() -> str:
    """The table that the terminal shows for the followed page."""
    _, _, _, coded = followed()
    return picture(Group(claims_view(coded, 150, "terminal")), 150, f"$ tawatur code {FOLLOWED}")


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown, and a blank line."""
    lines = [tuple(headings), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    marked = ["| " + " | ".join(cells) + " |" for cells in lines]
    return [marked[0], "|" + "---|" * len(lines[0]), *marked[1:], ""]


PAGES: dict[str, Callable[[], str]] = {
    "line.md": line,
    "codebook.md": codebook_page,
    "rules.md": rules_page,
    "commands.md": commands_page,
    "schema.md": schema_page,
    "mapping.md": lambda: DO_NOT_EDIT + mapping_page(),
    "claims.svg": claims_picture,
}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8")
        click.echo(f"docs/{name}")

"""`tawatur why-not`: the rule nearest to a sentence and the first condition that failed."""

from __future__ import annotations

import difflib
import os
import sys
from datetime import datetime

import click
import msgspec
from rich.console import Console
from rich.text import Text

from tawatur.display import RightToLeft, pick_bidi
from tawatur.dissect import read
from tawatur.explain import row_of
from tawatur.extract import diagnose
from tawatur.extract.lexicon import Word, rules
from tawatur.language.clitics import splits
from tawatur.records import Reading, Report


@click.command("why-not")
@click.argument("sentence")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day of publication, for relative dates.")
@click.option("--json", "as_json", is_flag=True, help="As JSON; the default when piped.")
def command(sentence: str, published: datetime | None, as_json: bool) -> None:
    """Say why SENTENCE gives no event: each word that could name one, its rule, and the first condition that failed."""
    reading = read(Report(id="why-not", text=sentence, published=published.date() if published else None))
    found = [
        {"words": d.trigger, "rule": d.rule, "row": row_of(d.rule), "read": not d.failed, "why": d.text}
        for d in sorted(diagnose(reading), key=lambda d: bool(d.failed))
    ] or _nearest(reading)
    if as_json or not sys.stdout.isatty():
        click.echo(msgspec.json.encode(found))
        return
    console, bidi = Console(highlight=False), pick_bidi("auto", os.environ)
    for row in found:
        verdict = Text("read", "green") if row["read"] else Text("not read", "yellow")
        console.print(verdict, Text(f"{row['rule']}  {row['row']}", "dim"))
        console.print(RightToLeft(str(row["words"]), bidi))
        console.print(f"  {row['why']}\n")
    if not found:
        console.print("No word of the sentence is near a word of any rule.")


def _forms(word: Word) -> list[str]:
    """The forms that a rule's row gives."""
    return " ".join((word.verb, word.passive, word.masdar, word.active, word.patient, word.noun)).split()


def _nearest(reading: Reading) -> list[dict[str, str | bool]]:
    """Rules whose words are spelled most like words of the sentence, where none of its words is a rule's."""
    lemmas = {form: rule.id for _, rule in rules() for word in rule.words for form in _forms(word)}
    found: list[dict[str, str | bool]] = []
    for token in reading.tokens:
        bare = {split.rest for split in splits(token.form)} if token.kind == "word" else set()
        for form in sorted(bare, key=len, reverse=True):
            if near := difflib.get_close_matches(form, lemmas, n=1, cutoff=0.8):
                rule = lemmas[near[0]]
                why = f"no rule knows the word; the nearest, {near[0]}, starts {rule}"
                found.append({"words": token.text, "rule": rule, "row": row_of(rule), "read": False, "why": why})
                break
    return found

"""Docs that cannot lie: pages from code are what the code would write, and every command is documented."""

import importlib.util
import re
from pathlib import Path
from typing import get_args

import pytest

from tawatur import records
from tawatur.cli import COMMANDS
from tawatur.codebook import codebook

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def _generate():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generate()


@pytest.mark.parametrize("name", GENERATE.PAGES)
def test_page_is_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == GENERATE.PAGES[name](), "run: make docs"


def test_every_command_has_help_and_an_overview_line():
    page = GENERATE.commands_page()
    for name, says in COMMANDS:
        assert f"## {name}\n" in page
        assert says.endswith(".")


@pytest.mark.parametrize(
    ("rows", "literal"),
    [("types", "EventType"), ("statuses", "Status"), ("outcomes", "Outcome"), ("who", "Who")],
)
def test_codebook_and_records_have_the_same_values(rows, literal):
    assert {row.id for row in getattr(codebook(), rows)} == set(get_args(getattr(records, literal)))


def test_codebook_has_every_field_of_a_claim():
    fields = set(records.Claim.__struct_fields__) - {"rule", "reasons", "id"}
    assert fields <= {row.id for row in codebook().fields}


def test_links_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert not broken

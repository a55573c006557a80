"""The packs of named actors: every row is well-formed, and a name in a text leads to its row."""

import re

import pytest

from tawatur.dissect.names import ACTORS, find_names
from tawatur.language.letters import fold_word
from tawatur.language.tokens import tokenize

KINDS = {"state_force", "armed_group", "foreign_force", "police", "monitor", "medium", "civilian", "official"}


def names_of(actor):
    return [name.strip() for name in (actor.names + "|" + actor.ambiguous).split("|") if name.strip()]


@pytest.mark.parametrize("actor", ACTORS.values(), ids=lambda a: a.id)
def test_row(actor):
    assert actor.kind in KINDS
    assert names_of(actor)
    assert all(" ".join(map(fold_word, name.split())) == name for name in names_of(actor))
    assert re.fullmatch(r"([A-Z]{2}( [A-Z]{2})*)?", actor.country)
    assert re.fullmatch(r"(\d{4})?", actor.active_from)
    assert not (actor.active_from and actor.active_to) or actor.active_from <= actor.active_to
    assert int(actor.active_to or 0) <= 2026


def test_a_certain_name_belongs_to_one_row():
    owners = {}
    for actor in ACTORS.values():
        for name in filter(None, map(str.strip, actor.names.split("|"))):
            assert owners.setdefault(name, actor.id) == actor.id


@pytest.mark.parametrize("actor", ACTORS.values(), ids=lambda a: a.id)
def test_every_name_is_found_with_a_conjunction_too(actor):
    for name in names_of(actor):
        for text in (name, f"و{name}" if name[1] != " " else name):
            found = find_names(tokenize(text)).get(0)
            assert found is not None, name
            assert actor in (*found.certain, *found.ambiguous), name


def test_the_longest_name_wins_and_quotes_are_stepped_over():
    (name,) = find_names(tokenize("تنظيم «داعش»")).values()
    assert (name.first, name.last) == (0, 3)
    assert name.certain[0].id == "xx.is"

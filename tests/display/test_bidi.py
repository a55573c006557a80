"""Right-to-left words in tables: order, joined shapes, widths, and who reorders."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tawatur.display import RightToLeft, pick_bidi
from tawatur.display.bidi import visual
from tawatur.display.shapes import shaped

# Base letters only: from left to right as a terminal without bidi must be given them.
ORDERS = [
    ("قصف", "فصق"),
    ("قتل 135 جندياً", "ًايدنج 135 لتق"),
    ("بين (10) و15", "15و (10) نيب"),
    ("محور M5 شمالاً", "ًلاامش M5 روحم"),
    ("بنسبة 20%", "%20 ةبسنب"),
    ("3,500 قذيفة", "ةفيذق 3,500"),
    ("«غرفة» قال", "لاق «ةفرغ»"),
    ("في 9/7 و 10.5", "10.5 و 9/7 يف"),
    ("قناة News 24 نقلت", "تلقن News 24 ةانق"),
]


def bare(line):
    """Visual order with the letters as given, so that the expectation can be read."""
    clusters = visual(line)
    ends = dict(pairwise([*sorted(at for _, at in clusters), len(line)]))
    mirrored = {cluster[0]: cluster for cluster, _ in clusters if cluster[0] in "()«»"}
    return [mirrored.get(cluster[0], line[at : ends[at]]) for cluster, at in clusters]


@pytest.mark.parametrize(("line", "expected"), ORDERS, ids=[line for line, _ in ORDERS])
def test_order(line, expected):
    letters = [c for c in "".join(bare(line)) if c not in "\u064b"]
    assert sorted(letters) == sorted(c for c in expected if c not in "\u064b")
    assert "".join(letters).replace("لا", "ال") == expected.replace("\u064b", "").replace("لا", "ال")


def test_letters_are_joined():
    assert [cluster for cluster, _ in shaped("قصف")] == ["\ufed7", "\ufebc", "\ufed2"]
    assert [cluster for cluster, _ in shaped("دار")] == ["\ufea9", "\ufe8d", "\ufead"]
    assert [cluster for cluster, _ in shaped("سلام")] == ["\ufeb3", "\ufefc", "\ufee1"]


def test_yeh_without_dots_is_not_part_of_a_ligature():
    assert len(shaped("على")) == 3


def test_marks_stay_on_their_letter():
    assert shaped("قُتل")[0] == ("\ufed7\u064f", 0)
    assert shaped("قُتل")[1][1] == 2


@given(st.text(alphabet="ابتلأإسمى ةؤء12,.()«»%-aZ\u064b\u0640", max_size=30))
def test_nothing_is_lost_and_every_offset_is_right(line):
    found = visual(line)
    assert sorted(at for _, at in found) == [at for _, at in shaped(line)]
    assert len({at for _, at in found}) == len(found)
    assert sum(cell_len(cluster) for cluster, _ in found) <= cell_len(line)


@pytest.mark.parametrize("bidi", ["none", "terminal", "ours"])
def test_cells_keep_their_width(bidi):
    table = Table(width=40)
    table.add_column("a", ratio=1)
    table.add_column("b", ratio=1)
    words = Text("وسيطرت الفصائل \u202eلساعات\u202c على 15 موقعاً")
    table.add_row(RightToLeft(words, bidi), RightToLeft("قُصِفت (القرية)", bidi))
    console = Console(width=40, file=io.StringIO())
    console.print(table)
    lines = console.file.getvalue().splitlines()
    assert {cell_len(line) for line in lines} == {40}
    assert "\u202e" not in console.file.getvalue()


def test_the_marked_words_keep_their_colour_when_they_move():
    words = Text("شن الطيران ")
    words.append("غارة", "bold")
    words.append(" هنا")
    console = Console(width=30, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(RightToLeft(words, "ours"))
    bold = console.file.getvalue().split("\x1b[1m")[1].split("\x1b[0m")[0]
    assert len(console.file.getvalue().split("\x1b[1m")) == 2 + 3  # a run a letter
    assert bold == "\ufe93"  # the last letter of the word comes first from the left


@pytest.mark.parametrize(
    ("environment", "who"),
    [
        ({"VTE_VERSION": "6800"}, "terminal"),
        ({"VTE_VERSION": "5202"}, "ours"),
        ({"VTE_VERSION": "6800", "TMUX": "/tmp/tmux"}, "ours"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "terminal"),
        ({"TERM": "xterm-256color"}, "ours"),
        ({}, "ours"),
    ],
)
def test_who_reorders(environment, who):
    assert pick_bidi("auto", environment) == who
    assert pick_bidi("on", environment) == "ours"
    assert pick_bidi("off", environment) == "none"

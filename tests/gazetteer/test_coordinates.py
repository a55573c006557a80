"""Places told as a report tells them, against points of other gazetteers: how near, how often refused or abroad.

`coordinates.csv`: 240 sentences over twelve countries. The points are facts of Who's On First, OCHA COD-AB and GeoNames
(see `source`). 140 names are towns; 50 are borne by several places, every second time the lesser bearer; 50 are words.
The targets are 0.75 within 10 km with the bundled layers and 0.90 with imported ones, and under 2 % abroad.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tawatur.dissect.places import find_places
from tawatur.dissect.sentences import find_sentences
from tawatur.gazetteer import Gazetteer
from tawatur.gazetteer.importing import add_layer
from tawatur.gazetteer.layers import distance_km, open_gazetteer
from tawatur.language.tokens import tokenize
from tawatur.records import Place, Report

with (Path(__file__).parent / "coordinates.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
COARSE = ("governorate", "region", "country")


def shares(gazetteer: Gazetteer):
    """Shares within 10 km, within 25 km, refused (no point finer than a governorate) and in a wrong country."""
    counted = Counter()
    for row in ROWS:
        text = row["text"]
        tokens, at = tokenize(text), text.index(row["name"])
        found = find_places(tokens, find_sentences(tokens, 0), Report(id="x", text=text), gazetteer)
        place = next((m.place for m in found if m.start <= at < m.end), None)
        if place is None or place.lat is None or place.precision in COARSE:
            counted["refused"] += 1
            continue
        point = Place(id="", name="", lat=float(row["lat"]), lon=float(row["lon"]), kind="", country=None, admin1=None)
        far = distance_km(point, place)
        counted.update(near=far <= 10, nearby=far <= 25, abroad=place.country != row["country"])
    return {name: counted[name] / len(ROWS) for name in ("near", "nearby", "refused", "abroad")}


def test_the_set_is_large_wide_and_hard():
    assert len(ROWS) >= 200
    assert len({row["country"] for row in ROWS}) >= 10
    assert sum(row["sort"] != "plain" for row in ROWS) >= len(ROWS) / 3


def test_bundled_layers(tmp_path):
    found = shares(open_gazetteer(tmp_path))
    assert found["near"] >= 0.75, found
    assert found["abroad"] < 0.02, found


@pytest.mark.slow
def test_with_imported_layers(shared, tmp_path):
    for path in sorted((shared / "gazetteer").glob("*.gz")):
        add_layer(path, tmp_path, leave_out=True)
    found = shares(open_gazetteer(tmp_path))
    assert found["near"] >= 0.90, found
    assert found["abroad"] < 0.02, found

"""Floors of quality: figures that a change must not fall below, in a file that only goes up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tawatur.scoring.figures import Scores

Floors = dict[str, float]
STEP = 1000  # floors are kept to a thousandth, rounded down


def figures(scores: Scores) -> Floors:
    """The figures that have floors, by name."""
    roles = {f"role:{role}": rate.f1 for role, rate in scores.roles.items()}
    return {"event": scores.event.f1, "cells": scores.cells.f1, "ready_rows": scores.ready_rows, **roles}


def below_floors(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    """One line for each figure that is below its floor; a floor without a figure is one too."""
    reached = figures(scores)
    return [
        f"{name} is {reached.get(name, 0.0):.3f}, its floor {floor:.3f}"
        for name, floor in floors.items()
        if reached.get(name, 0.0) < floor
    ]


def raise_floors(scores: Scores, floors: Mapping[str, float], *, slack: float = 0.0) -> Floors:
    """Each floor at what is reached now less `slack`, or where it was if that is higher."""
    reached = figures(scores)
    return {
        name: max(floors.get(name, 0.0), math.floor((reached.get(name, 0.0) - slack) * STEP) / STEP)
        for name in {**reached, **floors}
    }


def read_floors(path: Path) -> Floors:
    """The floors of a file, none where it does not exist."""
    return msgspec.json.decode(path.read_bytes(), type=Floors) if path.exists() else {}


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors, one a line."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n")

"""The extract stage in order: trigger mentions → events of the report → roles → claims."""

from __future__ import annotations

from tawatur.records import Claim, Reading


def extract(reading: Reading) -> tuple[Claim, ...]:
    """All claims of one report, in the order of their triggers."""
    del reading
    return ()

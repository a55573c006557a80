"""The area that an incident lies in, as a polygon: a circle of its radius, never a bare point."""

from __future__ import annotations

import math

from tawatur.publish.rows import Row

CORNERS = 24
KM_A_DEGREE = 111.32
Ring = list[tuple[float, float]]  # (longitude, latitude), closed, counter-clockwise


def ring(row: Row) -> Ring | None:
    """The outline of an incident's area, None where it has no place."""
    if row.lat is None or row.lon is None or row.radius_km is None:
        return None
    high = row.radius_km / KM_A_DEGREE
    wide = high / max(math.cos(math.radians(row.lat)), 0.1)
    angles = [2 * math.pi * n / CORNERS for n in range(CORNERS)]
    corners = [(round(row.lon + wide * math.cos(a), 4), round(row.lat + high * math.sin(a), 4)) for a in angles]
    return [*corners, corners[0]]

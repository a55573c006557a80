"""Map and charts of the HTML report as inline SVG, from sums that one pass over the rows makes."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from html import escape

from tawatur.publish.areas import KM_A_DEGREE
from tawatur.publish.rows import Row
from tawatur.reference import load_yaml

WIDE, HIGH = 960, 560
DRAWN = ("site", "settlement", "area", "adm2", "adm1")
MOST_BARS = 180  # more months than these are drawn as years
Bar = tuple[str, int, int]  # label, dark up to, light up to
Spot = tuple[float, float, float]  # latitude, longitude, radius in km


class Summary:
    """What map and charts show."""

    def __init__(self) -> None:
        self.spots: Counter[Spot] = Counter()
        self.types: Counter[str] = Counter()
        self.reviews: Counter[str] = Counter()
        self.undrawn = 0  # no place, or only the country: a disc over a country shows nothing
        self.first = self.last = ""
        self._months: Counter[str] = Counter()
        self._low: Counter[str] = Counter()
        self._high: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        """Count one incident."""
        self.types[row.type] += 1
        self.reviews[row.review] += 1
        if row.lat is None or row.lon is None or row.level not in DRAWN:
            self.undrawn += 1
        else:
            self.spots[row.lat, row.lon, row.radius_km or 0.0] += 1
        if not row.date_start:
            return
        self.first = min(self.first or row.date_start, row.date_start)
        self.last = max(self.last, row.date_end)
        month = row.date_start[:7]
        self._months[month] += 1
        killed = row.count("killed")
        if killed is not None:
            self._low[month] += killed.low or 0
            self._high[month] += killed.high or killed.low or 0

    @property
    def unit(self) -> str:
        """What one bar stands for."""
        return "year" if len(self._span()) > MOST_BARS else "month"

    def timeline(self) -> list[Bar]:
        """Incidents a month or year, empty ones too."""
        return self._bars(self._months, self._months)

    def tolls(self) -> list[Bar]:
        """Lowest and highest numbers of killed."""
        return self._bars(self._low, self._high)

    def _bars(self, dark: Counter[str], light: Counter[str]) -> list[Bar]:
        span = self._span()
        cut = 4 if len(span) > MOST_BARS else 7
        low, high = Counter[str](), Counter[str]()
        for month in span:
            low[month[:cut]] += dark[month]
            high[month[:cut]] += light[month]
        return [(label, low[label], high[label]) for label in high]

    def _span(self) -> list[str]:
        if not self.first:
            return []
        start, end = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (self.first, max(self._months)))
        return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1)]


def bars_svg(bars: list[Bar], title: str, look: str = "bar") -> str:
    """A bar chart; the light part shows up to the highest number."""
    top = max((light for _, _, light in bars), default=0)
    if not top:
        return '<p class="soft">Nothing to draw.</p>\n'
    step, high = (WIDE - 60) / len(bars), 180
    body = []
    for n, (label, dark, light) in enumerate(bars):
        for value, kind in ((light, "span"), (dark, look)):
            tall = value / top * high
            place = f'x="{50 + n * step:.1f}" y="{200 - tall:.1f}" width="{max(step - 1, 0.8):.1f}" height="{tall:.1f}"'
            body.append(f'<rect class="{kind}" {place}><title>{label}: {_told(dark, light)}</title></rect>')
        if n % max(1, math.ceil(len(bars) / 12)) == 0:
            body.append(f'<text x="{50 + n * step:.1f}" y="216">{label}</text>')
    body.append(f'<text x="4" y="26">{top:,}</text><text x="4" y="200">0</text>')
    return _svg(title, 224, "".join(body))


def _told(dark: int, light: int) -> str:
    return f"{dark:,}" if dark == light else f"{dark:,} to {light:,}"


def map_svg(summary: Summary) -> str:
    """Areas of the incidents over outlines of countries."""
    if not summary.spots:
        return '<p class="soft">No places to draw.</p>'
    lats, lons = [s[0] for s in summary.spots], [s[1] for s in summary.spots]
    south, north = min(lats) - 2, max(lats) + 2
    flat = math.cos(math.radians((south + north) / 2))
    west, east = min(lons) - 2 / flat, max(lons) + 2 / flat
    scale = min(WIDE / ((east - west) * flat), HIGH / (north - south))

    def at(lon: float, lat: float) -> str:
        return f"{(lon - west) * flat * scale:.1f},{(north - lat) * scale:.1f}"

    body = []
    for country, rings in outlines().items():
        shape = "".join("M" + "L".join(at(lon, lat) for lon, lat in ring) + "Z" for ring in rings)
        body.append(f'<path class="land" d="{shape}"><title>{country}</title></path>')
    for (lat, lon, radius), count in sorted(summary.spots.items(), key=lambda item: (-item[0][2], item[0])):
        x, y = at(lon, lat).split(",")
        size = max(radius / KM_A_DEGREE * scale, 2.0)
        said = f"{count:,} incidents within {radius:g} km"
        body.append(f'<circle class="area" cx="{x}" cy="{y}" r="{size:.1f}"><title>{said}</title></circle>')
    return _svg("Map of the areas", math.ceil((north - south) * scale), "".join(body))


@lru_cache(maxsize=1)
def outlines() -> dict[str, list[list[tuple[float, float]]]]:
    """Rings of countries, (longitude, latitude)."""
    return load_yaml("release/outlines.yml", dict[str, list[list[tuple[float, float]]]])


def _svg(title: str, high: int, body: str) -> str:
    label = escape(title)
    return f'<svg viewBox="0 0 {WIDE} {high}" role="img" aria-label="{label}"><title>{label}</title>{body}</svg>\n'

"""A small chart as an SVG drawing: for each stretch of time the range between the lowest and highest sums of tolls."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tawatur.desk.listing import Bar

WIDTH, HEIGHT, BASE = 720, 120, 100
_WIDEST = 24.0


class Column(Struct, frozen=True):
    """A bar of the chart, in units of the drawing; the range stands between `top` and `low`."""

    bar: Bar
    x: float
    width: float
    top: float
    low: float
    count: float  # height of the number of incidents


class Chart(Struct, frozen=True):
    """What the template draws."""

    columns: tuple[Column, ...]
    highest: int
    most: int
    first: str
    last: str


def chart(bars: Sequence[Bar]) -> Chart | None:
    """The drawing of some bars, None without any."""
    if not bars:
        return None
    highest, most = max(bar.high for bar in bars) or 1, max(bar.incidents for bar in bars)
    step = WIDTH / len(bars)
    columns = tuple(
        Column(
            bar=bar,
            x=round(n * step, 2),
            width=round(max(min(step - 1, _WIDEST), 1.0), 2),
            top=round(BASE * (1 - bar.high / highest), 2),
            low=round(BASE * (1 - bar.low / highest), 2),
            count=round(BASE * bar.incidents / most, 2),
        )
        for n, bar in enumerate(bars)
    )
    return Chart(columns, max(bar.high for bar in bars), most, bars[0].time, bars[-1].time)

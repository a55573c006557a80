"""CSV with a row of HXL 1.1 hashtags under the headings, for OCHA's tools."""

from __future__ import annotations

from pathlib import Path

from tawatur.publish.cells import csv_file
from tawatur.publish.columns import CHAINS, INCIDENTS, Column
from tawatur.publish.given import Format, Given

TAGS = {
    "id": "#event+id",
    "type": "#event+type",
    "status": "#status+event",
    "review": "#status+review",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#date+precision",
    "country_iso3": "#country+code+v_iso3",
    "admin1": "#adm1+name+i_ar",
    "admin1_pcode": "#adm1+code+v_pcodes",
    "admin2": "#adm2+name+i_ar",
    "admin2_pcode": "#adm2+code+v_pcodes",
    "place": "#loc+name+i_ar",
    "place_level": "#loc+precision",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "radius_km": "#geo+radius+km",
    "actors": "#group+name+alleged",
    "actors_alleged": "#description+alleged",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max",
    "displaced_low": "#affected+displaced+min",
    "displaced_high": "#affected+displaced+max",
    "killed_civilian_low": "#affected+killed+civilians+min",
    "killed_civilian_high": "#affected+killed+civilians+max",
    "killed_child_low": "#affected+killed+children+min",
    "killed_child_high": "#affected+killed+children+max",
    "killed_woman_low": "#affected+killed+f+adults+min",
    "killed_woman_high": "#affected+killed+f+adults+max",
    "grade": "#status+grade",
    "grade_suggested": "#status+grade+suggested",
    "reports": "#meta+sources+num",
    "chains": "#meta+sources+independent+num",
}
CUSTOM = "+min, +max, +civilians, +alleged, +precision, +review, +grade, +suggested, +independent, +radius, +km"
SHOWN: tuple[Column, ...] = tuple(column for column in INCIDENTS if column.name in TAGS)


def write(given: Given, folder: Path) -> None:
    """hxl.csv: headings, hashtags, rows."""
    names = [column.name for column in SHOWN]
    with csv_file(folder / "hxl.csv", names, [TAGS[name] for name in names]) as line:
        for row in given.rows():
            line([column.get(row) for column in SHOWN])


FORMAT = Format(
    id="hxl",
    title="HXL-tagged CSV",
    files=("hxl.csv",),
    write=write,
    cannot_hold=(
        f"attributes outside the core vocabulary, which HXL allows: {CUSTOM}",
        f"one row an independent chain ({len(CHAINS)} columns of chains.csv)",
    ),
    columns=tuple(TAGS.items()),
)

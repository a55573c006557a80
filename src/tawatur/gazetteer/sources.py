"""Reads gazetteer files of others into rows: Who's On First tables, GeoNames country dumps, OCHA COD-AB tables."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Literal

from msgspec import Struct

from tawatur.reference import DataError, load_yaml

Form = Literal["whosonfirst", "geonames", "ocha-communities", "ocha-pcodes", "ocha-table"]


class Raw(Struct, frozen=True):
    """A row as the source gives it; `line` is its line in the file, `parent` the id of a row of the same file."""

    line: int
    id: str
    name: str
    names: tuple[str, ...]  # Arabic ones
    kind: str
    country: str
    lat: str = ""
    lon: str = ""
    parent: str = ""
    admin1: str = ""  # Arabic, where the source names it
    admin1_pcode: str = ""
    admin2: str = ""
    admin2_pcode: str = ""
    population: str = ""
    valid_from: str = ""


class Sources(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of xx/place-sources.yml."""

    attribution: dict[str, str]
    whosonfirst: dict[str, str]  # placetype → kind
    geonames: dict[str, str]  # feature code or class → kind
    iso3: dict[str, str]
    letters: str  # of an Arabic name, right or wrong


SOURCES = load_yaml("xx/place-sources.yml", Sources)
KNOWN = (
    "known are Who's On First (wof_id, names_ar …), GeoNames (19 columns, tabs), OCHA (P-Code, name_ara, ADM1_PCODE …)"
)
ARABIC = re.compile(SOURCES.letters)


def read_source(path: Path) -> tuple[Form, Iterator[Raw]]:
    """The kind of a file and its rows; raises DataError where it is none of the known kinds."""
    with closing(_lines(path)) as lines:
        first = next(lines, "")
    if first.count("\t") == 18:
        return "geonames", _geonames(path)
    header = next(csv.reader([first]), [])
    form = _form(set(header))
    if form is None:
        raise DataError(f"{path.name}:1: unknown columns {', '.join(header[:6])}; {KNOWN}")
    readers: Mapping[Form, Callable[[Path], Iterator[Raw]]] = {
        "whosonfirst": _whosonfirst,
        "ocha-communities": _communities,
        "ocha-pcodes": _pcodes,
        "ocha-table": _ocha_table,
    }
    return form, readers[form](path)


def _form(columns: set[str]) -> Form | None:
    if {"wof_id", "names_ar", "lat", "lon"} <= columns:
        return "whosonfirst"
    if {"pcode", "name_ara", "latitude", "longitude"} <= columns:
        return "ocha-communities"
    if {"Location", "Admin Level", "P-Code", "Parent P-Code"} <= columns:
        return "ocha-pcodes"
    return "ocha-table" if {"ADM1_PCODE", "ADM1_AR"} <= columns else None


def _lines(path: Path) -> Generator[str, None, None]:
    """Lines of a plain, gzip or zip file (of a zip archive its greatest text)."""
    with _opened(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        yield from text


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]
    if path.suffix != ".zip":
        return path.open("rb")
    archive = zipfile.ZipFile(path)
    texts = [
        m for m in archive.infolist() if m.filename.endswith((".txt", ".csv")) and "readme" not in m.filename.lower()
    ]
    if not texts:
        raise DataError(f"{path.name}: the archive holds no .txt or .csv file; add the file itself")
    return archive.open(max(texts, key=lambda m: m.file_size))


def _table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(_lines(path))
    for row in reader:
        yield reader.line_num, {key: value or "" for key, value in row.items() if key is not None}


def _whosonfirst(path: Path) -> Iterator[Raw]:
    for line, row in _table(path):
        kind = SOURCES.whosonfirst.get(row["placetype"])
        names = tuple(filter(None, row["names_ar"].split("|")))
        if kind is None or not (names or kind in ("adm1", "adm2")):
            continue
        id, parent = row["wof_id"], row.get("region_id", "")
        yield Raw(
            line=line,
            id=f"wof:{id}",
            name=row.get("name_en", ""),
            names=names,
            kind=kind,
            country=row["country"],
            lat=row["lat"],
            lon=row["lon"],
            parent=f"wof:{parent}" if parent not in ("", "-1", id) else "",
            population=row.get("population", ""),
        )


def _geonames(path: Path) -> Iterator[Raw]:
    for line, text in enumerate(_lines(path), 1):
        column = text.rstrip("\r\n").split("\t")
        if len(column) != 19:
            raise DataError(f"{path.name}:{line}: {len(column)} columns instead of 19; fetch the dump again")
        kind = SOURCES.geonames.get(column[7]) or SOURCES.geonames.get(column[6])
        names = tuple(n for n in column[3].split(",") if ARABIC.search(n))
        if kind and names:
            yield Raw(
                line=line,
                id=f"gn:{column[0]}",
                name=column[1],
                names=names,
                kind=kind,
                country=column[8],
                lat=column[4],
                lon=column[5],
                population=column[14],
            )


def _communities(path: Path) -> Iterator[Raw]:
    for line, row in _table(path):
        yield Raw(
            line=line,
            id=f"ocha:{row['pcode']}",
            name=row.get("name_en", ""),
            names=(row["name_ara"],),
            kind="settlement",
            country=_country(row.get("admin1_cod", "")),
            lat=row["latitude"],
            lon=row["longitude"],
            admin1=row.get("admin1_ara", ""),
            admin1_pcode=row.get("admin1_cod", ""),
            admin2=row.get("admin2_ara", ""),
            admin2_pcode=row.get("admin2_cod", ""),
        )


def _pcodes(path: Path) -> Iterator[Raw]:
    for line, row in _table(path):
        if not row["Admin Level"].isdigit():
            continue  # the second line says what the columns hold
        first = row["Admin Level"] == "1"
        country = SOURCES.iso3.get(row["Location"], row["Location"])
        yield Raw(
            line=line,
            id=f"ocha:{row['P-Code']}",
            name=row["Name"],
            names=(),
            kind="adm1" if first else "adm2",
            country=country,
            parent="" if first else f"ocha:{row['Parent P-Code']}",
            admin1_pcode=row["P-Code"] if first else row["Parent P-Code"],
            admin2_pcode="" if first else row["P-Code"],
            valid_from=row.get("Valid from date", ""),
        )


def _ocha_table(path: Path) -> Iterator[Raw]:
    """An HDX table of one country's units, the finest level that it has."""
    for line, row in _table(path):
        level = next(n for n in "4321" if row.get(f"ADM{n}_PCODE"))
        yield Raw(
            line=line,
            id=f"ocha:{row[f'ADM{level}_PCODE']}",
            name=row.get(f"ADM{level}_EN", ""),
            names=_present(row, [f"ADM{level}_AR"]),
            kind={"1": "adm1", "2": "adm2"}.get(level, "settlement"),
            country=_country(row["ADM1_PCODE"]),
            lat=_first(row, ("latitude", "LAT", "lat")),
            lon=_first(row, ("longitude", "LON", "lon")),
            admin1=row["ADM1_AR"],
            admin1_pcode=row["ADM1_PCODE"],
            admin2=row.get("ADM2_AR", ""),
            admin2_pcode=row.get("ADM2_PCODE", ""),
            valid_from=_first(row, ("validOn", "date")),
        )


def _country(pcode: str) -> str:
    """The country of a P-code: two or three letters at its front."""
    letters = re.match("[A-Z]*", pcode)
    code = letters.group() if letters else ""
    return SOURCES.iso3.get(code, code[:2])


def _present(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[c] for c in columns if row.get(c))


def _first(row: Mapping[str, str], columns: Sequence[str]) -> str:
    return next((row[c] for c in columns if row.get(c)), "")

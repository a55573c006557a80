"""Reads the data files into typed rows; an unknown key, type or a missing key is an error with file and line."""

from __future__ import annotations

import csv
import difflib
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

HERE = Path(__file__).parent
Row = TypeVar("Row")


class DataError(ValueError):
    """A data file says something that the program does not understand; the text names file, line and what to do."""


class Fold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters that are compared as one."""

    id: str
    letters: list[str]
    to: str


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ar/letters.yml."""

    dropped: list[str]
    folds: list[Fold]


def pack_path(name: str) -> Path:
    """Path of a data file such as "ar/numbers.yml"."""
    return HERE / name


def load_yaml(name: str | Path, shape: type[Row]) -> Row:
    """Read a YAML data file into `shape` (a msgspec Struct with forbid_unknown_fields, or a list of them)."""
    path = HERE / name
    text = path.read_text(encoding="utf-8")
    try:
        node = yaml.compose(text, Loader=_Loader)
        plain = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DataError(f"{path.name}:{line}: not valid YAML: {getattr(error, 'problem', error)}") from error
    try:
        return msgspec.convert(plain, shape)
    except msgspec.ValidationError as error:
        raise DataError(_explained(path, node, str(error), shape)) from error


def load_csv(name: str | Path, shape: type[Row]) -> list[Row]:
    """Read a CSV data file with a header line into rows of `shape`; "" becomes the field's default."""
    path = HERE / name
    rows: list[Row] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in (reader := csv.DictReader(lines)):
            filled = {key: value for key, value in row.items() if value != ""}
            try:
                rows.append(msgspec.convert(filled, shape, strict=False))
            except msgspec.ValidationError as error:
                raise DataError(f"{path.name}:{reader.line_num}: {_hint(str(error), shape)}") from error
    return rows


def load_letters() -> Letters:
    """The folding table of the language pack."""
    return load_yaml("ar/letters.yml", Letters)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without surprises: "no", "on" and the like stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not (tag.endswith(":bool") and first not in "tTfF")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def _explained(path: Path, node: Any, message: str, shape: Any) -> str:
    """The error with the line of the row it speaks of: msgspec gives a path such as `$[3].examples[0]`."""
    where = message.rsplit("at `", 1)[-1] if "at `" in message else ""
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", where):
        try:
            node = node.value[int(index)] if index else dict((k.value, v) for k, v in node.value)[key]
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            break
    unknown = re.search(r"unknown field `(\w+)`", message)
    if unknown and isinstance(node, yaml.MappingNode):
        node = next((k for k, _ in node.value if k.value == unknown[1]), node)
    line = node.start_mark.line + 1 if node is not None else 1
    return f"{path.name}:{line}: {_hint(message, shape)}"


def _hint(message: str, shape: Any) -> str:
    """The message, with the nearest known key where a key is unknown."""
    unknown = re.search(r"unknown field `(\w+)`", message)
    known = re.findall(r"'(\w+)'", repr(msgspec.json.schema(shape))) if unknown else []
    near = difflib.get_close_matches(unknown[1], known, n=1) if unknown else []
    return message.split(" - at `")[0] + (f"; did you mean `{near[0]}`?" if near else "")

"""Rows as Arrow batches, for Parquet and GeoParquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from itertools import islice
from pathlib import Path
from typing import Any

from tawatur.publish.columns import Column
from tawatur.publish.given import MissingExtra

BATCH = 10_000


def arrow() -> Any:
    """The pyarrow package. Raises MissingExtra where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow: pip install 'tawatur[parquet]'.") from error
    return pyarrow


def fields(columns: Sequence[Column]) -> list[Any]:
    """Arrow fields of some columns."""
    pa = arrow()
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "flag": pa.bool_(),
    }
    return [pa.field(column.name, types[column.kind], metadata={"doc": column.doc}) for column in columns]


def write_parquet(path: Path, schema: Any, items: Iterable[Any], columns: Sequence[Column], extra: Any = None) -> None:
    """A Parquet file, batch by batch; `extra` gives the values of a last column."""
    pa = arrow()
    with pa.parquet.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        for some in _pieces(items):
            arrays = [
                pa.array([_value(column, item) for item in some], type=schema.field(n).type)
                for n, column in enumerate(columns)
            ]
            if extra is not None:
                arrays.append(pa.array([extra(item) for item in some], type=schema.field(len(columns)).type))
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _value(column: Column, item: Any) -> Any:
    value = column.get(item)
    if column.kind == "day":
        return Day.fromisoformat(value) if value else None
    return None if value == "" else value


def _pieces(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while some := list(islice(left, BATCH)):
        yield some

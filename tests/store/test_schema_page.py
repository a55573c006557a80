from pathlib import Path

from tawatur.store.schema import metadata
from tawatur.store.schema_page import schema_page

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_schema_page_is_as_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == schema_page(), "run `make docs`"


def test_every_table_and_column_says_what_it_is() -> None:
    bare = [str(c) for t in metadata.sorted_tables for c in t.columns if not c.doc or not t.info.get("doc")]
    assert bare == []

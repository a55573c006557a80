"""What a notebook user calls."""

import subprocess
import sys
from datetime import date, datetime

import pandas
import polars
import pytest

import tawatur

TEXT = "قُتل ثلاثة جنود وأصيب خمسة في غارة جوية على بلدة كبانة أمس الجمعة، بحسب مصادر محلية."


def test_code_a_text():
    coded = tawatur.code(TEXT, published="2019-07-13", source="وكالة السفح")
    assert coded.published == "2019-07-13"
    assert "air_strike" in [event.type for event in coded.events]
    assert coded == tawatur.code(TEXT, published=date(2019, 7, 13), source="وكالة السفح")


@pytest.mark.parametrize("published", [None, "", float("nan"), pandas.NaT])
def test_nothing_known_of_the_day(published):
    assert tawatur.code(TEXT, published=published).published is None


@pytest.mark.parametrize(
    "published", ["2019-07-13T10:00:00Z", datetime(2019, 7, 13, 9), pandas.Timestamp("2019-07-13")]
)
def test_days_as_frames_hold_them(published):
    assert tawatur.code(TEXT, published=published).published == "2019-07-13"


def test_frames_of_claims_and_figures():
    coded = tawatur.code_many([{"id": "a", "text": TEXT, "published": "2019-07-13"}, {"text": "لا شيء هنا"}])
    assert len(coded) == 2
    assert not coded[1].events
    claims, figures = coded.to_frame(), coded.to_frame(rows="figures")
    assert list(claims["claim"]) == [event.id for event in coded[0].events]
    assert ("killed", 3) in set(zip(figures["outcome"], figures["low"], strict=True))
    assert isinstance(claims, pandas.DataFrame)
    same = coded.to_frame(library="polars")
    assert isinstance(same, polars.DataFrame)
    assert same.columns == list(claims.columns)
    assert coded[:1].to_frame().equals(claims)


def test_a_frame_without_claims_has_its_columns():
    empty = tawatur.code("لا شيء هنا").to_frame()
    assert empty.empty
    assert "trigger" in empty.columns


def test_rows_of_a_frame_go_in():
    frame = pandas.DataFrame({"id": [1, 2], "text": [TEXT, TEXT], "published": ["2019-07-13", None]})
    assert [report.id for report in tawatur.code_many(frame.to_dict("records"))] == ["1", "2"]


def test_import_costs_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, tawatur; print(any(m.startswith('tawatur.') for m in sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"
    with pytest.raises(AttributeError, match="no attribute 'kode'"):
        tawatur.kode  # noqa: B018

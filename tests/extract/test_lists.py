"""Which places stand in one list."""

from __future__ import annotations

from datetime import date

import pytest

from tawatur.dissect import read
from tawatur.extract.lists import listed_places
from tawatur.extract.scene import Scene
from tawatur.records import Report

ROWS = [
    ("قصفت الطائرات مواقع في تعز ومأرب وصعدة أمس.", ["تعز", "مأرب", "صعدة"]),
    ("سيطرت القوات على بلدة الحراك و نوى بعد معارك.", ["الحراك", "نوى"]),  # "and" by itself
    ("دارت اشتباكات في تعز والخطوط الأمامية ومأرب أمس.", ["تعز", "مأرب"]),  # a member that nobody knows
    ("دارت اشتباكات في تعز وقتل خمسة مسلحين ومأرب هادئة.", ["تعز"]),  # another clause
    ("قتل شخصان في درعا جنوب سوريا.", ["درعا"]),
]


@pytest.mark.parametrize(("text", "members"), ROWS)
def test_the_first_place_of_a_sentence_is_listed_with_its_like(text: str, members: list[str]) -> None:
    scene = Scene(read(Report(id="r", title="", text=text, published=date(2016, 3, 5), source="s")))
    found = [scene.reading.places[n].name for n in listed_places(scene, 0)]
    assert found == members

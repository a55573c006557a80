"""Charsets: what bytes read like wins over what is declared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tawatur.clean.decode import decode
from tawatur.reference import load_yaml


class Example(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    text: str
    written_in: str
    declared: str | None = None
    through: str | None = None


@pytest.mark.parametrize("example", load_yaml("ar/charset.examples.yml", list[Example]), ids=repr)
def test_example(example: Example) -> None:
    raw = example.text.encode(example.written_in)
    if example.through:
        # The bytes that a charset leaves open pass as they are, as browsers let them.
        known = (raw[i : i + 1].decode(example.through, errors="ignore") or chr(raw[i]) for i in range(len(raw)))
        raw = "".join(known).encode()
    assert decode(raw, example.declared).text == example.text


TEXT = "قال مصدر في المجلس إن القتال الذي اندلع أمس على أطراف القرية توقف اليوم بعد وساطة من وجهاء المنطقة.\n" * 3


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6", "utf-16-le", "utf-32"]
)
@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1256", "iso-8859-1", "no-such-charset"])
def test_read_right_whatever_is_declared(charset: str, declared: str | None) -> None:
    assert decode(TEXT.encode(charset), declared).text == TEXT


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_wrong_declaration_in_the_page_is_told(charset: str) -> None:
    wrong = {"utf-8": "windows-1256", "windows-1256": "utf-8"}[charset]
    page = f'<html><meta charset="{wrong}"><p>{TEXT}</p>'
    decoded = decode(page.encode(charset))
    assert decoded.text == page
    assert decoded.notes
    assert wrong in decoded.notes[0]


@pytest.mark.parametrize("mistaken", ["latin-1", "windows-1256"])
def test_utf8_encoded_twice_is_mended(mistaken: str) -> None:
    decoded = decode(TEXT.encode("utf-8").decode(mistaken, errors="replace").encode("utf-8"))
    assert decoded.text == TEXT
    assert "encoded twice" in decoded.notes[0]


def test_some_broken_bytes_spoil_no_page() -> None:
    decoded = decode(TEXT.encode() + b"\xff\xfe" + TEXT.encode())
    assert decoded.text.startswith(TEXT)
    assert decoded.text.endswith(TEXT)
    assert decoded.notes == ("2 letters could not be read (bytes that are no UTF-8).",)


def test_latin_text_with_accents_is_left_alone() -> None:
    text = "Le porte-parole a déclaré que l'armée s'était retirée du village. " * 20
    assert decode(text.encode()).text == text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1256", "utf-16", "x"]))
def test_never_fails(raw: bytes, declared: str | None) -> None:
    assert isinstance(decode(raw, declared).text, str)

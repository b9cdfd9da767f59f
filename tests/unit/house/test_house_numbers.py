"""Numbers as the language writes them, in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kiosk
from kiosk.words import words

BY_HAND = re.compile(r"""replace\(["'][.,]["'], ?["'][., ]["']|\.0f\}.*replace|language == ["']vi["']""")
"""A sign before decimals, or between thousands, that somebody puts there without asking for the language."""

ROOMS = ("ui", "services", "commands", "app")


@pytest.mark.parametrize(
    ("language", "number", "size", "small"),
    [("vi", "12.345,6", "1.234,6 MB", "84 KB"), ("en", "12,345.6", "1,234.6 MB", "84 KB")],
)
def test_a_number_has_the_signs_of_its_language(language: str, number: str, size: str, small: str) -> None:
    texts = words(language)
    assert texts.number(12_345.6, 1) == number and texts.number(0) == "0"
    assert texts.file_size(1_234_560_000) == size and texts.file_size(83_001) == small
    assert texts.decimal("7.3") == texts.number(7.3, 1)


def test_no_screen_and_no_report_writes_them_by_hand() -> None:
    files = (path for room in ROOMS for path in (Path(kiosk.__file__).parent / room).rglob("*.py"))
    found = [
        f"{path.name}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if BY_HAND.search(line)
    ]
    assert found == []

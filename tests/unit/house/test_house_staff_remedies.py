"""What helps, where an officer reads it: nobody tells them to call an officer, or speaks to them as a resident."""

from __future__ import annotations

import re

import pytest

from kiosk.errors import KioskError, NoReader
from kiosk.words import COMPLETE, words

RESIDENTS = re.compile(
    r"\{you\}|(gọi|nhờ|hỏi|gặp|nói với) cán bộ(?! kỹ thuật)|(call|ask|tell|talk to|or) an officer", re.IGNORECASE
)


def kinds(root: type[KioskError] = KioskError) -> list[type[KioskError]]:
    return [root, *(one for kind in root.__subclasses__() for one in kinds(kind))]


@pytest.mark.parametrize("language", COMPLETE)
def test_no_officer_is_sent_to_an_officer(language: str) -> None:
    texts, every = words(language).texts, {one.code for one in kinds() if one.code.partition(".")[0] != "sandbox"}
    read = {code: texts.get(f"error.{code}.staff", texts[f"error.{code}.remedy"]) for code in every}
    assert {code: text for code, text in read.items() if RESIDENTS.search(text)} == {}
    own = {key.removeprefix("error.").removesuffix(".staff") for key in texts if re.fullmatch(r"error\..*\.staff", key)}
    assert own <= every and "device.paper" in own


MENDERS = re.compile(
    r"(báo|nhờ|hỏi|gọi)( cán bộ)? kỹ thuật|kỹ thuật cần|nhập tay|ghi lý do"
    r"|(call|ask|tell|let) (a|the) technician|note why|type (it and|by)",
    re.IGNORECASE,
)
FIELDS = ("error", "card", "device", "staff", "store", "scan", "line", "portal", "courier", "update", "maintenance")
"""Codes that a technician meets at the screen, by what they begin with; what officers alone do is left out."""
OFFICERS = ("card.not-this-party", "card.same", "scan.unconfined")


@pytest.mark.parametrize("language", COMPLETE)
def test_no_technician_is_sent_to_a_technician(language: str) -> None:
    known = words(language)
    told = [one for one in kinds() if one.__module__.startswith("kiosk.errors")]  # a room's own say what these say
    read = {kind.code: known.technician_remedy(kind("")) for kind in told if kind.code.partition(".")[0] in FIELDS}
    assert {code: text for code, text in read.items() if code not in OFFICERS and MENDERS.search(text)} == {}
    assert known.technician_remedy(NoReader("")) != known.staff_remedy(NoReader(""))

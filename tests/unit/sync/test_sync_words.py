"""Every word that the way to the portal needs, in both complete languages."""

from __future__ import annotations

import string

import pytest

from kiosk import errors
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Legal, Sync
from kiosk.words import COMPLETE, words

KNOWN = {"you", "You", "office", "place", "hours", "filed", "due", "days", "note", "code"}
KEYS = [
    *(f"status.legal.{legal.value}" for legal in Legal),
    *(f"status.legal_name.{legal.value}" for legal in Legal),
    *(f"status.sync.{sync.value}" for sync in Sync),
    *(f"line.{state.value}" for state in LineState),
    *(f"sync.outcome.{outcome}" for outcome in ("delivered", "postponed", "parked", "skipped")),
]


def below(cls: type[errors.KioskError]) -> list[type[errors.KioskError]]:
    return [cls, *(found for child in cls.__subclasses__() for found in below(child))]


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("key", KEYS)
def test_said(language: str, key: str) -> None:
    text = words(language).say(key)
    assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= KNOWN


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("cls", below(errors.LineError), ids=lambda cls: cls.code)
def test_every_failure_has_words_and_a_remedy(language: str, cls: type[errors.KioskError]) -> None:
    said, error = words(language), cls("", reason="thiếu giấy")
    assert said.message(error)
    assert said.remedy(error)

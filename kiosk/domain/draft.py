"""A savepoint: a filing that is not handed in yet, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.submission import DocumentRef


@dataclass(frozen=True)
class Draft:
    """A filing that is not handed in yet. ``owner`` is the store's name for the card's number; empty without a card."""

    id: str
    procedure: str
    version: str
    answers: Mapping[str, Mapping[str, str]]  # field -> {"value", "origin"}
    documents: tuple[DocumentRef, ...] = ()
    owner: str = ""
    fields: tuple[str, ...] = ()  # what that version's sheet asks; empty in savepoints of earlier programs

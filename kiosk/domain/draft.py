"""A savepoint: a filing that is not handed in yet, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from kiosk.domain.assisted_filing import AssistedOrigin
from kiosk.domain.submission import DocumentRef


@dataclass(frozen=True)
class Draft:
    """A filing that is not handed in yet. ``owner`` is the store's name for the card's number; empty without a card."""

    id: str
    procedure: str
    version: str
    answers: Mapping[str, Mapping[str, Any]]  # field -> FieldAnswer.plain()
    documents: tuple[DocumentRef, ...] = ()
    owner: str = ""
    _: KW_ONLY
    parties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # ``PartyCard``s of who was here, by party
    shared: tuple[str, ...] = ()  # owners besides: their cards open it too
    waits: str = ""  # the party whose word it waits for
    fields: tuple[str, ...] = ()  # what that version's sheet asks; empty in savepoints of earlier programs
    assisted: AssistedOrigin | None = None  # an officer's, who files for somebody

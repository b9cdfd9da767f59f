"""Finding and listing dossiers at the counter: by name without marks, code, number, phone, day, or the slip's QR."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.domain.codes import is_official, normal, read_receipt
from kiosk.domain.dossier import DossierPage, DossierQuery, DossierRow, WorkQueue
from kiosk.domain.dossier_terms import query_terms
from kiosk.domain.rights import StaffAct
from kiosk.domain.scanned_codes import is_foreign
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import BadCardKey, ForeignCode, ReceiptUnreadable
from kiosk.services.counter.sessions import StaffSessions

if TYPE_CHECKING:
    from kiosk.store import Store

_ENDING = re.compile(r"(\d{6}-)?\d{4}", re.ASCII)
LONGEST_TEXT = 400  # characters: a slip's QR has under 200


@dataclass(frozen=True)
class SearchAnswer:
    """What a search gave. ``terms`` are what was looked for, for marking; ``count`` stops at 1000."""

    rows: tuple[DossierRow, ...]
    terms: tuple[str, ...]
    cursor: str
    count: int
    total: int


class DossierFinder:
    """Safe from any thread; every call touches the disk."""

    def __init__(self, store: Store, sessions: StaffSessions, clock: Callable[[], datetime]) -> None:
        self._store, self._sessions, self._clock = store, sessions, clock

    def find(self, session: StaffSession, text: str, query: DossierQuery | None = None) -> SearchAnswer:
        """The dossiers that ``text`` finds, the newest first, within ``query``'s filters. Nothing typed finds all.
        ForeignCode for what was scanned and is nobody's here."""
        self._sessions.require(session, StaffAct.FIND)
        asked = self._asked(query or DossierQuery(), text[:LONGEST_TEXT])
        if text.strip() and not (asked.words or asked.code or asked.ending):
            return SearchAnswer((), (), "", 0, self._store.dossiers.total())
        page = self._shown(session, self._store.dossiers.page(asked))
        return SearchAnswer(
            page.rows, asked.words, page.cursor, self._store.dossiers.count(asked), self._store.dossiers.total()
        )

    def page(self, session: StaffSession, query: DossierQuery) -> DossierPage:
        """One page of a list, without counting it."""
        self._sessions.require(session, StaffAct.FIND)
        return self._shown(session, self._store.dossiers.page(query))

    def counts(self, session: StaffSession) -> Mapping[WorkQueue, int]:
        """How many dossiers wait in each queue; nobody's name."""
        self._sessions.require(session, StaffAct.SEE_NOW)
        return self._store.dossiers.queue_counts()

    def _shown(self, session: StaffSession, page: DossierPage) -> DossierPage:
        """Whoever may not see sealed ones sees that they are there."""
        if session.may(StaffAct.SEE_SEALED):
            return page
        return replace(page, rows=tuple(row.veiled() for row in page.rows))

    def _asked(self, query: DossierQuery, text: str) -> DossierQuery:
        """A slip's text and a whole code mean one dossier, a card's code its holder; anything else is words."""
        try:
            return replace(query, code=read_receipt(text)[0].code)
        except ReceiptUnreadable:
            if is_foreign(text):
                raise ForeignCode("no slip, no card") from None
        if (number := _card_holder(text)) is not None:
            return replace(query, words=(number,))
        typed = text.strip().upper()
        if code := normal(typed) or (typed if is_official(typed) else None):
            return replace(query, code=code)
        if _ENDING.fullmatch(typed):
            return replace(query, ending=typed)
        return replace(query, words=query_terms(text, self._clock().date()))


def _card_holder(text: str) -> str | None:
    """The ID number in the code printed on a card, whole with name and day of birth; None for anything else."""
    from kiosk.chip.keys import read_qr  # at a kiosk alone: an officer's own computer has no chip

    try:
        card = read_qr(text)
    except BadCardKey:
        return None
    return card.id_number if card.full_name and card.birth_date else None

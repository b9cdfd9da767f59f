"""Handing results over: to the person whose card was read, or to who brings an authorisation; signed on the glass."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.domain.dossier_events import DossierEvent, DossierEventKind, DossierHead
from kiosk.domain.hand_over import ResultHandOver, ResultTaker, TakerProof, unsigned
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Legal
from kiosk.durable import read_bounded
from kiosk.errors import FilingUnreadable, PaperNotReady, ReasonMissing, SignatureMissing, SignInRefused
from kiosk.services.counter.sessions import StaffSessions
from kiosk.store import Store
from kiosk.words import words

MOST_HAND_OVER = 1 << 20  # bytes


class ResultDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(self, store: Store, sessions: StaffSessions) -> None:
        self._store, self._sessions = store, sessions

    def hand_over(self, session: StaffSession, code: str, revision: int, given: ResultHandOver) -> DossierHead:
        """Note that the result was given. PaperNotReady while the office has none or nothing is named; SignatureMissing
        names who has not signed; ReasonMissing for an authorisation without its paper; SignInRefused for another
        person's card; DossierChanged.

        It is noted here, and the portal learns it by the office's own way: this is not the portal's status.
        """
        self._sessions.require(session, StaffAct.HAND_OVER)
        head = self._store.dossier_book.head(code)
        self._sessions.require_sight(session, head)
        submission = self._store.outbox.get(head.code)
        if submission.legal is not Legal.FINISHED:
            raise PaperNotReady(
                "not finished", form=words().say("counter.form.result"), what=words().say("counter.lacks.finished")
            )
        self._checked(given, submission.filing.applicant.id_number)
        event = DossierEvent(DossierEventKind.HANDED_OVER, given.facts(), session.number)
        return self._store.dossier_book.add(head.code, revision, event)

    def _checked(self, given: ResultHandOver, id_number: str) -> None:
        if not given.takers or not given.items:
            raise PaperNotReady(
                "nothing given", form=words().say("counter.form.result"), what=words().say("counter.lacks.takers")
            )
        for taker in given.takers:
            if taker.proof is not TakerProof.CARD and len(taker.paper.strip()) < 3:
                raise ReasonMissing("no authorisation")
        cards = [one.id_number for one in given.takers if one.proof is TakerProof.CARD]
        if cards and id_number and id_number not in cards and len(given.takers) == len(cards):
            raise SignInRefused("another person's card")
        if (missing := unsigned(given.takers)) is not None:
            raise SignatureMissing("not signed", person=missing.name)


def read_hand_over(path: Path) -> ResultHandOver:
    """``{"takers": [{"name", "id_number", "proof", "paper", "strokes"}], "items": [...]}``. FilingUnreadable."""
    try:
        data = json.loads(read_bounded(path, MOST_HAND_OVER))
        takers = tuple(
            ResultTaker(
                str(one["name"]),
                str(one.get("id_number", "")),
                TakerProof(one["proof"]),
                tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in one.get("strokes", ())),
                str(one.get("paper", "")),
            )
            for one in data["takers"]
        )
        return ResultHandOver(takers, tuple(map(str, data["items"])))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise FilingUnreadable(type(error).__name__, file=path.name) from error


def _lacks(key: str) -> PaperNotReady:
    return PaperNotReady(key, form=words().say("counter.form.result"), what=words().say(key))

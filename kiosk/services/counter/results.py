"""Handing results over: to the person whose card was read, or to who brings an authorisation; signed on the glass."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.domain.dossier_events import DossierEvent, DossierEventKind, DossierHead
from kiosk.domain.dossier_sheet import answers_now
from kiosk.domain.hand_over import ResultHandOver, ResultTaker, TakerProof, unsigned
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Legal
from kiosk.durable import read_bounded
from kiosk.errors import FilingUnreadable, PaperNotReady, SignatureMissing, SignInRefused, TakerMissing
from kiosk.resources import asset, read_toml
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store

MOST_HAND_OVER = 1 << 20  # bytes


@dataclass(frozen=True)
class ResultParty:
    """One of those whose result it is. ``role``: words under ``counter.party.VALUE``."""

    role: str
    name: str
    id_number: str


@dataclass(frozen=True)
class ResultPlan:
    """Who may fetch a result. ``together``: all of them, in person; else the one, or who is authorised by paper."""

    code: str
    revision: int
    parties: tuple[ResultParty, ...]
    together: bool
    items: tuple[str, ...]


class ResultDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(self, store: Store, sessions: StaffSessions) -> None:
        self._store, self._sessions = store, sessions

    def plan(self, session: StaffSession, code: str) -> ResultPlan:
        """Who fetches it and what there is to give. PaperNotReady while the office has none."""
        self._sessions.require(session, StaffAct.HAND_OVER)
        head = self._store.dossier_book.head(code)
        self._sessions.require_sight(session, head)
        submission = self._store.outbox.get(head.code)
        if submission.legal is not Legal.FINISHED:
            raise _lacking("finished")
        filing = submission.filing
        answers = answers_now(filing, self._store.dossier_book.events(head.code))
        rules = _rules()
        rule = rules.get(filing.procedure, rules["*"])
        parties = tuple(
            ResultParty(one["role"], answers.get(one["name"], ""), answers.get(one["number"], ""))
            for one in rule.get("parties", ())
        ) or (ResultParty("applicant", filing.applicant.full_name, filing.applicant.id_number),)
        copies = answers.get(rule["copies"], "")
        items = [words().say(f"counter.item.{one}") for one in rule.get("items", ("result",))]
        if copies.isdecimal() and int(copies):
            items.append(words().say("counter.item.copies", count=copies))
        return ResultPlan(head.code, head.revision, parties, bool(rule.get("together")), tuple(items))

    def hand_over(self, session: StaffSession, code: str, revision: int, given: ResultHandOver) -> DossierHead:
        """Note that the result was given. PaperNotReady while the office has none or nothing is named; SignatureMissing
        names who has not signed; TakerMissing who must be there and is not; ReasonMissing for an authorisation without
        its paper; SignInRefused for another person's card; DossierChanged.

        It is noted here, and the portal learns it by the office's own way: this is not the portal's status.
        """
        plan = self.plan(session, code)
        self._checked(given, plan)
        event = DossierEvent(DossierEventKind.HANDED_OVER, given.facts(), session.number)
        return self._store.dossier_book.add(plan.code, revision, event)

    def _checked(self, given: ResultHandOver, plan: ResultPlan) -> None:
        if not given.takers or not given.items:
            raise _lacking("takers")
        for taker in given.takers:
            if taker.proof is not TakerProof.CARD:
                worded(taker.paper)
        if plan.together:
            _all_there(given.takers, plan)
        elif all(one.proof is TakerProof.CARD for one in given.takers):
            numbers = [one.id_number for one in given.takers]
            if plan.parties[0].id_number and plan.parties[0].id_number not in numbers:
                raise SignInRefused("another person's card")
        if (missing := unsigned(given.takers)) is not None:
            raise SignatureMissing("not signed", person=missing.name)


def _all_there(takers: Sequence[ResultTaker], plan: ResultPlan) -> None:
    """Nobody is authorised for this, and each signs for themselves."""
    for party in plan.parties:
        mine = [one for one in takers if one.proof is not TakerProof.PAPER and _is_of(one, party)]
        if not mine:
            raise TakerMissing(party.role, person=party.name)


def _is_of(taker: ResultTaker, party: ResultParty) -> bool:
    if taker.proof is TakerProof.CARD and party.id_number:
        return taker.id_number == party.id_number
    return taker.name.casefold() == party.name.casefold()


def _rules() -> dict[str, Any]:
    return read_toml(asset("papers", "hand-over.toml"))


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


def _lacking(what: str) -> PaperNotReady:
    return PaperNotReady(what, form=words().say("counter.form.result"), what=words().say(f"counter.lacks.{what}"))

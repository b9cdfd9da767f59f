"""My dossiers, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kiosk import catalogue
from kiosk.domain.calendar import off
from kiosk.domain.case import Case, NoticeKind, Standing
from kiosk.domain.submission import Submission
from kiosk.domain.vietqr import Account, vietqr
from kiosk.domain.visit import Move, Step
from kiosk.ui.flow import Flow
from kiosk.ui.resident import Screen, TrackScreen
from kiosk.ui.resident.views import DossierView


class Tracking:
    """Step TRACK. Only who laid a card on the reader sees dossiers: those filed with the same card."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.track = TrackScreen(flow.look, flow.strings)
        self._dossiers: dict[str, DossierView] = {}
        self.track.opened.connect(lambda code: self.track.show_one(self._dossiers[code]))
        self.track.officerAsked.connect(flow.call_officer)
        self.track.moved.connect(lambda _: flow.move(Move.BACK))

    def enter(self, step: Step) -> Screen:
        self.track.show_list(())
        identity, store = self._flow.visit.visitor.identity, self._flow.services.store
        outbox, filed = store.outbox, self._flow.visit.submission

        def with_cases(found: Sequence[Submission]) -> list[tuple[Submission, Standing | None]]:
            return [(item, store.cases.case(item.code)) for item in found]

        if identity is not None:
            number = identity.citizen.id_number
            self._flow.tasks.run("store", lambda _: with_cases(outbox.find(number)), done=self._found)
        elif filed is not None:
            self._flow.tasks.run("store", lambda _: with_cases((outbox.get(filed.code),)), done=self._found)
        return self.track

    def _found(self, submissions: Sequence[tuple[Submission, Standing | None]]) -> None:
        newest = sorted(submissions, key=lambda item: item[0].filed_at, reverse=True)
        views = [self._view(*item) for item in newest]
        self._dossiers = {view.code: view for view in views}
        self.track.show_list(views)

    def _view(self, made: Submission, standing: Standing | None) -> DossierView:
        office = self._flow.services.config.office
        case = standing.case if standing else None
        fee = case.fee if case else None
        owed = fee.amount - fee.paid if fee else 0
        account = Account(office.bank, office.account)
        return DossierView(
            code=made.code,
            procedure=self._flow.services.procedures[made.filing.procedure].name,
            subject=made.filing.subject,
            filed_at=made.filed_at,
            due_at=made.due_at,
            sync=made.sync,
            official=made.official,
            legal=made.legal,
            note=made.legal_note,
            days_left=working_days(self._flow.services.clock().date(), made.due_at.date()),
            office=office.full_name,
            place=office.full_name,
            hours=office.hours,
            until=_until(case) if case else None,
            owed=owed,
            transfer=vietqr(account, owed, made.code) if owed > 0 and account.usable else "",
        )

    def leave(self, step: Step) -> None:
        pass

    def wipe(self) -> None:
        self._dossiers = {}
        self.track.wipe()


def _until(case: Case) -> datetime | None:
    """By when the office wants the first of what it asks for."""
    asked = [notice.until for notice in case.notices if notice.kind is NoticeKind.SUPPLEMENT and notice.until]
    return min(asked, default=None)


def working_days(today: date, due: date) -> int:
    """Working days after ``today`` up to ``due``; 0 when it is today or past."""
    days = (today + timedelta(days=n) for n in range(1, max(0, (due - today).days) + 1))
    return sum(not off(day, catalogue.is_holiday) for day in days)

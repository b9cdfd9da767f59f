"""The drawer: fees with exemptions, receipts, refunds, and the day's closing that must balance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.domain.cash import (
    NOTES,
    CashClosing,
    CashDay,
    CashKind,
    CashReceipt,
    Charge,
    TenderFault,
    counted,
    counts_of,
    tender_fault,
    total,
)
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.procedure import Procedure, ProcedureFee
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Filing, Submission
from kiosk.errors import CashNoChange, CashOdd, CashShort, CashUnlikely, KioskError, NothingOwed
from kiosk.services.counter.reasons import worded
from kiosk.services.counter.sessions import StaffSessions

if TYPE_CHECKING:
    from kiosk.store import Store


@dataclass(frozen=True)
class Exemption:
    """Why nothing is taken for a charge: the law's reason, and the paper that was seen."""

    charge: str  # its key
    reason: str
    ground: str


@dataclass(frozen=True)
class CashBill:
    """What a dossier owes at the counter, charge by charge."""

    code: str
    revision: int
    payer: str
    charges: tuple[Charge, ...]
    paid: tuple[CashReceipt, ...]

    @property
    def amount(self) -> int:
        return total(self.charges)

    def left_of(self, name: str) -> tuple[str, int] | None:
        """A receipt's name and what may still be given back of it; None where nothing may."""
        first = next((one for one in self.paid if one.name == name and one.kind is not CashKind.REFUND), None)
        back = sum(one.amount for one in self.paid if one.facts.get("of") == name)
        return (name, first.amount - back) if first and first.amount > back else None

    @property
    def refundable(self) -> tuple[str, int] | None:
        """The last receipt of which something may be given back."""
        every = (self.left_of(one.name) for one in reversed(self.paid))
        return next((one for one in every if one is not None), None)


class CashDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        edition: Callable[[Submission], Procedure | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._sessions, self._edition, self._clock = store, sessions, edition, clock

    def bill(self, session: StaffSession, code: str, exemptions: Sequence[Exemption] = ()) -> CashBill:
        """What is owed, by the procedure it was filed under and its answers as they are now. No charges where nothing
        is owed any more. ReasonMissing for an exemption without reason or ground."""
        self._sessions.require(session, StaffAct.VIEW)
        head = self._store.dossier_book.head(code)
        self._sessions.require_sight(session, head)
        submission = self._store.outbox.get(head.code)
        charges = self._charges(submission) if head.owed else ()
        payer = submission.filing.applicant.full_name
        return CashBill(head.code, head.revision, payer, _exempted(charges, exemptions), self._store.cash.of(head.code))

    def take(
        self,
        session: StaffSession,
        code: str,
        revision: int,
        *,
        tendered: int,
        exemptions: Sequence[Exemption] = (),
        kind: CashKind = CashKind.TAKE,
        sure: bool = False,
    ) -> CashReceipt:
        """Take the fee and give its receipt a number. NothingOwed; what ``wrong_tender`` says of what is ``tendered``,
        CashUnlikely unless the officer is ``sure``; DossierChanged where somebody was quicker; CashDayClosed,
        CashClockBack."""
        self._sessions.require(session, StaffAct.TAKE_CASH)
        bill = self.bill(session, code, exemptions)
        if not bill.charges:
            raise NothingOwed("nothing is owed", number=bill.code)
        wrong = wrong_tender(bill.amount, tendered)
        if wrong is not None and not (sure and isinstance(wrong, CashUnlikely)):
            raise wrong
        return self._store.cash.take(
            session.desk, bill.code, revision, bill.amount, session.number, _facts(bill, tendered), kind
        )

    def refund(self, session: StaffSession, name: str, amount: int, reason: str) -> CashReceipt:
        """Give back what the receipt ``name`` took, or part of it. ReasonMissing, UnknownReceipt, RefundTooHigh."""
        self._sessions.require(session, StaffAct.REFUND)
        return self._store.cash.refund(session.desk, name, amount, session.number, worded(reason))

    def day(self, session: StaffSession, day: date | None = None, desk: str = "") -> CashDay:
        """The book of a desk's day, this desk's of today if nothing else is said."""
        self._sessions.require(session, StaffAct.REPORT)
        return self._store.cash.day(desk or session.desk, day or self._clock().date())

    def close(
        self, session: StaffSession, opening: int, notes: Mapping[int, int], day: date | None = None
    ) -> CashClosing:
        """End the desk's day. CashMismatch says by how much the notes are off; CashDayClosed. ValueError for notes that
        do not exist."""
        self._sessions.require(session, StaffAct.CLOSE_DESK)
        counted(notes)
        return self._store.cash.close(session.desk, day or self._clock().date(), opening, notes, session.number)

    def unsigned(self, session: StaffSession) -> tuple[CashClosing, ...]:
        """What waits for the chief."""
        self._sessions.require(session, StaffAct.SIGN_CLOSING)
        return self._store.cash.unsigned()

    def sign(self, session: StaffSession, desk: str, day: date) -> CashClosing:
        """The chief has seen the closing of that desk."""
        self._sessions.require(session, StaffAct.SIGN_CLOSING)
        return self._store.cash.sign(desk, day, session.number)

    def _charges(self, submission: Submission) -> tuple[Charge, ...]:
        procedure = self._edition(submission)
        if procedure is None:
            return ()
        events = self._store.dossier_book.events(submission.code)
        mended = {
            one.facts["field"]: one.facts["after"]
            for one in events
            if one.kind is DossierEventKind.MENDED and one.facts
        }
        charges = (
            Charge(
                fee.key, fee.name["vi"], counts_of(submission.filing, mended, fee.per), _each(submission.filing, fee)
            )
            for fee in procedure.fees
        )
        return tuple(one for one in charges if one.full)


def wrong_tender(due: int, tendered: int) -> KioskError | None:
    """What an officer is told of ``tendered`` where ``due`` is owed: CashShort, CashOdd, CashNoChange, CashUnlikely."""
    change, missing, least = tendered - due, due - tendered, NOTES[-1]
    match tender_fault(due, tendered):
        case TenderFault.SHORT:
            return CashShort("less than is owed", missing=missing, given=tendered)
        case TenderFault.ODD:
            return CashOdd("no notes make it", given=tendered, least=least)
        case TenderFault.NO_CHANGE:
            return CashNoChange("no notes give it back", change=change)
        case TenderFault.UNLIKELY:
            return CashUnlikely("far more than is owed", given=tendered, due=due, change=change)
    return None


def _each(filing: Filing, fee: ProcedureFee) -> int:
    """What one costs: by the prices under which it was handed in, where the filing says so."""
    filed = next((one for one in filing.fees if one.key == fee.key and one.count), None)
    return filed.amount // filed.count if filed else fee.amount


def _exempted(charges: Sequence[Charge], exemptions: Sequence[Exemption]) -> tuple[Charge, ...]:
    by_key = {one.charge: (worded(one.reason), worded(one.ground)) for one in exemptions}
    return tuple(
        replace(one, exempt=by_key[one.key][0], ground=by_key[one.key][1]) if one.key in by_key else one
        for one in charges
    )


def _facts(bill: CashBill, tendered: int) -> dict[str, str]:
    exempt = "; ".join(f"{one.name}: {one.exempt} ({one.ground})" for one in bill.charges if one.exempt)
    what = "; ".join(f"{one.name} {one.count} x {one.each}" for one in bill.charges)
    full = sum(one.full for one in bill.charges)
    return {"payer": bill.payer, "what": what, "full": str(full), "exempt": exempt, "tendered": str(tendered)}

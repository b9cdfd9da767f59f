"""The one-stop papers of a dossier: filled from what is known, shown as the very PDF that is printed, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.config import Office
from kiosk.devices.ports import PagePrinter
from kiosk.domain.cash import CashDay, CashKind, CashReceipt
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.money import Money
from kiosk.domain.procedure import Procedure
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Filing, Submission
from kiosk.durable import write_named
from kiosk.errors import DeviceError, PaperNotReady, PrinterGone
from kiosk.services.counter.correction_paper import CORRECTION, FORM, correction_data, correction_papers
from kiosk.services.counter.dossiers import DossierDesk, DossierSheet
from kiosk.services.counter.paper_details import PaperDetails, want_working_day
from kiosk.services.counter.paper_words import day_in_words, masked, moment_in_figures, moment_in_words
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.printed_sheets import SheetMoment, sheet_pdf, sheets_of
from kiosk.services.typesetting import OfficialPaper, paper_forms, qr_svg, typeset
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store

LEGAL_EFFECT = frozenset({"mau-03", "mau-05"})
"""Forms that end a person's matter: the chief's alone."""
OF_A_DOSSIER = ("mau-01", "mau-02", "mau-03", "mau-04", "mau-05", "mau-06")
SHEET = "sheet."
"""Before the key of a paper that is one of the procedure's own sheets: the filled form, to sign."""


class PaperDesk:
    """Safe from any thread. ``printer`` is None where none is set up."""

    def __init__(
        self,
        store: Store,
        sessions: StaffSessions,
        dossiers: DossierDesk,
        office: Office,
        printer: PagePrinter | None,
        clock: Callable[[], datetime],
        edition: Callable[[Submission], Procedure | None],
        *,
        sample: bool = False,
    ) -> None:
        """``sample``: in the demo, where no sheet is one to be handed in."""
        self._store, self._sessions, self._dossiers, self._sample = store, sessions, dossiers, sample
        self._office, self._printer, self._clock, self._edition = office, printer, clock, edition

    def forms(self) -> tuple[OfficialPaper, ...]:
        """The papers of a dossier, in the law's order."""
        return tuple(paper_forms()[key] for key in OF_A_DOSSIER)

    def sheets(self, session: StaffSession, code: str) -> tuple[OfficialPaper, ...]:
        """Its official sheets, filled, to sign, none where its procedure is gone; and the sheet of each correction."""
        self._sessions.require(session, StaffAct.PRINT)
        sheet = self._dossiers.open(session, code)
        procedure = self._edition(sheet.submission)
        ones = sheets_of(procedure, _answers(sheet), self._moment(sheet)) if procedure else ()
        filled = (OfficialPaper(f"{SHEET}{one.key}", one.title, one.number, one.copies, ()) for one in ones)
        return (*filled, *correction_papers(sheet))

    def preview(self, session: StaffSession, code: str, form: str, details: PaperDetails | None = None) -> bytes:
        """The PDF that ``print`` would print. PaperNotReady names what is still to be said; AppointmentDayOff."""
        self._sessions.require(session, StaffAct.REFUSE if form in LEGAL_EFFECT else StaffAct.PRINT)
        if form.startswith(SHEET):
            return self._sheet(session, code, form.removeprefix(SHEET))
        if form.startswith(CORRECTION):
            sheet = self._dossiers.open(session, code)
            data = {**self._data(session, sheet, PaperDetails()), **correction_data(sheet, form)}
            return typeset(FORM, data, self._clock())
        details, paper = details or PaperDetails(), paper_forms()[form]
        if lacking := details.lacks(paper):
            raise PaperNotReady(form, form=paper.title, what=", ".join(_say(f"counter.lacks.{one}") for one in lacking))
        if details.until is not None:
            want_working_day(details.until.date())
        sheet = self._dossiers.open(session, code)
        return typeset(form, self._data(session, sheet, details), self._clock())

    def _sheet(self, session: StaffSession, code: str, key: str) -> bytes:
        """A sheet as it reads with what was mended. KeyError where the dossier has none of that key."""
        sheet = self._dossiers.open(session, code)
        procedure = self._edition(sheet.submission)
        if procedure is None:
            raise KeyError(key)
        return sheet_pdf(procedure, key, _answers(sheet), self._moment(sheet))

    def _moment(self, sheet: DossierSheet) -> SheetMoment:
        """The day is that of the filing, whenever it is printed."""
        submission = sheet.submission
        code = submission.official or submission.code
        return SheetMoment(self._office, submission.filed_at, code, sample=self._sample)

    def print(
        self, session: StaffSession, code: str, form: str, copies: int, details: PaperDetails | None = None
    ) -> int:
        """Print it; how many copies of this form were ever printed. PrinterGone, PaperOut: then none is counted. What
        lies in the tray is counted whoever has the dossier open."""
        pdf = self.preview(session, code, form, details)
        code = self._store.dossier_book.head(code).code
        self.send(pdf, copies)
        facts = {"form": form, "copies": str(copies)}
        self._store.dossier_book.note(code, DossierEvent(DossierEventKind.PRINTED, facts, session.number))
        return self.copies(code, form)

    def copies(self, code: str, form: str) -> int:
        """How many were printed so far."""
        events = self._store.dossier_book.events(code)
        printed = (one.facts for one in events if one.kind is DossierEventKind.PRINTED)
        return sum(int(facts.get("copies", 0)) for facts in printed if facts.get("form") == form)

    def receipt(self, session: StaffSession, receipt: CashReceipt) -> bytes:
        """The receipt for money, as PDF."""
        self._sessions.require(session, StaffAct.PRINT)
        payer = self._store.outbox.get(receipt.code).filing.applicant.full_name
        data = {
            **self._heads(session),
            "receipt": receipt.name,
            "code": receipt.code,
            "applicant": receipt.facts.get("payer", payer),
            "what": receipt.facts.get("what", receipt.facts.get("reason", "")),
            "exempt": receipt.facts.get("exempt", ""),
            "amount": Money(receipt.amount).text,
            "words": Money(receipt.amount).in_words(),
            "way": _say(f"counter.way.{receipt.kind.value}"),
            "now": moment_in_words(receipt.at),
        }
        return typeset("bien-lai", data, receipt.at)

    def try_receipt(self, session: StaffSession, receipt: CashReceipt) -> bool:
        """Print it where that can be done: the money is booked, and the receipt can be printed again."""
        try:
            self.send(self.receipt(session, receipt))
        except DeviceError:
            return False
        return True

    def try_closing(self, session: StaffSession, day: CashDay, people: Mapping[int, str]) -> bool:
        """Print it where that can be done: it is signed, and can be printed again."""
        try:
            self.send(self.closing(session, day, people))
        except DeviceError:
            return False
        return True

    def closing(self, session: StaffSession, day: CashDay, people: Mapping[int, str]) -> bytes:
        """The closed day, for the chief to sign. PaperNotReady while it is open."""
        self._sessions.require(session, StaffAct.REPORT)
        if day.closing is None:
            raise PaperNotReady("chot-so", form=paper_forms()["chot-so"].title, what=_say("counter.lacks.closing"))
        return typeset("chot-so", {**self._heads(session), **closing_data(day, people)}, day.closing.at)

    def send(self, pdf: bytes, copies: int = 1) -> None:
        """To the counter's printer. PrinterGone, PaperOut."""
        if self._printer is None:
            raise PrinterGone("no document printer is set up")
        self._printer.print_pages(pdf, copies)

    def _heads(self, session: StaffSession) -> dict[str, Any]:
        office, now = self._office, self._clock()
        return {
            "office": office.full_name,
            "place": office.commune.partition(" ")[2] or office.commune,
            "today": day_in_words(now),
            "where": _say("counter.paper.where", seat=office.seat),
            "hotline": office.hotline,
            "officer": session.person,
            "now": moment_in_words(now),
        }

    def _data(self, session: StaffSession, sheet: DossierSheet, details: PaperDetails) -> dict[str, Any]:
        submission, procedure = sheet.submission, self._edition(sheet.submission)
        applicant, values = submission.filing.applicant, {one.key: one.text or one.value for one in sheet.fields}
        section = procedure.applicant.get("full_name", "").rpartition(".")[0] if procedure else ""
        due = submission.due_at
        return {
            **self._heads(session),
            "code": submission.code,
            "official": submission.official,
            "qr": qr_svg(submission.receipt),
            "applicant": applicant.full_name,
            "id_number": masked(applicant.id_number),
            "phone": masked(applicant.phone.replace(" ", ""), shown=4, last=1),
            "address": values.get(f"{section}.residence", ""),
            "procedure": procedure.official if procedure else submission.filing.procedure,
            "procedure_code": submission.filing.procedure,
            "subject": submission.filing.subject,
            "papers": [{"name": one.name, "original": "", "copy": "", "picture": "1"} for one in _current(sheet)],
            "later": ", ".join(submission.filing.later),
            "limit": _limit(procedure),
            "received": moment_in_words(submission.filed_at),
            "due": moment_in_words(due) if submission.filing.has_due_day else _no_day(submission.filing),
            "fee": _fee(sheet.head.owed),
            "reason": details.reason,
            "ground": details.ground,
            "until": moment_in_words(details.until) if details.until else "",
            "items": list(details.items),
            "steps": _steps(sheet),
        }


def write_paper(path: Path, content: bytes) -> None:
    """For this account alone (0600), whole or not at all."""
    write_named(path, content, 0o600)


def _say(key: str, **values: str | int) -> str:
    """Papers are in Vietnamese, whoever reads the screen."""
    return words().say(key, **values)


def _fee(owed: int) -> str:
    if not owed:
        return _say("counter.paper.no_fee")
    return _say("counter.paper.fee", sum=Money(owed).text)


def closing_data(day: CashDay, people: Mapping[int, str]) -> dict[str, Any]:
    closing = day.closing
    assert closing is not None
    rows = [
        {
            "number": f"{one.sequence:04d}",
            "at": f"{one.at:%H:%M}",
            "code": one.code,
            "way": _say(f"counter.way.{one.kind.value}"),
            "amount": ("-" if one.kind is CashKind.REFUND else "") + Money(one.amount).digits,
        }
        for one in day.receipts
    ]
    sums = {
        "opening": closing.opening,
        "taken": day.taken,
        "refunded": day.refunded,
        "transferred": day.transferred,
        "expected": day.expected(closing.opening),
        "counted": closing.counted,
    }
    names = {"officer": people.get(closing.staff, ""), "chief": people.get(closing.chief, "")}
    moment = datetime.combine(day.day, closing.at.timetz())
    heads = {"desk": _say("counter.paper.desk", desk=day.desk), "day": day_in_words(moment), "receipts": rows}
    return {**heads, **names, **{name: Money(amount).text for name, amount in sums.items()}}


def _answers(sheet: DossierSheet) -> dict[str, Mapping[str, Any]]:
    """What was filed, and in place of what an officer put right the value that counts."""
    mended = {one.key: {"value": one.value, "origin": "typed"} for one in sheet.fields if one.mended_at is not None}
    return {**sheet.submission.filing.answers, **mended}


def _current(sheet: DossierSheet) -> Sequence[Any]:
    return [one for one in sheet.papers if not one.replaced]


def _limit(procedure: Procedure | None) -> str:
    if procedure is None:
        return ""
    if procedure.limit.promise:
        return _say("counter.paper.no_limit" if procedure.limit.promise == "officer" else "counter.paper.due_nothing")
    if procedure.limit.same_day:
        return _say("counter.paper.same_day")
    return _say("counter.paper.working_days", days=procedure.limit.working_days)


def _no_day(filing: Filing) -> str:
    return _say(f"counter.paper.due_{filing.promise or 'unsure'}")


def _steps(sheet: DossierSheet) -> list[dict[str, str]]:
    first = _step(sheet.submission.filed_at, "filed", "")
    named = ((one.at, one.kind.value, sheet.people.get(one.staff, "")) for one in sheet.events)
    return [first, *(_step(at, kind, who) for at, kind, who in named if at is not None)]


def _step(at: datetime, kind: str, who: str) -> dict[str, str]:
    return {"at": moment_in_figures(at), "what": _say(f"counter.step.{kind}"), "who": who}

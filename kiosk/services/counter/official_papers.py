"""The one-stop papers of a dossier: filled from what is known, shown as the very PDF that is printed, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.config import Office
from kiosk.devices.ports import PagePrinter
from kiosk.domain.cash import CashDay, CashKind, CashReceipt
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.money import Money
from kiosk.domain.procedure import Procedure
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Submission
from kiosk.durable import write_durably
from kiosk.errors import DeviceError, PaperNotReady, PrinterGone
from kiosk.services.counter.dossiers import DossierDesk, DossierSheet
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.counter.typesetting import OfficialPaper, paper_forms, qr_svg, typeset
from kiosk.store import Store
from kiosk.words import words

LEGAL_EFFECT = frozenset({"mau-03", "mau-05"})
"""Forms that end a person's matter: the chief's alone."""
OF_A_DOSSIER = ("mau-01", "mau-02", "mau-03", "mau-04", "mau-05", "mau-06")


@dataclass(frozen=True)
class PaperDetails:
    """What an officer says for a paper. ``until`` is worded by ``moment_in_words``."""

    reason: str = ""
    ground: str = ""
    until: datetime | None = None
    items: tuple[str, ...] = ()

    def lacks(self, form: OfficialPaper) -> tuple[str, ...]:
        return tuple(need for need in form.needs if not getattr(self, need))


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
    ) -> None:
        self._store, self._sessions, self._dossiers = store, sessions, dossiers
        self._office, self._printer, self._clock, self._edition = office, printer, clock, edition

    def forms(self) -> tuple[OfficialPaper, ...]:
        """The papers of a dossier, in the law's order."""
        return tuple(paper_forms()[key] for key in OF_A_DOSSIER)

    def preview(self, session: StaffSession, code: str, form: str, details: PaperDetails | None = None) -> bytes:
        """The PDF that ``print`` would print. PaperNotReady names what is still to be said."""
        self._sessions.require(session, StaffAct.REFUSE if form in LEGAL_EFFECT else StaffAct.PRINT)
        details, paper = details or PaperDetails(), paper_forms()[form]
        if lacking := details.lacks(paper):
            raise PaperNotReady(form, form=paper.title, what=", ".join(_say(f"counter.lacks.{one}") for one in lacking))
        sheet = self._dossiers.open(session, code)
        return typeset(form, self._data(session, sheet, details), self._clock())

    def print(
        self, session: StaffSession, code: str, form: str, copies: int, details: PaperDetails | None = None
    ) -> int:
        """Print it; how many copies of this form were ever printed. PrinterGone, PaperOut: then none is counted."""
        pdf = self.preview(session, code, form, details)
        self.send(pdf, copies)
        head = self._store.dossier_book.head(code)
        facts = {"form": form, "copies": str(copies)}
        self._store.dossier_book.add(
            head.code, head.revision, DossierEvent(DossierEventKind.PRINTED, facts, session.number)
        )
        return self.copies(head.code, form)

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
            "due": moment_in_words(due) if submission.filing.day_is_sure else _say("counter.paper.due_unsure"),
            "fee": _fee(sheet.head.owed),
            "reason": details.reason,
            "ground": details.ground,
            "until": moment_in_words(details.until) if details.until else "",
            "items": list(details.items),
            "steps": _steps(sheet),
        }


def write_paper(path: Path, content: bytes) -> None:
    """For this account alone (0600), whole or not at all."""
    write_durably(path, content, 0o600)


def _say(key: str, **values: str | int) -> str:
    """Papers are in Vietnamese, whoever reads the screen."""
    return words().say(key, **values)


def _fee(owed: int) -> str:
    if not owed:
        return _say("counter.paper.no_fee")
    return _say("counter.paper.fee", sum=Money(owed).text)


def day_in_words(day: datetime) -> str:
    """Ngày 23 tháng 11 năm 2026, as papers write it; 03 and 02 with their nought (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def moment_in_words(at: datetime) -> str:
    return f"{at.hour:02d} giờ {at.minute:02d} phút, {day_in_words(at)}"


def masked(text: str, *, shown: int = 6, last: int = 3) -> str:
    """999162•••234: enough to compare, too little to copy."""
    if len(text) <= shown + last:
        return text
    return f"{text[:shown]}{'•' * 3}{text[-last:]}"


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


def _current(sheet: DossierSheet) -> Sequence[Any]:
    return [one for one in sheet.papers if not one.replaced]


def _limit(procedure: Procedure | None) -> str:
    if procedure is None:
        return ""
    if procedure.limit.same_day:
        return _say("counter.paper.same_day")
    return _say("counter.paper.working_days", days=procedure.limit.working_days)


def _steps(sheet: DossierSheet) -> list[dict[str, str]]:
    first = {"at": _short(sheet.submission.filed_at), "what": _say("counter.step.filed"), "who": ""}
    rest = [
        {"at": _short(one.at), "what": _say(f"counter.step.{one.kind.value}"), "who": sheet.people.get(one.staff, "")}
        for one in sheet.events
        if one.at is not None
    ]
    return [first, *rest]


def _short(at: datetime) -> str:
    return f"{at:%H:%M %d/%m/%Y}"

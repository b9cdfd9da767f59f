"""What the counter shows, as JSON documents: for commands, and for a counter beyond a process boundary."""

from __future__ import annotations

from typing import Any

from kiosk.domain.cash import CashClosing, CashDay, CashReceipt
from kiosk.domain.desk_calls import DeskCall
from kiosk.domain.dossier import DossierRow
from kiosk.domain.period_figures import PeriodFigures
from kiosk.services.counter.assisted_view import AssistedForm, AssistedRow
from kiosk.services.counter.cash import CashBill
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.duplicates import ComparedPair
from kiosk.services.counter.finding import SearchAnswer
from kiosk.services.counter.results import ResultPlan
from kiosk.services.counter.reviews import EndOfDay, ReviewItem


def row_json(row: DossierRow) -> dict[str, Any]:
    """Days ISO 8601; names empty where it is sealed and the role may not see it."""
    return {
        "code": row.code,
        "official": row.official,
        "procedure": row.procedure,
        "applicant": row.applicant,
        "subject": row.subject,
        "filed": row.filed.isoformat(),
        "due": row.due.isoformat(),
        "status": row.sync.value,
        "legal": row.legal.value if row.legal else None,
        "look": [one.value for one in row.look],
        "owed": row.owed,
        "sealed": row.sealed,
        "held_by": f"CB-{row.holder}" if row.holder else None,
    }


def answer_json(answer: SearchAnswer) -> dict[str, Any]:
    return {
        "rows": [row_json(row) for row in answer.rows],
        "count": answer.count,
        "total": answer.total,
        "cursor": answer.cursor,
    }


def sheet_json(sheet: DossierSheet) -> dict[str, Any]:
    submission, head = sheet.submission, sheet.head
    return {
        "code": head.code,
        "official": submission.official,
        "revision": head.revision,
        "procedure": sheet.procedure,
        "status": submission.sync.value,
        "legal": submission.legal.value if submission.legal else None,
        "filed_at": submission.filed_at.isoformat(),
        "due_at": submission.due_at.isoformat(),
        "sealed": head.sealed,
        "held_by": sheet.holder or None,
        "look": [one.value for one in head.look],
        "owed": head.owed,
        "fields": [_field_json(sheet, number) for number in range(len(sheet.fields))],
        "papers": [vars(one) for one in sheet.papers],
        "notes": [{"key": one.key, "text": one.text, "field": one.field} for one in sheet.notes],
        "messages": [{"kind": one.kind.value, "text": one.text, "at": one.at.isoformat()} for one in sheet.messages],
        "history": [
            {
                "at": one.at.isoformat() if one.at else None,
                "what": one.kind.value,
                "by": sheet.people.get(one.staff, ""),
                "revision": one.revision,
                "facts": dict(one.facts),
            }
            for one in sheet.events
        ],
    }


def _field_json(sheet: DossierSheet, number: int) -> dict[str, Any]:
    one = sheet.fields[number]
    shown = {"key": one.key, "label": one.label, "value": one.value, "part": one.part, "origin": one.origin}
    mended = {"before": one.before, "reason": one.reason, "by": sheet.people.get(one.mended_by, "")}
    return {**shown, "mendable": one.mendable, **(mended if one.mended_at else {})}


def receipt_json(receipt: CashReceipt) -> dict[str, Any]:
    return {
        "receipt": receipt.name,
        "kind": receipt.kind.value,
        "code": receipt.code,
        "amount": receipt.amount,
        "at": receipt.at.isoformat(),
        "by": f"CB-{receipt.staff}",
    }


def bill_json(bill: CashBill) -> dict[str, Any]:
    charges = [{**vars(one), "amount": one.amount, "full": one.full} for one in bill.charges]
    paid = [receipt_json(one) for one in bill.paid]
    return {
        "code": bill.code,
        "revision": bill.revision,
        "payer": bill.payer,
        "charges": charges,
        "amount": bill.amount,
        "paid": paid,
    }


def day_json(day: CashDay) -> dict[str, Any]:
    return {
        "desk": day.desk,
        "day": day.day.isoformat(),
        "receipts": [receipt_json(one) for one in day.receipts],
        "taken": day.taken,
        "refunded": day.refunded,
        "transferred": day.transferred,
        "gapless": day.gapless,
        "closing": closing_json(day.closing) if day.closing else None,
    }


def closing_json(closing: CashClosing) -> dict[str, Any]:
    return {
        "desk": closing.desk,
        "day": closing.day.isoformat(),
        "opening": closing.opening,
        "counted": closing.counted,
        "by": f"CB-{closing.staff}",
        "signed_by": f"CB-{closing.chief}" if closing.chief else None,
    }


def call_json(call: DeskCall) -> dict[str, Any]:
    return {
        "number": call.number,
        "kind": call.kind.value,
        "code": call.code,
        "person": call.person,
        "phone": call.phone,
        "about": call.about,
        "due": call.due.isoformat(),
        "open": call.open,
        "attempts": [{"at": one.at.isoformat(), "outcome": one.outcome.value} for one in call.attempts],
    }


def form_json(form: AssistedForm) -> dict[str, Any]:
    """A form that is filled for somebody: its lines by key, what is missing in words."""
    origin = form.origin
    lines = [one for part in form.parts for one in part.lines]
    return {
        "form": form.form,
        "revision": form.revision,
        "procedure": form.procedure,
        "from": origin.source,
        "giver": origin.giver,
        "reason": origin.reason,
        "noted_by": f"CB-{origin.noted_by}",
        "noted_at": origin.noted_at,
        "person": form.person or None,
        "fields": [
            {"key": one.key, "label": one.label, "value": one.value, "choices": [value for value, _ in one.choices]}
            for one in lines
        ],
        "papers": [vars(one) for one in form.papers],
        "missing": list(form.missing),
        "owed": form.owed,
    }


def form_row_json(row: AssistedRow) -> dict[str, Any]:
    known = {"form": row.form, "procedure": row.procedure, "from": row.source, "giver": row.giver}
    about = {"person": row.person or None, "subject": row.subject or None, "at": row.at.isoformat()}
    return {**known, **about, "by": f"CB-{row.by}", "missing": list(row.missing)}


def review_json(item: ReviewItem) -> dict[str, Any]:
    """One act that waits for the chief. ``alone``: it has legal effect, and its dossier is opened first."""
    event = item.event
    return {
        "number": item.number,
        "what": event.kind.value,
        "code": item.code,
        "applicant": item.applicant,
        "alone": item.alone,
        "by": f"CB-{event.staff}",
        "at": event.at.isoformat() if event.at else None,
        "facts": dict(event.facts),
    }


def end_of_day_json(day: EndOfDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "ready": day.ready,
        "filed": day.filed,
        "unsent": day.unsent,
        "open_desks": list(day.open_desks),
        "unsigned": [closing_json(one) for one in day.unsigned],
        "journal_intact": day.intact,
        "to_review": day.to_review,
        "to_open": day.to_open,
    }


def pair_json(pair: ComparedPair) -> dict[str, Any]:
    """Two dossiers side by side, the same lines first."""
    return {
        "left": pair.left.head.code,
        "right": pair.right.head.code,
        "rows": [{"label": one.label, "left": one.left, "right": one.right, "same": one.same} for one in pair.rows],
        "others": list(pair.others),
    }


def plan_json(plan: ResultPlan) -> dict[str, Any]:
    """Who may fetch a result, and what there is to give."""
    return {
        "code": plan.code,
        "parties": [vars(one) for one in plan.parties],
        "together": plan.together,
        "items": list(plan.items),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 1)


def figures_json(figures: PeriodFigures) -> dict[str, Any]:
    """Everything that the page of plots shows; nobody's name."""
    return {
        "since": figures.since.isoformat(),
        "until": figures.until.isoformat(),
        "filed": figures.filed,
        "done": figures.done,
        "late": figures.late,
        "on_time": _rounded(figures.on_time),
        "returned": figures.returned,
        "median_minutes": figures.median if figures.visits else None,
        "median_touches": figures.touches or None,
        "elderly": _rounded(figures.elderly_share),
        "content": _rounded(figures.content),
        "days": {one.isoformat(): count for one, count in figures.days},
        "matters": [vars(one) for one in figures.matters],
        "reasons": dict(figures.reasons),
        "languages": dict(figures.languages),
        "ratings": dict(figures.ratings),
    }

"""What the counter shows, as JSON documents: for commands, and for a counter beyond a process boundary."""

from __future__ import annotations

from typing import Any

from kiosk.domain.cash import CashClosing, CashDay, CashReceipt
from kiosk.domain.desk_calls import DeskCall
from kiosk.domain.dossier import DossierRow
from kiosk.services.counter.cash import CashBill
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.finding import SearchAnswer


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

"""Asking for more (yêu cầu bổ sung), and taking the one answer to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.submission import FINAL, Legal
from kiosk_sandbox import feed
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Dossier, DossierStep, Question


@dataclass(frozen=True)
class Asked:
    """What an officer asks for: papers by their codes (MaThanhPhanHoSo), fields by the sheet's keys, a line."""

    words: str
    papers: Sequence[str] = ()
    fields: Sequence[str] = ()
    line: bool = False
    until: datetime | None = None


def ask(session: Session, found: Dossier, asked: Asked) -> Question:
    """A new question about the dossier."""
    number = session.scalar(select(func.count()).where(Question.dossier == found.code)) or 0
    made = Question(
        id=f"{found.code}-BS{number + 1}",
        dossier=found.code,
        asked=found.changed,
        words=asked.words,
        papers="\n".join(asked.papers),
        fields="\n".join(asked.fields),
        line=asked.line,
        until=asked.until,
    )
    session.add(made)
    return made


def questions_of(session: Session, found: Dossier) -> list[Question]:
    """All there were, the oldest first."""
    return list(session.scalars(select(Question).where(Question.dossier == found.code).order_by(Question.asked)))


def any_open(session: Session, found: Dossier) -> bool:
    """Does the office still wait for an answer?"""
    return any(feed.is_open(item) for item in questions_of(session, found))


def take_back(session: Session, found: Dossier, now: datetime) -> None:
    """The office goes on without what it asked for."""
    for item in questions_of(session, found):
        if feed.is_open(item):
            item.answered = now


def answer(
    session: Session, found: Dossier, given: Mapping[str, Any], record: Mapping[str, Any], now: datetime
) -> None:
    """What came for a question: taken once; the same again is a resend, something else is refused (7)."""
    text, digest = given.get("ToKhaiBoSung", ""), given.get("MaBamBoSung", "")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise OfficeRefused("MaBamBoSung: không phải SHA-256 của ToKhaiBoSung", code="3")
    question = session.get(Question, given.get("HoSoBoSungId", ""), with_for_update=True)
    if question is None or question.dossier != found.code:
        raise OfficeRefused("HoSoBoSungId: không có yêu cầu bổ sung này", code="6")
    if question.digest:
        if question.digest != digest:
            raise OfficeRefused(f"Yêu cầu {question.id} đã được bổ sung với nội dung khác", code="7")
        return
    if question.answered is not None or Legal(found.status) in FINAL or found.status == Legal.FINISHED.value:
        raise OfficeRefused(f"Cơ quan không còn chờ phần bổ sung {question.id} này nữa", code="4")
    question.digest, question.answer, question.answered = digest, text, now
    kept = json.loads(found.record)
    known = {item["TepDinhKemId"] for item in kept.get("TaiLieuNop", ())}
    new = [item for item in record.get("TaiLieuNop", ()) if item["TepDinhKemId"] not in known]
    kept["TaiLieuNop"] = [*kept.get("TaiLieuNop", ()), *new]
    found.coming = found.coming or not all(item.get("DuongDanTaiTepTin") for item in new)
    session.flush()
    if found.status == "5" and not any_open(session, found):
        found.status, found.note, found.before = found.before or "1", "", ""
    found.record = json.dumps(kept | {"TrangThaiHoSo": found.status, "GhiChu": found.note}, ensure_ascii=False)
    session.add(DossierStep(dossier=found.code, at=now, status=found.status, note="Người dân đã bổ sung"))
    feed.changed(session, found, now)

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


def ask(session: Session, dossier: Dossier, asked: Asked) -> Question:
    """A new question about the dossier."""
    number = session.scalar(select(func.count()).where(Question.dossier == dossier.code)) or 0
    question = Question(
        id=f"{dossier.code}-BS{number + 1}",
        dossier=dossier.code,
        asked=dossier.changed,
        words=asked.words,
        papers="\n".join(asked.papers),
        fields="\n".join(asked.fields),
        line=asked.line,
        until=asked.until,
    )
    session.add(question)
    return question


def questions_of(session: Session, dossier: Dossier) -> list[Question]:
    """All there were, the oldest first."""
    return list(session.scalars(select(Question).where(Question.dossier == dossier.code).order_by(Question.asked)))


def any_open(session: Session, dossier: Dossier) -> bool:
    """Does the office still wait for an answer?"""
    return any(feed.is_open(item) for item in questions_of(session, dossier))


def take_back(session: Session, dossier: Dossier, now: datetime) -> None:
    """The office goes on without what it asked for."""
    for item in questions_of(session, dossier):
        if feed.is_open(item):
            item.answered = now


def answer(
    session: Session, dossier: Dossier, given: Mapping[str, Any], record: Mapping[str, Any], now: datetime
) -> None:
    """What came for a question: taken once; the same again is a resend, something else is refused (7)."""
    text, digest = given.get("ToKhaiBoSung", ""), given.get("MaBamBoSung", "")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise OfficeRefused("MaBamBoSung: không phải SHA-256 của ToKhaiBoSung", code="3")
    question = session.get(Question, given.get("HoSoBoSungId", ""), with_for_update=True)
    if question is None or question.dossier != dossier.code:
        raise OfficeRefused("HoSoBoSungId: không có yêu cầu bổ sung này", code="6")
    if question.digest:
        if question.digest != digest:
            raise OfficeRefused(f"Yêu cầu {question.id} đã được bổ sung với nội dung khác", code="7")
        return
    if question.answered is not None or Legal(dossier.status) in FINAL or dossier.status == Legal.FINISHED.value:
        raise OfficeRefused(f"Cơ quan không còn chờ phần bổ sung {question.id} này nữa", code="4")
    question.digest, question.answer, question.answered = digest, text, now
    record_before = json.loads(dossier.record)
    known = {item["TepDinhKemId"] for item in record_before.get("TaiLieuNop", ())}
    new = [item for item in record.get("TaiLieuNop", ()) if item["TepDinhKemId"] not in known]
    record_before["TaiLieuNop"] = [*record_before.get("TaiLieuNop", ()), *new]
    dossier.coming = dossier.coming or not all(item.get("DuongDanTaiTepTin") for item in new)
    session.flush()
    if dossier.status == "5" and not any_open(session, dossier):
        dossier.status, dossier.note, dossier.before = dossier.before or "1", "", ""
    dossier.record = json.dumps(
        record_before | {"TrangThaiHoSo": dossier.status, "GhiChu": dossier.note}, ensure_ascii=False
    )
    session.add(DossierStep(dossier=dossier.code, at=now, status=dossier.status, note="Người dân đã bổ sung"))
    feed.changed(session, dossier, now)

"""Asking for more (yêu cầu bổ sung), and taking the one answer to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.portal import feed
from kiosk.portal.tables import Dossier, Question, Step
from kiosk.portal.told import Refused


def ask(session: Session, found: Dossier, words: str, papers: Sequence[str], until: datetime | None) -> Question:
    """A new question about the dossier; ``papers`` are the codes (MaThanhPhanHoSo) that it is about."""
    number = session.scalar(select(func.count()).where(Question.dossier == found.code)) or 0
    made = Question(
        id=f"{found.code}-BS{number + 1}",
        dossier=found.code,
        asked=found.changed,
        words=words,
        papers="\n".join(papers),
        until=until,
    )
    session.add(made)
    return made


def answer(
    session: Session, found: Dossier, given: Mapping[str, Any], record: Mapping[str, Any], now: datetime
) -> None:
    """What came for a question: taken once; the same again is a resend, something else is refused (7)."""
    text, digest = given.get("ToKhaiBoSung", ""), given.get("MaBamBoSung", "")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise Refused("MaBamBoSung: không phải SHA-256 của ToKhaiBoSung", code="3")
    question = session.get(Question, given.get("HoSoBoSungId", ""), with_for_update=True)
    if question is None or question.dossier != found.code:
        raise Refused("HoSoBoSungId: không có yêu cầu bổ sung này", code="6")
    if question.digest:
        if question.digest != digest:
            raise Refused(f"Yêu cầu {question.id} đã được bổ sung với nội dung khác", code="7")
        return
    question.digest, question.answer, question.answered = digest, text, now
    kept = json.loads(found.record)
    known = {item["TepDinhKemId"] for item in kept.get("TaiLieuNop", ())}
    kept["TaiLieuNop"] = [
        *kept.get("TaiLieuNop", ()),
        *(item for item in record.get("TaiLieuNop", ()) if item["TepDinhKemId"] not in known),
    ]
    open_ones = select(func.count()).where((Question.dossier == found.code) & (Question.digest == ""))
    session.flush()
    if found.status == "5" and not session.scalar(open_ones):
        found.status, found.note, found.before = found.before or "1", "", ""
    found.record = json.dumps(kept | {"TrangThaiHoSo": found.status, "GhiChu": found.note}, ensure_ascii=False)
    session.add(Step(dossier=found.code, at=now, status=found.status, note="Người dân đã bổ sung"))
    feed.changed(session, found, now)

"""What a kiosk's officers did with a dossier after it was filed: a field put right, a paper, words for its person.

It changes no answer by itself: the office sees both values, and who put them right, as a step of the dossier.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kiosk.domain.submission import FINAL, Legal
from kiosk_sandbox import feed
from kiosk_sandbox.objections import with_objection
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Amendment, Dossier, DossierStep

STEPS = {
    "correction": "Quầy đã sửa, bổ sung",
    "rectification": "Quầy đã cải chính điều đã đăng ký",
    "message": "Quầy nhờ nhắn người dân",
    "withdraw": "Người nộp xin rút hồ sơ",
    "objection": "Người nộp không đồng ý việc từ chối",
}

AFTER_THE_END = frozenset({"objection", "rectification"})
"""What may come of a dossier that has ended: it is of what the end said."""


def amend(
    session: Session, dossier: Dossier, given: Mapping[str, Any], record: Mapping[str, Any], now: datetime
) -> None:
    """Taken once; the same again is a resend and may bring its papers; something else under its name is refused (7)."""
    text, digest = given.get("ToKhaiSuaDoi", ""), given.get("MaBamSuaDoi", "")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise OfficeRefused("MaBamSuaDoi: không phải SHA-256 của ToKhaiSuaDoi", code="3")
    known = session.get(Amendment, (dossier.code, given.get("SuaDoiId", "")), with_for_update=True)
    if known is not None and known.digest != digest:
        raise OfficeRefused(f"Sửa đổi {known.id} đã nhận với nội dung khác", code="7")
    wish = json.loads(text)
    kind = wish.get("kind", "")
    if known is None and Legal(dossier.status) in FINAL and kind not in AFTER_THE_END:
        raise OfficeRefused("Hồ sơ đã kết thúc, không nhận sửa đổi", code="4")
    before = json.loads(dossier.record)
    here = {item["TepDinhKemId"] for item in before.get("TaiLieuNop", ())}
    new = [item for item in record.get("TaiLieuNop", ()) if item["TepDinhKemId"] not in here]
    if known is not None and not new:
        return
    before["TaiLieuNop"] = [*before.get("TaiLieuNop", ()), *new]
    if known is None and kind == "objection":
        before = with_objection(before, given["SuaDoiId"], str(wish.get("facts", {}).get("text", "")))
    dossier.coming = dossier.coming or not all(item.get("DuongDanTaiTepTin") for item in new)
    dossier.record = json.dumps(before, ensure_ascii=False)
    if known is None:
        session.add(Amendment(dossier=dossier.code, id=given["SuaDoiId"], at=now, digest=digest, text=text))
        note = STEPS.get(kind, STEPS["correction"])
        session.add(DossierStep(dossier=dossier.code, at=now, status=dossier.status, note=note))
    feed.changed(session, dossier, now)

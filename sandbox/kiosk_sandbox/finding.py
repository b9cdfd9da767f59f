"""A dossier by whatever somebody calls it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Dossier


def found_in(session: Session, unit: str, code: str, *, kiosk: str = "", lock: bool = False) -> Dossier:
    """By official number, by reference, or by a kiosk's provisional code alone (an officer reads it off a slip).

    With ``kiosk`` only among that kiosk's own. OfficeRefused if the unit (empty: any) has none, or several kiosks have
    it. ``lock`` keeps others off until the end.
    """
    there = (Dossier.unit == unit if unit else true()) & (Dossier.kiosk == kiosk if kiosk else true())
    named = (Dossier.code == code) | (Dossier.reference == code)
    matches = _matching(session, there & named, lock=lock) if code else []
    if code and not matches and "/" not in code:
        slip = Dossier.reference.endswith(f"/{code}", autoescape=True)
        matches = _matching(session, there & slip, lock=lock)
    if len(matches) > 1:
        raise OfficeRefused(f"Mã {code} có ở nhiều máy; xin ghi cả tên máy", code="6")
    if not matches:
        raise OfficeRefused(f"Không tìm thấy hồ sơ {code}", code="6")
    return matches[0]


def _matching(session: Session, named: ColumnElement[bool], *, lock: bool) -> list[Dossier]:
    asked = select(Dossier).where(named).limit(2)
    return list(session.scalars(asked.with_for_update() if lock else asked))

"""A dossier by whatever somebody calls it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Dossier


def found_in(session: Session, unit: str, code: str, *, lock: bool = False) -> Dossier:
    """By official number, by reference, or by a kiosk's provisional code alone (an officer reads it off a slip).

    Refused if the unit (empty: any) has none, or several kiosks have it. ``lock`` keeps others off until the end.
    """
    matches = _matching(session, unit, (Dossier.code == code) | (Dossier.reference == code), lock=lock) if code else []
    if code and not matches and "/" not in code:
        matches = _matching(session, unit, Dossier.reference.endswith(f"/{code}", autoescape=True), lock=lock)
    if len(matches) > 1:
        raise OfficeRefused(f"Mã {code} có ở nhiều máy; xin ghi cả tên máy", code="6")
    if not matches:
        raise OfficeRefused(f"Không tìm thấy hồ sơ {code}", code="6")
    return matches[0]


def _matching(session: Session, unit: str, named: ColumnElement[bool], *, lock: bool) -> list[Dossier]:
    asked = select(Dossier).where(named).limit(2)
    asked = asked.where(Dossier.unit == unit) if unit else asked
    return list(session.scalars(asked.with_for_update() if lock else asked))

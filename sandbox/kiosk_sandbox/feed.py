"""What has changed for one kiosk, page by page: each dossier as it stands, in the order of its last change.

A cursor is ``EPOCH.NUMBER``. Numbers are counted per kiosk in a row that stays locked until its transaction ends: who
has seen number 17 has seen all before it, however many processes write. The epoch is the id of this portal's store
(``instance``): with another one, or with a number that was never given, a reader begins anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk_sandbox.contract import stamp
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.instance import EPOCH, epoch
from kiosk_sandbox.objections import ANSWERS
from kiosk_sandbox.tables import Dossier, Due, FeedCounter, Question

MOST_DOSSIERS = 50  # dossiers on a page: some 20 kB, which a bad line carries in one go

_CURSOR = re.compile(r"([0-9a-f]{8})\.([0-9]{1,18})")
_DATES = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi")


@dataclass(frozen=True)
class FeeAccount:
    """Where fees go: what stands in a VietQR."""

    bank: str = "970436"
    number: str = "0000000000"
    name: str = "KHO BAC TAP HUAN"


ACCOUNT = FeeAccount()  # made up: a transfer by mistake reaches nobody


def changed(session: Session, dossier: Dossier, now: datetime) -> None:
    """Give the dossier the next number of its kiosk's feed; to be called last in a transaction."""
    dossier.changed = now
    if not dossier.kiosk:
        return
    row = session.get(FeedCounter, (dossier.unit, dossier.kiosk), with_for_update=True, populate_existing=True)
    if row is None:
        row = FeedCounter(unit=dossier.unit, kiosk=dossier.kiosk, last=0)
        session.add(row)
    row.last += 1
    dossier.number = row.last
    session.flush()


class Changes:
    """Pages of a kiosk's feed."""

    def __init__(self, database: PortalDatabase) -> None:
        self._database = database
        database.fact(EPOCH)

    def last(self, unit: str, kiosk: str) -> str:
        """The cursor of who has seen all."""
        with self._database.reading() as session:
            own, last = self._at(session, unit, kiosk)
            return f"{own}.{last}"

    def page(self, unit: str, kiosk: str, after: str) -> dict[str, Any]:
        """What came after the cursor. ``anew`` says that it is all from the beginning, whatever was asked."""
        with self._database.reading() as session:
            own, last = self._at(session, unit, kiosk)
            since = _number(after, own)
            anew = since is None or since > last
            number = 0 if anew else since or 0
            mine = (Dossier.unit == unit) & (Dossier.kiosk == kiosk)
            mine &= Dossier.number.between(number + 1, last)  # what is written meanwhile comes with the next page
            dossiers = list(
                session.scalars(select(Dossier).where(mine).order_by(Dossier.number).limit(MOST_DOSSIERS + 1))
            )
            more, dossiers = len(dossiers) > MOST_DOSSIERS, dossiers[:MOST_DOSSIERS]
            end = dossiers[-1].number if more else last
            changes = [_change_json(item, *_about(session, item)) for item in dossiers]
        return {
            "cursor": f"{own}.{end}",
            "more": "1" if more else "0",
            "anew": "1" if anew else "0",
            "data": changes,
        }

    def _at(self, session: Session, unit: str, kiosk: str) -> tuple[str, int]:
        row = session.get(FeedCounter, (unit, kiosk))
        return epoch(session), row.last if row else 0


def _number(cursor: str, own: str) -> int | None:
    """None for a cursor of another epoch, and for what is none."""
    match = _CURSOR.fullmatch(cursor)
    return int(match[2]) if match and match[1] == own else None


def _about(session: Session, dossier: Dossier) -> tuple[list[Question], list[Due]]:
    questions = session.scalars(select(Question).where(Question.dossier == dossier.code).order_by(Question.asked))
    return list(questions), list(session.scalars(select(Due).where(Due.dossier == dossier.code).order_by(Due.number)))


def _change_json(dossier: Dossier, questions: Iterable[Question], dues: Iterable[Due]) -> dict[str, Any]:
    """One change; what is empty is left out."""
    record = json.loads(dossier.record)
    change = {
        "ThuTu": str(dossier.number),
        "MaHoSo": dossier.code,
        "MaThamChieuKiosk": dossier.reference,
        "TrangThaiHoSo": dossier.status,
        "GhiChu": dossier.note,
        "NguoiXuLy": dossier.officer,
        "ThoiDiem": stamp(dossier.changed),
        **{name: record.get(name, "") for name in _DATES},
        "DanhSachHoSoBoSung": [_question(item) for item in questions],
        "DanhSachLePhi": [_due(item, dossier.reference or dossier.code) for item in dues],
        "DanhSachGiayToKetQua": record.get("DanhSachGiayToKetQua", []),
        ANSWERS: record.get(ANSWERS, []),
    }
    return {name: value for name, value in change.items() if value}


def is_open(item: Question) -> bool:
    """Neither answered nor taken back."""
    return not item.digest and item.answered is None


def _question(item: Question) -> Mapping[str, Any]:
    question_json: dict[str, Any] = {
        "HoSoBoSungId": item.id,
        "NoiDungBoSung": item.words,
        "NgayBoSung": stamp(item.asked),
        "HanBoSung": stamp(item.until) if item.until else "",
        "TrangThaiBoSung": "1" if is_open(item) else "2",
        "DanhSachGiayToBoSung": [{"MaThanhPhanHoSo": code} for code in item.papers.split("\n") if code],
        "DanhSachTruongBoSung": [{"MaTruong": key} for key in item.fields.split("\n") if key],
        "TraLoiBangLoi": "1" if item.line else "",
    }
    return {name: value for name, value in question_json.items() if value}


def _due(item: Due, about: str) -> Mapping[str, str]:
    due_json = {"MaPhiLePhi": item.key, "TenPhiLePhi": item.name, "Gia": str(item.amount)}
    if item.paid:
        return due_json | {"TrangThaiThanhToan": "2"}
    code = about.rpartition("/")[2]
    return due_json | {
        "TrangThaiThanhToan": "1",
        "NganHang": ACCOUNT.bank,
        "TKThuHuong": ACCOUNT.number,
        "TenTKThuHuong": ACCOUNT.name,
        "NoiDungThanhToan": code,
    }

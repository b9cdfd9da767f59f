"""The one-stop side: dossiers, their official numbers, and their way through the office."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk_sandbox import feed
from kiosk_sandbox.actions import Action, Acts, Said, allowed
from kiosk_sandbox.amendments import amend
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.finding import found_in
from kiosk_sandbox.numbers import next_number
from kiosk_sandbox.questions import answer, questions_of
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Dossier, DossierStep, Due, Question

__all__ = ["AcceptedRecord", "Action", "Dossiers", "OfficeRefused", "Record", "Said", "allowed", "digest_of"]

Record = Mapping[str, Any]


@dataclass(frozen=True)
class AcceptedRecord:
    """A record that was taken: its number, its status, and whether it was known already."""

    code: str
    status: str
    resent: bool


class Dossiers:
    """All changes to dossiers. ``clock`` gives aware moments in the office's zone."""

    def __init__(self, database: PortalDatabase, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._acts = Acts(database, clock)

    # --- what comes over the wire -------------------------------------------------------------------------------

    def take(self, unit: str, record: Record, digest: str, *, updating: bool) -> AcceptedRecord:
        """Register or update one record. The same reference with the same digest is a resend and gives its number.

        A document without a place is still on its way: the office sees the form, and may not accept it yet.

        Raises OfficeRefused: the reference is known with other content; the number exists (not updating); it does not
        exist (updating).
        """
        return self._database.settled(lambda: self._take(unit, record, digest, updating=updating))

    def _take(self, unit: str, record: Record, digest: str, *, updating: bool) -> AcceptedRecord:
        with self._database.transaction() as session:
            known = self._resent(session, unit, record, digest)
            if known is not None:
                self._again(session, known, record)
                return AcceptedRecord(known.code, known.status, resent=True)
            if updating and record.get("MaThamChieuKiosk"):  # a kiosk changes nothing but its own, which is not here
                raise OfficeRefused(f"Không tìm thấy hồ sơ {record['MaThamChieuKiosk']}", code="6")
            if updating:
                return self._update(session, unit, record, digest)
            return self._register(session, unit, record, digest)

    def _again(self, session: Session, known: Dossier, record: Record) -> None:
        """A resend: it may bring what an officer asked for, and papers that have come since the form did."""
        now = self._clock()
        for given in record.get("DanhSachHoSoBoSung", ()):
            answer(session, known, given, record, now)
        for given in record.get("DanhSachSuaDoiKiosk", ()):
            amend(session, known, given, record, now)
        record_before = json.loads(known.record)
        came = {item["TepDinhKemId"]: item for item in record.get("TaiLieuNop", ()) if item["DuongDanTaiTepTin"]}
        papers = [came.get(item["TepDinhKemId"], item) for item in record_before.get("TaiLieuNop", ())]
        if papers == record_before.get("TaiLieuNop", []) or not came:
            return  # nothing that is here is taken away by a resend that lacks it
        known.record = json.dumps({**record_before, "TaiLieuNop": papers}, ensure_ascii=False)
        known.coming = not all(item["DuongDanTaiTepTin"] for item in papers)
        session.add(DossierStep(dossier=known.code, at=now, status=known.status, note="Tài liệu đã đến đủ"))
        feed.changed(session, known, now)

    def _resent(self, session: Session, unit: str, record: Record, digest: str) -> Dossier | None:
        reference = record.get("MaThamChieuKiosk")
        if not reference:
            return None
        same = (Dossier.unit == unit) & (Dossier.reference == reference)
        known = session.scalar(select(Dossier).where(same).with_for_update())
        if known is not None and known.digest != digest:
            raise OfficeRefused(f"Mã {reference} đã dùng cho một hồ sơ có nội dung khác", code="7")
        return known

    def _register(self, session: Session, unit: str, record: Record, digest: str) -> AcceptedRecord:
        code = self._number(session, unit, record)
        now, status = self._clock(), record["TrangThaiHoSo"]
        text = json.dumps({**record, "MaHoSo": code}, ensure_ascii=False)
        dossier = Dossier(code=code, unit=unit, digest=digest, status=status, record=text, came=now, changed=now)
        dossier.reference = record.get("MaThamChieuKiosk") or None
        dossier.note, dossier.coming = record.get("GhiChu", ""), _coming(record)
        dossier.kiosk = (dossier.reference or "").partition("/")[0]
        session.add(dossier)
        session.flush()
        session.add(DossierStep(dossier=code, at=now, status=status, note="Hồ sơ đến cổng"))
        session.add_all(Due(dossier=code, **owed) for owed in _owed(record))
        feed.changed(session, dossier, now)
        return AcceptedRecord(code, status, resent=False)

    def _update(self, session: Session, unit: str, record: Record, digest: str) -> AcceptedRecord:
        code = record.get("MaHoSo") or "?"
        dossier = found_in(session, unit, code, lock=True)
        dossier.record = json.dumps({**json.loads(dossier.record), **record}, ensure_ascii=False)
        if not dossier.reference:  # else the kiosk's own resend would be another content
            dossier.digest = digest
        dossier.status = record["TrangThaiHoSo"]
        dossier.note = record.get("GhiChu", "")
        feed.changed(session, dossier, self._clock())
        session.add(DossierStep(dossier=dossier.code, at=dossier.changed, status=dossier.status, note=dossier.note))
        return AcceptedRecord(dossier.code, dossier.status, resent=False)

    def _number(self, session: Session, unit: str, record: Record) -> str:
        """The dossier's number. A kiosk's filing gets the next one here, whatever number it came with: it may be one
        that a store had given which is lost. A record of a one-stop system has its own."""
        number = record.get("MaHoSo")
        if not number or record.get("MaThamChieuKiosk"):
            return next_number(session, unit, self._clock())
        if not number.startswith(f"{unit}-"):
            raise OfficeRefused(f"MaHoSo: {number} không phải số của đơn vị {unit}", code="3")
        if session.get(Dossier, number) is not None:
            raise OfficeRefused(f"Hồ sơ {number} đã tồn tại", code="5")
        return str(number)

    def progress(self, unit: str, record: Record) -> None:
        """Note one step (CapNhatTienDoHoSoMC). OfficeRefused if the unit has no such dossier."""
        with self._database.transaction() as session:
            dossier = found_in(session, unit, record["MaHoSo"], lock=True)
            dossier.status, dossier.note = record["TrangThai"], record["NoiDungXuLy"]
            dossier.officer = record["NguoiXuLy"]
            feed.changed(session, dossier, self._clock())
            text = json.dumps(record, ensure_ascii=False)
            session.add(
                DossierStep(
                    dossier=dossier.code, at=dossier.changed, status=dossier.status, note=dossier.note, record=text
                )
            )

    # --- what the office does -----------------------------------------------------------------------------------

    def act(
        self, code: str, action: Action, note: str = "", amount: int = 0, said: Said | None = None, unit: str = ""
    ) -> Dossier:
        """One action of an officer of ``unit`` (empty: any). OfficeRefused if the unit has no such dossier, its status
        does not allow it, or words are missing."""
        return self._acts.act(code, action, said or Said(note, amount), unit)

    def now(self) -> datetime:
        """The portal's own time."""
        return self._clock()

    # --- looking ------------------------------------------------------------------------------------------------

    def find(self, unit: str, code: str, kiosk: str = "") -> tuple[Dossier, list[DossierStep]]:
        """A dossier by its number or a kiosk's reference, with its steps. OfficeRefused if the unit has none."""
        with self._database.reading() as session:
            dossier = found_in(session, unit, code, kiosk=kiosk)
            steps = session.scalars(
                select(DossierStep).where(DossierStep.dossier == dossier.code).order_by(DossierStep.number)
            )
            return dossier, list(steps)

    def asked(self, dossier: Dossier) -> list[Question]:
        """What the office asked about it, the oldest first, with the answers."""
        with self._database.reading() as session:
            return questions_of(session, dossier)

    def newest(self, most: int = 200, unit: str = "") -> list[Dossier]:
        """Of one unit, or of all."""
        asked = select(Dossier).order_by(Dossier.came.desc(), Dossier.code.desc()).limit(most)
        with self._database.reading() as session:
            return list(session.scalars(asked.where(Dossier.unit == unit) if unit else asked))


def _coming(record: Record) -> bool:
    return not all(item.get("DuongDanTaiTepTin") for item in record.get("TaiLieuNop", ()))


def _owed(record: Record) -> Iterator[dict[str, Any]]:
    for item in record.get("DanhSachLePhi", ()):
        if int(item["Gia"]):
            yield {"key": item["MaPhiLePhi"], "name": item["TenPhiLePhi"], "amount": int(item["Gia"])}


def digest_of(record: Record) -> str:
    """SHA-256 of the record's content: the kiosk's own where it gave one (and it was proved), so that a kiosk may
    learn to say the same thing better between two sends. Where a document was fetched from is not content."""
    if record.get("MaBamKiosk"):
        return str(record["MaBamKiosk"])
    documents = [
        {key: value for key, value in item.items() if key != "DuongDanTaiTepTin"}
        for item in record.get("TaiLieuNop", ())
    ]
    content = {**record, "TaiLieuNop": documents}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

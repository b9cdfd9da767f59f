"""The one-stop side: dossiers, their official numbers, and their way through the office."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.domain.submission import Legal
from kiosk.portal.contract import stamp
from kiosk.portal.database import Counter, Database, Dossier, Step

Record = Mapping[str, Any]


class Refused(Exception):
    """The office does not take this; ``str`` is why, in words, and ``code`` is for the envelope."""

    def __init__(self, words: str, code: str = "4") -> None:
        super().__init__(words)
        self.code = code


class Action(enum.Enum):
    """What an officer can do, and the status it leads to."""

    ACCEPT = "accept"
    WORK = "work"
    ASK = "ask"
    REFUSE = "refuse"
    FEE = "fee"
    STOP = "stop"
    FINISH = "finish"
    HANDOVER = "handover"


_LEADS_TO: Mapping[Action, Legal] = {
    Action.ACCEPT: Legal.ACCEPTED,
    Action.WORK: Legal.IN_PROGRESS,
    Action.ASK: Legal.SUPPLEMENT,
    Action.REFUSE: Legal.NOT_ACCEPTED,
    Action.FEE: Legal.PAYMENT,
    Action.STOP: Legal.STOPPED,
    Action.FINISH: Legal.FINISHED,
    Action.HANDOVER: Legal.HANDED_OVER,
}
_AT_WORK = frozenset({Legal.ACCEPTED, Legal.IN_PROGRESS, Legal.SUPPLEMENT, Legal.PAYMENT})
_ALLOWED: Mapping[Action, frozenset[Legal]] = {
    Action.ACCEPT: frozenset({Legal.REGISTERED, Legal.SUPPLEMENT}),
    Action.WORK: _AT_WORK,
    Action.ASK: _AT_WORK | {Legal.REGISTERED},
    Action.REFUSE: frozenset({Legal.REGISTERED, Legal.SUPPLEMENT}),
    Action.FEE: _AT_WORK | {Legal.REGISTERED},
    Action.STOP: _AT_WORK,
    Action.FINISH: _AT_WORK,
    Action.HANDOVER: frozenset({Legal.FINISHED}),
}
_NEEDS_NOTE = frozenset({Action.ASK, Action.REFUSE, Action.STOP})
_DATED: Mapping[Action, str] = {
    Action.ACCEPT: "NgayTiepNhan",
    Action.REFUSE: "NgayTuChoi",
    Action.FINISH: "NgayKetThucXuLy",
    Action.HANDOVER: "NgayTra",
}


def allowed(status: str) -> tuple[Action, ...]:
    """The actions that make sense for a dossier of that status."""
    return tuple(action for action in Action if Legal(status) in _ALLOWED[action])


@dataclass(frozen=True)
class Taken:
    """A record that was taken: its number, its status, and whether it was known already."""

    code: str
    status: str
    resent: bool


class Dossiers:
    """All changes to dossiers. ``clock`` gives aware moments in the office's zone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    # --- what comes over the wire -------------------------------------------------------------------------------

    def take(self, unit: str, record: Record, digest: str, *, updating: bool) -> Taken:
        """Register or update one record. The same reference with the same digest is a resend and gives its number.

        Raises Refused: the reference is known with other content; the number exists (not updating); it does not
        exist (updating).
        """
        try:
            return self._take(unit, record, digest, updating=updating)
        except IntegrityError:  # another process was first, with this reference or with the day's first number
            return self._take(unit, record, digest, updating=updating)

    def _take(self, unit: str, record: Record, digest: str, *, updating: bool) -> Taken:
        with self._database.transaction() as session:
            known = self._resent(session, record, digest)
            if known is not None:
                self._complete(session, known, record)
                return Taken(known.code, known.status, resent=True)
            if updating:
                return self._update(session, unit, record, digest)
            return self._register(session, unit, record, digest)

    def _resent(self, session: Session, record: Record, digest: str) -> Dossier | None:
        reference = record.get("MaThamChieuKiosk")
        if not reference:
            return None
        known = session.scalar(select(Dossier).where(Dossier.reference == reference))
        if known is not None and known.digest != digest:
            raise Refused(f"Mã {reference} đã dùng cho một hồ sơ có nội dung khác", code="7")
        return known

    def _complete(self, session: Session, known: Dossier, record: Record) -> None:
        """Papers that have come since the form did. Nothing that is here is taken away by a resend that lacks it."""
        kept = json.loads(known.record)
        came = {item["TepDinhKemId"]: item for item in record.get("TaiLieuNop", ()) if item["DuongDanTaiTepTin"]}
        papers = [came.get(item["TepDinhKemId"], item) for item in kept.get("TaiLieuNop", ())]
        if papers == kept.get("TaiLieuNop", []) or not came:
            return
        known.record = json.dumps({**kept, "TaiLieuNop": papers}, ensure_ascii=False)
        known.changed = self._clock()
        session.add(Step(dossier=known.code, at=known.changed, status=known.status, note="Tài liệu đã đến đủ"))

    def _register(self, session: Session, unit: str, record: Record, digest: str) -> Taken:
        code = record.get("MaHoSo") or self._next_code(session, unit)
        if session.get(Dossier, code) is not None:
            raise Refused(f"Hồ sơ {code} đã tồn tại", code="5")
        now, status = self._clock(), record["TrangThaiHoSo"]
        text = json.dumps({**record, "MaHoSo": code}, ensure_ascii=False)
        made = Dossier(code=code, unit=unit, digest=digest, status=status, record=text, came=now, changed=now)
        made.reference = record.get("MaThamChieuKiosk") or None
        made.note = record.get("GhiChu", "")
        session.add(made)
        session.flush()
        session.add(Step(dossier=code, at=now, status=status, note="Hồ sơ đến cổng"))
        return Taken(code, status, resent=False)

    def _update(self, session: Session, unit: str, record: Record, digest: str) -> Taken:
        found = self._found(session, unit, record.get("MaHoSo") or record.get("MaThamChieuKiosk") or "?")
        found.record = json.dumps({**json.loads(found.record), **record}, ensure_ascii=False)
        found.digest, found.status = digest, record["TrangThaiHoSo"]
        found.note, found.changed = record.get("GhiChu", ""), self._clock()
        session.add(Step(dossier=found.code, at=found.changed, status=found.status, note=found.note))
        return Taken(found.code, found.status, resent=False)

    def _next_code(self, session: Session, unit: str) -> str:
        """``{unit}-{yyMMdd}-{4 digits}``, counted per unit and day inside the caller's transaction."""
        day = f"{self._clock():%y%m%d}"
        counter = session.get(Counter, (unit, day), with_for_update=True)
        if counter is None:
            counter = Counter(unit=unit, day=day, last=0)
            session.add(counter)
        counter.last += 1
        session.flush()
        return f"{unit}-{day}-{counter.last:04d}"

    def progress(self, unit: str, record: Record) -> None:
        """Note one step (CapNhatTienDoHoSoMC). Refused if the unit has no such dossier."""
        with self._database.transaction() as session:
            found = self._found(session, unit, record["MaHoSo"])
            found.status, found.changed = record["TrangThai"], self._clock()
            found.note = record["NoiDungXuLy"]
            text = json.dumps(record, ensure_ascii=False)
            session.add(Step(dossier=found.code, at=found.changed, status=found.status, note=found.note, record=text))

    # --- what the office does -----------------------------------------------------------------------------------

    def act(self, code: str, action: Action, note: str = "", amount: int = 0) -> Dossier:
        """One action of an officer. Refused if the dossier's status does not allow it or words are missing."""
        note = _fee_note(amount, note) if action is Action.FEE else note.strip()
        if action in _NEEDS_NOTE and not note:
            raise Refused("Xin ghi rõ lý do để người dân biết", code="3")
        with self._database.transaction() as session:
            found = self._found(session, "", code)
            if Legal(found.status) not in _ALLOWED[action]:
                raise Refused(f"Hồ sơ {code} đang ở trạng thái {found.status}, chưa làm việc này được")
            self._move(session, found, action, note, amount)
            return found

    def _move(self, session: Session, found: Dossier, action: Action, note: str, amount: int) -> None:
        found.status, found.note, found.changed = _LEADS_TO[action].value, note, self._clock()
        record = json.loads(found.record) | {"TrangThaiHoSo": found.status, "GhiChu": note}
        if action in _DATED:
            record[_DATED[action]] = stamp(found.changed)
        if action is Action.FEE:
            fee = {"TenPhiLePhi": note, "MaPhiLePhi": "TB", "HinhThucThu": "1", "Gia": str(amount), "LoaiPhiLePhi": "1"}
            record["DanhSachLePhi"] = [*record.get("DanhSachLePhi", []), fee]
        found.record = json.dumps(record, ensure_ascii=False)
        session.add(Step(dossier=found.code, at=found.changed, status=found.status, note=note))

    # --- looking ------------------------------------------------------------------------------------------------

    def find(self, unit: str, code: str) -> tuple[Dossier, list[Step]]:
        """A dossier by its number or a kiosk's reference, with its steps. Refused if the unit has none."""
        with self._database.transaction() as session:
            found = self._found(session, unit, code)
            steps = session.scalars(select(Step).where(Step.dossier == found.code).order_by(Step.number))
            return found, list(steps)

    def newest(self, most: int = 200) -> list[Dossier]:
        with self._database.transaction() as session:
            return list(session.scalars(select(Dossier).order_by(Dossier.came.desc(), Dossier.code.desc()).limit(most)))

    def _found(self, session: Session, unit: str, code: str) -> Dossier:
        """By official number, by reference, or by a kiosk's provisional code alone (an officer reads it off a slip)."""
        named = (Dossier.reference == code) | Dossier.reference.endswith(f"/{code}", autoescape=True)
        found = session.get(Dossier, code) if code else None
        matches = [found] if found else list(session.scalars(select(Dossier).where(named).limit(2)))
        if len(matches) > 1:
            raise Refused(f"Mã {code} có ở nhiều máy; xin ghi cả tên máy", code="6")
        found = matches[0] if matches else None
        if found is None or (unit and found.unit != unit):
            raise Refused(f"Không tìm thấy hồ sơ {code}", code="6")
        return found


def _fee_note(amount: int, note: str) -> str:
    if amount <= 0:
        raise Refused("Xin ghi số tiền cần nộp", code="3")
    money = f"{amount:,}".replace(",", ".") + " đồng"
    return f"{money} ({note.strip()})" if note.strip() else money


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

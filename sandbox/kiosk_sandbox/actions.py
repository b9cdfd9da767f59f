"""What the office does with a dossier: each action, where it leads, and when it makes sense."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.submission import Legal
from kiosk_sandbox import feed
from kiosk_sandbox.contract import stamp
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.finding import found_in
from kiosk_sandbox.objections import open_objection, with_answer
from kiosk_sandbox.questions import Asked, any_open, ask, take_back
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.tables import Dossier, DossierStep, Due


class Action(enum.Enum):
    """What an officer can do."""

    ACCEPT = "accept"
    WORK = "work"
    ASK = "ask"
    REFUSE = "refuse"
    FEE = "fee"
    PAID = "paid"
    STOP = "stop"
    FINISH = "finish"
    HANDOVER = "handover"
    WITHDRAW = "withdraw"  # as whoever filed it wants
    UPHOLD = "uphold"  # the refusal stands, and why
    REOPEN = "reopen"  # the refusal is taken back


_LEADS_TO: Mapping[Action, Legal] = {
    Action.ACCEPT: Legal.ACCEPTED,
    Action.WORK: Legal.IN_PROGRESS,
    Action.ASK: Legal.SUPPLEMENT,
    Action.REFUSE: Legal.NOT_ACCEPTED,
    Action.FEE: Legal.PAYMENT,
    Action.STOP: Legal.STOPPED,
    Action.FINISH: Legal.FINISHED,
    Action.HANDOVER: Legal.HANDED_OVER,
    Action.WITHDRAW: Legal.WITHDRAWN,
    Action.REOPEN: Legal.REGISTERED,
}
_AT_WORK = frozenset({Legal.ACCEPTED, Legal.IN_PROGRESS, Legal.SUPPLEMENT, Legal.PAYMENT})
_ALLOWED: Mapping[Action, frozenset[Legal]] = {
    Action.ACCEPT: frozenset({Legal.REGISTERED, Legal.SUPPLEMENT}),
    Action.WORK: _AT_WORK,
    Action.ASK: _AT_WORK | {Legal.REGISTERED},
    Action.REFUSE: frozenset({Legal.REGISTERED, Legal.SUPPLEMENT}),
    Action.FEE: _AT_WORK | {Legal.REGISTERED},
    Action.PAID: _AT_WORK | {Legal.REGISTERED, Legal.FINISHED},
    Action.STOP: _AT_WORK,
    Action.FINISH: _AT_WORK,
    Action.HANDOVER: frozenset({Legal.FINISHED}),
    Action.WITHDRAW: _AT_WORK | {Legal.REGISTERED},
    Action.UPHOLD: frozenset({Legal.NOT_ACCEPTED}),
    Action.REOPEN: frozenset({Legal.NOT_ACCEPTED}),
}
_NEEDS_NOTE = frozenset({Action.ASK, Action.REFUSE, Action.STOP, Action.UPHOLD, Action.REOPEN})
_ANSWERS = frozenset({Action.UPHOLD, Action.REOPEN})  # to who does not agree with a refusal
_NEEDS_ALL = frozenset({Action.ACCEPT, Action.FINISH})  # not before the documents are here
_INTERRUPTS = frozenset({Legal.SUPPLEMENT, Legal.PAYMENT})
_DATED: Mapping[Action, str] = {
    Action.ACCEPT: "NgayTiepNhan",
    Action.REFUSE: "NgayTuChoi",
    Action.FINISH: "NgayKetThucXuLy",
    Action.HANDOVER: "NgayTra",
}


def allowed(status: str, *, coming: bool = False, objected: bool = False) -> tuple[Action, ...]:
    """The actions that make sense for a dossier of that status; ``coming``: while its documents are on their way;
    ``objected``: an objection waits for an answer."""
    fit = (action for action in Action if Legal(status) in _ALLOWED[action])
    return tuple(
        action for action in fit if not (coming and action in _NEEDS_ALL) and (objected or action not in _ANSWERS)
    )


@dataclass(frozen=True)
class Said:
    """What an officer gives with an action. ``papers``: the codes of what is asked for; ``days`` to bring it;
    ``fields``: what of the sheet is to be put right; ``line``: an answer in words is wanted."""

    note: str = ""
    amount: int = 0  # VND
    papers: Sequence[str] = ()
    days: int = 0
    officer: str = ""
    fields: Sequence[str] = ()
    line: bool = False


class Acts:
    """``clock`` gives aware moments in the office's zone."""

    def __init__(self, database: PortalDatabase, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def act(self, code: str, action: Action, facts: Said, unit: str = "") -> Dossier:
        """One action on a dossier of ``unit`` (empty: any). OfficeRefused if its status does not allow it, or words are
        missing."""
        note = _fee_note(facts.amount, facts.note) if action is Action.FEE else facts.note.strip()
        if action in _NEEDS_NOTE and not note:
            raise OfficeRefused("Xin ghi rõ lý do để người dân biết", code="3")
        return self._database.settled(lambda: self._acted(unit, code, action, note, facts))

    def _acted(self, unit: str, code: str, action: Action, note: str, facts: Said) -> Dossier:
        with self._database.transaction() as session:
            dossier = found_in(session, unit, code, lock=True)
            objected = bool(open_objection(json.loads(dossier.record)))
            if action not in allowed(dossier.status, objected=objected):
                raise OfficeRefused(f"Hồ sơ {code} đang ở trạng thái {dossier.status}, chưa làm việc này được")
            if action not in allowed(dossier.status, coming=dossier.coming, objected=objected):
                raise OfficeRefused(f"Giấy tờ của hồ sơ {code} còn đang được gửi đến, xin chờ thêm")
            self._move(session, dossier, action, note, facts)
            return dossier

    def _move(self, session: Session, dossier: Dossier, action: Action, note: str, facts: Said) -> None:
        now = self._clock()
        dossier.officer = facts.officer or dossier.officer
        dossier.changed = now
        if action is Action.PAID:
            note = self._paid(session, dossier, now)
        elif action is not Action.UPHOLD:  # the reason of the refusal stands
            self._status(session, dossier, _LEADS_TO[action], "" if action is Action.REOPEN else note)
        record = json.loads(dossier.record) | {"TrangThaiHoSo": dossier.status, "GhiChu": dossier.note}
        if action in _DATED:
            record[_DATED[action]] = stamp(now)
        if action in _ANSWERS:
            record = with_answer(record, note, now) | ({"NgayTuChoi": ""} if action is Action.REOPEN else {})
        if action is Action.ASK:
            until = now + timedelta(days=facts.days) if facts.days else None
            ask(session, dossier, Asked(note, facts.papers, facts.fields, facts.line, until))
        if action is Action.FEE:
            number = session.scalar(select(func.count()).where(Due.dossier == dossier.code)) or 0
            session.add(Due(dossier=dossier.code, key=f"TB{number + 1}", name=note, amount=facts.amount))
        if action is Action.FINISH:
            record["DanhSachGiayToKetQua"] = [_result(dossier.code, record)]
        dossier.record = json.dumps(record, ensure_ascii=False)
        session.add(DossierStep(dossier=dossier.code, at=now, status=dossier.status, note=note))
        feed.changed(session, dossier, now)

    def _status(self, session: Session, dossier: Dossier, legal: Legal, note: str) -> None:
        """What a question or a fee interrupts is remembered, and is taken up again after it. Who goes on without an
        answer takes the question back."""
        if legal in _INTERRUPTS:
            if Legal(dossier.status) not in _INTERRUPTS:
                dossier.before = dossier.status
        else:
            dossier.before = ""
            take_back(session, dossier, dossier.changed)
        dossier.status, dossier.note = legal.value, note

    def _paid(self, session: Session, dossier: Dossier, now: datetime) -> str:
        """All that is owed counts as paid: what was seen on the account, or taken at the counter."""
        owed = list(session.scalars(select(Due).where((Due.dossier == dossier.code) & Due.paid.is_(None))))
        if not owed:
            raise OfficeRefused(f"Hồ sơ {dossier.code} không còn khoản nào chưa nộp")
        for item in owed:
            item.paid = now
        if Legal(dossier.status) is Legal.PAYMENT and any_open(session, dossier):
            dossier.status, dossier.note = Legal.SUPPLEMENT.value, ""
        elif Legal(dossier.status) is Legal.PAYMENT:
            dossier.status, dossier.note, dossier.before = dossier.before or Legal.REGISTERED.value, "", ""
        return f"Đã nhận {_money(sum(item.amount for item in owed))}"


def _result(code: str, record: Mapping[str, str]) -> dict[str, str]:
    return {"MaGiayToKetQua": f"{code}-KQ1", "TenGiayTo": f"Kết quả: {record.get('TenTTHC', '')}"[:500]}


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"


def _fee_note(amount: int, note: str) -> str:
    if amount <= 0:
        raise OfficeRefused("Xin ghi số tiền cần nộp", code="3")
    return f"{_money(amount)} ({note.strip()})" if note.strip() else _money(amount)

"""The office's pages, as plain HTML without a script: what each template in ``templates/`` is given."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.bounded import read_json
from kiosk.domain.answering import FIELD, LATER, PAPER
from kiosk_sandbox.actions import Action, allowed
from kiosk_sandbox.filed_parts import card_standing, filed_documents, officer_notes, paper_codes
from kiosk_sandbox.objections import open_objection
from kiosk_sandbox.rendering import moment, render
from kiosk_sandbox.tables import Dossier, DossierStep, Mistake, Question

_LABEL: Mapping[Action, str] = {
    Action.ACCEPT: "Tiếp nhận",
    Action.WORK: "Đang xử lý",
    Action.ASK: "Yêu cầu bổ sung",
    Action.REFUSE: "Không tiếp nhận",
    Action.FEE: "Thông báo lệ phí",
    Action.PAID: "Đã nhận tiền",
    Action.STOP: "Dừng xử lý",
    Action.WITHDRAW: "Cho rút",
    Action.FINISH: "Xử lý xong",
    Action.HANDOVER: "Đã trả kết quả",
    Action.UPHOLD: "Giữ việc từ chối",
    Action.REOPEN: "Nhận lại hồ sơ",
}
_FIRST = frozenset({Action.ACCEPT, Action.HANDOVER, Action.REOPEN})
_STOP = frozenset({Action.REFUSE, Action.STOP, Action.WITHDRAW, Action.UPHOLD})


@dataclass(frozen=True)
class ActionButton:
    """One thing that can be done to a dossier now. ``look`` is its class in the style sheet."""

    action: str
    label: str
    look: str


@dataclass(frozen=True)
class QuestionEntry:
    """A request for more: ``named`` are papers and fields, ``answer`` its lines, None where there is none."""

    words: str
    named: str
    until: datetime | None
    answered: datetime | None
    answer: tuple[str, ...] | None


def sign_in(*, wrong: bool = False, wait: float = 0.0) -> str:
    """``wait``: seconds until a password is looked at again."""
    return render("sign_in.html", wrong=wrong, wait=math.ceil(wait / 60))


def message(text: str) -> str:
    return render("message.html", text=text)


def day(dossiers: Iterable[Dossier]) -> str:
    """Every dossier, newest first."""
    return render("day.html", dossiers=[(item, json.loads(item.record)) for item in dossiers])


def dossier(item: Dossier, steps: Iterable[DossierStep], asked: Iterable[Question] = (), mistake: str = "") -> str:
    """One dossier: what it says, what was asked and answered, its way so far, and what can be done now."""
    record = json.loads(item.record)
    return render(
        "dossier.html",
        item=item,
        facts=_facts(item, record),
        notes=officer_notes(record),
        standing=card_standing(record),
        documents=filed_documents(record),
        questions=[_question(one) for one in asked],
        mistake=mistake,
        papers=paper_codes(record),
        buttons=[
            _button(action)
            for action in allowed(item.status, coming=item.coming, objected=bool(open_objection(record)))
        ],
        steps=list(steps),
    )


def _facts(item: Dossier, record: Mapping[str, Any]) -> Mapping[str, str]:
    """By their Vietnamese names; those that are empty are not shown."""
    return {
        "Thủ tục": f"{record.get('MaTTHC', '')} {record.get('TenTTHC', '')}",
        "Người nộp": record.get("ChuHoSo", ""),
        "Trích yếu": record.get("TrichYeuHoSo", ""),
        "Mã tạm ở kiosk": item.reference or "",
        "Đến lúc": moment(item.came),
        "Lời nhắn": item.note,
        "Không đồng ý": open_objection(record),
    }


def _question(one: Question) -> QuestionEntry:
    named = ", ".join(filter(None, (*one.papers.split("\n"), *one.fields.split("\n"))))
    answer = _answer_lines(one.answer) if one.digest else None
    return QuestionEntry(one.words, named, one.until, one.answered, answer)


def _answer_lines(answer: str) -> tuple[str, ...]:
    facts = _answer_facts(answer)
    fields = [f"{name.removeprefix(FIELD)}: {value}" for name, value in facts.items() if name.startswith(FIELD)]
    papers = [value for name, value in facts.items() if name.startswith(PAPER)]
    later = [f"mang đến quầy: {facts[LATER]}"] if facts.get(LATER) else []
    return (*fields, *papers, *later)


def _answer_facts(answer: str) -> Mapping[str, str]:
    """The facts of an answer; none of what another program wrote otherwise."""
    try:
        facts = read_json(answer)["facts"]
        return {str(name): str(value) for name, value in facts.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _button(action: Action) -> ActionButton:
    look = "first" if action in _FIRST else "stop" if action in _STOP else ""
    return ActionButton(action.value, _LABEL[action], look)


def mistakes(entries: Iterable[Mistake]) -> str:
    """What broke the contract, the newest first."""
    return render("mistakes.html", mistakes=list(entries))

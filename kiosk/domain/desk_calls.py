"""Whom somebody has to call back, and who asked for help: what was tried, and when again. Plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class CallKind(enum.Enum):
    CALL_BACK = "call-back"
    SUPPORT = "support"  # somebody asked by telephone or letter


class CallOutcome(enum.Enum):
    SPOKEN = "spoken"
    NO_ANSWER = "no-answer"
    LATER = "later"
    UNREACHABLE = "unreachable"  # the number is nobody's any more

    @property
    def ends(self) -> bool:
        return self in (CallOutcome.SPOKEN, CallOutcome.UNREACHABLE)


@dataclass(frozen=True)
class CallAttempt:
    at: datetime
    staff: int
    outcome: CallOutcome
    remark: str = ""


@dataclass(frozen=True)
class DeskCall:
    """``due``: not before. ``code``: the dossier's, where there is one."""

    number: int
    kind: CallKind
    code: str
    person: str
    phone: str
    about: str
    due: datetime
    noted: datetime
    open: bool = True
    attempts: tuple[CallAttempt, ...] = ()

"""Whom somebody has to call back, and who asked for help: what was tried, and when again. Plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class CallKind(enum.Enum):
    CALL_BACK = "call-back"
    SUPPORT = "support"  # somebody asked by telephone or letter


class CallChannel(enum.Enum):
    """How it came; words under ``counter.channel.VALUE``."""

    DESK = "desk"  # an officer noted it
    HOTLINE = "hotline"
    KIOSK = "kiosk"
    LETTER = "letter"  # or an e-mail


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
    channel: CallChannel = CallChannel.DESK


@dataclass(frozen=True)
class CallLists:
    """Calls as an officer has them before them: to be made today, later, done today, and who cannot be reached.
    ``again``: when one may be tried again, what comes first as a rule first; the kiosk knows the days off."""

    now: tuple[DeskCall, ...]
    later: tuple[DeskCall, ...]
    done: tuple[DeskCall, ...]
    unreachable: tuple[DeskCall, ...]
    again: tuple[datetime, ...] = ()

"""How the way to the portal stands and what waits, for an officer: on the sheet behind the start screen and by command.

Nobody is named: the portal's words about a filing come without what the filing itself says of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.domain.line_state import LineState
from kiosk.domain.queue_status import QueueStatus, WaitReason
from kiosk.domain.submission import Submission, Sync
from kiosk.domain.word_replacement import replaced
from kiosk.sync.ports import NamedAlarm
from kiosk.sync.status.link_history import LinkHistory, Waiting
from kiosk.sync.status.trusted_time import TrustedTime

_SHORTEST = 4  # characters of an answer: what is shorter tells of nobody, and would tear holes into the portal's words
_NUMBER = re.compile(r"\b([A-Z]\d{2}(?:\.\d{2}){1,4})\b(?![-.]?\d)|\d(?:[ .-]?\d){5,}")
"""Long numbers, which may be a person's; a unit's code is nobody's, and is what has to be mended."""
_HOLES = re.compile(r"…(?: …)+")


def standing(
    waiting: tuple[Submission, ...],
    history: LinkHistory | None,
    reason: WaitReason | None,
    floor: TrustedTime,
    sending: bool = False,
    alarms: Sequence[NamedAlarm] = (),
) -> QueueStatus:
    """``waiting``: all that is queued, being sent or parked."""
    counted = Waiting.of(waiting, history)
    parked = [item for item in waiting if item.sync is Sync.PARKED]
    return QueueStatus(
        line=history.line if history else LineState.UNSET,
        reached=history.reached if history else None,
        following=counted.following or (history.following if history else None),
        rate=history.rate if history else 0,
        forms=counted.queued - counted.forms,
        papers=counted.forms,
        parked=len(parked),
        reasons=tuple(sorted({nameless(item) for item in parked})),
        wait_reason=reason if counted.queued else None,
        clock_off=floor.skew if floor.clock_is_wrong else None,
        sending=sending,
        alarms=tuple(one.name for one in alarms),
    )


def nameless(item: Submission) -> str:
    """Why it is parked, as it was kept, without the people in it."""
    text = item.reason
    for value in sorted(set(_personal_values(item)), key=len, reverse=True):
        text = replaced(text, value, "…")
    return _HOLES.sub("…", _NUMBER.sub(_unit_or_hole, text))


def _unit_or_hole(match: re.Match[str]) -> str:
    return match[1] or "…"


def _personal_values(item: Submission) -> Iterator[str]:
    """Whole answers, and each word of a name: the portal may have quoted a part of it."""
    filing = item.filing
    yield from (text for one in filing.answers.values() if len(text := str(one.get("value", ""))) >= _SHORTEST)
    yield from f"{filing.applicant.full_name} {filing.subject}".split()

"""Authorisation: which role may do which act, as one table. ``tests/unit/domain/test_domain_rights.py`` holds it twice.

Roles are not steps of one ladder: whoever keeps the machine has no business in people's dossiers, and whoever takes
money does not sign its closing (NĐ 331/2026, TCVN 14423:2026: least privilege, separation of duties).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from kiosk.domain.staff import StaffRole

_OFFICER, _CHIEF, _TECHNICIAN = StaffRole.OFFICER, StaffRole.CHIEF, StaffRole.TECHNICIAN


class StaffAct(enum.Enum):
    """What somebody who signed in may want to do."""

    SEE_NOW = "see-now"  # the bell, the queues' counts: nobody's name
    ANSWER_CALL = "answer-call"
    HELP_VISIT = "help-visit"  # see the glass of who asked for help, touch in their stead
    FIND = "find"
    VIEW = "view"  # read a dossier
    MEND = "mend"  # a field, with a reason
    CORRECT = "correct"  # ask for a correction of what was registered; a chief approves it by REVIEW
    PAPERS = "papers"  # replace or add a paper
    EXCEPTION = "exception"  # go on against a rule, with a reason
    REMARK = "remark"  # a note to colleagues
    LOOK = "look"  # what was to look at was looked at
    TAKE_OVER = "take-over"  # a hold that a colleague left
    SEE_SEALED = "see-sealed"
    SEAL = "seal"
    TAKE_CASH = "take-cash"
    REFUND = "refund"
    CLOSE_DESK = "close-desk"
    SIGN_CLOSING = "sign-closing"
    PRINT = "print"
    REFUSE = "refuse"  # Mẫu 03 and 05: acts with legal effect
    HAND_OVER = "hand-over"
    CALL_BACK = "call-back"
    REPORT = "report"
    REGISTER = "register"  # Mẫu 07, with names
    REVIEW = "review"  # what officers did, at the end of the day
    FILE_FOR = "file-for"  # for somebody who cannot use the screen
    SEE_STAFF = "see-staff"  # who works here, and with what rights
    STAFF = "staff"  # accounts
    COUNTERS = "counters"  # officers' own computers: who is let in, shutting one out
    MACHINE = "machine"  # keys, settings, backup


RIGHTS: Mapping[StaffAct, frozenset[StaffRole]] = {
    StaffAct.SEE_NOW: frozenset({_OFFICER, _CHIEF, _TECHNICIAN}),
    StaffAct.ANSWER_CALL: frozenset({_OFFICER, _CHIEF, _TECHNICIAN}),
    StaffAct.HELP_VISIT: frozenset({_OFFICER, _CHIEF}),
    StaffAct.FIND: frozenset({_OFFICER, _CHIEF}),
    StaffAct.VIEW: frozenset({_OFFICER, _CHIEF}),
    StaffAct.MEND: frozenset({_OFFICER, _CHIEF}),
    StaffAct.CORRECT: frozenset({_OFFICER, _CHIEF}),
    StaffAct.PAPERS: frozenset({_OFFICER, _CHIEF}),
    StaffAct.EXCEPTION: frozenset({_OFFICER, _CHIEF}),
    StaffAct.REMARK: frozenset({_OFFICER, _CHIEF}),
    StaffAct.LOOK: frozenset({_OFFICER, _CHIEF}),
    StaffAct.TAKE_OVER: frozenset({_CHIEF}),
    StaffAct.SEE_SEALED: frozenset({_CHIEF}),
    StaffAct.SEAL: frozenset({_CHIEF}),
    StaffAct.TAKE_CASH: frozenset({_OFFICER}),
    StaffAct.REFUND: frozenset({_OFFICER}),
    StaffAct.CLOSE_DESK: frozenset({_OFFICER}),
    StaffAct.SIGN_CLOSING: frozenset({_CHIEF}),
    StaffAct.PRINT: frozenset({_OFFICER, _CHIEF}),
    StaffAct.REFUSE: frozenset({_CHIEF}),
    StaffAct.HAND_OVER: frozenset({_OFFICER, _CHIEF}),
    StaffAct.CALL_BACK: frozenset({_OFFICER, _CHIEF}),
    StaffAct.REPORT: frozenset({_OFFICER, _CHIEF}),
    StaffAct.REGISTER: frozenset({_CHIEF}),
    StaffAct.REVIEW: frozenset({_CHIEF}),
    StaffAct.FILE_FOR: frozenset({_OFFICER, _CHIEF}),
    StaffAct.SEE_STAFF: frozenset({_CHIEF, _TECHNICIAN}),
    StaffAct.STAFF: frozenset({_TECHNICIAN}),
    StaffAct.COUNTERS: frozenset({_CHIEF, _TECHNICIAN}),
    StaffAct.MACHINE: frozenset({_TECHNICIAN}),
}
"""Whoever is not named may not."""


def rights_of(role: StaffRole) -> frozenset[StaffAct]:
    return frozenset(act for act, roles in RIGHTS.items() if role in roles)


def permitted(role: StaffRole, act: StaffAct) -> bool:
    return role in RIGHTS.get(act, frozenset())

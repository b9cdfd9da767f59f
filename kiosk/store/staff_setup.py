"""The setup code: how the first account comes to be without a password that everybody knows.

A technician with a shell prints it (``kiosk staff first-code``); it is kept as Argon2id and counts for one account
within a day lived: for none once there are accounts, or after ``TRIES`` wrong ones.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from kiosk.domain.codes import ALPHABET
from kiosk.domain.staff import DAY, TRIES, StaffRole

_NAME = "staff.setup"
_GROUPS = 4  # of four characters: 79 bits


def fresh_code() -> str:
    """As it is printed: ABCD-EFGH-JKMN-PQRS."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(_GROUPS))


def bare(code: str) -> str:
    """As it is compared: without what a person types between the groups."""
    return "".join(mark for mark in code.upper() if mark in ALPHABET)


def keep(db: Any, verifier: str, role: StaffRole, lived: float) -> None:
    note = {"code": verifier, "role": role.value, "until": lived + DAY, "tries": 0}
    db.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", [_NAME, json.dumps(note)])


def tried(db: Any, lived: float) -> tuple[str, StaffRole] | None:
    """Count a try. What the code is kept as and the role it gives; None where no code counts."""
    row = db.execute("SELECT value FROM notes WHERE name = ?", [_NAME]).fetchone()
    if row is None or db.execute("SELECT 1 FROM staff").fetchone() is not None:
        return None
    note = json.loads(row[0])
    if lived > note["until"] or note["tries"] >= TRIES:
        return None
    note["tries"] += 1
    db.execute("UPDATE notes SET value = ? WHERE name = ?", [json.dumps(note), _NAME])
    return note["code"], StaffRole(note["role"])


def end(db: Any) -> None:
    db.execute("DELETE FROM notes WHERE name = ?", [_NAME])

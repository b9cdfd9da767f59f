"""Who works at the kiosk: roles, what a PIN must be, how long a door stays shut after wrong ones.

Accounts belong to persons. There is none to begin with and none for everybody: names like ``admin`` are refused, and a
card opens one account. The rules follow the safeguards for information systems of level 3 (NĐ 331/2026, TCVN
14423:2026): two factors or 14 characters for who administers, accounts that nobody used for 45 days locked.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from itertools import pairwise

DAY = 86_400.0  # seconds
IDLE = 45 * DAY  # an account that was not used for so long wants a technician's leave
TRIES = 5  # wrong PINs in a row before the door shuts
FIRST_WAIT, LONGEST_WAIT = 60.0, DAY  # seconds; doubled with each further wrong one
PIN_DIGITS, LONG = 6, 14


class StaffRole(enum.Enum):
    """What a person may do. Each may do what the ones before may."""

    OFFICER = "officer"  # the counter: takes, mends, hands over
    CHIEF = "chief"  # and the day's report, what is parked, what a person asks of their data
    TECHNICIAN = "technician"  # the machine: keys, backup, settings, accounts

    def may(self, wanted: StaffRole) -> bool:
        order = tuple(StaffRole)
        return order.index(self) >= order.index(wanted)


class Weak(enum.Enum):
    """Why a name or a secret is not taken."""

    SHORT = "short"
    LONGER = "longer"  # an administrator without a card: 14 characters
    PATTERN = "pattern"  # 111111, 123456, 121212
    OWN = "own"  # the name, or digits of the own card
    SHARED = "shared"  # a name that is nobody's: admin, canbo


_NOBODYS = frozenset(
    (
        *("admin", "administrator", "root", "user", "guest", "test", "demo", "kiosk"),
        *("canbo", "kythuat", "motcua", "quantri", "nhanvien", "chung"),
    )
)
_NAME = re.compile(r"[a-z][a-z0-9.]{2,31}")


def plain(name: str) -> str:
    """The name as it is signed in with: small letters without marks, as a keyboard types it."""
    bare = unicodedata.normalize("NFD", name.strip().lower().replace("đ", "d"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def bad_name(name: str) -> Weak | None:
    """Why nobody may be called so: three letters at least, and not everybody's name."""
    if not _NAME.fullmatch(name):
        return Weak.SHORT
    return Weak.SHARED if name.replace(".", "").rstrip("0123456789") in _NOBODYS else None


def weak(secret: str, role: StaffRole, name: str, id_number: str = "") -> Weak | None:
    """Why this PIN or passphrase is not taken; None if it is good. ``id_number`` is that of the own card, if any.

    With a card the PIN is the second factor. Without one an officer's PIN stands behind a lock that doubles; a
    technician's must be a passphrase.
    """
    if len(secret) < PIN_DIGITS:
        return Weak.SHORT
    if role is not StaffRole.OFFICER and not id_number and len(secret) < LONG:
        return Weak.LONGER
    if (id_number and secret in id_number) or plain(secret).startswith(name) or plain(secret) in name:
        return Weak.OWN
    return Weak.PATTERN if _patterned(secret) else None


def _patterned(secret: str) -> bool:
    """One step all the way, or the first half, third... over again."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    sizes = range(1, len(secret) // 2 + 1)
    again = any(len(secret) % size == 0 and secret == secret[:size] * (len(secret) // size) for size in sizes)
    return again or steps in ({1}, {-1})


def wait_after(failures: int) -> float:
    """Seconds that the door stays shut after so many wrong PINs in a row."""
    if failures < TRIES:
        return 0.0
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - TRIES, 32))


def idle(seen: float, now: float) -> bool:
    """Whether nobody used the account for too long. Both in seconds lived."""
    return now - seen > IDLE

"""Who works at the kiosk: roles, what a PIN must be, how long a door stays shut after wrong ones.

Accounts belong to persons. There is none to begin with and none for everybody: names like ``admin`` are refused, and a
card opens one account. The rules follow the safeguards for information systems of level 3 (NĐ 331/2026, TCVN
14423:2026): two factors or 14 characters for who administers, accounts that nobody used for 45 days locked.
"""

from __future__ import annotations

import enum
import re
from itertools import pairwise

from kiosk.domain.unmarked import without_marks

DAY = 86_400.0  # seconds
IDLE = 45 * DAY  # an account that was not used for so long wants a technician's leave
TRIES = 5  # wrong PINs in a row before the door shuts
FIRST_WAIT, LONGEST_WAIT = 60.0, 900.0  # seconds; doubled with each further wrong one, up to a quarter of an hour:
# a hundred tries a day at a million PINs, and no stranger keeps an officer from work for longer
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
    PATTERN = "pattern"  # 111111, 123456, 121212, 112233, 000001, a date, one that everybody takes
    OWN = "own"  # the name, or digits of the own card
    SHARED = "shared"  # a name that is nobody's: admin, canbo


_NOBODYS = frozenset(
    (
        *("admin", "administrator", "root", "user", "guest", "test", "demo", "kiosk"),
        *("canbo", "kythuat", "motcua", "quantri", "nhanvien", "chung"),
    )
)
_COMMON = frozenset(
    (
        *("147258", "258369", "147852", "258963", "369258", "741852", "852963", "963852", "159357", "159753", "357159"),
        *("123654", "142536", "152637", "102030", "100200", "135790", "246810", "135246", "112358", "314159", "271828"),
        *("131452", "520131", "789456", "456123", "789123", "321654", "147369", "159263", "168168", "686879", "797979"),
        *("123789", "789987", "963741", "951753", "753951", "357951", "123098", "102938", "192837", "199020", "200000"),
    )
)
"""Read off a keypad, or lucky: what guessers try first."""

_NAME = re.compile(r"[a-z][a-z0-9.]{2,31}")


def plain(name: str) -> str:
    """The name as it is signed in with: small letters without marks, as a keyboard types it."""
    return without_marks(name.strip().lower())


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
    return Weak.PATTERN if _patterned(secret) or (secret.isdecimal() and _guessed(secret)) else None


def _patterned(secret: str) -> bool:
    """One step all the way, or the first half, third... over again."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    sizes = range(1, len(secret) // 2 + 1)
    again = any(len(secret) % size == 0 and secret == secret[:size] * (len(secret) // size) for size in sizes)
    return again or steps in ({1}, {-1})


def _guessed(digits: str) -> bool:
    """Whether such digits are tried first: few different ones, runs, pairs, mirrors, dates, the keypad's own lines."""
    steps = [ord(after) - ord(before) for before, after in pairwise(digits)]
    few = len(set(digits)) <= 2 or max(map(digits.count, digits)) >= len(digits) - 2
    climbing = set(steps) <= {0, 1} or set(steps) <= {0, -1} or len(set(steps)) == 1
    runs = any(set(steps[at : at + 4]) in ({1}, {-1}) for at in range(len(steps) - 3))
    return few or climbing or runs or digits == digits[::-1] or digits in _COMMON or _is_date(digits)


def _is_date(digits: str) -> bool:
    """ddmmyy, ddmmyyyy or yyyymmdd."""
    if len(digits) not in (6, 8):
        return False
    year_first = len(digits) == 8 and digits[:2] in ("19", "20")
    day, month = (digits[6:8], digits[4:6]) if year_first else (digits[:2], digits[2:4])
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def wait_after(failures: int) -> float:
    """Seconds that the door stays shut after so many wrong PINs in a row."""
    if failures < TRIES:
        return 0.0
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - TRIES, 32))


def idle(last_seen: float, now: float) -> bool:
    """Whether nobody used the account for too long. Both in seconds lived."""
    return now - last_seen > IDLE

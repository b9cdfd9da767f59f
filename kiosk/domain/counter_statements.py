"""What the kiosks of a commune tell each other of officers' computers: one is revoked, or a new key of it was let in.

Statements only ever join a set, in any order and however often they come: what follows from the set is the same
everywhere. A key of a name that was revoked counts where a later admission names both the key and that revocation.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class StatementKind(enum.Enum):
    REVOKED = "revoked"
    ADMITTED = "admitted"


@dataclass(frozen=True)
class CounterStatement:
    """``key``: SHA-256 of a public key, of an admission; ``after``: the revocations it was made in knowledge of.
    ``by``: the account at ``kiosk``, or ``machine``; ``at``: ISO 8601. ``certificate`` (PEM) is that kiosk's in the
    hall, ``signature`` (ECDSA with SHA-256, hexadecimal) its word over all the rest."""

    number: str  # 32 hexadecimal marks, by chance
    kind: StatementKind
    unit: str
    counter: str
    kiosk: str
    by: str
    at: str
    key: str = ""
    after: tuple[str, ...] = ()
    certificate: str = ""
    signature: str = ""


def revocation_of(statements: Iterable[CounterStatement], counter: str, key: str) -> CounterStatement | None:
    """The revocation that shuts this key of ``counter`` out; None where there is none, or each was overcome."""
    about = [one for one in statements if one.counter == counter]
    overcome = {
        number for one in about if one.kind is StatementKind.ADMITTED and one.key == key for number in one.after
    }
    return next((one for one in about if one.kind is StatementKind.REVOKED and one.number not in overcome), None)

"""What the portal keeps of the kiosks' journals: the longest end that each has signed.

A kiosk that comes with a shorter one, or another of the same length, has lost a part of its journal, or somebody has
cut it off. It is served all the same, for dossiers do not wait for an inquiry; ``kiosk portal heads`` says so. A
shorter end that comes soon after the longer one was only slower on its way.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.tables import JournalHeadRow, Shortened

_TEXT = re.compile(r"KJ1:([0-9a-f]{16}):([0-9]{1,12}):[0-9a-f]{64}:[0-9a-f]{128}")
SLOW = timedelta(minutes=2)  # longer than a request lives
_log = logging.getLogger(__name__)


class Heads:
    def __init__(self, database: PortalDatabase, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def note(self, text: object, keys: Iterable[str]) -> None:
        """Keep what came with a request, if it is longer than what is kept. Anything else than a head that one of its
        kiosk's own ``keys`` (Ed25519, hexadecimal) has signed is left out."""
        match = _TEXT.fullmatch(text) if isinstance(text, str) else None
        if match is None or not any(_is_signed(match, key) for key in keys):
            return
        self._database.settled(lambda: self._noted(match[0], match[1], int(match[2])))

    def _noted(self, text: str, kiosk: str, number: int) -> None:
        with self._database.transaction() as session:
            row = session.get(JournalHeadRow, kiosk)
            if row is None:
                session.add(JournalHeadRow(kiosk=kiosk, number=number, text=text, came=self._clock()))
            elif number > row.number:
                row.number, row.text, row.came = number, text, self._clock()
            elif _end(text) != _end(row.text) and (number == row.number or self._clock() - row.came > SLOW):
                _log.warning("the journal of kiosk %s was longer: %s entries, now %s", kiosk, row.number, number)
                session.merge(Shortened(kiosk=kiosk, text=text, came=self._clock()))

    def all(self) -> tuple[str, ...]:
        """The longest end of each kiosk's journal, for ``kiosk audit verify --head``."""
        return tuple(one.text for one in self.newest())

    def newest(self) -> tuple[Told, ...]:
        """The same with when it came, and when a shorter one did."""
        with self._database.transaction() as session:
            cut = {one.kiosk: one for one in session.query(Shortened)}
            heads = session.query(JournalHeadRow).order_by(JournalHeadRow.kiosk)
            return tuple(_head_of(head, cut.get(head.kiosk)) for head in heads)


def _is_signed(head: re.Match[str], key: str) -> bool:
    signed, _, signature = head[0].rpartition(":")
    if not key.startswith(head[1]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Told:
    kiosk: str  # the start of its public key
    number: int  # entries
    text: str  # the signed end
    came: datetime
    shorter: int | None = None  # entries of a journal that was cut or written anew, if one came


def _head_of(head: JournalHeadRow, cut: Shortened | None) -> Told:
    shorter = int(cut.text.split(":")[2]) if cut else None
    return Told(head.kiosk, head.number, head.text, head.came, shorter)


def _end(text: str) -> tuple[str, ...]:
    """How long and with which hash; a signature may differ."""
    return tuple(text.split(":")[2:4])

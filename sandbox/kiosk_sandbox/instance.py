"""Which store this portal speaks from, and how far it has come: ``ID.NUMBER.MARK``, told with each greeting.

The id is another one as soon as the portal knows that its store was brought back from a backup, or made anew. The
number is that of the last step any dossier made, and under one id it never goes back. So a kiosk that hears another id,
or a smaller number under the same one, knows that what it delivered may be missing, and asks.

The portal knows by two witnesses. A file beside the database says how far it had come, for one that is brought back
alone. And a kiosk may show the last word that it heard: MARK proves that it was ours, and a number above ours under our
own id is a store that we no longer have. By so many steps the numbers of the day jump, so that none of those that
were given and forgotten is given again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.numbers import jump
from kiosk_sandbox.tables import DossierStep, PortalFact

HEADER = "Kiosk-Store"
EPOCH = "epoch"
"""The fact whose first eight characters are the id; cursors of the down-stream begin with it too."""

_RESTORED = "restored"
_SECRET = "store-secret"  # noqa: S105 - the name of a fact
_WORD = re.compile(r"([0-9a-f]{8})\.([0-9]{1,18})\.([0-9a-f]{12})")
_WITNESS = re.compile(r"([0-9a-f]{8}) ([0-9]{1,18})")
_WITNESSED_EVERY = 1.0  # seconds


class Instance:
    """``witness`` is a file beside the database. ``clock`` gives aware moments."""

    def __init__(
        self,
        database: PortalDatabase,
        witness: Path,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._witness, self._clock, self._monotonic = database, witness, clock, monotonic
        self._written = (float("-inf"), "")
        database.fact(EPOCH)
        self._secret = database.fact(_SECRET)
        self._look_back()

    def greeted(self, shown: str = "") -> str:
        """Our word for whoever greets us; ``shown`` is the last one that it heard, which may tell us something."""
        own, number = self._now()
        if (match := _WORD.fullmatch(shown)) and hmac.compare_digest(match[3], self._mark(match[1], match[2])):
            own, number = self._compared(match[1], int(match[2]), own, number)
        return self._word(own, number)

    def word(self) -> str:
        """Our word with an answer: it counts what was just done."""
        return self._word(*self._now())

    def restored(self) -> datetime | None:
        """When this store was last known to be another one than before: brought back from a backup, or made anew."""
        with self._database.reading() as session:
            at = session.get(PortalFact, _RESTORED)
            return datetime.fromisoformat(at.value) if at else None

    def _word(self, own: str, number: int) -> str:
        self._write(f"{own} {number}")
        return f"{own}.{number}.{self._mark(own, str(number))}"

    def _compared(self, store: str, reached: int, own: str, number: int) -> tuple[str, int]:
        return self._anew(reached) if store == own and reached > number else (own, number)

    def _look_back(self) -> None:
        """At the start: has the database come as far as the file beside it says?"""
        match = _WITNESS.fullmatch(self._witness.read_text("ascii")) if self._witness.exists() else None
        if match is None:
            return
        own, number = self._now()
        if match[1] != own or int(match[2]) > number:
            self._anew(int(match[2]) if match[1] == own else number)

    def _anew(self, reached: int) -> tuple[str, int]:
        """Another id, once over all workers; ``reached`` is how far the lost store had come at least."""

        def job() -> tuple[str, int]:
            with self._database.transaction() as session:
                own, number = _where(session, lock=True)
                if reached >= number:
                    own = secrets.token_hex(4)
                    session.merge(PortalFact(name=EPOCH, value=own + secrets.token_hex(12)))
                    session.merge(PortalFact(name=_RESTORED, value=self._clock().isoformat()))
                    jump(session, self._clock(), reached - number)
                return own, number

        return self._database.settled(job)

    def _now(self) -> tuple[str, int]:
        with self._database.reading() as session:
            return _where(session)

    def _write(self, text: str) -> None:
        """Not forced to the disk: a witness that is behind says nothing wrong."""
        at, before = self._written
        if text != before and self._monotonic() - at >= _WITNESSED_EVERY:
            draft = self._witness.with_name(f"{self._witness.name}.{secrets.token_hex(4)}")
            draft.write_text(text, "ascii")
            draft.replace(self._witness)
            self._written = self._monotonic(), text

    def _mark(self, own: str, number: str) -> str:
        return hmac.new(self._secret.encode(), f"store:{own}.{number}".encode(), hashlib.sha256).hexdigest()[:12]


def epoch(session: Session) -> str:
    """The id of the store, as it stands now."""
    value = session.scalar(select(PortalFact.value).where(PortalFact.name == EPOCH))
    assert value is not None
    return value[:8]


def _where(session: Session, *, lock: bool = False) -> tuple[str, int]:
    if lock:
        session.get(PortalFact, EPOCH, with_for_update=True)
    return epoch(session), session.scalar(select(func.max(DossierStep.number))) or 0

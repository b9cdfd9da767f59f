"""What the portal keeps of the kiosks' journals: the longest end that each has signed.

A kiosk that comes with a shorter one has lost a part of its journal, or somebody has cut it off. It is served all the
same: residents' dossiers do not wait for an inquiry.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime

from kiosk.portal.database import Database, Head

_TEXT = re.compile(r"KJ1:([0-9a-f]{16}):([0-9]{1,12}):[0-9a-f]{64}:[0-9a-f]{128}")
_log = logging.getLogger(__name__)


class Heads:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def note(self, text: object) -> None:
        """Keep what came with a request, if it is longer than what is kept. Anything else than a head is left out."""
        found = _TEXT.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            return
        kiosk, number = found[1], int(found[2])
        with self._database.transaction() as session:
            held = session.get(Head, kiosk)
            if held is None:
                session.add(Head(kiosk=kiosk, number=number, text=found[0], came=self._clock()))
            elif number > held.number:
                held.number, held.text, held.came = number, found[0], self._clock()
            elif number < held.number:
                _log.warning("the journal of kiosk %s was longer: %s entries, now %s", kiosk, held.number, number)

    def all(self) -> tuple[str, ...]:
        """The longest end of each kiosk's journal, for ``kiosk audit verify --head``."""
        with self._database.transaction() as session:
            return tuple(head.text for head in session.query(Head).order_by(Head.kiosk))

"""The keys of an open store: another one for it, the recovery key in shares, and whether a share is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.key_facts import KeyFacts, PrintedKey, RecoveryTrial
from kiosk.errors import NoRecoveryKey, WrongRecoveryKey
from kiosk.services.key_source import key_source
from kiosk.store import Store
from kiosk.store.database.connection import Checkpoint, nothing
from kiosk.store.keys import recovery_keys, recovery_record, rekey

NOTE = "keys.facts"


class KeyDesk:
    """Calls block."""

    def __init__(self, config: Config, store: Store, clock: Callable[[], datetime]) -> None:
        self._config, self._store, self._clock = config, store, clock

    def facts(self) -> KeyFacts:
        folder, notes = self._store.folder / "keys", self._notes()
        record = recovery_record.read(folder)
        tried = {int(number): date.fromisoformat(day) for number, day in notes.get("tried", {}).items()}
        return KeyFacts(
            self._config.keeping.key,
            _day(notes.get("changed", "")),
            self._recoverable(),
            _day(notes.get("printed", "")),
            record.needed if record else 1,
            len(record.digests) if record else 1,
            tried,
        )

    def _recoverable(self) -> bool:
        try:
            recovery_keys.public(self._store.folder / "keys")
        except NoRecoveryKey:
            return False
        return True

    # --- the store's key ---

    def rotate(self, checkpoint: Checkpoint = nothing) -> None:
        """Put the store under a new key; whoever reads or writes waits. StoreBusy while another process has it open."""
        rekey.rotate_open(self._store, key_source(self._config), checkpoint)
        self._note("rotated", changed=self._clock().date().isoformat())

    def rotation_done(self) -> float:
        """How far it has come, 0 to 1. From any thread."""
        return rekey.rotation_done(self._store.folder)

    # --- the recovery key ---

    def draw(self, needed: int = 1, count: int = 1) -> PrintedKey:
        """A new recovery key, to be printed. Not in force before ``adopt``: who is cut off while printing keeps the
        one before."""
        _, text = recovery_keys.make()
        return PrintedKey(text, recovery_keys.shared(text, needed, count) if count > 1 else (text,), needed)

    def adopt(self, key: PrintedKey) -> None:
        """It is the recovery key from now on; an earlier one opens its old backups, and no more than these."""
        rekey.adopt_recovery(self._store.folder, key_source(self._config), key.whole, key.texts, key.needed)
        self._note("recovery", printed=self._clock().date().isoformat(), tried={})

    def test(self, text: str) -> RecoveryTrial:
        """Of shares or of a whole key, a line each; what is right is noted with the day. NoRecoveryKey,
        WrongRecoveryKey."""
        trial = rekey.try_recovery(self._store.folder, text)
        today = self._clock().date().isoformat()
        tried = self._notes().get("tried", {}) | {str(number): today for number in trial.numbers}
        self._note("tested", tried=tried)
        return trial

    def printed(self, text: str) -> str | None:
        """``text`` where it is a printed key or share, whosever; for what a camera sees."""
        try:
            recovery_keys.digest_of(text)
        except WrongRecoveryKey:
            return None
        return text

    def _note(self, how: str, **facts: object) -> None:
        self._store.notes.set(NOTE, json.dumps(self._notes() | facts))
        self._store.journal.append(Entry(EventKind.KEY_CHANGED, "", {"how": how}))

    def _notes(self) -> dict[str, dict[str, str]]:
        try:
            return read_object(self._store.notes.get(NOTE) or "{}")
        except OutOfBounds:
            return {}


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None

"""Starting anew, and that it came up again: noted before the end, completed by the start that follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from kiosk import local_settings
from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Config
from kiosk.devices.machine_power import MachinePower
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.restarting import RESTART_NOTE, RestartFacts, RestartKind, RestartRecord
from kiosk.domain.update_facts import UpdateFacts
from kiosk.errors import MachineNotRestarted
from kiosk.services.move_runs import move_desk
from kiosk.services.restoring import is_planned
from kiosk.store import Store
from kiosk.sync.ports import KeyValueStore


class RestartDesk:
    """``attended``: a service starts this program again when it ends. Calls block; safe from any thread."""

    def __init__(
        self,
        config: Config,
        store: Store,
        power: MachinePower,
        clock: Callable[[], datetime],
        versions: Callable[[], Mapping[str, str]],
        *,
        attended: bool,
        updates: Callable[[], tuple[UpdateFacts, ...]] = tuple,
    ) -> None:
        self._config, self._store, self._clock = config, store, clock
        self._power, self._versions, self._updates, self.attended = power, versions, updates, attended
        self._before = ""

    def facts(self) -> RestartFacts:
        """Some hundred milliseconds: what an update brought is proved for it."""
        return RestartFacts(self.attended, self._power.may_restart(), self._waiting(), last_restart(self._store.notes))

    def may_restart_machine(self) -> bool:
        return self._power.may_restart()

    def note(self, kind: RestartKind, way: str) -> None:
        """Before the end, and durable when this returns: the next start completes it."""
        self._before = self._store.notes.get(RESTART_NOTE)
        _keep(self._store.notes, RestartRecord(self._clock(), kind, way))
        if way != "screen":  # there it stands in the journal by whoever touched it
            facts = {"what": "restart", "kind": kind.value, "way": way}
            self._store.journal.append(Entry(EventKind.MACHINE_ACT, "", facts))

    def take_back(self) -> None:
        """Nothing ended after all: the record before it stands again."""
        self._store.notes.set(RESTART_NOTE, self._before)

    def restart_machine(self, way: str) -> None:
        """Noted and begun. MachineNotRestarted, and then nothing of it is noted."""
        self.note(RestartKind.MACHINE, way)
        try:
            self._power.restart()
        except MachineNotRestarted:
            self.take_back()
            raise

    def came_up(self) -> RestartRecord | None:
        """Called once by a program that is there: the restart that was asked for before it; None where it began by
        itself, after a power cut or by hand."""
        record = last_restart(self._store.notes)
        if record is None or record.up is not None:
            return None
        versions = self._versions()
        record = replace(record, up=self._clock(), program=versions["program"], catalogue=versions["catalogue"])
        _keep(self._store.notes, record)
        return record

    def _waiting(self) -> tuple[str, ...]:
        state = move_desk(self._config, self._store).state()
        known = {
            **{one.kind: one.waits for one in self._updates()},
            "settings": local_settings.waits(self._config.data),
            "move": state is not None and state.restart,
            "restore": is_planned(self._config),
        }
        return tuple(name for name, waits in known.items() if waits)


def last_restart(notes: KeyValueStore) -> RestartRecord | None:
    """None where none was ever asked for, or the note cannot be read."""
    text = notes.get(RESTART_NOTE)
    if not text:
        return None
    try:
        fields = read_object(text)
        up = datetime.fromisoformat(fields["up"]) if fields["up"] else None
        asked, kind = datetime.fromisoformat(fields["asked"]), RestartKind(fields["kind"])
        return RestartRecord(asked, kind, fields["way"], up, fields["program"], fields["catalogue"])
    except (OutOfBounds, KeyError, TypeError, ValueError):
        return None


def _keep(notes: KeyValueStore, record: RestartRecord) -> None:
    fields = {
        "asked": record.asked.isoformat(),
        "kind": record.kind.value,
        "way": record.way,
        "up": record.up.isoformat() if record.up else "",
        "program": record.program,
        "catalogue": record.catalogue,
    }
    notes.set(RESTART_NOTE, json.dumps(fields))

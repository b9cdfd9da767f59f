"""The health board of a running kiosk: the doctor's findings, by cell, with what the devices say of themselves now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import SIMULATED, Config
from kiosk.devices.health import Finding
from kiosk.devices.machine_health import running
from kiosk.devices.ports import CardReader, DocumentStation, Scanner, SlipPrinter
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.line_state import LineState
from kiosk.domain.machine_health import CellState, HealthBoard
from kiosk.services.health.line import line_finding
from kiosk.services.health.looks import look_at
from kiosk.services.maintenance.health_cells import cells_of
from kiosk.services.opening import StoreAccess
from kiosk.store import Store
from kiosk.sync.ports import KeyValueStore
from kiosk.words import Words

NOTE = "health.since"


class HealthDesk:
    """``line``: how the line stood at the last look. Calls block for some seconds: devices and portal are asked."""

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Callable[[], datetime],
        line: Callable[[], LineState],
        reader: CardReader,
        station: DocumentStation,
        printer: SlipPrinter,
        scanner: Scanner | None,
        examined: Callable[[StoreAccess, Words], tuple[Finding, ...]] = look_at,
    ) -> None:
        self._config, self._store, self._clock, self._line = config, store, clock, line
        self._reader, self._station, self._printer, self._scanner = reader, station, printer, scanner
        self._examined = examined

    def board(self, texts: Words) -> HealthBoard:
        """Every part looked at anew; what changed its state since is noted. A fault of one look stops no other."""
        findings = self._examined(StoreAccess.to(self._config, self._store), texts)
        states = cells_of(_replaced(findings, [*self._live(), line_finding(self._line())]), texts)
        now = self._clock()
        since = self._since({cell.key: cell.state for cell in states}, now)
        cells = tuple(replace(one, since=since.get(one.key)) for one in states)
        return HealthBoard(cells, now, running())

    def _live(self) -> Sequence[Finding]:
        """What the devices in use say. The doctor's own look stands where they are well."""
        devices, camera = self._config.devices, self._station.health()
        findings = [
            _by_device(self._reader.health(), "card-reader", {State.MISSING: "no-reader"}, needed=True),
            _by_device(self._printer.health(), "printer", {State.DEGRADED: "no-paper", State.MISSING: "missing"}),
        ]
        if devices.printer == "none":
            findings.pop()
        shown = "simulated" if devices.camera == SIMULATED else "ready"
        names = {State.READY: shown, State.DEGRADED: "no-picture", State.MISSING: "missing"}
        findings.append(Finding("camera", camera.state, names[camera.state], True, {"where": devices.camera}))
        if self._scanner is None:
            findings.append(Finding("flatbed", State.MISSING, "unset", needed=False))
        else:
            health = self._scanner.health()
            name = "found" if health.state is State.READY else "gone"
            findings.append(Finding("flatbed", health.state, name, needed=False))
        return [one for one in findings if one is not None]

    def _since(self, states: Mapping[str, CellState], now: datetime) -> Mapping[str, datetime]:
        before = _stored(self._store.notes.get(NOTE))
        after = {
            key: before[key] if key in before and before[key][0] == state.value else (state.value, now.isoformat())
            for key, state in states.items()
        }
        if after != before:
            self._store.notes.set(NOTE, json.dumps(after))
        return {key: datetime.fromisoformat(at) for key, (_, at) in after.items()}


def _by_device(health: DeviceHealth, part: str, names: Mapping[State, str], *, needed: bool = False) -> Finding | None:
    """None where the device is well: then the doctor's words about it are the better ones."""
    return Finding(part, health.state, names[health.state], needed) if health.state in names else None


def _replaced(findings: Sequence[Finding], live: Sequence[Finding]) -> list[Finding]:
    parts = {one.part for one in live}
    values = {one.part: one.values for one in findings}
    fresh = [
        Finding(one.part, one.state, one.outcome, one.needed, {**values.get(one.part, {}), **one.values})
        for one in live
    ]
    return [*(one for one in findings if one.part not in parts), *fresh]


def noted_states(notes: KeyValueStore) -> dict[str, tuple[str, datetime]]:
    """Each part's state as it was last looked at, and since when; none before the first look."""
    return {key: (state, datetime.fromisoformat(at)) for key, (state, at) in _stored(notes.get(NOTE)).items()}


def _stored(text: str) -> dict[str, tuple[str, str]]:
    try:
        return {key: (str(state), str(at)) for key, (state, at) in read_object(text or "{}").items()}
    except (OutOfBounds, TypeError, ValueError):
        return {}

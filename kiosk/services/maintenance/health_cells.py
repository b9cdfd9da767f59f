"""The doctor's findings as cells: which parts each tells of, and the worst of them in its words."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.domain.machine_health import CellState, HealthCell
from kiosk.services.health.looks import detail, remedy, written_values
from kiosk.words import Words

CELLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("screen", ("screen",)),
    ("card-reader", ("card-reader",)),
    ("camera", ("camera", "finder", "page-text")),
    ("printer", ("printer",)),
    ("scanner", ("flatbed",)),
    ("sticks", ("courier", "cell")),
    ("sound", ("sound", "speech")),
    ("disk", ("disk",)),
    ("memory", ("memory",)),
    ("clock", ("clock",)),
    ("line", ("line",)),
    ("portal", ("portal",)),
    ("certificate", ("enrolment", "arrivals")),
    ("key", ("store-key", "key-chip")),
    ("store", ("store", "salvage")),
    ("backup", ("backup",)),
    ("journal", ("journal",)),
    ("catalogue", ("catalogue", "update-root", "issuers")),
    ("program", ("program", "packages", "falls", "demo")),
    ("alarms", ("alarms",)),
)
"""Each cell, and the parts of the doctor's that it tells of. In the order of what residents lose."""

OPTIONAL = frozenset({"flatbed", "key-chip", "page-text", "printer"})
"""Parts that an office may do without: missing, they are not fitted."""

_STATES = {State.READY: CellState.GOOD, State.DEGRADED: CellState.LOOK, State.MISSING: CellState.BROKEN}
_WORST = (CellState.BROKEN, CellState.LOOK, CellState.GOOD, CellState.ABSENT)


def cells_of(findings: Sequence[Finding], texts: Words) -> tuple[HealthCell, ...]:
    """Every cell, in the order of what residents lose."""
    return tuple(_cell(key, [one for one in findings if one.part in parts], texts) for key, parts in CELLS)


def _cell(key: str, findings: Sequence[Finding], texts: Words) -> HealthCell:
    """The worst of what was found, in its words."""
    if not findings:
        unknown = texts.say("maintenance.unknown")
        return HealthCell(key, CellState.ABSENT, unknown, unknown)
    worst = min(findings, key=lambda one: _WORST.index(_state(one)))
    words = _capital(detail(worst, texts))
    return HealthCell(key, _state(worst), _short(worst, texts), words, remedy(worst, texts), needed=worst.needed)


def _short(finding: Finding, texts: Words) -> str:
    """A few words where there are such, or the whole sentence."""
    key = f"maintenance.short.{finding.part}.{finding.outcome}"
    return texts.say(key, **written_values(finding, texts)) if texts.has(key) else _capital(detail(finding, texts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _state(finding: Finding) -> CellState:
    if finding.state is State.MISSING and finding.part in OPTIONAL and finding.outcome in ("none", "missing", "unset"):
        return CellState.BROKEN if finding.part == "printer" and finding.outcome == "missing" else CellState.ABSENT
    return _STATES[finding.state]

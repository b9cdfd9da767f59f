"""A command asks the running kiosk to start anew: a note in the data folder, and the kiosk's answer beside it.

The command never ends the program itself: only the program knows whether somebody stands there.
"""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Config
from kiosk.domain.restarting import RestartKind, RestartObstacle, RestartRecord
from kiosk.durable import read_bounded, write_durably
from kiosk.errors import KioskError, KioskNotRunning, MachineNotRestarted, RestartUnseen
from kiosk.services.opening import looked_at
from kiosk.services.restarting import last_restart

ASKED, ANSWERED = "restart.asked", "restart.answered"
"""Below the data folder."""

ANSWERS_IN = 15.0  # seconds: the kiosk looks each second, and a busy window paints first
COMES_UP_IN = 180.0  # seconds: a slow disk reads Qt for a while
T = TypeVar("T")
_MOST, _PAUSE = 1000, 0.2  # bytes; seconds between two looks


@dataclass(frozen=True)
class RestartRequest:
    """``look``: nothing is to be done, only to be said what stands in the way. A key that nobody else has."""

    key: str
    kind: RestartKind
    look: bool = False


@dataclass(frozen=True)
class RestartAnswer:
    """``obstacle`` None: it goes ahead, or would. ``failed``: the system did not take it."""

    key: str
    obstacle: RestartObstacle | None = None
    failed: bool = False


# --- the running kiosk's side -----------------------------------------------------------------------------------------


def forget_requests(folder: Path) -> None:
    """At the start: what was asked of a program that was not there counts no more. Nothing of it stops a start."""
    with contextlib.suppress(OSError):
        for name in (ASKED, ANSWERED):
            (folder / name).unlink(missing_ok=True)


def asked_restart(folder: Path) -> RestartRequest | None:
    """What a command asks for now, taken away with this call."""
    fields = _taken(folder / ASKED)
    try:
        return RestartRequest(str(fields["key"]), RestartKind(fields["kind"]), fields["look"] is True)
    except (KeyError, ValueError):
        return None


def answer_restart(folder: Path, answer: RestartAnswer) -> None:
    """A disk that takes nothing answers nobody: the command says so by itself."""
    obstacle = answer.obstacle.value if answer.obstacle else ""
    with contextlib.suppress(OSError):
        _put(folder / ANSWERED, {"key": answer.key, "obstacle": obstacle, "failed": answer.failed})


# --- the command's ----------------------------------------------------------------------------------------------------


def ask_restart(
    folder: Path, kind: RestartKind, *, look: bool = False, patience: float = ANSWERS_IN
) -> RestartObstacle | None:
    """What stands in the way; None where nothing does, and then it has begun unless this only looks. KioskNotRunning,
    MachineNotRestarted."""
    request = RestartRequest(uuid.uuid4().hex, kind, look)
    forget_requests(folder)
    _put(folder / ASKED, {"key": request.key, "kind": kind.value, "look": look})
    answer = _waited(lambda: _answer_to(folder, request.key), patience)
    if answer is None:
        forget_requests(folder)
        raise KioskNotRunning("no answer")
    if answer.failed:
        raise MachineNotRestarted("the kiosk says so")
    return answer.obstacle


def seen_again(config: Config, patience: float = COMES_UP_IN) -> RestartRecord:
    """The start that followed. RestartUnseen where none came in time."""

    def up() -> RestartRecord | None:
        with contextlib.suppress(KioskError), looked_at(config) as store:
            record = last_restart(store.notes)
            return record if record is not None and record.up is not None else None
        return None

    record = _waited(up, patience)
    if record is None:
        raise RestartUnseen("not there again")
    return record


def _answer_to(folder: Path, key: str) -> RestartAnswer | None:
    fields = _taken(folder / ANSWERED)
    try:
        if fields["key"] != key:
            return None
        obstacle = RestartObstacle(fields["obstacle"]) if fields["obstacle"] else None
        return RestartAnswer(key, obstacle, fields["failed"] is True)
    except (KeyError, ValueError):
        return None


def _waited(look: Callable[[], T | None], patience: float) -> T | None:
    until = time.monotonic() + patience
    while (sight := look()) is None and time.monotonic() < until:
        time.sleep(_PAUSE)
    return sight


def _put(path: Path, fields: dict[str, object]) -> None:
    write_durably(path, json.dumps(fields).encode("ascii"), 0o600)


def _taken(path: Path) -> dict[str, object]:
    """What lies there, gone with this call; empty where nothing does."""
    try:
        fields = read_object(read_bounded(path, _MOST))
        path.unlink()
        return dict(fields)
    except (OSError, OutOfBounds):
        return {}

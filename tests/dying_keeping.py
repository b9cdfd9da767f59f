"""A key changed, or a backup put in the store's place: in a process of its own that is killed on the way.

    rekey FOLDER POINT        restore FOLDER POINT BACKUP KEY

``POINT``: the name of a place to die at, or ``-`` to come to the end (or to be killed from outside, at a system call).
Nothing of this is known to the program: the calls around each point are wrapped from outside.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.clock import office_time
from kiosk.config import Config, Office
from kiosk.local_settings import effective
from kiosk.services import restoring
from kiosk.services.maintenance.key_desk import KeyDesk
from kiosk.services.opening import opened

REKEY = ("prepared", "sealed", "rekeyed", "marked", "committed")
RESTORE = ("ready", "planned", "aside", "exchanged", "marked", "recoverable")
OFFICE = Office(bank="970436", account="0")


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at(point: str) -> Callable[[str], None]:
    return lambda name: die() if name == point else None


def settings(folder: Path) -> Config:
    """As a command or a start reads them."""
    return effective(Config(data=folder, office=OFFICE))


def rekeyed(folder: Path, point: str) -> None:
    config = settings(folder)
    with opened(config) as store:
        KeyDesk(config, store, office_time).rotate(dies_at(point))


def restored(folder: Path, point: str, backup: str, key: str) -> None:
    config = settings(folder)
    restoring.carry_out(config)  # as each start does
    known = restoring.put_ready(config, Path(backup), key)
    dies_at(point)("ready")
    restoring.exchange(config, known, dies_at(point))


def main(what: str, folder: str, point: str, *given: str) -> None:
    acts: dict[str, Callable[..., None]] = {"rekey": rekeyed, "restore": restored}
    acts[what](Path(folder), point, *given)


if __name__ == "__main__":
    main(*sys.argv[1:])

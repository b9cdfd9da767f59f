"""An answer to the office in a process of its own that is killed at a named instruction: FOLDER URL CODE POINT
(another word: from outside, once it has said that it is ready).

It is handed in at the desk, and one pass follows. Nothing of this is known to the program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dying_pass import after, before, die

from sandbox import Kiosk, answering

POINTS: dict[str, Callable[[Kiosk], None]] = {
    "act": lambda box: checkpoint(box, "act"),
    "draft ended": lambda box: checkpoint(box, "draft ended"),
    "noted": lambda box: wrapped(box.store.cases, "act", after),
    "announced": lambda box: wrapped(box.portal, "supplement", after),
    "paper up": lambda box: wrapped(box.engine._workers.answers._uploader, "deliver", after),
    "before taken": lambda box: wrapped(box.store.cases, "taken", before),
    "taken": lambda box: checkpoint(box, "taken"),
    "after taken": lambda box: wrapped(box.store.cases, "taken", after),
}


def checkpoint(box: Kiosk, name: str) -> None:
    call = box.store._database.reached

    def reached(point: str) -> None:
        if point == name:
            die()
        call(point)

    box.store._database.reached = reached  # type: ignore[method-assign]


def wrapped(holder: Any, name: str, how: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    setattr(holder, name, how(getattr(holder, name)))


def main(folder: str, url: str, code: str, point: str) -> None:
    box = Kiosk(Path(folder), url)
    if point in POINTS:
        POINTS[point](box)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    answering(box, code)
    box.engine.run_once()


if __name__ == "__main__":
    main(*sys.argv[1:])

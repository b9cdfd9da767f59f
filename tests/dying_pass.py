"""One pass in a process of its own that is killed at a named instruction: FOLDER URL KEY POINT on the command line.

Nothing of this is known to the program: the calls around each point are wrapped from outside.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox import Kiosk


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(call: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **given: die()


def after(call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **given: Any) -> None:
        call(*args, **given)
        die()

    return called


POINTS: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "before-claim": ("outbox", "claim", before),
    "after-claim": ("outbox", "claim", after),
    "after-creation": ("documents", "set_upload", after),
    "after-upload": ("uploader", "deliver", after),
    "before-filing": ("portal", "register", before),
    "after-filing": ("portal", "register", after),
    "before-arrival": ("arrivals", "keep", before),
    "after-arrival": ("arrivals", "keep", after),
    "before-settle": ("outbox", "settle", before),
    "after-settle": ("outbox", "settle", after),
    "before-legal": ("outbox", "set_legal", before),
}


def main(folder: str, url: str, key: str, point: str) -> None:
    box = Kiosk(Path(folder), url, signed_by=bytes.fromhex(key))
    part, name, when = POINTS[point]
    holder = {
        "outbox": box.store.outbox,
        "documents": box.store.documents,
        "arrivals": box.store.arrivals,
        "portal": box.portal,
        "uploader": box.engine._workers.sender._uploader,
    }[part]
    setattr(holder, name, when(getattr(holder, name)))
    box.engine.run_once()


if __name__ == "__main__":
    main(*sys.argv[1:])

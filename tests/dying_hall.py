"""A kiosk that serves counters until it is killed in the middle of an act. FOLDER, PORT, POINT (of ``POINTS``), or
``none`` to live; says when it is open."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from hall_stage import HallAuthority, HallKiosk

POINTS = ("before", "after", "told")
"""The act is noted and not begun; done and not noted as done; noted as done, and the answer not sent."""


def main(folder: Path, port: int, point: str) -> None:
    kiosk = HallKiosk("DV01", folder / "DV01", HallAuthority(folder / "authority"), port=port).start()
    ledger = kiosk.host.service._ledger
    once = ledger.once

    def dies(key: str, asked: bytes, act: Callable[[], bytes]) -> bytes:
        if point == "none" or not asked.startswith(b"cash.take"):
            return once(key, asked, act)

        def dying() -> bytes:
            if point == "before":
                _end()
            answer = act()
            if point == "after":
                _end()
            return answer

        once(key, asked, dying)
        _end()
        raise AssertionError

    ledger.once = dies  # type: ignore[method-assign]
    sys.stdout.write("open\n")
    sys.stdout.flush()
    sys.stdin.read()
    kiosk.stop()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

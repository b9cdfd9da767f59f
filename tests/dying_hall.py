"""A kiosk that serves counters until it is killed in the middle of an act. FOLDER, PORT, POINT (of ``POINTS``), or
``none`` to live, and the act, cash.take where none is named; says when it is open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hall_stage import HallAuthority, HallKiosk

POINTS = ("before", "after", "told")
"""The act is noted and not begun; done and not noted as done; noted as done, and the answer not sent."""


@contextmanager
def dying_kiosk(folder: Path, port: int, point: str, act: str = "cash.take") -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, __file__, str(folder), str(port), point, act]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, text=True, **pipes) as running:  # type: ignore[call-overload]
        assert running.stdout.readline() == "open\n"
        yield running
        running.stdin.close()
        running.wait()


def main(folder: Path, port: int, point: str, operation: str = "cash.take") -> None:
    kiosk = HallKiosk("DV01", folder / "DV01", HallAuthority(folder / "authority"), port=port).start()
    ledger = kiosk.host.service._ledger
    once = ledger.once

    def dies(key: str, asked: bytes, act: Callable[[], bytes]) -> bytes:
        if point == "none" or not asked.startswith(operation.encode()):
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
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])

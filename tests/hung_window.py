"""The kiosk, which hangs on its painting thread when SIGUSR1 comes. Takes what ``kiosk`` takes."""

from __future__ import annotations

import signal
import sys
from threading import Event

from kiosk import cli


def hang_while_somebody_waits(*_: object) -> None:
    somebody = "Vàng Thị Mỷ"  # what must not be found in the trace
    Event().wait(None if somebody else 0)


signal.signal(signal.SIGUSR1, hang_while_somebody_waits)
sys.exit(cli.main(sys.argv[1:]))

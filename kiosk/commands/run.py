"""kiosk run: the kiosk itself."""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.commands import Call, Outcome, sandbox
from kiosk.config import Config, Devices
from kiosk.errors import SandboxMissing

STARTS_ANEW = 60_000  # ms between two looks at whether the kiosk may
CAME_UP = 20_000  # ms that the window has to stand before a new program is no longer on trial


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="simulated devices, sandbox portal, throwaway data")
    parser.add_argument("--windowed", action="store_true", help="in a window instead of the whole screen")
    parser.add_argument("--size", type=size, metavar="WxH", help="size of the kiosk's window in pixels")
    parser.set_defaults(run=run)


def size(text: str) -> tuple[int, int]:
    """WxH in pixels. ValueError, and so wrong usage, for anything that is no size of a screen."""
    wide, _, high = text.partition("x")
    pixels = int(wide), int(high)
    if not all(200 <= side <= 8000 for side in pixels):
        raise ValueError(text)
    return pixels


@contextlib.contextmanager
def demo_config(call: Call) -> Iterator[Config]:
    """The demo's settings: every device simulated, and a data folder that is gone afterwards unless one was named.
    Raises SandboxMissing."""
    if not sandbox.is_installed():  # before there is a window to say it in
        raise SandboxMissing("the demo")
    simulated = Devices.all_simulated()
    office = replace(call.config.office, bank="970436", account="0000000000")  # made up: no money gets there
    config = call.config.with_(demo=True, devices=simulated, office=office)
    if call.data_given:
        yield config
        return
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        yield config.with_(data=Path(folder), portal=replace(config.portal, url=""))


def run(call: Call) -> Outcome:
    from kiosk.services.crash_trace import no_core, traced

    no_core()
    with contextlib.ExitStack() as stack:
        config = stack.enter_context(demo_config(call)) if call.args.demo else call.config
        config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        stack.enter_context(traced(config.data))
        return _run(call, config)


def _run(call: Call, config: Config) -> Outcome:
    from PySide6.QtCore import QSize, QTimer

    from kiosk.app.heartbeat import WatchdogFeeder
    from kiosk.app.launch import came_up, launched
    from kiosk.app.service_manager import ServiceManager
    from kiosk.app.signal_waker import SignalWaker
    from kiosk.app.window import KioskApp

    args = call.args
    windowed = args.windowed or args.demo
    with KioskApp(config, size=QSize(*args.size) if args.size else None, windowed=windowed, bench=args.demo) as house:
        house.watch_for_bugs()
        signals = SignalWaker(house.app.quit)
        up = QTimer(singleShot=True, interval=CAME_UP)
        up.timeout.connect(lambda: came_up(config.data))
        up.start()
        anew = QTimer(interval=STARTS_ANEW)  # its service starts it again, with what is newest
        anew.timeout.connect(lambda: house.restarts.end("night") if launched() and house.may_start_anew else None)
        anew.start()
        manager = ServiceManager.of(os.environ)
        WatchdogFeeder(manager, house.window)
        code = house.run()
        signals.close()
        manager.stopping()
        return Outcome(exit_code=code)

"""How quickly the glass answers, on a real X server: ``python bench/screen.py [--rounds 3] [--idle 20]``.

From a finger on "Tiếp tục" or "Quay lại" until the other page is painted; from a touch on a key until its letter stands
in the field; and what an idle start screen takes of one core, with the worker for pictures beside it and the portal in
a process of its own, as in an office. Median, the 95th of a hundred, the worst; on the clock, and of the painting
thread's own processor time. Goals: 50 ms, 16 ms, 1 %. The first frame is bench/startup.py, the live picture
bench/preview.py.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "sandbox"), str(ROOT)]

SIZE = "1080x1920"

SETTLES = 15.0  # seconds after the start: sounds, the worker and the first passes are behind it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds that the start is looked at")
    parser.add_argument("--here", choices=("touched", "idle"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        touched(args.rounds) if args.here == "touched" else left_alone(args.idle)
        return 0
    from real_screen import python, x_server

    with x_server(SIZE) as place:
        for part in ("touched", "idle"):
            words = python(__file__, "--here", part, "--rounds", str(args.rounds), "--idle", str(args.idle))
            if code := subprocess.run(words, env=place, check=False).returncode:
                return code
    print(f"1-minute load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


def touched(rounds: int) -> None:
    from memory import at_an_offices_pace, portal_elsewhere
    from PySide6.QtCore import QSize
    from visit_stage import kiosk

    from kiosk.config import PortalSettings

    at_an_offices_pace()
    wide, high = (int(side) for side in SIZE.split("x"))
    with tempfile.TemporaryDirectory() as folder, portal_elsewhere(Path(folder, "portal")) as (url, _):
        office = PortalSettings(url=url, username="kiosk", password="tap-huan")
        size, place = QSize(wide, high), Path(folder, "kiosk")
        with kiosk(place, size, portal=office) as resident:
            turn_about(resident, rounds)


def turn_about(resident, rounds: int) -> None:  # type: ignore[no-untyped-def]
    pages, keys = list[Took](), list[Took]()
    for _ in range(rounds):
        turn_pages(resident, pages)
        type_letters(resident, keys)
        resident.flow.leave("left")
    show("page change", pages, 50)
    show("key to letter", keys, 16)


def left_alone(seconds: float) -> None:
    """The start of a kiosk that its office has set up, its line up and nobody there."""
    from memory import at_an_offices_pace, below, portal_elsewhere
    from PySide6.QtCore import QSize

    from kiosk.app.window import KioskApp
    from kiosk.config import Config, Devices

    at_an_offices_pace()
    wide, high = (int(side) for side in SIZE.split("x"))
    with tempfile.TemporaryDirectory() as folder, portal_elsewhere(Path(folder, "portal")) as (url, _):
        config = Config(data=Path(folder, "data"), demo=True, devices=Devices.all_simulated())
        portal = replace(config.portal, url=url, username="kiosk", password="tap-huan")
        with KioskApp(config.with_(portal=portal), size=QSize(wide, high)) as house:
            turn(SETTLES)
            assert house.rooms.sign.up, "the line"
            began, used = time.monotonic(), time.process_time()
            beside = sum(map(processor_time, below(os.getpid())))
            turn(seconds)
            own, beside = time.process_time() - used, sum(map(processor_time, below(os.getpid()))) - beside
            share = 100 / (time.monotonic() - began)
    print(
        f"{'idle start':<14} {own * share:6.2f} % of one core, and {beside * share:.2f} % beside the window, "
        f"over {seconds:.0f} s   goal 1 %"
    )


def show(name: str, times: Sequence[Took], goal: int) -> None:
    """Milliseconds."""
    clock, own = sorted(1000 * one.clock for one in times), sorted(1000 * one.own for one in times)
    late = min(len(times) - 1, round(len(times) * 0.95))
    print(
        f"{name:<14} median {statistics.median(clock):6.1f} ms   p95 {clock[late]:6.1f}   worst {clock[-1]:6.1f}   "
        f"own processor time: median {statistics.median(own):5.1f}   p95 {own[late]:5.1f}   "
        f"of {len(times)}; goal p95 {goal} ms"
    )


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of the painting thread's own processor time: the latter hardly minds other load."""

    clock: float
    own: float


def timed(act: Callable[[], None]) -> Took:
    """Until what it brought about is painted."""
    from kiosk.tour.finger import pump

    began, used = time.perf_counter(), time.thread_time()
    act()
    pump()
    return Took(time.perf_counter() - began, time.thread_time() - used)


def turn_pages(resident, times: list[Took]) -> None:  # type: ignore[no-untyped-def]
    """Through a form that is answered, page by page, and back again."""
    from kiosk.tour.finger import until

    resident.house.look._debounce = 0.0  # this finger has all the time in the world
    resident.at_form()
    walk = resident.visit.walk
    first = walk.page.key
    resident.fill_all()
    ways = ("press_back", "press_main")
    for way in ways:
        for _ in range(12):
            before = walk.page.key
            if way == "press_back" and before == first:
                break
            button = resident.shell.footer.back_button if way == "press_back" else resident.screen.footer.main
            if button is None or resident.screen is None:
                break
            until(lambda button=button: not button.resting, "a button that has changed")
            resident.finger._last = -1e9
            took = timed(lambda button=button: resident.finger._tap(button, None))
            if walk.page.key == before:
                break
            times.append(took)


def type_letters(resident, times: list[Took]) -> None:  # type: ignore[no-untyped-def]
    """A name, key by key."""
    from kiosk.ui.keyboard import Keyboard

    resident.flow.leave("left")
    resident.at_form("child-name")
    keyboard = resident.finger.named(Keyboard)
    for letter in "lothingocanhdao":
        at = keyboard.centre_of(letter)
        times.append(timed(lambda at=at: resident.finger._tap(keyboard, at)))


def turn(seconds: float) -> None:
    """Let the window live for so long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def processor_time(pid: int) -> float:
    """Seconds that a process has taken (proc_pid_stat(5), utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    raise SystemExit(main())

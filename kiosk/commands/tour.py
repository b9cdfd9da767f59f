"""kiosk tour: a complete visit in the real window, with a picture of every screen."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands import Call, Outcome
from kiosk.commands.run import demo_config, size
from kiosk.config import Config
from kiosk.errors import UnknownProcedure

if TYPE_CHECKING:
    from kiosk.tour.film import TourScene

KIOSK_SIZE, COUNTER_SIZE = (1080, 1920), (1366, 768)
"""Pixels, width before height."""


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--size", type=size, default=None, metavar="WxH", help="1080x1920; 1366x768 for staff")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    parser.add_argument(
        "--text", type=int, choices=(100, 125, 150, 200), default=100, help="size of letters in per cent"
    )
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--procedure", default="1.001193", metavar="CODE", help="what is filed")
    parser.add_argument("--sample", default=None, metavar="KEY", help='one of its golden filings; "" for the first')
    parser.add_argument("--counter", action="store_true", help="an officer's day at the counter instead of a visit")
    parser.add_argument("--maintenance", action="store_true", help="a technician's round of the machine instead")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Play the tour. A step that does not come to what it should is exit code 1, with the step's name."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    args = call.args
    with demo_config(call) as config:
        return _play(call, config.with_(theme=args.theme, text=args.text, language=args.language))


def _play(call: Call, config: Config) -> Outcome:
    from PySide6.QtCore import QSize

    from kiosk.app.window import KioskApp
    from kiosk.tour.answers import FORMS
    from kiosk.tour.counter import CounterTour
    from kiosk.tour.finger import NotSeen
    from kiosk.tour.maintenance import MaintenanceTour
    from kiosk.tour.sample_visit import SampleTour
    from kiosk.tour.script import Tour
    from kiosk.tour.stage import TourStage

    args, report = call.args, _teller(quiet=call.args.json)
    bugs: list[BaseException] = []
    wanted = args.size or (COUNTER_SIZE if args.counter or args.maintenance else KIOSK_SIZE)
    with KioskApp(config, size=QSize(*wanted), bug=bugs.append) as house, contextlib.ExitStack() as stack:
        house.watch_for_bugs()
        tour: Tour | CounterTour | MaintenanceTour | SampleTour
        if args.procedure not in house.rooms.services.procedures:
            raise UnknownProcedure("this kiosk does not offer it", procedure=args.procedure)
        if args.maintenance:
            tour = MaintenanceTour(house, args.out, report)
        elif args.counter:
            tour = CounterTour(house, args.out, report)
        elif args.sample is not None or args.procedure not in FORMS:
            tour = SampleTour(house, args.out, args.procedure, args.sample or "", report)
        else:
            tour = Tour(house, args.out, args.procedure, report)
        try:
            tour.play()
            missed = ""
        except NotSeen as error:
            missed = str(error)
            stack.callback(tour.film.picture, "stopped-here")
    if bugs:
        raise bugs[0]
    hand = (tour.finger.taps, tour.finger.letters) if isinstance(tour, TourStage) else None
    return _outcome(tour.film.scenes, missed, args.out, hand)


def _teller(*, quiet: bool) -> Callable[[TourScene], None]:
    def show(scene: TourScene) -> None:
        if not quiet:
            print(f"{scene.seconds:7.2f} s  {scene.name:<24} {scene.picture}", flush=True)

    return show


def _outcome(scenes: list[TourScene], missed: str, folder: Path, hand: tuple[int, int] | None) -> Outcome:
    """``hand``: touches, and apart from them letters on the keyboard."""
    data = {"ok": not missed, "missed": missed, "scenes": [asdict(scene) for scene in scenes], "folder": str(folder)}
    data |= {"taps": hand[0], "letters": hand[1]} if hand else {}
    if missed:
        print(f"The tour stopped: {missed}", file=sys.stderr)
        return Outcome(data, exit_code=1)
    total = sum(scene.seconds for scene in scenes)
    touched = f", {hand[0]} touches, {hand[1]} letters" if hand else ""
    return Outcome(data, f"{len(scenes)} steps in {total:.1f} s{touched}; pictures in {folder}")

"""Plays in a child process, on whatever screen its environment names, and says a JSON object a line.

    python real_walk.py walk FOLDER     the tour; at each scene, how many pixels of the screen are not the window's
    python real_walk.py counter FOLDER  an officer's day at the counter, likewise
    python real_walk.py shape FOLDER    the window as it stands over the screen
    python real_walk.py outputs FOLDER  the display is pulled out, put back and turned in the middle of a visit

The window is the service's own: nobody says how large it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from real_outputs import XOutput
from visit_stage import Resident, config

from kiosk.app.window import KioskApp
from kiosk.config import Config, Delays, Devices
from kiosk.tour.counter import CounterTour
from kiosk.tour.film import Film
from kiosk.tour.finger import NotSeen, pump, until
from kiosk.tour.script import Tour
from kiosk.ui.widgets import LivePicture

PATIENCE = 5.0  # seconds for a live picture to be the same on the screen and in the window


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def house(folder: Path) -> Iterator[KioskApp]:
    bugs: list[BaseException] = []
    with KioskApp(config(folder / "data", delays=Delays(debounce=0.2)), bug=bugs.append) as made:
        made.watch_for_bugs()
        yield made
    for bug in bugs:
        raise bug


def screen_picture() -> QImage:
    """What the window system has on its screen."""
    if QGuiApplication.platformName() == "xcb":
        return QGuiApplication.primaryScreen().grabWindow(0).toImage()
    words = ["import", "-display", os.environ["GLASS"], "-window", "root", "png:-"]  # under cage, on an X server
    taken = subprocess.run(words, capture_output=True, check=True)
    return QImage.fromData(taken.stdout)


def pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return rows[:, : plain.width(), :3].astype(np.int16)


@contextlib.contextmanager
def live_pictures_stand_still() -> Iterator[None]:
    """A compositor paints a frame when its turn has come: a window that changes all the time is always ahead of it."""
    moving = ("set_frame", "set_corners", "set_hint", "set_count")
    ways = {name: getattr(LivePicture, name) for name in moving}
    try:
        for name in moving:
            setattr(LivePicture, name, lambda *_, **__: None)
        yield
    finally:
        for name, way in ways.items():
            setattr(LivePicture, name, way)


class Witness(Film):
    """Compares the screen with the window where the film would save a picture."""

    def __init__(self, folder: Path, window: QWidget, still: object) -> None:
        super().__init__(folder, window, still, lambda _: None)  # type: ignore[arg-type]
        self._off = -1

    def picture(self, name: str) -> str:
        until(self.still, "the page never came to rest")
        with contextlib.suppress(NotSeen), live_pictures_stand_still():
            until(self._same, "the screen as the window", PATIENCE)
        if self._off:
            screen_picture().save(str(self._folder / f"{name}-screen.png"))
            self._screen.grab().save(str(self._folder / f"{name}-window.png"))
        say(scene=name, off=self._off)
        return ""

    def _same(self) -> bool:
        """No event passes between the pictures: a live one stands still. A compositor may be a frame behind."""
        pump()
        own = pixels(self._screen.grab().toImage())
        for _ in range(3):
            there = pixels(screen_picture())
            self._off = int((there != own).any(2).sum()) if there.shape == own.shape else -1
            if self._off == 0:
                return True
        return False


def walk(folder: Path) -> None:
    with house(folder) as made:
        tour = Tour(made, folder / "tour", "1.001193", lambda _: None)
        tour.film = Witness(folder / "tour", made.window, lambda: made.shell.at_rest)
        tour.play()


def counter(folder: Path) -> None:
    bugs: list[BaseException] = []
    simulated = replace(Devices.all_simulated(), document_printer="simulated")
    settings = Config(data=folder / "data", demo=True, devices=simulated)
    with KioskApp(settings, bug=bugs.append) as made:
        made.watch_for_bugs()
        until(lambda: made.window.size() == made.window.screen().size(), "the window over the whole screen", PATIENCE)
        tour = CounterTour(made, folder / "tour", lambda _: None)
        tour.stage.film = Witness(folder / "tour", made.window, tour.film.still)
        tour.play()
    for bug in bugs:
        raise bug


def shape(folder: Path) -> None:
    with house(folder) as made:
        window = made.window
        until(lambda: window.windowHandle().isExposed(), "the window on the screen")
        until(lambda: window.size() == window.screen().size(), "the window over the whole screen", PATIENCE)
        frame, inner = window.windowHandle().frameMargins(), window.geometry()
        shown = [type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()]
        margins = [frame.left(), frame.top(), frame.right(), frame.bottom()]
        say(place=list(inner.getRect()), screen=list(window.screen().geometry().getRect()), frame=margins, shown=shown)
        witness = Witness(folder / "tour", window, lambda: made.shell.at_rest)
        if QGuiApplication.platformName() == "xcb" or "GLASS" in os.environ:
            witness.picture("start")


def outputs(folder: Path) -> None:
    """A visit on a display that goes and comes back; said each time: how the window stands, and what it still knows."""
    with house(folder) as made:
        resident, output = Resident(made, []), XOutput(os.environ["DISPLAY"])
        output.show(540, 960)
        resident.at_form("child-name")
        resident.screen.editor.field.insert("Thào Seo Chứ")
        for name, change in (
            ("upright", lambda: output.show(540, 960)),
            ("turned", lambda: output.show(960, 540)),
            ("pulled out", output.pull_out),
            ("back, turned", lambda: output.show(540, 960)),
            ("another", lambda: output.show(683, 384)),
        ):
            change()
            _tell(made, folder, name, out=change == output.pull_out)
        before = resident.visit.walk.page.key
        resident.press_main()
        until(lambda: resident.visit.walk.page.key != before, "the next question, by touch")
        say(went_on=resident.visit.walk.filling.value("child.name"))


def _tell(made: KioskApp, folder: Path, name: str, *, out: bool) -> None:
    window = made.window
    with contextlib.suppress(NotSeen):
        until(lambda: out or window.size() == window.screen().size() == _real_size(), "over the screen", PATIENCE)
    for _ in range(20):
        pump()
    shown = [type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()]
    field = made.shell.screen_shown.editor.field.value  # type: ignore[union-attr]
    say(change=name, size=list(window.size().toTuple()), shown=shown, field=field, step=made.flow.visit.step.value)
    if not out:
        Witness(folder / "tour", window, lambda: made.shell.at_rest).picture(name)


def _real_size() -> QSize:
    """What the X server's root window is, whatever the toolkit believes."""
    return QGuiApplication.primaryScreen().grabWindow(0).size()


if __name__ == "__main__":
    {"walk": walk, "counter": counter, "shape": shape, "outputs": outputs}[sys.argv[1]](Path(sys.argv[2]))
    say(ended="well")

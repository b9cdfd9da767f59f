"""The record of a tour: a picture of every screen, and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.tour.finger import until


@dataclass(frozen=True)
class TourScene:
    """One step of the tour. ``seconds`` from the first touch until what should be seen was seen."""

    name: str
    seconds: float
    picture: str  # file name, empty where none was taken


class Film:
    """Saves pictures of ``screen`` into ``folder``, numbered in the order of the visit."""

    def __init__(
        self, folder: Path, screen: QWidget, still: Callable[[], bool], report: Callable[[TourScene], None]
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._screen, self.still, self._report = folder, screen, still, report
        self.scenes: list[TourScene] = []
        self._pictures = 0

    @contextmanager
    def scene(self, name: str, *, picture: bool = True) -> Iterator[None]:
        """What happens inside is one step; it must have waited for what should then be seen."""
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self._add(TourScene(name, seconds, self.picture(name) if picture else ""))

    def picture(self, name: str) -> str:
        """A picture of the screen as it stands, once nothing moves any more."""
        until(self.still, "the page never came to rest")
        self._pictures += 1
        file = f"{self._pictures:02}-{name}.png"
        self._taken().save(str(self._folder / file))
        return file

    def _taken(self) -> QPixmap:
        return self._screen.grab()

    def _add(self, scene: TourScene) -> None:
        self.scenes.append(scene)
        self._report(scene)


class WindowFilm(Film):
    """Of a whole window: off its X server, where it stands on one, so that what the server has is what is seen."""

    def _taken(self) -> QPixmap:
        handle = self._screen.windowHandle()
        if handle is None or QGuiApplication.platformName() != "xcb":
            return super()._taken()
        return handle.screen().grabWindow(handle.winId())

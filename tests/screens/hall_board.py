"""What an officer's own computer shows besides the counter's pages: passphrase, the kiosks' strip and cards, the help
at a kiosk. ``python tests/screens/hall_board.py DIR [SETTINGS]`` paints them to PNG."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

sys.path.append(str(Path(__file__).parents[1]))  # where it is run by hand

from counter_board import GLASSES, settle
from hall_desktop import Desktop, hall_desktop

from kiosk.services.visit_help import GlassPicture
from kiosk.tour.finger import until
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.presenter import CounterPresenter

KIOSKS = ("DV01", "DV02", "DV03")


class HallBoard:
    """The pages one after the other, in the window of three kiosks."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self.size = desktop.computer.window.size()

    @property
    def kit(self) -> StaffKit:
        return self._desktop.computer._kit

    @property
    def window(self) -> QWidget:
        return self._desktop.computer.window

    @property
    def counter(self) -> CounterPresenter:
        return self._desktop.presenter

    def pages(self) -> Iterator[str]:
        for name in self._pages():
            settle()
            yield name

    def _pages(self) -> Iterator[str]:
        desktop = self._desktop
        first, second, third = desktop.kiosks
        yield "passphrase"
        first.help.at("form")
        second.help.at("capture")
        second.bell.call("capture")
        second.help.ask()
        desktop.enters("hien")
        third.host.server.stop()  # type: ignore[union-attr]
        third.host.server = None
        until(lambda: not desktop.computer.hall.kiosks[2].there, "the third away")  # type: ignore[union-attr]
        until(lambda: desktop.computer.hall.kiosks[1].now.bell is not None, "the bell")  # type: ignore[union-attr]
        until(lambda: len(self.counter.lists.page_now.cards.ringing) == 1, "its card")  # type: ignore[union-attr]
        yield "now"
        talk = self.counter.talk.page
        self.counter.talk.take_first()
        until(talk.isVisible, "the help")
        second.help.show(GlassPicture("capture", _glass()), second.help.standing.visit)
        until(lambda: not talk.mirror.picture.isNull(), "the glass")
        yield "talk"
        self.counter.entrance.lock_now()
        until(self.counter.entrance.lock.isVisible, "the lock")
        yield "locked"


def _glass() -> bytes:
    """A picture of an upright screen."""
    image = QImage(562, 1000, QImage.Format.Format_RGB32)
    image.fill("#F7F2E8")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@contextmanager
def hall_board(folder: Path, setting: str) -> Iterator[HallBoard]:
    """``setting`` as of a counter's board."""
    glass, theme, text, language = setting.split("-")
    with hall_desktop(folder, *KIOSKS, size=GLASSES[glass], theme=theme, text=int(text), language=language) as desktop:
        yield HallBoard(desktop)
    settle()


def main(folder: Path, setting: str) -> None:
    out = folder / setting
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, hall_board(Path(data), setting) as made:
        for at, name in enumerate(made.pages(), start=1):
            made.window.grab().save(str(out / f"{at:02d}-{name}.png"))


if __name__ == "__main__":
    app = QApplication.instance() or QApplication(sys.argv[:1])
    for one in sys.argv[2].split(",") if len(sys.argv) > 2 else ["small-light-100-vi"]:
        main(Path(sys.argv[1]), one)

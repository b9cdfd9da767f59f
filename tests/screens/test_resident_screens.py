"""Every screen of a visit in every setting that differs: nothing clips or overlaps, every target is large enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import resident_board as board
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from kiosk.ui.keyboard import Keyboard
from kiosk.ui.widgets import Band, Illustration, LivePicture, Painted, PhotoView, Pressable, StartBand, Tools

SETTINGS = (
    "up-light-100",
    "up-contrast-200",
    "up-light-150",
    "up-light-100-en",
    "lying-light-100",
    "lying-light-200",
)
ELASTIC = (LivePicture, StartBand, Keyboard, Illustration, Band, PhotoView, Tools)
LEAST = 96  # base px; 15 mm on the glass of the reference kiosk (docs of the look)


def painted(shell: QWidget) -> Iterator[Painted]:
    return (widget for widget in shell.findChildren(Painted) if widget.isVisible() and widget.width() > 0)


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def clipped(shell: QWidget) -> list[str]:
    found = []
    for widget in painted(shell):
        name = f"{type(widget).__name__} {widget.spoken()[:40]!r}"
        if not shell.rect().contains(place(widget, shell)):
            found.append(f"{name} leaves the glass: {place(widget, shell).getRect()}")
        parent = widget.parentWidget()
        if parent is not None and not parent.rect().contains(widget.geometry()):
            found.append(f"{name} leaves its {type(parent).__name__}")
        if not isinstance(widget, ELASTIC) and widget.hasHeightForWidth():
            need = widget.height_for(widget.width())
            if need > widget.height() + 1:
                found.append(f"{name} needs {need}, has {widget.height()}")
    return found


def crossing(shell: QWidget) -> list[str]:
    """Things to press that lie on each other."""
    overlay = getattr(shell, "overlaid", None)
    holder = overlay if overlay is not None else shell
    targets = [widget for widget in painted(holder) if isinstance(widget, Pressable)]
    places = [(widget, place(widget, shell)) for widget in targets]
    return [
        f"{first.spoken()!r} and {second.spoken()!r}"
        for index, (first, here) in enumerate(places)
        for second, there in places[index + 1 :]
        if here.intersects(there)
    ]


def small(shell: QWidget) -> list[str]:
    least = shell.look.px(LEAST) - 1  # type: ignore[attr-defined]
    return [
        f"{widget.spoken()!r}: {widget.target().size().toTuple()}"
        for widget in painted(shell)
        if isinstance(widget, Pressable) and min(widget.target().width(), widget.target().height()) < least
    ]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", board.SCREENS)
def test_nothing_clips_and_every_target_can_be_hit(qapp: object, name: str, setting: str) -> None:
    leaves = 0
    for shell, _ in board.shown(name, setting):
        leaves += 1
        assert clipped(shell) == []
        assert crossing(shell) == []
        assert small(shell) == []
    assert leaves

"""A look with a clock that stands still until a test moves it, and a window to lay widgets on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from ui_hands import Clock, Show

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Column, FocusRing, Ground


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def look(qapp: QApplication, clock: Clock) -> Look:
    return Look(clock=clock, reduced_motion=True)


@pytest.fixture
def strings() -> Strings:
    return Strings("vi")


@pytest.fixture
def show(qtbot: object, look: Look) -> Show:
    """Lays widgets below each other on a window of the base size and shows it."""

    kept: list[Ground] = []  # a window that nobody holds is gone at once

    def lay(*widgets: QWidget, width: int = 1080, height: int = 1920) -> Ground:
        ground = Ground(look)
        ground.resize(width, height)
        Column(look, ground, margins=56).put(*widgets, None)
        FocusRing(look, ground)
        kept.append(ground)
        qtbot.addWidget(ground)  # type: ignore[attr-defined]
        ground.stand_alone()
        QTest.qWaitForWindowActive(ground)
        return ground

    return lay


@pytest.fixture(scope="session")
def finger(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()

"""Scenes: the card before the camera, the reader, the paper on the table."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from kiosk.ui.theme import Look


def card_to_camera(painter: QPainter, look: Look, phase: float) -> None: ...


def reader(painter: QPainter, look: Look, phase: float) -> None: ...


def paper_on_table(painter: QPainter, look: Look, phase: float) -> None: ...


def paper_blurred(painter: QPainter, look: Look, phase: float) -> None: ...

"""What the kiosk and the process that works on pictures agree upon."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import CameraGone, KioskError, NoPage, PictureHeic, PictureTooLarge, PictureUnreadable

MOST_LINE = 1_000_000
"""Bytes: the words behind twenty dense pages take half of it. Whatever is larger lies in the arena."""

ARRANGE = "arrange"
"""The call that tells a simulated camera what it sees."""

FAULTS: dict[str, type[KioskError]] = {
    error.code: error for error in (CameraGone, NoPage, PictureHeic, PictureTooLarge, PictureUnreadable)
}
"""What a call may end with, by the error's code."""


@dataclass(frozen=True)
class Setup:
    """How the worker is to work. ``camera``: ``simulated``, or as the settings name it."""

    camera: str
    steady: float = 0.7
    view_mm: float = 0.0

"""A live picture, frame after frame: where nothing has moved the paper lies where it lay, and is not looked for again.

A person holds still most of the time that the camera sees them, or their paper lies and they read. What is made small
is compared with the last frame in which papers were looked for, so that a slow creep counts as well.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kiosk.scan.finder import outlines as finder
from kiosk.scan.finder.glance import Judgement, LiveView, judged, seen_in
from kiosk.scan.finder.outlines import PaperOutline
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

AGAIN = 6  # frames: so often it is looked for whatever was seen, two and a half times a second
JUDGED = 2  # frames: of two alike, one is judged: a hand's shadow or a lens that focuses moves nothing else
MOVED = 2.5  # grey levels of one cell: an edge of paper on wood by about a pixel, ten times what a sensor's noise does
_HALVINGS = 5


class LiveEye:
    """Belongs to one camera, and forgets with each paper and each visit."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._marks: Frame | None = None
        self._outline: PaperOutline | None = None
        self._judgement: Judgement | None = None
        self._frames = 0  # since papers were looked for
        self.moved = True
        """Whether the last frame shows something else than the one in which papers were looked for."""

    def look(self, frame: Frame, meant: Callable[[Frame], Frame] = lambda frame: frame) -> LiveView | None:
        """As ``glance`` of what ``meant`` gives of the frame; None where no paper lies."""
        marks = _marks(frame)
        self.moved = self._differs(marks)
        if self.moved or self._frames >= AGAIN:
            self._outline, self._judgement = finder.find(meant(frame), closely=False), None
            self._marks, self._frames = marks, 0
        self._frames += 1
        if self._outline is None:
            return None
        if self._judgement is None or self._frames % JUDGED == 1:
            self._judgement = judged(frame, self._outline)
        return seen_in(frame, self._outline, self._judgement)

    def _differs(self, marks: Frame) -> bool:
        before = self._marks
        return before is None or before.shape != marks.shape or float(cv2.absdiff(before, marks).max()) > MOVED


def _marks(frame: Frame) -> Frame:
    """The frame as cells of 32 x 32 pixels: noise is evened out, and what moves is seen. Halved and halved again, which
    is quick."""
    cells = frame
    for _ in range(_HALVINGS):
        height, width = (side // 2 for side in cells.shape[:2])
        if not height or not width:
            break
        cells = np.asarray(cv2.resize(cells[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA))
    return cells

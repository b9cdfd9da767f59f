"""Which of several papers under the camera is meant: the largest, until a person touches another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kiosk.devices.ports import Corners
from kiosk.scan.finder import several
from kiosk.scan.picture import Frame, Point

_EVERY = 1.0  # seconds between two looks for more papers: each costs two to three frames
_STILL = 4.0  # seconds, where nothing has moved since the last
_LIKE = 0.7  # of its area: what differs more is another paper


class PaperChoice:
    """Follows the papers from frame to frame. ``others`` are those in view that are not meant."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.others: tuple[Corners, ...] = ()
        self.forget()

    def forget(self) -> None:
        """The largest is meant."""
        self.others = ()
        self._last: Corners | None = None
        self._size = (1, 1)
        self._chosen = False
        self._looked, self._moved = float("-inf"), True

    def meant(self, frame: Frame) -> Frame:
        """The frame as the finder should see it: once one is chosen, without the others."""
        return several.without(frame, self.others) if self._chosen else frame

    def look(self, frame: Frame, corners: Corners | None, *, moved: bool = True) -> None:
        """``corners`` is the paper that was found in what ``meant`` gave; None: it is gone, and the choice with it.
        ``moved``: whether the frame shows something else than those before it."""
        if corners is None:
            self.forget()
            return
        self._last, self._size = corners, (frame.shape[1], frame.shape[0])
        self._moved = self._moved or moved
        if self._clock() - self._looked >= (_EVERY if self._moved else _STILL):
            self._looked, self._moved = self._clock(), False
            self._look_about(several.outlines_in(frame), corners)

    def _look_about(self, outlines: Sequence[Corners], corners: Corners) -> None:
        """A choice holds while its paper is among those that are seen, as large as it was."""
        same_ones = [one for one in outlines if several.same(one, corners)]
        if self._chosen and not any(_LIKE < several.area(one) / several.area(corners) < 1 / _LIKE for one in same_ones):
            self.forget()
            return
        self.others = tuple(one for one in outlines if one not in same_ones)
        self._chosen = self._chosen and bool(self.others)

    def touch(self, at: tuple[float, float]) -> None:
        """A point in fractions of the picture. Beside all papers it changes nothing."""
        if self._last is None:
            return
        point = at[0] * self._size[0], at[1] * self._size[1]
        known = (self._last, *self.others)
        touched = min((one for one in known if several.holds(one, point)), key=several.area, default=None)
        if touched is not None:
            self.others = tuple(one for one in known if one is not touched)
            self._last, self._chosen = touched, bool(self.others)

    def chosen(self) -> Point | None:
        """The middle of the chosen paper in fractions of the picture; None where the largest is meant."""
        if not self._chosen or self._last is None:
            return None
        x, y = np.mean(self._last, axis=0)
        return float(x) / self._size[0], float(y) / self._size[1]

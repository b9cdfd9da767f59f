"""The camera and the eyes behind it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kiosk.devices.choice import PaperChoice
from kiosk.devices.packed_pages import PackedPages
from kiosk.devices.page_texts import PageTexts
from kiosk.devices.ports import (
    Camera,
    Corners,
    DeviceHealth,
    Frame,
    Glimpse,
    Hint,
    Preview,
    ScannedDocument,
    ScannedSide,
    Shot,
)
from kiosk.errors import NoPage
from kiosk.scan import intake, outside
from kiosk.scan.decode import decode
from kiosk.scan.finder.glance import LiveView, glance
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import PageShot, page_of, sheet_of
from kiosk.scan.page.rectify import DPI
from kiosk.scan.pdf import pdfa, repaint
from kiosk.scan.reading import codes

_LIVE_SIDE = 1920  # pixels: a larger frame is shrunk before it is looked at and shown
_STILL = 0.012  # of the picture's diagonal: a corner that wanders less than this counts as lying still
_PREVIEW_SIDE = 420  # pixels of a file's small picture
_SMALL = 0.05  # of the picture's area: less is an ID card seen from too far


@dataclass(frozen=True)
class _Rest:
    """Where the paper came to rest, and when (monotonic seconds)."""

    corners: Corners
    since: float


class CameraStation:
    """A document station over any camera. ``steady`` seconds of stillness and sharpness make it ready.

    ``view_mm`` is how wide the camera's picture is on the tray, 0 where nobody measured it: then a paper's size is told
    by its ratio. ``texts`` reads pages; without it none is read.
    """

    def __init__(
        self,
        camera: Camera,
        *,
        steady: float = 0.7,
        view_mm: float = 0.0,
        profile: Profile = Profile.DOCUMENT,
        texts: PageTexts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._camera = camera
        self._steady = steady
        self._view_mm = view_mm
        self._profile = profile
        self._texts = texts
        self._clock = clock
        self._rest: _Rest | None = None
        self._choice = PaperChoice(clock)
        self._packed = PackedPages(lambda page: pdfa.packed(page, _size_mm(page), profile))

    def health(self) -> DeviceHealth:
        return self._camera.health()

    def open(self) -> None:
        outside.prepare()  # where somebody comes, a card's face or a file may come next
        self._camera.open()
        self._rest = None
        self._choice.forget()

    def close(self) -> None:
        self._camera.close()
        self._rest = None

    def preview(self) -> Preview:
        frame = _shown(self._camera.frame())
        view = glance(self._choice.meant(frame))
        self._choice.look(frame, view.corners if view else None)
        hint = _trouble(view, frame)
        if view is None or hint in (Hint.WHOLE_PAPER, Hint.CLOSER, Hint.NO_PAPER):
            self._rest = None
            return Preview(frame, view.corners if view else None, hint or Hint.NO_PAPER, 0.0, self._choice.others)
        steady = self._rested(view.corners, frame, hindered=hint is not None)
        advice = hint or (Hint.READY if steady >= 1.0 else Hint.HOLD_STILL)
        return Preview(frame, view.corners, advice, steady, self._choice.others)

    def choose(self, at: tuple[float, float]) -> None:
        self._choice.touch(at)
        self._rest = None

    def shoot(self) -> Shot:
        original = self._camera.still()
        picture = decode(original)
        point, scale = self._choice.point(picture), picture.shape[1] / self._view_mm if self._view_mm else None
        page = page_of(picture, self._profile, point, pixels_per_mm=scale, meanwhile=self._packed.of)
        self._rest = None
        self._choice.forget()
        if page.corners is None:
            raise NoPage("no page in the picture")
        return _shot(page, original)

    def shot_of(self, side: ScannedSide) -> Shot:
        height, width = side.picture.shape[:2]
        size_mm = width / side.dpi * 25.4, height / side.dpi * 25.4
        scale = side.dpi / 25.4
        page = sheet_of(side.picture, size_mm, self._profile, pixels_per_mm=scale, meanwhile=self._packed.of)
        return _shot(page, _jpeg(side.picture))

    def shots_in(self, data: bytes) -> Iterator[Shot]:
        for leaf in outside.pages(data, ahead=True):
            page = intake.page_in(leaf, self._profile)
            if page.packed is not None:
                self._packed.put(page.picture, page.packed)
            yield _shot(page, _jpeg(leaf.picture))

    def preview_of(self, data: bytes) -> Frame:
        return _small(outside.first(data, ahead=True))

    def read(self, page: Frame, cancel: threading.Event) -> None:
        if self._texts is not None:
            self._texts.read(page, cancel)

    def repainted(self, page: Frame) -> Frame:
        return repaint.repainted(self._packed.of(page))

    def bind(self, shots: Sequence[Shot]) -> ScannedDocument:
        bound = pdfa.bind([self._with_text(shot.page) for shot in shots])
        return ScannedDocument(bound, hashlib.sha256(bound).hexdigest(), len(shots))

    def glimpse(self) -> Glimpse:
        frame = self._camera.frame()
        return Glimpse(_shown(frame), codes.texts(frame))

    def _with_text(self, page: Frame) -> pdfa.PdfPage:
        text = self._texts.of(page) if self._texts is not None else None
        return replace(self._packed.of(page), text=text)

    def _rested(self, corners: Corners, frame: Frame, *, hindered: bool) -> float:
        """How far the wait is done, 0 to 1; it starts anew when the paper moves or the picture is no good."""
        now = self._clock()
        if self._rest is None or hindered or _moved(self._rest.corners, corners, frame):
            self._rest = _Rest(corners, now)
        waited = now - self._rest.since
        return min(1.0, waited / self._steady) if self._steady > 0 else 1.0


def _trouble(view: LiveView | None, frame: Frame) -> Hint | None:
    """What keeps the picture from being taken, the gravest alone; None when nothing does."""
    if view is None:
        return Hint.NO_PAPER
    troubles = (
        (view.cut, Hint.WHOLE_PAPER),
        (view.area < _SMALL, Hint.CLOSER),
        (view.dark, Hint.TOO_DARK),
        (view.blurred, Hint.BLURRED),
        (view.glare, Hint.GLARE),
    )
    return next((hint for applies, hint in troubles if applies), None)


def _moved(before: Corners, now: Corners, frame: Frame) -> bool:
    farthest = float(np.linalg.norm(np.array(before) - np.array(now), axis=1).max())
    return farthest > _STILL * float(np.hypot(*frame.shape[:2]))


def _shot(page: PageShot, original: bytes) -> Shot:
    reasons = tuple(reason.value for reason in page.reasons)
    return Shot(
        original,
        page.picture,
        page.corners,
        reasons,
        page.where,
        page.size_mm,
        blank=page.blank,
        coarse=page.coarse,
        shown=page.shown,
    )


def _jpeg(picture: Frame) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def _small(picture: Frame) -> Frame:
    scale = min(1.0, _PREVIEW_SIDE / max(picture.shape[:2]))
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _shown(frame: Frame) -> Frame:
    scale = _LIVE_SIDE / max(frame.shape[:2])
    if scale >= 1:
        return frame
    return np.asarray(cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _size_mm(page: Frame) -> tuple[float, float]:
    return page.shape[1] / DPI * 25.4, page.shape[0] / DPI * 25.4

"""The work on pictures itself, over any camera: in the worker, and for the tests in their own process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kiosk.closing import close_all
from kiosk.devices import card_mrz
from kiosk.devices.camera_port import Camera
from kiosk.devices.choice import PaperChoice
from kiosk.devices.imaging import measuring
from kiosk.devices.imaging.port import FinishedPage, StillPicture
from kiosk.devices.ports import Corners, Glimpse, Preview
from kiosk.domain.device_health import DeviceHealth
from kiosk.domain.paper import Hint
from kiosk.errors import NoPage
from kiosk.scan import intake
from kiosk.scan.bitmap import Bitmap, GreyBitmap
from kiosk.scan.decode import Leaf, decode
from kiosk.scan.finder.glance import LiveView
from kiosk.scan.finder.live import LiveEye
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import PageShot, page_of, page_within, sheet_of
from kiosk.scan.page.rectify import DPI
from kiosk.scan.pdf import pdfa, repaint
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.picture import Frame, Point, bitmap_of, frame_of, grey_of, small
from kiosk.scan.reading import codes
from kiosk.scan.tray_measure import TrayMeasure

_LIVE_SIDE = 1920  # pixels: a larger frame is shrunk before it is looked at and shown
_STILL = 0.012  # of the picture's diagonal: a corner that wanders less than this counts as lying still
_LEAST_CUT = 0.01  # of the picture's area: less between four corners is a slip of the hand
_SMALL = 0.05  # of the picture's area: less is an ID card seen from too far


@dataclass(frozen=True)
class _Rest:
    """Where the paper came to rest, and when (monotonic seconds)."""

    corners: Corners
    since: float


class LocalImaging:
    """``steady`` seconds of stillness and sharpness make a paper ready. ``view_mm`` is how wide the camera's picture is
    on the tray, 0 where nobody measured it: then a paper's size is told by its ratio."""

    def __init__(
        self,
        camera: Camera,
        *,
        steady: float = 0.7,
        view_mm: float = 0.0,
        profile: Profile = Profile.DOCUMENT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._camera = camera
        self.steady = steady
        self._view_mm = view_mm
        self._profile = profile
        self._clock = clock
        self._rest: _Rest | None = None
        self._choice, self._eye = PaperChoice(clock), LiveEye()

    def health(self) -> DeviceHealth:
        return self._camera.health()

    def open(self) -> None:
        self._camera.open()
        self.forget()

    def close(self) -> None:
        close_all(self._camera.close, self.forget)

    def forget(self) -> None:
        self._rest = None
        self._choice.forget()
        self._eye.forget()

    def look(self) -> Preview:
        frame = small(self._camera.frame(), _LIVE_SIDE)
        view = self._eye.look(frame, self._choice.meant)
        self._choice.look(frame, view.corners if view else None, moved=self._eye.moved)
        hint = _trouble(view)
        corners, others, shown = view.corners if view else None, self._choice.others, bitmap_of(frame)
        if view is None or hint in (Hint.WHOLE_PAPER, Hint.CLOSER, Hint.NO_PAPER):
            self._rest = None
            return Preview(shown, corners, hint or Hint.NO_PAPER, 0.0, others)
        steady = self._rested(view.corners, frame, hindered=hint is not None)
        advice = hint or (Hint.READY if steady >= 1.0 else Hint.HOLD_STILL)
        return Preview(shown, corners, advice, steady, others)

    def choose(self, at: Point) -> None:
        self._choice.touch(at)
        self._eye.forget()
        self._rest = None

    def glimpse(self, back: bool) -> Glimpse:
        frame = self._camera.frame()
        shown, texts = small(frame, _LIVE_SIDE), codes.texts(frame)
        return Glimpse(bitmap_of(shown), texts, card_mrz.key_from_picture(shown) if back else None)

    def still(self) -> StillPicture:
        return StillPicture(self._camera.still(), self._choice.chosen())

    def measure(self) -> TrayMeasure:
        return measuring.measure(decode(self._camera.still()))

    def photographed(self, still: StillPicture) -> FinishedPage:
        picture = decode(still.jpeg)
        height, width = picture.shape[:2]
        point = (still.at[0] * width, still.at[1] * height) if still.at else None
        scale = width / self._view_mm if self._view_mm else None
        page = page_of(picture, self._profile, point, pixels_per_mm=scale, meanwhile=self._packed)
        self.forget()
        if page.corners is None:
            raise NoPage("no page in the picture")
        return _finished(page, b"")

    def scanned(self, side: Bitmap, dpi: int) -> FinishedPage:
        picture, scale = frame_of(side), dpi / 25.4
        size_mm = side.width / scale, side.height / scale
        page = sheet_of(picture, size_mm, self._profile, pixels_per_mm=scale, meanwhile=self._packed)
        return _finished(page, _jpeg(picture))

    def filed(self, picture: Bitmap, size_mm: tuple[float, float] | None, partial: bool) -> FinishedPage:
        page = intake.page_in(Leaf(frame_of(picture), size_mm, partial), self._profile)
        return _finished(page, _jpeg(frame_of(picture)))

    def cut(self, original: bytes, corners: Corners) -> FinishedPage:
        picture = decode(original)
        height, width = picture.shape[:2]
        inside = [(min(max(x, 0.0), width - 1.0), min(max(y, 0.0), height - 1.0)) for x, y in corners]
        if not _convex(inside) or _area(inside) < _LEAST_CUT * width * height:
            raise NoPage("no page between these corners")
        first, second, third, fourth = inside
        page = page_within(picture, (first, second, third, fourth), self._profile, meanwhile=self._packed)
        return _finished(page, b"")

    def pack(self, page: Bitmap, turns: int) -> PdfPage:
        return self._packed(_turned(page, turns))

    def paint(self, page: PdfPage) -> Bitmap:
        return bitmap_of(repaint.repainted(page))

    def bind(self, pages: Sequence[PdfPage]) -> bytes:
        return pdfa.bind(pages)

    def grey(self, page: Bitmap, turns: int) -> GreyBitmap:
        return grey_of(_turned(page, turns))

    def _packed(self, page: Frame) -> PdfPage:
        return pdfa.packed(page, (page.shape[1] / DPI * 25.4, page.shape[0] / DPI * 25.4), self._profile)

    def _rested(self, corners: Corners, frame: Frame, *, hindered: bool) -> float:
        """How far the wait is done, 0 to 1; it starts anew when the paper moves or the picture is no good."""
        now = self._clock()
        if self._rest is None or hindered or _moved(self._rest.corners, corners, frame):
            self._rest = _Rest(corners, now)
        waited = now - self._rest.since
        return min(1.0, waited / self.steady) if self.steady > 0 else 1.0


def _trouble(view: LiveView | None) -> Hint | None:
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


def _finished(page: PageShot, original: bytes) -> FinishedPage:
    assert page.shown is not None and page.packed is not None  # every page of ``document`` has both
    return FinishedPage(
        original,
        bitmap_of(page.picture),
        bitmap_of(page.shown),
        page.packed,
        page.corners,
        tuple(reason.value for reason in page.reasons),
        page.where,
        page.size_mm,
        bool(page.blank),
        bool(page.coarse),
    )


def _area(corners: Sequence[Point]) -> float:
    turns = zip(corners, (*corners[1:], corners[0]), strict=True)
    return sum(x * after_y - after_x * y for (x, y), (after_x, after_y) in turns) / 2


def _convex(corners: Sequence[Point]) -> bool:
    """Whether they go round the page as ``Corners`` says, without crossing."""
    ring = [*corners, *corners[:2]]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    return all(x * after_y - y * after_x > 0 for (x, y), (after_x, after_y) in pairwise(steps))


def _turned(page: Bitmap, turns: int) -> Frame:
    return np.ascontiguousarray(np.rot90(frame_of(page), -turns))


def _jpeg(picture: Frame) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])

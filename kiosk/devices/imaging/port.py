"""The port: plain values in and out, no numpy, so that whoever calls need not know which process does the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.devices.ports import Corners, Glimpse, Preview
from kiosk.domain.device_health import DeviceHealth
from kiosk.scan.bitmap import Bitmap, GreyBitmap
from kiosk.scan.geometry import Point
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.tray_measure import TrayMeasure


@dataclass(frozen=True)
class StillPicture:
    """One picture at full size, the camera's own JPEG; ``at`` in fractions of it is the paper that is meant, None
    where that is the largest."""

    jpeg: bytes = field(repr=False)
    at: Point | None = None


@dataclass(frozen=True)
class FinishedPage:
    """A page straightened, cleaned, judged and packed. What the fields mean is said at ``ports.Shot``."""

    original: bytes = field(repr=False)  # a JPEG of what it was made from; empty where whoever asked has that
    page: Bitmap
    shown: Bitmap
    packed: PdfPage = field(repr=False)
    corners: Corners | None
    reasons: tuple[str, ...]
    where: Corners | None
    size_mm: tuple[float, float]
    blank: bool
    coarse: bool


class Imaging(Protocol):
    """The eyes and hands for pictures. Calls block; one is done after the other, whoever asks.

    ImagingLost where the work broke down: what was asked is lost, and nothing else. A page is ``turns`` quarters
    clockwise from how it lies in its bitmap.
    """

    def health(self) -> DeviceHealth:
        """The camera's."""

    def open(self) -> None:
        """Start the camera. CameraGone if there is none; opening twice is harmless."""

    def look(self) -> Preview:
        """The newest frame, looked at. CameraGone."""

    def choose(self, at: Point) -> None:
        """Of several papers take the one at this point, in fractions of the picture, until it is gone or taken."""

    def glimpse(self, back: bool) -> Glimpse:
        """The newest frame and its codes; with ``back`` the lines on a card's back are looked for too. CameraGone."""

    def still(self) -> StillPicture:
        """The paper as it lies there now. CameraGone."""

    def measure(self) -> TrayMeasure:
        """The newest picture at full size, measured as a test sheet. CameraGone."""

    def photographed(self, still: StillPicture) -> FinishedPage:
        """The page in it. NoPage if there is none; PictureUnreadable, PictureTooLarge."""

    def scanned(self, side: Bitmap, dpi: int) -> FinishedPage:
        """A scanner's side, straightened and judged like any other."""

    def filed(self, picture: Bitmap, size_mm: tuple[float, float] | None, partial: bool) -> FinishedPage:
        """A page of a file from outside, as ``decode.Leaf`` has it."""

    def cut(self, original: bytes, corners: Corners) -> FinishedPage:
        """The page between these corners, in pixels of the picture it was made from. NoPage where they enclose none;
        PictureUnreadable, PictureTooLarge."""

    def pack(self, page: Bitmap, turns: int) -> PdfPage:
        """A cleaned page as small as it may be."""

    def paint(self, page: PdfPage) -> Bitmap:
        """A packed page as whoever opens its document sees it."""

    def bind(self, pages: Sequence[PdfPage]) -> bytes:
        """One PDF/A of the pages, at least one."""

    def grey(self, page: Bitmap, turns: int) -> GreyBitmap:
        """A cleaned page as it is read."""

    def forget(self) -> None:
        """The visit is over: nothing of its pictures stays."""

    def close(self) -> None: ...

"""What each device is to the rest of the house.

All calls block and are made from one worker thread per device, never from the thread that paints. ``cancel`` is a
``threading.Event``: setting it makes a waiting call return soon (within 0.2 s). Known failures raise from
``kiosk.errors``; nothing else comes out. USB sticks have their port in ``stick_ports``, which needs no pictures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.card_reading import CardKey, ReadProgress
from kiosk.domain.card_trial import ApduExchange
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.device_health import DeviceHealth
from kiosk.domain.paper import Hint, ScannedDocument, Tray
from kiosk.domain.strip import Strip
from kiosk.scan import geometry
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.tray_measure import TrayMeasure

Corners = geometry.Corners


# --- card ---------------------------------------------------------------------------------------------------------


class CardReader(Protocol):
    """A card reader with at most one card on it."""

    def health(self) -> DeviceHealth: ...

    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """True once a card lies there; False when cancelled or after ``timeout`` seconds.

        NoReader at once if there is none to begin with, and for one that is pulled meanwhile and stays away.
        """

    def wait_for_removal(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """True once the card that was met last is taken away: none lies there, or another was laid since."""

    def read(self, key: CardKey, progress: Callable[[ReadProgress], None], cancel: threading.Event) -> CardIdentity:
        """Open the card, read DG1, DG13, DG2 and SOD, and say how far it can be trusted. Raises CardError.

        A card that is lifted may come back within the reader's own patience and is read on; another one is OtherCard.
        """

    def watched_read(
        self,
        key: CardKey,
        progress: Callable[[ReadProgress], None],
        cancel: threading.Event,
        hear: Callable[[ApduExchange], None],
    ) -> CardIdentity:
        """As ``read``, and ``hear`` is told of each command and its answer: never of what is in them."""

    def close(self) -> None: ...


# --- camera and papers --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """One live frame with what was seen in it. ``steady`` runs from 0 to 1 while the paper lies still and sharp."""

    frame: Bitmap
    corners: Corners | None
    hint: Hint
    steady: float
    others: tuple[Corners, ...] = ()  # more papers in view, which a touch may choose instead


@dataclass(frozen=True)
class Shot:
    """One page as photographed. ``reasons`` are word keys under ``capture.reason.``; empty when the picture is good."""

    original: bytes  # the camera's own JPEG, kept until the person confirms
    page: PagePicture  # straightened and cleaned
    corners: Corners | None  # in pixels of the original
    reasons: tuple[str, ...]
    where: Corners | None = None  # the spot the first reason is about, in pixels of the original
    size_mm: tuple[float, float] = (0.0, 0.0)  # width and height as measured; zeros: not measured

    blank: bool = False  # nothing at all is on it
    shown: PagePicture | None = None  # the page as PDFium paints it of the document that is sent; None: not painted yet
    coarse: bool = False  # the camera gave less on it than the 200 dots an inch that the law asks of a scan

    @property
    def good(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Glimpse:
    """One frame, what its codes say, and the key in the lines on a card's back; None where they are not clear."""

    frame: Bitmap
    codes: tuple[str, ...] = field(repr=False)
    key: CardKey | None = field(default=None, repr=False)


class DocumentStation(Protocol):
    """The camera and the eyes behind it: live outline, one sharp page, and the PDF of several."""

    def health(self) -> DeviceHealth: ...

    def open(self) -> None: ...

    def preview(self) -> Preview:
        """The newest frame, looked at. About 15 a second."""

    def choose(self, at: tuple[float, float]) -> None:
        """Of several papers take the one at this point, in fractions of the picture, until it is gone or taken."""

    def measure(self) -> TrayMeasure:
        """A test sheet on the tray, measured: for a technician. CameraGone."""

    def shoot(self) -> Shot:
        """Take the page now. NoPage if no paper is seen; a bad picture comes back with its reasons."""

    def shot_of(self, side: ScannedSide) -> Shot:
        """A scanner's side as a page: straightened and judged like any other."""

    def shots_in(self, data: bytes) -> Iterator[Shot]:
        """The pages of a file from outside, a picture or a PDF, one by one. ScanError for what cannot be taken."""

    def cut(self, shot: Shot, corners: Corners) -> Shot:
        """The page between these corners of ``shot.original``, which stays. NoPage where they enclose none."""

    def preview_of(self, data: bytes) -> Bitmap:
        """What is in such a file, small: the picture itself, or the first page. ScanError as ``shots_in``."""

    def face(self, data: bytes) -> Bitmap:
        """The picture in a card's chip. ScanError."""

    def read(self, page: PagePicture, cancel: threading.Event) -> None:
        """Read what stands on a page, so that ``bind`` puts it behind the picture for searching: some seconds of an
        idle processor. Nothing comes of it where that is not wanted, or not possible."""

    def repainted(self, page: PagePicture) -> PagePicture:
        """A straightened and cleaned page as PDFium paints it of the document that ``bind`` makes."""

    def bind(self, shots: Sequence[Shot]) -> ScannedDocument:
        """One PDF of the pages, with the words of those that have been read."""

    def glimpse(self, *, back: bool = False) -> Glimpse:
        """The newest frame and the texts of the QR codes in it (the card's QR, a slip's QR); with ``back`` the lines on
        a card's back too, which takes ten times as long."""

    def forget(self) -> None:
        """The visit is over: whatever has seen its pictures ends. Returns at once."""

    def close(self) -> None: ...


class Scanner(Protocol):
    """A flatbed, a feeder, or both in one."""

    def health(self) -> DeviceHealth: ...

    def trays(self) -> tuple[Tray, ...]:
        """What this one has. ScannerGone if there is none."""

    def pages(self, tray: Tray, cancel: threading.Event) -> Iterator[ScannedSide]:
        """Each side as it comes through: one from the glass, all that lies in the feeder otherwise. Ends early, without
        an error, when cancelled. ScannerEmpty before the first if there is no paper; ScannerJammed, ScannerOpen,
        ScannerBusy, ScannerGone at any moment: what came before stays good."""


@dataclass(frozen=True)
class ScannedSide:
    """One side of a sheet, as the scanner gave it: the whole glass, or the width of the feeder."""

    picture: Bitmap
    dpi: int


# --- printer ------------------------------------------------------------------------------------------------------


class SlipPrinter(Protocol):
    """The thermal printer."""

    def health(self) -> DeviceHealth: ...

    def print_strip(self, strip: Strip) -> None:
        """Returns once the printer has taken it. PrinterGone or PaperOut."""


class PagePrinter(Protocol):
    """The printer for A4 papers."""

    def health(self) -> DeviceHealth: ...

    def print_pages(self, pdf: bytes, copies: int = 1) -> None:
        """Returns once the printer has taken all copies. PrinterGone or PaperOut."""

"""The papers as the screens ask for them: over a port that works on pixels, in whatever process."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from kiosk.closing import close_all
from kiosk.devices.imaging.port import FinishedPage, Imaging
from kiosk.devices.packed_pages import PackedPages
from kiosk.devices.page_texts import PageTexts
from kiosk.devices.ports import Corners, Glimpse, Preview, ScannedSide, Shot
from kiosk.domain.device_health import DeviceHealth
from kiosk.domain.paper import ScannedDocument
from kiosk.scan import decoder_process
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.geometry import Point
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.tray_measure import TrayMeasure

_PREVIEW_SIDE = 420  # pixels of a file's small picture


class CameraStation:
    """A document station over ``imaging``. ``texts`` reads pages; without it none is read."""

    def __init__(self, imaging: Imaging, texts: PageTexts | None = None) -> None:
        self._imaging, self._texts = imaging, texts
        self._packed = PackedPages(lambda page: imaging.pack(page.bitmap(), page.turns))
        self._shrinking = ThreadPoolExecutor(1, thread_name_prefix="kiosk-pages")

    def health(self) -> DeviceHealth:
        return self._imaging.health()

    def open(self) -> None:
        decoder_process.prepare()  # where somebody comes, a card's face or a file may come next
        self._imaging.open()

    def close(self) -> None:
        close_all(partial(self._shrinking.shutdown, cancel_futures=True), self._imaging.close)

    def forget(self) -> None:
        self._imaging.forget()

    def preview(self) -> Preview:
        return self._imaging.look()

    def measure(self) -> TrayMeasure:
        return self._imaging.measure()

    def choose(self, at: Point) -> None:
        self._imaging.choose(at)

    def glimpse(self, *, back: bool = False) -> Glimpse:
        return self._imaging.glimpse(back)

    def shoot(self) -> Shot:
        still = self._imaging.still()
        return self._shot(replace(self._imaging.photographed(still), original=still.jpeg))

    def shot_of(self, side: ScannedSide) -> Shot:
        return self._shot(self._imaging.scanned(side.picture, side.dpi))

    def shots_in(self, data: bytes) -> Iterator[Shot]:
        for page in decoder_process.pages(data, ahead=True):
            yield self._shot(self._imaging.filed(page.picture, page.size_mm, page.partial))

    def cut(self, shot: Shot, corners: Corners) -> Shot:
        return self._shot(replace(self._imaging.cut(shot.original, corners), original=shot.original))

    def preview_of(self, data: bytes) -> Bitmap:
        return next(decoder_process.pages(data, side=_PREVIEW_SIDE, ahead=True)).picture

    def face(self, data: bytes) -> Bitmap:
        return decoder_process.face(data)

    def read(self, page: PagePicture, cancel: threading.Event) -> None:
        if self._texts is not None:
            self._texts.read(page, lambda: self._imaging.grey(page.bitmap(), page.turns), cancel)

    def repainted(self, page: PagePicture) -> PagePicture:
        return self._in_hand(self._imaging.paint(self._packed.of(page)))

    def bind(self, shots: Sequence[Shot]) -> ScannedDocument:
        bound = self._imaging.bind([self._with_text(shot.page) for shot in shots])
        return ScannedDocument(bound, hashlib.sha256(bound).hexdigest(), len(shots))

    def _with_text(self, page: PagePicture) -> PdfPage:
        text = self._texts.of(page) if self._texts is not None else None
        return replace(self._packed.of(page), text=text)

    def _shot(self, finished: FinishedPage) -> Shot:
        page = self._in_hand(finished.page)
        self._packed.put(page, finished.packed)
        return Shot(
            finished.original,
            page,
            finished.corners,
            finished.reasons,
            finished.where,
            finished.size_mm,
            blank=finished.blank,
            shown=self._in_hand(finished.shown),
            coarse=finished.coarse,
        )

    def _in_hand(self, picture: Bitmap) -> PagePicture:
        """As a person has it in hand: made small beside whoever waits for it."""
        page = PagePicture(picture)
        self._shrinking.submit(page.shrink)
        return page

"""Each page is packed once and read once, and nothing of it is kept when it is let go."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kiosk.app.services import _station
from kiosk.config import Config, Scan
from kiosk.devices.packed_pages import PackedPages
from kiosk.devices.page_texts import PageTexts
from kiosk.devices.ports import Frame
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.scan.pdf.pdfa import PdfPage
from kiosk.scan.reading.words import PageText, PageWord


def test_a_page_is_packed_once_and_forgotten_with_its_picture() -> None:
    packed: list[tuple[int, ...]] = []

    def pack(page: Frame) -> PdfPage:
        packed.append(page.shape)
        return PdfPage((210.0, 297.0))

    pages = PackedPages(pack)
    first, second = np.zeros((3, 2, 3), np.uint8), np.zeros((4, 2, 3), np.uint8)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(pages.of, [first, second, first, second, first]))
    assert sorted(packed) == [(3, 2, 3), (4, 2, 3)] and made[0] is made[2] is made[4] is not made[1]
    del first, made
    gc.collect()
    assert len(pages) == 1
    pages.of(second)
    assert len(packed) == 2


def test_a_page_is_read_once_and_forgotten_with_its_picture() -> None:
    asked: list[int] = []
    cancel, text = threading.Event(), PageText(((PageWord("giấy", (0, 0, 9, 9)),),), (10, 10))

    def read(page: Frame, cancel: threading.Event) -> PageText | None:
        asked.append(page.shape[0])
        return None if page.shape[0] == 4 else text

    texts = PageTexts(read)
    printed, bare = np.zeros((3, 2, 3), np.uint8), np.zeros((4, 2, 3), np.uint8)
    assert texts.of(printed) is None
    for page in (printed, bare, printed, bare):
        texts.read(page, cancel)
    assert (asked, texts.of(printed), texts.of(bare)) == ([3, 4], text, None)
    del printed, page
    gc.collect()
    assert len(texts) == 1


def test_a_reading_that_was_stopped_is_begun_anew() -> None:
    cancelled, asked = threading.Event(), []
    cancelled.set()
    texts, page = PageTexts(lambda page, cancel: asked.append(cancel)), np.zeros((3, 2, 3), np.uint8)
    texts.read(page, cancelled)
    texts.read(page, again := threading.Event())
    assert asked == [cancelled, again]


def test_unless_it_is_wanted_nothing_is_read() -> None:
    stations = [_station(Config(scan=Scan(how)), SimulatedCamera()) for how in ("off", "idle")]
    assert [station._texts is not None for station in stations] == [False, True]
    assert Config().scan.text_layer == "off"

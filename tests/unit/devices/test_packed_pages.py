"""Each page is packed once and read once, and nothing of it is kept when it is let go."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from local_eyes import local_eyes

from kiosk.app.drivers import drivers
from kiosk.config import Config, Devices, Scan
from kiosk.devices.packed_pages import PackedPages
from kiosk.devices.page_texts import PageTexts
from kiosk.scan.bitmap import Bitmap, GreyBitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.reading.words import PageText, PageWord

SIMULATED = Devices.all_simulated()


def blank(width: int, height: int) -> PagePicture:
    return PagePicture(Bitmap(width, height, bytes(3 * width * height)))


def grey(page: PagePicture) -> GreyBitmap:
    width, height = page.size
    return GreyBitmap(width, height, bytes(width * height))


def test_a_page_is_packed_once_and_forgotten_with_its_picture() -> None:
    packed: list[tuple[int, ...]] = []

    def pack(page: PagePicture) -> PdfPage:
        packed.append(page.size)
        return PdfPage((210.0, 297.0))

    pages = PackedPages(pack)
    first, second = blank(2, 3), blank(2, 4)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(pages.of, [first, second, first, second, first]))
    assert sorted(packed) == [(2, 3), (2, 4)] and made[0] is made[2] is made[4] is not made[1]
    del first, made
    gc.collect()
    assert len(pages) == 1
    pages.of(second)
    assert len(packed) == 2


def test_a_page_is_read_once_and_forgotten_with_its_picture() -> None:
    asked: list[int] = []
    cancel, text = threading.Event(), PageText(((PageWord("giấy", (0, 0, 9, 9)),),), (10, 10))

    def read(page: GreyBitmap, cancel: threading.Event) -> PageText | None:
        asked.append(page.height)
        return None if page.height == 4 else text

    texts = PageTexts(read)
    printed, bare = blank(2, 3), blank(2, 4)
    assert texts.of(printed) is None
    for page in (printed, bare, printed, bare):
        texts.read(page, partial(grey, page), cancel)
    assert (asked, texts.of(printed), texts.of(bare)) == ([3, 4], text, None)
    del printed, page
    gc.collect()
    assert len(texts) == 1


def test_a_reading_that_was_stopped_is_begun_anew() -> None:
    cancelled, asked = threading.Event(), []
    cancelled.set()
    texts, page = PageTexts(lambda page, cancel: asked.append(cancel)), blank(2, 3)
    texts.read(page, partial(grey, page), cancelled)
    texts.read(page, partial(grey, page), again := threading.Event())
    assert asked == [cancelled, again]


def test_unless_it_is_wanted_nothing_is_read() -> None:
    stations = [
        drivers(Config(demo=True, scan=Scan(how), devices=SIMULATED), local_eyes).station for how in ("off", "idle")
    ]
    assert [station._texts is not None for station in stations] == [False, True]
    assert Config().scan.text_layer == "off"

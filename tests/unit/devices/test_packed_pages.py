"""Each page is packed once, and nothing of it is kept when it is let go."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kiosk.devices.packed_pages import PackedPages
from kiosk.devices.ports import Frame
from kiosk.scan.pdf import PdfPage


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

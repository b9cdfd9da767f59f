"""A page's picture while somebody has the page in hand: plain bytes, made small without loss, turned by a word."""

from __future__ import annotations

import threading
import zlib

from kiosk.scan.bitmap import Bitmap


class PagePicture:
    """``turns`` quarters clockwise are still to be made of it. Pages that were turned share the bytes.

    Safe from any thread. Twenty pages of A4 as they come are a third of a gigabyte; ``shrink`` makes ten megabytes of
    them, and nobody waits for it.
    """

    def __init__(self, bitmap: Bitmap) -> None:
        self._pixels = _Pixels(bitmap)
        self.turns = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, as it is turned."""
        width, height = self._pixels.width, self._pixels.height
        return (height, width) if self.turns % 2 else (width, height)

    def bitmap(self) -> Bitmap:
        """The picture before it is turned."""
        return self._pixels.bitmap()

    def turned(self) -> PagePicture:
        """The same page a quarter clockwise; four of them are none."""
        turned = PagePicture.__new__(PagePicture)
        turned._pixels, turned.turns = self._pixels, (self.turns + 1) % 4
        return turned

    def shrink(self) -> None:
        self._pixels.shrink()


class _Pixels:
    def __init__(self, bitmap: Bitmap) -> None:
        self.width, self.height = bitmap.width, bitmap.height
        self._bitmap: Bitmap | None = bitmap
        self._small = b""
        self._lock = threading.Lock()

    def bitmap(self) -> Bitmap:
        with self._lock:
            if self._bitmap is not None:
                return self._bitmap
            return Bitmap(self.width, self.height, zlib.decompress(self._small))

    def shrink(self) -> None:
        bitmap = self._bitmap
        if bitmap is None:
            return
        small = zlib.compress(bitmap.pixels, 1)  # paper is white: a twentieth in a tenth of a second
        with self._lock:
            self._small, self._bitmap = small, None

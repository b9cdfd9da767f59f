"""A document of our own painted again, as whoever opens it will see it: by PDFium, from the bytes that are sent.

For our own documents alone; a stranger's is rendered in a confined process. PDFium is not safe from several threads:
one page is painted at a time. Call it from a worker, never from the thread that paints the window.
"""

from __future__ import annotations

import threading

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.pdf import pdfa
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.picture import Frame

DPI = 150
"""As fine as a screen can show a whole page, and enough to tell every stroke from bare paper."""

_ONE_AT_A_TIME = threading.Lock()


def repainted(page: PdfPage) -> Frame:
    """The page as it is seen once it is bound, BGR, ``DPI`` dots an inch."""
    return painted(pdfa.bind([page]))


def painted(document: bytes, number: int = 0) -> Frame:
    """Page ``number`` (from 0) of a document of our own."""
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(document) as opened:
        bitmap = opened[number].render(scale=DPI / 72, fill_color=(255, 255, 255, 255))
        picture = bitmap.to_numpy()
        if picture.ndim == 2 or picture.shape[2] == 1:
            return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
        return np.array(picture[:, :, :3], np.uint8)  # a copy: the bitmap's own memory goes with the document

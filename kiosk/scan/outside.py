"""Files from outside, as pictures to work on: what ``decoder_process`` gives, as arrays."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.scan import decoder_process
from kiosk.scan.decode import Leaf
from kiosk.scan.decoder_process import DecodedPage, is_pdf, prepare
from kiosk.scan.picture import Frame, frame_of

__all__ = ["face", "first", "is_pdf", "leaf_of", "pages", "prepare"]


def pages(data: bytes, *, ahead: bool = False) -> Iterator[Leaf]:
    """As ``decoder_process.pages``."""
    decoded = decoder_process.pages(data, ahead=ahead)
    try:
        for page in decoded:
            yield leaf_of(page)
    finally:
        decoded.close()  # the child ends with it


def first(data: bytes, *, ahead: bool = False) -> Frame:
    """The first page. As ``pages``."""
    return next(pages(data, ahead=ahead)).picture


def face(data: bytes) -> Frame:
    """As ``decoder_process.face``."""
    return frame_of(decoder_process.face(data))


def leaf_of(page: DecodedPage) -> Leaf:
    return Leaf(frame_of(page.picture), page.size_mm, page.partial)

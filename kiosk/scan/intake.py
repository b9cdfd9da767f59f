"""A file from outside as one document: a PDF as it is, a picture through the same eyes as the camera's."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from kiosk.errors import PictureUnreadable
from kiosk.scan import pdf
from kiosk.scan.decode import decode
from kiosk.scan.document import page_of


@dataclass(frozen=True)
class Taken:
    """A document, and what was wrong with the picture it came from (empty for a PDF)."""

    pdf: bytes
    pages: int
    reasons: tuple[str, ...] = ()


def take(data: bytes) -> Taken:
    """The document in ``data``. PictureUnreadable if it is neither a PDF nor a picture; PictureTooLarge."""
    if data.startswith(b"%PDF-"):
        return Taken(data, _pages_in(data))
    page = page_of(decode(data))
    bound = pdf.bind([pdf.packed(page.picture, page.size_mm)])
    return Taken(bound, 1, tuple(reason.value for reason in page.reasons))


def _pages_in(data: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PdfError as error:
        raise PictureUnreadable("a PDF that cannot be opened") from error
    if not pages:
        raise PictureUnreadable("a PDF without a page")
    return pages

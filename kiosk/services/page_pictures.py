"""A paper's pages as pictures, for a screen; by PDFium, which reads pages that were made or repainted here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from kiosk.errors import DocumentUnreadable


def first_page(pdf: bytes, width: int) -> bytes:
    """PNG, ``width`` pixels wide. DocumentUnreadable."""
    return pages(pdf, width, most=1)[0]


def pages(pdf: bytes, width: int, most: int = 20) -> tuple[bytes, ...]:
    """As ``first_page``, of each page, up to ``most``; never empty. DocumentUnreadable."""
    with _opened(pdf) as document:
        return tuple(_picture(document[number], width) for number in range(min(most, len(document))))


def page_count(pdf: bytes) -> int:
    """DocumentUnreadable."""
    with _opened(pdf) as document:
        return len(document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """A document with a page at least. PDFium opens what it can mend, and says of a page only when it is asked."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        if not len(document):
            raise DocumentUnreadable("no page")
        yield document
    except pypdfium2.PdfiumError as error:
        raise DocumentUnreadable(type(error).__name__) from error


def _picture(page: Any, width: int) -> bytes:
    out = BytesIO()
    page.render(scale=width / page.get_width()).to_pil().save(out, "PNG")
    return out.getvalue()

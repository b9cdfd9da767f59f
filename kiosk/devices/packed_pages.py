"""Pages made small once, and forgotten with the picture they were made from."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable

from kiosk.scan.page_picture import PagePicture
from kiosk.scan.pdf.page_parts import PdfPage


class PackedPages:
    """What ``pack`` makes of a page, made once as long as the page itself is held by somebody.

    A paper is bound again with each page that is added, for the savepoint, and once more when it is done. Safe from any
    thread: who asks for a page that is being packed waits for it.
    """

    def __init__(self, pack: Callable[[PagePicture], PdfPage]) -> None:
        self._pack = pack
        self._lock = threading.Lock()
        self._packed: dict[int, tuple[weakref.ref[PagePicture], PdfPage]] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def of(self, page: PagePicture) -> PdfPage:
        key = id(page)
        with self._lock:
            entry = self._packed.get(key)
            if entry is not None and entry[0]() is page:
                return entry[1]
            page_pdf = self._pack(page)
            self._keep(page, page_pdf)
            return page_pdf

    def put(self, page: PagePicture, page_pdf: PdfPage) -> None:
        """What somebody else has made of a page already."""
        with self._lock:
            self._keep(page, page_pdf)

    def _keep(self, page: PagePicture, page_pdf: PdfPage) -> None:
        key = id(page)
        self._packed[key] = weakref.ref(page, lambda _: self._packed.pop(key, None)), page_pdf

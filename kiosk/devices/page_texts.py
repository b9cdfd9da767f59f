"""What stands on pages: read once each, behind everybody's back, and forgotten with the page."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable

from kiosk.scan.bitmap import GreyBitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.reading import words
from kiosk.scan.reading.words import PageText

Read = Callable[[GreyBitmap, threading.Event], PageText | None]


class PageTexts:
    """Safe from any thread. A page on which nothing can be read is not tried again."""

    def __init__(self, read: Read = words.read) -> None:
        self._read = read
        self._texts: dict[int, tuple[weakref.ref[PagePicture], PageText | None]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def of(self, page: PagePicture) -> PageText | None:
        """What was read of it so far; never waits."""
        entry = self._texts.get(id(page))
        return entry[1] if entry is not None and entry[0]() is page else None

    def read(self, page: PagePicture, grey: Callable[[], GreyBitmap], cancel: threading.Event) -> None:
        """Read what ``grey`` gives of it now, unless that was done: some seconds."""
        key = id(page)
        entry = self._texts.get(key)
        if entry is not None and entry[0]() is page:
            return
        text = self._read(grey(), cancel)
        if not cancel.is_set():
            self._texts[key] = weakref.ref(page, lambda _: self._texts.pop(key, None)), text

"""What the first picture does not wait for begins after it, once."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent

from kiosk.ui.first_picture import FirstPicture
from kiosk.ui.widgets import Rooted


class Page(Rooted):
    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen, self.stands_alone = seen, True

    def paintEvent(self, event: QPaintEvent) -> None:
        self._seen.append("painted")


def test_it_begins_after_the_first_paint(qtbot) -> None:  # type: ignore[no-untyped-def]
    seen: list[str] = []
    page = Page(seen)
    qtbot.addWidget(page)
    page.winId()
    first = FirstPicture(page, lambda: seen.append("then"))
    page.show()
    qtbot.waitUntil(lambda: "then" in seen)
    assert seen[0] == "painted"
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: seen.count("painted") > 1)
    assert first.parent() is page and seen.count("then") == 1

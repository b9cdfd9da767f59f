"""A paper in an officer's hands: where it comes from, its pages, four corners to cut one anew, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QStackedWidget, QVBoxLayout

from kiosk.scan.geometry import Corners
from kiosk.ui.counter.corners import CornerView
from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.counter.parts import StaffButton, StaffKit, emptied
from kiosk.ui.counter.shortcuts import bind_in
from kiosk.ui.widgets.rooted import Rooted

SOURCES = (("camera", "camera", "1"), ("scanner", "scan", "2"), ("stick", "usb", "3"))


class PaperPage(Rooted):
    """``sourced``: camera, scanner or stick. ``file``: one of a stick's. ``looked``: a page's number. ``cutting``: the
    corners that were set. ``used``: the document's key and the reason."""

    sourced = Signal(str)
    shot = Signal()
    file = Signal(int)
    looked = Signal(int)
    cutting = Signal(object)
    dropped = Signal()
    used = Signal(str, str)
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        page = kit.page(self, gap=14)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        self._title = kit.label("", "h1")
        heads.addWidget(self._title)
        heads.addStretch(1)
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        card, box = kit.card()
        body.addWidget(card, 1)
        self._views = QStackedWidget()
        self.picture, self.corners = PaperView(kit, high=700 if kit.narrow else 200), CornerView(kit)
        for view in (self.picture, self.corners):
            self._views.addWidget(view)
        box.addWidget(self._views, 1)
        self._strip = kit.bar(gap=10)
        box.addLayout(self._strip)
        side = kit.column(gap=12)
        body.addLayout(side)
        self._side, side_box = kit.card()
        kit.fix_width(self._side, 520)
        side.addWidget(self._side)
        self._lay_side(side_box)
        self.key = ""
        bind_in(self, "Space", self.shot.emit)

    def _lay_side(self, box: QVBoxLayout) -> None:
        kit = self._kit
        self._keys = kit.column(gap=8)
        box.addLayout(self._keys)
        box.addWidget(kit.label(self._say("source"), "h3"))
        self.sources: dict[str, StaffButton] = {}
        for name, picture, key in SOURCES:
            button = kit.button(
                self._say(name), partial(self.sourced.emit, name), role="option", key=key, picture=picture
            )
            self.sources[name] = button
            box.addWidget(button)
        self._files = kit.column(gap=6)
        box.addLayout(self._files)
        self._hint = kit.label("", "second")
        box.addWidget(self._hint)
        self._now = kit.button(self._say("now"), self.shot.emit, picture="camera", key="Space")
        box.addWidget(self._now)
        box.addStretch(1)
        self._reason_title = kit.label(self._say("reason"), "second")
        box.addWidget(self._reason_title)
        self.reason = QLineEdit()
        box.addWidget(self.reason)
        self._use = kit.button(self._say("use"), self.use, role="primary", key="Ctrl+Enter")
        box.addWidget(self._use)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.papers.{key}", **values)

    def begin(
        self,
        title: str,
        keys: Sequence[tuple[str, str]],
        key: str,
        *,
        scanner: bool,
        sticks: bool,
        reasoned: bool = True,
    ) -> None:
        """``keys``: the documents of this matter by key and name; ``key``: the one that is replaced, or empty."""
        self._title.setText(title)
        self.key = key or (keys[0][0] if keys else "")
        emptied(self._keys)
        group = QButtonGroup(self)
        if not key:
            self._keys.addWidget(self._kit.label(self._say("which"), "h3"))
            for one, name in keys:
                button = self._kit.button(name[:44], partial(self._choose, one), role="option")
                button.setCheckable(True)
                button.setChecked(one == self.key)
                group.addButton(button)
                self._keys.addWidget(button)
        self.sources["scanner"].setVisible(scanner)
        self.sources["stick"].setVisible(sticks)
        self.reason.clear()
        self.reason.setVisible(reasoned)
        self._reason_title.setVisible(reasoned)
        self.show_files(())
        self.show_pages(0, 0)
        self.show_live(None, self._say("choose_source"))
        self.setFocus()

    def wipe(self) -> None:
        """Nothing of a paper stays on a page that is not shown."""
        self.corners.show_photograph(QImage(), None)
        self.reason.clear()
        self.show_files(())
        self.show_live(None, "")
        self.show_pages(0, 0)

    def show_live(self, image: QImage | None, hint: str) -> None:
        """The camera's picture, or none."""
        self._views.setCurrentWidget(self.picture)
        self.picture.show_image(image, "" if image else hint)
        self._hint.setText(hint)
        self._now.setVisible(image is not None)

    def show_photograph(self, image: QImage, corners: Corners | None, hint: str) -> None:
        """The photograph of one page, with its corners."""
        self._views.setCurrentWidget(self.corners)
        self.corners.show_photograph(image, corners)
        self._hint.setText(hint)
        self._now.hide()
        self.corners.setFocus()

    def show_page(self, image: QImage, hint: str) -> None:
        """A page as it will be kept."""
        self._views.setCurrentWidget(self.picture)
        self.picture.show_image(image, "")
        self._hint.setText(hint)
        self._now.hide()

    def show_pages(self, count: int, at: int) -> None:
        """The strip: each page, and the two ways to look at one."""
        kit = self._kit
        emptied(self._strip)
        group = QButtonGroup(self)
        for one in range(count):
            button = kit.button(self._say("page", number=one + 1), partial(self.looked.emit, one), role="view")
            button.setCheckable(True)
            button.setChecked(one == at)
            group.addButton(button)
            self._strip.addWidget(button)
        self._strip.addStretch(1)
        if count:
            self._strip.addWidget(kit.button(self._say("drop"), self.dropped.emit, picture="trash"))
            cutting = self._views.currentWidget() is self.corners
            text = self._say("cut_here" if cutting else "cut")
            self._strip.addWidget(kit.button(text, self._cut, key="F5", picture="scan"))
        self._use.set_waiting(not count)
        self._use.set_text(self._say("use" if count else "no_page"))
        self.pages = count

    def show_files(self, names: Sequence[str]) -> None:
        emptied(self._files)
        for at, name in enumerate(names[:6]):
            self._files.addWidget(
                self._kit.button(name, partial(self.file.emit, at), role="option", picture="file-text")
            )

    @property
    def is_cutting(self) -> bool:
        return self._views.currentWidget() is self.corners

    def use(self) -> None:
        if self.pages:
            self.used.emit(self.key, self.reason.text())

    def _cut(self) -> None:
        self.cutting.emit(self.corners.corners if self.is_cutting else None)

    def _choose(self, key: str) -> None:
        self.key = key

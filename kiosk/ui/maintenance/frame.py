"""Maintenance's one window: band, head, rail with badges, page, the same act as a command below it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QStackedWidget, QWidget

from kiosk.ui.counter.parts import dressed, let_touches_through
from kiosk.ui.counter.veiled import OVER, VeiledFrame
from kiosk.ui.counter.wide_label import chip_name, with_breaks
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.maintenance.rail import LOWEST
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.rooted import Rooted


class StaffEmblem(Rooted):
    """The emblem at a fixed size."""

    def __init__(self, kit: MaintenanceKit, size: float) -> None:
        super().__init__()
        self._kit = kit
        self.setFixedSize(kit.px(size), kit.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_emblem(painter, self._kit.look, QRectF(self.rect()))


class MaintenanceFrame(VeiledFrame):
    """``section``: a name of the rail's. ``finished``: the machine goes back to the residents."""

    section = Signal(str)
    finished = Signal()

    def __init__(self, kit: MaintenanceKit, office: str, versions: str, places: Mapping[str, str]) -> None:
        """``places``: the rail's, each with its picture."""
        super().__init__(kit)
        self._kit, self._sections = kit, tuple(places)
        self._badges: dict[str, QLabel] = {}
        self._badge_role = "badge" if kit.narrow else "chip"
        outer = kit.column(self, gap=0)
        band = QWidget()
        band.setObjectName("band")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        band.setFixedHeight(kit.px(12))
        outer.addWidget(band)
        outer.addWidget(self._head(office, versions))
        body = kit.row(gap=0)
        body.addWidget(self._rail(places))
        right = kit.column(gap=0)
        body.addLayout(right, 1)
        outer.addLayout(body, 1)
        self.fault = kit.label("", "err")
        self._fault_line = QWidget()
        line = kit.row(self._fault_line)
        line.setContentsMargins(kit.px(32), kit.px(12), kit.px(32), 0)
        line.addWidget(self.fault, 1)
        self._fault_line.hide()
        right.addWidget(self._fault_line)
        self.pages = QStackedWidget()
        right.addWidget(self.pages, 1)
        right.addWidget(self._strip())
        QShortcut(QKeySequence("Esc"), self, self._escape).setProperty(OVER, True)
        for place, name in enumerate(tuple(places)[:10], start=1):  # one digit, one place: two are none to Qt
            QShortcut(QKeySequence(f"Ctrl+{place % 10}"), self, partial(self.section.emit, name))

    def _head(self, office: str, versions: str) -> QWidget:
        kit = self._kit
        head = QWidget()
        head.setObjectName("head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setMinimumHeight(kit.px(90))
        line = kit.row(head, gap=16)
        line.setContentsMargins(kit.px(28), kit.px(8), kit.px(28), kit.px(8))
        line.addWidget(StaffEmblem(kit, 58))
        names = kit.column(gap=0)
        names.addWidget(kit.label(with_breaks(office), "h3"))
        self._versions = kit.label(versions, "second")
        names.addWidget(self._versions)
        line.addLayout(names, 1)
        if not kit.narrow:
            line.addWidget(kit.chip(kit.say("residents_see"), "info", "tool"))
            line.addWidget(kit.picture("user", 30))
        self._person = kit.label("", "h3")
        if not kit.narrow:
            line.addWidget(self._person)
        self.done_button = kit.button(kit.say("done"), self.finished.emit, picture="door-exit")
        line.addWidget(self.done_button)
        return head

    def _rail(self, places: Mapping[str, str]) -> QWidget:
        kit = self._kit
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(kit.px(84 + 36 * (kit.letters - 1) if kit.narrow else 290))
        box = kit.column(rail, gap=0)
        box.setContentsMargins(0, kit.px(18), max(1, kit.px(1)), kit.px(18))  # its edge line stays whole
        self._places = QButtonGroup(self)
        for place, (name, picture) in enumerate(places.items()):
            if name == LOWEST:
                box.addStretch(1)
            button = self._place(name, picture)
            self._places.addButton(button, place)
            box.addWidget(button)
        return rail

    def _place(self, name: str, picture: str) -> QPushButton:
        kit, button = self._kit, QPushButton()
        words = kit.say(f"place.{name}")
        button.setProperty("role", "icon-place" if kit.narrow else "place")
        button.setCheckable(True)
        button.setAccessibleName(words)
        button.setToolTip("")
        shown, badge = kit.picture(picture, 30, "action_text"), kit.label("", f"{self._badge_role}-warn")
        badge.hide()
        line = kit.row(button, gap=2 if kit.narrow else 14)
        line.setContentsMargins(kit.px(12 if kit.narrow else 22), 0, kit.px(4 if kit.narrow else 14), 0)
        line.addWidget(shown)
        if not kit.narrow:
            line.addWidget(kit.label(words, "h3"))
        line.addStretch(1)
        line.addWidget(badge)
        let_touches_through(button)
        self._badges[name] = badge
        button.clicked.connect(lambda _=False: self.section.emit(name))
        return button

    def _strip(self) -> QWidget:
        kit = self._kit
        strip = QWidget()
        strip.setObjectName("strip")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = kit.row(strip, gap=12)
        line.setContentsMargins(kit.px(28), kit.px(8), kit.px(28), kit.px(8))
        line.addWidget(kit.picture("terminal-2", 24, "ink2"))
        if not kit.narrow:
            line.addWidget(kit.label(kit.say("same_command"), "second"))
        self.command = kit.mono("")
        self.command.setWordWrap(True)  # the longest line of commands is wider than a window that stands upright
        line.addWidget(self.command, 1)
        if not kit.narrow:
            line.addWidget(kit.picture("book", 24, "ink2"))
            line.addWidget(kit.label(kit.say("all_noted"), "second"))
        return strip

    # --- what it shows ---

    def show_person(self, person: str) -> None:
        self._person.setText(chip_name(person))

    def show_page(self, page: MaintenancePage, section: str) -> None:
        self.pages.setCurrentWidget(page)
        self.command.setText(page.command)
        page.setFocus()
        self.show_fault("")
        for place, name in enumerate(self._sections):
            self._places.button(place).setChecked(name == section)

    def show_badges(self, badges: Mapping[str, tuple[int, str]]) -> None:
        """How many things wait behind a place, and their tint; 0 takes the badge away."""
        say = self._kit.say
        for place, (name, badge) in enumerate(self._badges.items()):
            count, tint = badges.get(name, (0, "warn"))
            badge.setText(str(count))
            dressed(badge, f"{self._badge_role}-{tint}")
            badge.setVisible(bool(count))
            words = say(f"place.{name}")
            self._places.button(place).setAccessibleName(
                say("place_waits", place=words, count=count) if count else words
            )

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self._fault_line.setVisible(bool(text))

    def _escape(self) -> None:
        if not self.end_dialog():
            self.section.emit(self._sections[0])

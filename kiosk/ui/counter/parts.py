"""What the counter's pages are made of: labels by role, buttons that show their key, cards, tables, layouts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.counter.flow_row import FlowRow
from kiosk.ui.counter.wide_label import ONE_LINE, TIGHT, WideLabel
from kiosk.ui.icons import icon
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import RootedShowing

AnyLayout = TypeVar("AnyLayout", bound=QLayout)

LYING = QSize(1920, 1080)
MOST_BESIDE = 1.3
"""How large letters may be where panels still stand side by side in a window that lies."""

MOST_PICTURE = 1.6
"""How much pictures grow with the letters, at most."""


class StaffKit:
    """The look, the words, and what is made with them. ``letters``: 1 for 100 %. ``narrow``: pages stand in one column,
    whose window stands upright or has large letters."""

    def __init__(self, look: Look, strings: Strings, size: QSize = LYING, text_percent: int = 100) -> None:
        self.look, self.strings = look, strings
        self.letters = text_percent / 100
        self.upright = size.height() > size.width()
        self.narrow = self.upright or self.letters > MOST_BESIDE

    @property
    def is_light(self) -> bool:
        """Dark letters on light paper."""
        return self.look.colour("paper").lightness() > 127

    def say(self, key: str, /, **values: object) -> str:
        return self.strings.say(f"counter.ui.{key}", **values)

    def number(self, number: int) -> str:
        """12.345, as the language groups it."""
        return self.strings.words.number(number)

    def sum(self, amount: int) -> str:
        """16.000 đ."""
        return f"{self.number(amount)} đ"

    def px(self, number: float) -> int:
        return round(number * self.look.scale)

    def tall(self, number: float) -> int:
        """The size of something that holds letters."""
        return self.px(number * self.letters)

    def label(self, text: str = "", role: str = "") -> QLabel:
        """Letters as they are, whoever wrote them: a ``<`` begins no markup. They take several lines where one has no
        room, unless their role keeps them in one."""
        one = WideLabel(text)
        one.setTextFormat(Qt.TextFormat.PlainText)
        one.setProperty("role", role)
        one.setWordWrap(not role.startswith(ONE_LINE))
        if role.startswith(TIGHT):
            one.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return one

    def marked(self, text: str, role: str = "") -> QLabel:
        """Small HTML of our own, in which what others wrote is escaped."""
        one = self.label("", role)
        one.setTextFormat(Qt.TextFormat.RichText)
        one.setText(text)
        return one

    def picture(self, name: str, size: float = 28, colour: str = "action_text") -> QLabel:
        one = QLabel()
        one.setPixmap(icon(name, self.look.colour(colour).name(), self.px(size * min(self.letters, MOST_PICTURE))))
        one.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return one

    def button(
        self, text: str, act: Callable[[], object], *, role: str = "", key: str = "", picture: str = ""
    ) -> StaffButton:
        return StaffButton(self, text, act, role, key, picture)

    def card(self, *, role: str = "card") -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("role", role)
        return frame, self.column(frame, margin=20)

    def rule(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "line")
        frame.setFixedHeight(max(1, self.px(1)))
        return frame

    def column(self, owner: QWidget | None = None, *, margin: float = 0, gap: float = 12) -> QVBoxLayout:
        return self._spaced(QVBoxLayout(owner) if owner else QVBoxLayout(), margin, gap)

    def row(self, owner: QWidget | None = None, *, margin: float = 0, gap: float = 12) -> QHBoxLayout:
        return self._spaced(QHBoxLayout(owner) if owner else QHBoxLayout(), margin, gap)

    def split(self, *, always: bool = False, gap: float = 20) -> QBoxLayout:
        """Side by side, or one below the other where that is too narrow. ``always``: side by side all the same."""
        beside = always or not self.narrow
        layout = QBoxLayout(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        layout.setSpacing(self.px(gap))
        return layout

    def bar(self, *, gap: float = 12) -> FlowRow:
        """Buttons, chips or tabs beside each other, in as many lines as they need."""
        return FlowRow(self.px(gap))

    def page(self, owner: QWidget, *, gap: float = 16) -> QVBoxLayout:
        """The column of a whole page; scrolled in a narrow window, where parts stand one below the other."""
        if not self.narrow:
            return self.column(owner, margin=28, gap=gap)
        area, inner = scroll_area(self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column(owner).addWidget(area)
        inner.setContentsMargins(*(self.px(side) for side in (22, 16, 22, 16)))
        inner.setSpacing(self.px(gap))
        return inner

    def fix_width(self, panel: QWidget, width: float) -> None:
        """Of a panel at the side; in a narrow window it is as wide as the page."""
        if not self.narrow:
            panel.setFixedWidth(self.tall(width))

    def pair(self, left: str, right: str, role: str = "") -> QHBoxLayout:
        """A line with its value at the right."""
        line = self.row()
        line.addWidget(self.label(left, role if role else "second"), int(self.narrow))
        if not self.narrow:
            line.addStretch(1)
        line.addWidget(self.label(right, role or "strong"))
        return line

    def _spaced(self, layout: AnyLayout, margin: float, gap: float) -> AnyLayout:
        layout.setContentsMargins(*(self.px(margin),) * 4)
        layout.setSpacing(self.px(gap))
        return layout


class LaidOutButton(RootedShowing, QPushButton):
    """A button as wide as the layout in it, and as high where its words take several lines."""

    def hasHeightForWidth(self) -> bool:
        return (layout := self.layout()) is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        words = layout.totalHeightForWidth(width) if (layout := self.layout()) is not None else 0
        return max(super().sizeHint().height(), self.minimumHeight(), words)

    def sizeHint(self) -> QSize:
        layout, wanted = self.layout(), super().sizeHint()
        return QSize(layout.sizeHint().width(), wanted.height()) if layout else wanted

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def let_touches_through(button: QWidget) -> None:
    """The labels in a button are painted alone: what is pressed is the button."""
    for child in button.findChildren(QLabel):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class StaffButton(LaidOutButton):
    """A button with its icon at the left and its key at the right."""

    def __init__(self, kit: StaffKit, text: str, act: Callable[[], object], role: str, key: str, picture: str) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", role)
        self.setAccessibleName(text)
        primary = role == "primary"
        line = kit.row(self, gap=10)
        air = 4 if role == "option" else 0  # words of two lines touch no edge
        line.setContentsMargins(*(kit.px(side) for side in (18, air, 14 if text or key else 18, air)))
        self._picture = QLabel()
        self._picture_name, self._role = picture, role
        if picture:
            self._picture = kit.picture(picture, 26, "on_action" if primary else "err" if role == "danger" else "ink")
            line.addWidget(self._picture)
        self.words = kit.label(text, "h3" if primary else "")
        line.addWidget(self.words, int(role in ("name", "option")), Qt.AlignmentFlag.AlignVCenter)
        self.words.setVisible(bool(text))
        self.hint = kit.label(key, "kbd-on" if primary else "kbd")
        if not key:
            self.hint.hide()
        line.addWidget(self.hint)
        let_touches_through(self)
        if role == "name":
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        elif role == "primary":
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        elif role != "option":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if role == "primary":
            self.words.setWordWrap(True)
            self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self.words.setAlignment(Qt.AlignmentFlag.AlignVCenter if picture else Qt.AlignmentFlag.AlignCenter)
        elif role == "view":
            self.toggled.connect(self._show_chosen)
        self.clicked.connect(lambda _=False: act())

    def minimumSizeHint(self) -> QSize:
        """Where there is no room for them in one line, they take several."""
        hint = self.sizeHint()
        return QSize(layout.minimumSize().width(), hint.height()) if (layout := self.layout()) else hint

    def changeEvent(self, event: QEvent) -> None:
        """A primary that cannot be pressed stands on pale ground: its picture is dark there."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and self._role == "primary" and self._picture_name:
            colour = self._kit.look.colour("on_action" if self.isEnabled() else "ink2").name()
            size = self._kit.px(26 * min(self._kit.letters, MOST_PICTURE))
            self._picture.setPixmap(icon(self._picture_name, colour, size))

    def _show_chosen(self, chosen: bool) -> None:
        """Qt's rules do not look at what a parent is: the words and the picture are coloured here."""
        if self._picture_name:
            colour = self._kit.look.colour("on_action" if chosen else "ink").name()
            size = self._kit.px(26 * min(self._kit.letters, MOST_PICTURE))
            self._picture.setPixmap(icon(self._picture_name, colour, size))
        dressed(self.words, "on" if chosen else "")
        dressed(self.hint, "kbd-on" if chosen else "kbd")

    def set_text(self, text: str) -> None:
        self.words.setVisible(bool(text))
        self.words.setText(text)
        self.setAccessibleName(text)

    def set_waiting(self, waiting: bool) -> None:
        """A primary act that cannot be done yet stays readable, and its words say what is missing."""
        roles = ("waiting", "h3", "kbd") if waiting else ("primary", "h3", "kbd-on")
        for widget, role in zip((self, self.words, self.hint), roles, strict=True):
            dressed(widget, role)
        self.hint.setVisible(bool(self.hint.text()) and not waiting)


def scrolled(kit: StaffKit) -> tuple[QWidget, QVBoxLayout]:
    """A column that is scrolled where it has no room; in a narrow window the page that it lies on is."""
    if not kit.narrow:
        return scroll_area(kit)
    inner = QWidget()
    return inner, kit.column(inner, gap=8)


def scroll_area(kit: StaffKit) -> tuple[QScrollArea, QVBoxLayout]:
    """A column that is scrolled by wheel, key or finger."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    inner = QWidget()
    area.setWidget(inner)
    return area, kit.column(inner, gap=8)


def scrolled_whole(kit: StaffKit, page: QWidget) -> QWidget:
    """A page that has no narrow shape of its own: large letters and long names may need more than the window."""
    area = scroll_area(kit)[0]
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a touch beside takes the focus from no line that is written in
    area.setWidget(page)
    return area


def dressed(widget: QWidget, role: str) -> None:
    """In the rules of another role."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def emptied(layout: QLayout) -> None:
    """Take everything out."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)

"""What the counter's pages are made of: labels by role, buttons that show their key, cards, tables, layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.icons import icon
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import Rooted, RootedShowing

AnyLayout = TypeVar("AnyLayout", bound=QLayout)


class StaffKit:
    """The look, the words, and what is made with them."""

    def __init__(self, look: Look, strings: Strings) -> None:
        self.look, self.strings = look, strings

    def say(self, key: str, /, **values: object) -> str:
        return self.strings.say(f"counter.ui.{key}", **values)

    def px(self, number: float) -> int:
        return round(number * self.look.scale)

    def label(self, text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
        one = QLabel(text)
        one.setProperty("role", role)
        one.setWordWrap(wrap)
        one.setTextFormat(Qt.TextFormat.RichText if "<" in text else Qt.TextFormat.PlainText)
        if role.startswith(("chip", "kbd")):
            one.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return one

    def picture(self, name: str, size: float = 28, colour: str = "action_text") -> QLabel:
        one = QLabel()
        one.setPixmap(icon(name, self.look.colour(colour).name(), self.px(size)))
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

    def pair(self, left: str, right: str, role: str = "") -> QHBoxLayout:
        """A line with its value at the right."""
        line = self.row()
        line.addWidget(self.label(left, role if role else "second"))
        line.addStretch(1)
        line.addWidget(self.label(right, role or "strong"))
        return line

    def _spaced(self, layout: AnyLayout, margin: float, gap: float) -> AnyLayout:
        layout.setContentsMargins(*(self.px(margin),) * 4)
        layout.setSpacing(self.px(gap))
        return layout


class StaffButton(RootedShowing, QPushButton):
    """A button with its icon at the left and its key at the right."""

    def __init__(self, kit: StaffKit, text: str, act: Callable[[], object], role: str, key: str, picture: str) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", role)
        self.setAccessibleName(text)
        primary = role == "primary"
        line = kit.row(self, gap=10)
        line.setContentsMargins(kit.px(18), 0, kit.px(14 if text or key else 18), 0)
        if picture:
            line.addWidget(kit.picture(picture, 26, "on_action" if primary else "err" if role == "danger" else "ink"))
        self.words = kit.label(text, "h3" if primary else "")
        line.addWidget(self.words, 0, Qt.AlignmentFlag.AlignVCenter)
        if not text:
            self.words.hide()
        if role in ("name", "option"):
            line.addStretch(1)
        self.hint = kit.label(key, "kbd-on" if primary else "kbd")
        if not key:
            self.hint.hide()
        line.addWidget(self.hint)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if role not in ("name", "option", "primary"):
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _=False: act())

    def set_text(self, text: str) -> None:
        self.words.setText(text)
        self.setAccessibleName(text)

    def set_waiting(self, waiting: bool) -> None:
        """A primary act that cannot be done yet stays readable, and its words say what is missing."""
        roles = ("waiting", "h3", "kbd") if waiting else ("primary", "h3", "kbd-on")
        for widget, role in zip((self, self.words, self.hint), roles, strict=True):
            widget.setProperty("role", role)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        wanted = super().sizeHint()
        return QSize(layout.sizeHint().width() if layout else wanted.width(), wanted.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class PaperView(Rooted):
    """A picture of a page, as large as there is room for, or a sentence where there is none."""

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit = kit
        self.picture = QPixmap()
        self._text = ""
        self.setMinimumSize(kit.px(200), kit.px(200))

    def show_picture(self, png: bytes, text: str = "") -> None:
        self.picture = QPixmap.fromImage(QImage.fromData(png)) if png else QPixmap()
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.picture.isNull():
            painter.setPen(self._kit.look.colour("ink2"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._text)
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())
        painter.drawPixmap(area, self.picture)


class RichCells(QStyledItemDelegate):
    """Cells whose text is small HTML: two lines, marked words. What people wrote is escaped before it comes here."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        margin = round(10 * self._look.scale)
        document = QTextDocument()
        document.setDefaultFont(option.font)
        document.setDocumentMargin(0)
        document.setHtml(f"<div style='color:{self._look.theme.ink}'>{text}</div>")
        document.setTextWidth(option.rect.width() - 2 * margin)
        painter.save()
        painter.setClipRect(option.rect)
        top = option.rect.top() + max(0.0, (option.rect.height() - document.size().height()) / 2)
        painter.translate(option.rect.left() + margin, top)
        document.drawContents(painter)
        painter.restore()


class StaffTable(RootedShowing, QTableWidget):
    """Rows that are chosen whole, by arrows or touch; Enter or a second touch opens one."""

    def __init__(self, kit: StaffKit, heads: Sequence[str], widths: Sequence[float], high: float = 66) -> None:
        super().__init__(0, len(heads))
        self.setHorizontalHeaderLabels(list(heads))
        self.setItemDelegate(RichCells(kit.look, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(kit.px(high))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in enumerate(widths):
            if width:
                self.setColumnWidth(place, kit.px(width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Iterable[Sequence[str]]) -> None:
        """Replace what is shown; the first row is chosen."""
        lines = list(rows)
        self.setRowCount(len(lines))
        for at, line in enumerate(lines):
            for place, text in enumerate(line):
                self.setItem(at, place, QTableWidgetItem(text))
        if lines:
            self.selectRow(0)


def escaped(text: str) -> str:
    """What people wrote, as letters in a cell of small HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)

"""What the staff's windows share: a dialog over a darkened page, and a page that the same person's PIN opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)
from shiboken6 import isValid

from kiosk.ui.counter.parts import StaffKit, scroll_area
from kiosk.ui.widgets.rooted import Rooted


class Veil(Rooted):
    """A dialog over the page, which is darkened; Esc takes it away. ``fault``: what went wrong, above what it asks."""

    def __init__(self, kit: StaffKit, inner: QWidget, parent: QWidget, wide: float = 0) -> None:
        """``wide``: where it wants more than others, in a window that lies."""
        super().__init__(parent)
        self._area: QScrollArea | None = None
        self._inner: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("veil")
        box = self.box = QFrame(self)
        box.setProperty("role", "dialog")
        column = kit.column(box, margin=32 if not kit.narrow else 22)
        self.fault = kit.label("", "fault")
        self.fault.hide()
        column.addWidget(self.fault)
        self.wait = kit.label("", "second")
        self.wait.hide()
        column.addWidget(self.wait)
        shown: QWidget = inner
        if kit.narrow:  # large letters may need more than the window
            area, self._inner = scroll_area(kit)[0], inner
            area.setWidget(inner)
            self._area = shown = area
        column.addWidget(shown)
        outer = kit.column(self)
        outer.addStretch(1)
        line = kit.row()
        line.addStretch(1)
        least, most = (1080, 1200) if kit.narrow else (max(wide, 900), max(wide, 1080))
        box.setMinimumWidth(kit.px(least))
        box.setMaximumWidth(kit.px(most))
        line.addWidget(box)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        self._margins, self._wide = kit.px(130), kit.px(1080 - 2 * 22)
        self.setGeometry(parent.rect())
        self._make_room()
        self.show()
        self.raise_()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the dialog: nothing is written into the page beneath it."""
        here = QApplication.focusWidget()
        parts = [one for one in self.findChildren(QWidget) if self._takes_tab(one)]
        order = _in_tab_order(self, parts)
        if not order:
            return True
        at = order.index(here) if here in order else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        order[(at + (1 if forward else -1)) % len(order)].setFocus(reason)
        return True

    def take_hand(self, wanted: QWidget | None) -> None:
        """What is typed from now on is for the dialog: for ``wanted``, else for what Tab comes to first."""
        if wanted is not None and self.isAncestorOf(wanted):
            wanted.setFocus()
        else:
            self.focusNextPrevChild(True)

    def _takes_tab(self, one: QWidget) -> bool:
        if not (one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus):
            return False
        group = one.group() if isinstance(one, QAbstractButton) else None
        return group is None or not group.exclusive() or one is (group.checkedButton() or group.buttons()[0])

    def show_fault(self, text: str) -> None:
        """Empty takes it away."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self._make_room()

    def show_wait(self, text: str) -> None:
        """That an answer is waited for; empty takes it away."""
        self.wait.setText(text)
        self.wait.setVisible(bool(text))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """What is scrolled is as high as what lies in it, where the window is."""
        if self._area is not None and self._inner is not None:
            wide = self._wide
            layout = self._inner.layout()
            hint = self._inner.sizeHint().height()
            wanted = layout.totalHeightForWidth(wide) if layout and layout.hasHeightForWidth() else hint
            self._area.setMinimumHeight(min(wanted, self.height() - self._margins))


def _in_tab_order(root: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """``parts`` as the window's own chain has them."""
    wanted, order, one = set(parts), list[QWidget](), root.nextInFocusChain()
    while one is not None and one is not root and len(order) < len(wanted):
        if one in wanted:
            order.append(one)
        one = one.nextInFocusChain()
    return order


OVER = "over"
"""The property of a shortcut that is heard over a dialog too."""

_SILENT = "silent"


class VeiledFrame(Rooted):
    """A window over whose pages one dialog may lie."""

    pages: QStackedWidget

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._staff_kit = kit
        self._veil: Veil | None = None
        self._hand: QWidget | None = None  # where it was before the dialog came

    def show_dialog(self, inner: QWidget, wide: float = 0) -> None:
        """Keys of what lies beneath mean nothing while it is there: the same ones may be the dialog's, and no page is
        turned, or acts, unseen. What is typed goes into the dialog."""
        self.end_dialog()
        self._hand = self.window().focusWidget()
        self._silence()
        self._veil = Veil(self._staff_kit, inner, self, wide)
        self._veil.take_hand(inner.focusWidget())

    def _silence(self) -> None:
        for one in self.findChildren(QShortcut):
            if one.isEnabled() and not one.property(OVER):
                one.setProperty(_SILENT, True)
                one.setEnabled(False)

    def _hear_again(self) -> None:
        """Those that the dialog silenced, and no others."""
        for one in self.findChildren(QShortcut):
            if one.property(_SILENT):
                one.setProperty(_SILENT, False)
                one.setEnabled(True)

    def show_fault(self, text: str) -> None:
        """What went wrong, above the page; empty takes it away."""
        raise NotImplementedError

    def tell_fault(self, text: str) -> None:
        """What went wrong where the officer looks: in the dialog too, which lies over what is above the page."""
        self.show_fault(text)
        if self._veil is not None:
            self._veil.show_fault(text)

    def end_dialog(self) -> bool:
        """Whether there was one."""
        veil, self._veil = self._veil, None
        if veil is not None:
            veil.hide()
            veil.deleteLater()
            self._hear_again()
            self._take_up()
        return veil is not None

    def give_hand(self, page: QWidget) -> None:
        """To the page, once no dialog lies over it."""
        if self._veil is None:
            page.setFocus()
        else:
            self._hand = page

    def _take_up(self) -> None:
        """The hand is where it was: arrows and letters go on there."""
        hand, self._hand = self._hand, None
        if hand is not None and isValid(hand) and hand.isVisible() and self.isAncestorOf(hand):
            hand.setFocus()

    @property
    def dialog(self) -> Veil | None:
        return self._veil

    def resizeEvent(self, event: object) -> None:
        if self._veil is not None:
            self._veil.setGeometry(self.rect())


class PinPage(Rooted):
    """A page that the same person's PIN opens. ``opened``: the PIN. ``left``: signed out instead."""

    opened = Signal(str)
    left = Signal()
    person: QLabel
    pin: QLineEdit
    fault: QLabel

    def show_person(self, text: str) -> None:
        self.person.setText(text)
        self.show_fault("")
        self.pin.setFocus()

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.pin.clear()

    def _enter(self) -> None:
        self.opened.emit(self.pin.text())
        self.pin.clear()

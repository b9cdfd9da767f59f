"""What every widget is: painted by itself, alive to look and language, and, if it can be pressed, well-mannered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, cast

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.strings import Phrase, Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets.access import AccessPart, AccessRole, AccessState
from kiosk.ui.widgets.arrows import steer
from kiosk.ui.widgets.ground import Caster
from kiosk.ui.widgets.highlight import highlighting
from kiosk.ui.widgets.paint import smooth

SPOKEN = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select}


_KIND = QEvent.Type
_FELT = frozenset((_KIND.TouchBegin, _KIND.TouchUpdate, _KIND.TouchEnd, _KIND.TouchCancel))
"""Of all events, those that Qt does not see of what can be pressed."""

SLIP_MM = 12
"""How far a finger slips that means no other thing."""


class Painted(Caster):
    """A widget that draws itself in ``paint`` and follows the look and its phrases.

    Subclasses override ``paint``, ``spoken`` (the accessible name) and ``height_for`` / ``wanted_width``.
    """

    role: ClassVar[AccessRole] = AccessRole.TEXT
    """What it is, where it says anything."""

    fills = False
    """Whether it takes all the height it is given in a row or column, instead of its own."""

    highlight, highlight_word = "", -1
    """The sentence in it that the voice is saying, and the place of the word; -1 where that is not known."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._heard: list[Strings] = []
        look.changed.connect(self.restyle)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # --- for subclasses ---

    def paint(self, painter: QPainter) -> None:
        """Draw everything, into ``self.rect()``."""

    def spoken(self) -> str:
        """What a screen reader and the voice say of this widget."""
        return ""

    def access_role(self) -> AccessRole:
        return self.role if self.spoken() else AccessRole.GROUP

    def access_state(self) -> AccessState:
        return AccessState(enabled=self.isEnabled())

    def access_value(self) -> str:
        """What was answered in it; its name says it too."""
        return ""

    def access_parts(self) -> Sequence[AccessPart]:
        """What can be pressed in it and is no widget of its own."""
        return ()

    def height_for(self, width: int) -> int:
        """The height that this widget needs at ``width`` pixels."""
        return 0

    def wanted_width(self) -> int:
        """The width at which nothing needs to wrap."""
        return 0

    def least_width(self) -> int:
        """The width below which it would be broken."""
        return 0

    # --- words and look ---

    def listen(self, *texts: Text) -> None:
        """Follow the language of those texts that have one."""
        for text in texts:
            if isinstance(text, Phrase):
                self.listen_to(text.strings)
                self.listen(*(value for value in text.values.values() if isinstance(value, Phrase)))

    def listen_to(self, strings: Strings) -> None:
        if strings not in self._heard:
            self._heard.append(strings)
            strings.changed.connect(self.retranslate)

    def restyle(self) -> None:
        """The look is another: measure and paint anew."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """The words are others: say, measure and paint anew."""
        self.setAccessibleName(self.spoken())
        self.restyle()

    # --- Qt ---

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()  # Qt asks for the widget alone, and one that is not enabled casts nothing
        super().changeEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.height_for(width)

    def sizeHint(self) -> QSize:
        width = max(self.wanted_width(), self.least_width())
        return QSize(width, self.height_for(width or self.look.px(968)))

    def minimumSizeHint(self) -> QSize:
        width = self.least_width()
        return QSize(width, self.height_for(max(width, self.wanted_width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        with highlighting(self.highlight, self.highlight_word):
            self.paint(painter)
        painter.end()


class Pressable(Painted):
    """Something to press by finger, mouse or key. Feedback is immediate; ``clicked`` comes on release inside.

    A finger that slips a little, or slides off and comes back, is forgiven: its press counts where it was begun. Two
    fingers choose nothing. Two taps within the debounce are one, and what has just changed its meaning (``rest``) takes
    none for a while.
    """

    clicked = Signal()
    role = AccessRole.BUTTON
    selected = False
    choosable = False
    """Whether it is chosen or not chosen, and not only pressed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.down = False
        self._grasped = False  # a finger that began here is still on the glass
        self._rests_until = -1e9
        self.repeats = False  # a stepper may be tapped quickly

    def set_selected(self, selected: bool) -> None:
        """Show that it is, or is not, the one that is chosen."""
        if (self.selected, self.choosable) != (selected, True):
            self.selected, self.choosable = selected, True
            self.update()

    def access_role(self) -> AccessRole:
        return AccessRole.CHOICE if self.choosable and self.role is AccessRole.BUTTON else super().access_role()

    def access_state(self) -> AccessState:
        return replace(super().access_state(), chosen=self.selected if self.choosable else None)

    def target(self) -> QRectF:
        """The area that reacts, and that the focus ring goes round."""
        return QRectF(self.rect())

    def ring_radius(self) -> float:
        return float(self.look.px(24))

    def click(self) -> None:
        """Press it, as a program or a key does; a disabled one stays silent."""
        if self.isEnabled() and (self.repeats or self.look.take_tap()):
            self.clicked.emit()

    def rest(self) -> None:
        """What it means is another: the finger that was on its way meant something else."""
        self._rests_until = self.look.now() + self.look.rest
        self._let_go()

    @property
    def resting(self) -> bool:
        return self.look.now() < self._rests_until

    # --- finger and mouse ---

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:  # Tab never reaches keyPressEvent
            self.look.keys_in_use = True
        if kind not in _FELT:
            return super().event(event)
        if kind is QEvent.Type.TouchCancel:
            self._let_go()
            return True
        return self._touched(cast(QTouchEvent, event))

    def _touched(self, event: QTouchEvent) -> bool:
        point = event.points()[0].position()
        if event.pointCount() > 1:
            self.look.grasp.spoil()
        if event.type() == QEvent.Type.TouchBegin:
            self.press(point)
        elif event.type() == QEvent.Type.TouchEnd:
            self.release(point)
        else:
            self.slide(point)
        event.accept()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.slide(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.release(event.position())

    def press(self, at: QPointF) -> None:
        self.look.keys_in_use = False
        there = self.isEnabled() and self.isVisible()  # what this very touch took away never hears of the lifting
        if there and self.target().contains(at) and not self.resting:
            self._grasped = True
            self.look.grasp.take(self)
            self._set_down(True)

    def slide(self, at: QPointF) -> None:
        if self._grasped:
            self._set_down(self.near(at))

    def release(self, at: QPointF) -> None:
        if self._grasped and self._let_go() and self.near(at):
            self.click()

    def near(self, at: QPointF) -> bool:
        """Whether a finger there may still mean it: it slips by as much as ``SLIP_MM`` between press and release."""
        slip = self.look.metrics.mm(SLIP_MM)
        return self.target().adjusted(-slip, -slip, slip, slip).contains(at)

    @property
    def grasped(self) -> bool:
        """Whether a finger lies on it that means it."""
        return self._grasped

    def let_go(self) -> None:
        """Nothing holds it any more, and nothing was meant."""
        self._let_go()

    def _let_go(self) -> bool:
        """The finger is gone, or does not count any more; whether it was the only one."""
        self._grasped = False
        self._set_down(False)
        return self.look.grasp.let_go(self)

    def _set_down(self, down: bool) -> None:
        if down != self.down:
            self.down = down
            self.update()

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self.look.keys_in_use = True
        if key in SPOKEN and not event.isAutoRepeat():
            self._set_down(not self.resting)
        elif not steer(self, key):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in SPOKEN and not event.isAutoRepeat() and self.down:
            self._set_down(False)
            self.click()
        else:
            super().keyReleaseEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_down(False)
        super().focusOutEvent(event)

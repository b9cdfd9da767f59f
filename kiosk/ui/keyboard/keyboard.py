"""One painted widget with all keys. Every finger counts: two keys pressed at once are two letters, in their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEventPoint, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.keyboard import layout
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.keyboard.faces import KeyPictures
from kiosk.ui.keyboard.layout import Key, KeyAction, Mode, Placed
from kiosk.ui.keyboard.page import KeyPage
from kiosk.ui.keyboard.target import Shift, Target
from kiosk.ui.keyboard.typist import Typist
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.weak_signal import WeakSignal
from kiosk.ui.widgets.access import AccessPart
from kiosk.ui.widgets.arrows import ARROWS
from kiosk.ui.widgets.base import SPOKEN, Painted
from kiosk.ui.widgets.paint import smooth

BOUNCE = 0.06
"""A key that comes again within this many seconds of its release is a wet finger's bounce, not a second letter."""


class Keyboard(Painted):
    """``attach(field)`` says where the letters go.

    Letters come with the touch, not with its end. In hoa once is for one letter, twice stays, a third time is off.
    Arrow keys steer over the keys, Enter or Space presses one. ``pressed_key`` carries the name of each key for the
    ear. ``typist`` writes; its input method is a person's choice, ``method_chosen``.
    """

    pressed_key = Signal(str)
    ROW, LARGE_ROW, NUMBER_ROW, PAD = 116, 142, 132, 14

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._strings, self._cursor = strings, 0
        self.typist, self.method_chosen = Typist(), WeakSignal()
        self._page, self._shift, self._pictures = KeyPage(), Shift.OFF, KeyPictures(look)
        self._placed: tuple[Placed, ...] = ()
        self._fingers: dict[int, int] = {}  # which finger holds which key
        self._released: dict[Key, float] = {}  # by key: another page has another in its place
        self.listen_to(strings)
        self.retranslate()

    # --- what it writes into, and how ---

    def attach(self, target: Target | None, mode: Mode = Mode.LETTERS, names: bool = False, extra: str = "") -> None:
        """Write into ``target`` from now on. ``names`` begins words with a capital; ``extra`` is a sign on the pad."""
        self.typist.attach(target, names, composes=mode is Mode.LETTERS)
        self._page.extra, self._shift = extra, Shift.OFF
        self._page.first()
        if target is not None or mode is not Mode.LETTERS:
            self.set_mode(mode)

    def set_mode(self, mode: Mode) -> None:
        self._page.mode = mode
        self._arrange()

    @property
    def method(self) -> InputMethod:
        return self.typist.method

    def set_method(self, method: InputMethod) -> None:
        """Write marks this way from now on."""
        if method is not self.method:
            self.typist.method = method
            self._page.rare = self._page.foreign = False
            self._arrange()
            self.method_chosen.emit()

    def wipe(self) -> None:
        """The next person writes as the kiosk does by itself."""
        self.attach(None)
        self.typist.wipe()
        self._page = KeyPage()
        self._arrange()

    @property
    def shift(self) -> Shift:
        """Also on by itself where a name's word begins."""
        if self._shift is Shift.OFF and self.typist.begins_word:
            return Shift.ONCE
        return self._shift

    def shown_keys(self) -> tuple[Placed, ...]:
        """The keys that are shown, and where."""
        return self._placed

    def tap(self, key: Key) -> None:
        self.look.tapped.emit()
        if self._page.turn(key.act):
            self._arrange()
        elif key.act is KeyAction.SHIFT:
            self._turn_shift()
        elif key.method is not None:
            self.set_method(key.method)
        elif self.typist.target is not None:
            self._write(self.typist.target, key)
        self.pressed_key.emit(self.name_of(key))

    def name_of(self, key: Key) -> str:
        return self._strings.say(key.word) if key.word else key.text

    # --- deeds ---

    def _write(self, target: Target, key: Key) -> None:
        deeds: dict[KeyAction, Callable[[], None]] = {
            KeyAction.CLEAR: target.clear,
            KeyAction.ERASE: self.typist.erase,
            KeyAction.BREVE: self.typist.breve,
            KeyAction.LEFT: lambda: target.move_caret(-1),
            KeyAction.RIGHT: lambda: target.move_caret(1),
        }
        before = self.shift
        if key.act in deeds:
            deeds[key.act]()
        elif key.tone is not None:
            self.typist.tone(key.tone)
        else:
            self.typist.letter(" " if key.act is KeyAction.SPACE else self.shown(key))
        if self._shift is Shift.ONCE and key.act is KeyAction.LETTER:
            self._shift = Shift.OFF
        if self.shift is not before:  # the letters on all keys; else the one under the finger paints itself
            self.update()

    def shown(self, key: Key) -> str:
        """The letter as the state of In hoa makes it."""
        return key.text.upper() if key.act is KeyAction.LETTER and self.shift is not Shift.OFF else key.text

    def _turn_shift(self) -> None:
        order = {Shift.OFF: Shift.ONCE, Shift.ONCE: Shift.LOCKED, Shift.LOCKED: Shift.OFF}
        self._shift = order[self.shift]
        self.update()

    # --- where things are ---

    def _row(self) -> int:
        if self._page.mode is Mode.NUMBERS:
            return self.NUMBER_ROW
        return self.LARGE_ROW if self.look.large else self.ROW

    def height_for(self, width: int) -> int:
        rows = 4 if self._page.mode is Mode.NUMBERS else 6
        return self.look.px(rows * self._row() + 2 * self.PAD - 8)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(1080), self.height_for(0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(640), self.height_for(0))

    def _arrange(self) -> None:
        pad, gap = self.look.px(self.PAD), self.look.px(14 if self.look.large else 9)
        width = min(self.width() - 2 * pad, self.look.px(760 if self._page.mode is Mode.NUMBERS else 1300))
        room = QRectF((self.width() - width) / 2, pad, width, self.height() - 2 * pad)
        self._placed = layout.place(self._page.rows(self.look.large, self.method), room, gap)
        self._fingers.clear()
        self._cursor = min(self._cursor, len(self._placed) - 1)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        if hasattr(self, "_placed"):
            self._arrange()

    def resizeEvent(self, event: QEvent) -> None:
        self._arrange()

    def spoken(self) -> str:
        return self._strings.say("keyboard.name")

    def access_parts(self) -> tuple[AccessPart, ...]:
        """Each key, by its name for the ear."""
        keys = [(one.key, one.area.toAlignedRect()) for one in self._placed]
        return tuple(AccessPart(self.name_of(key), area, partial(self.tap, key)) for key, area in keys)

    # --- fingers ---

    def event(self, event: QEvent) -> bool:
        kinds = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)
        if event.type() in kinds:
            for point in cast(QTouchEvent, event).points():
                self._finger(point)
            event.accept()
            return True
        if event.type() != QEvent.Type.TouchCancel:
            return super().event(event)
        self.let_go()
        return True

    def _finger(self, point: QEventPoint) -> None:
        if point.state() == QEventPoint.State.Pressed:
            self._press(point.id(), point.position())
        elif point.state() == QEventPoint.State.Released:
            self._release(point.id())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(-1, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(-1)

    def _press(self, finger: int, at: QPointF) -> None:
        self.look.keys_in_use = False
        index = layout.nearest(self._placed, at)
        key = self._placed[index].key
        if self.look.now() - self._released.get(key, -1e9) < BOUNCE:
            return
        self.tap(key)
        if index < len(self._placed) and self._placed[index].key == key:
            self._fingers[finger] = index
            self._refresh(index)

    def _release(self, finger: int) -> None:
        index = self._fingers.pop(finger, None)
        if index is not None:
            self._released[self._placed[index].key] = self.look.now()
            self._refresh(index)

    def let_go(self) -> None:
        """No finger lies on any key."""
        self._fingers.clear()
        self.update()

    def _refresh(self, index: int) -> None:
        self.update(self._placed[index].area.adjusted(-4, -4, 4, 8).toAlignedRect())

    # --- keys of a keyboard or a keypad ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self.look.keys_in_use = True
        if key in ARROWS and self._steer(*ARROWS[key]):
            self.update()
        elif key in SPOKEN:
            self.tap(self._placed[self._cursor].key)
        else:
            super().keyPressEvent(event)

    def _steer(self, dx: int, dy: int) -> bool:
        """To the nearest key that way; False at the edge."""
        best = layout.beside(self._placed, self._cursor, dx, dy)
        moved, self._cursor = best != self._cursor, best
        return moved

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        theme = self.look.theme
        painter.fillRect(event.rect(), self.look.colour("sunk"))
        painter.fillRect(0, 0, self.width(), self.look.px(theme.edges or 2), self.look.colour("line"))
        pressed = set(self._fingers.values())
        steering = self.look.keys_in_use and self.hasFocus()
        for index, placed in enumerate(self._placed):
            if placed.area.adjusted(-4, -4, 4, 8).intersects(QRectF(event.rect())):
                state = index in pressed, self._on(placed.key), steering and index == self._cursor
                self._pictures.paint(painter, placed, self._label(placed.key), *state)
        painter.end()

    def _label(self, key: Key) -> tuple[str, str]:
        """What stands on a key: its text and, for a tone, its name."""
        if key.act is KeyAction.TONE:
            return key.text, self._strings.say(key.word)
        if key.act is KeyAction.SHIFT and self.shift is Shift.LOCKED:
            return self._strings.say("keyboard.shift_locked"), ""
        named = key.word and key.act not in (KeyAction.MARKS, KeyAction.BREVE)
        return self._strings.say(key.word) if named else self.shown(key).replace("'", "’"), ""

    def _on(self, key: Key) -> float:
        """How strongly a key is switched on: In hoa for one letter, or for good; the way that marks are written."""
        if key.act is KeyAction.METHOD:
            return float(key.method is self.method)
        if key.act is not KeyAction.SHIFT:
            return 0.0
        return {Shift.OFF: 0.0, Shift.ONCE: 0.5, Shift.LOCKED: 1.0}[self.shift]

    def centre_of(self, text: str) -> QPoint:
        """Where the key with that letter or that word stands; ``KeyError`` if there is none."""
        for placed in self._placed:
            if text in (placed.key.text, placed.key.word):
                return placed.area.center().toPoint()
        raise KeyError(text)

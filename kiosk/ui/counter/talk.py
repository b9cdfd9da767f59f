"""Helping at a kiosk from the counter: the resident's glass, what to say, who touches.

The picture is let go as soon as the help is over, the desk is locked, or the page is left.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

from kiosk.domain.visit import WAYS, VisitStep
from kiosk.services.visit_help import GlassPicture
from kiosk.ui.counter.hall_strip import step_words
from kiosk.ui.counter.kiosk_card import segment_of
from kiosk.ui.counter.parts import LaidOutButton, StaffKit, emptied, let_touches_through
from kiosk.ui.widgets.rooted import Rooted

SEGMENTS = tuple({one.number: one for step, one in WAYS.items() if step is not VisitStep.START}.values())


class MirrorView(Rooted):
    """The glass in its frame. ``touched``: how far from the left and from above, 0 to 1."""

    touched = Signal(float, float)

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit, self._text = kit, ""
        self.picture = QPixmap()
        self.may_touch = False
        self.setMinimumSize(kit.px(430), kit.px(400))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: QPixmap, *, may_touch: bool) -> None:
        self.picture, self.may_touch, self._text = picture, may_touch, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor if may_touch else Qt.CursorShape.ArrowCursor)
        self.update()

    def clear(self, text: str = "") -> None:
        """Nothing of the glass is kept; ``text`` stands there instead."""
        self.picture, self.may_touch, self._text = QPixmap(), False, text
        self.update()

    def _inside(self) -> QRectF:
        """Where the picture stands, its own shape kept."""
        edge = self._kit.px(14)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        if self.picture.isNull():
            return room
        scale = min(room.width() / self.picture.width(), room.height() / self.picture.height())
        wide, high = self.picture.width() * scale, self.picture.height() * scale
        return QRectF(room.center().x() - wide / 2, room.top(), wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, edge = QPainter(self), self._kit.px(14)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside, theme = self._inside(), self._kit.look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink if not self.picture.isNull() else theme.sunk))
        painter.drawRoundedRect(inside.adjusted(-edge, -edge, edge, edge), edge * 1.6, edge * 1.6)
        if not self.picture.isNull():
            painter.drawPixmap(inside, self.picture, QRectF(self.picture.rect()))
        elif self._text:
            painter.setPen(QColor(theme.ink2))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside.adjusted(edge, edge, -edge, -edge), int(flags), self._text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        inside, at = self._inside(), QPointF(event.position())
        if self.may_touch and not self.picture.isNull() and inside.contains(at):
            self.touched.emit((at.x() - inside.left()) / inside.width(), (at.y() - inside.top()) / inside.height())


class TalkPage(Rooted):
    """``given``: the visit is the resident's again. ``wanted``: whether the officer wants to touch."""

    given = Signal()
    back = Signal()
    wanted = Signal(bool)
    opened = Signal()  # it is on the screen: again after the lock, too
    closed = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._kit, self._step, self._touching = kit, "", False
        page = kit.page(self, gap=18)
        head = kit.bar(gap=16)
        head.addWidget(kit.button("", self.back.emit, picture="arrow-left", key="Esc"))
        self.title = kit.label("", "h1")
        self.since = kit.label("", "chip-info")
        head.addWidget(self.title)
        head.addWidget(self.since)
        head.addStretch(1)
        page.addLayout(head)
        body = kit.split(gap=24)
        page.addLayout(body, 1)
        self.mirror = MirrorView(kit)
        body.addWidget(self.mirror, 5)
        middle = kit.column(gap=20)
        body.addLayout(middle, 7)
        frame, box = kit.card()
        box.addWidget(kit.label(kit.strings.say("hall.talk.tell"), "second"))
        self.tell = kit.label("", "h2")
        box.addWidget(self.tell)
        middle.addWidget(frame)
        steps, self._steps = kit.card()
        middle.addWidget(steps, 1)
        body.addWidget(self._side(), 4)

    def _side(self) -> Rooted:
        kit, say = self._kit, self._kit.strings.say
        side = Rooted()
        outer = kit.column(side)
        frame, box = kit.card()
        outer.addWidget(frame)
        box.addWidget(kit.label(say("hall.talk.who_touches"), "h3"))
        self._who = QButtonGroup(self)
        self.options = tuple(self._option(place, key) for place, key in enumerate(("theirs", "mine")))
        for one in self.options:
            box.addWidget(one)
        self.reads = kit.label("", "quote")
        box.addWidget(self.reads)
        box.addWidget(kit.label(say("hall.talk.own_hand"), "second"))
        box.addStretch(1)
        box.addWidget(kit.label(say("hall.talk.not_kept"), "second"))
        self.give = kit.button(say("hall.talk.give_back"), self.given.emit, role="primary", key="Ctrl+Enter")
        box.addWidget(self.give)
        return side

    def _option(self, place: int, key: str) -> LaidOutButton:
        kit = self._kit
        button = LaidOutButton()
        button.setProperty("role", "option")
        button.setCheckable(True)
        line = kit.row(button, gap=10)
        line.setContentsMargins(kit.px(16), 0, kit.px(16), 0)
        line.addWidget(kit.label(kit.strings.say(f"hall.talk.{key}"), "strong"), 1)
        line.addWidget(kit.label(str(place + 1), "kbd"))
        let_touches_through(button)
        button.setAccessibleName(kit.strings.say(f"hall.talk.{key}"))
        button.clicked.connect(lambda _=False: self.wanted.emit(place == 1))
        self._who.addButton(button, place)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def begin(self, kiosk: str) -> None:
        """At that kiosk, with nothing of an earlier one."""
        self._step = ""
        self.title.setText(self._kit.strings.say("hall.talk.title", kiosk=kiosk))
        self.since.setText("")
        self.since.hide()
        self.mirror.clear(self._kit.strings.say("hall.talk.waiting"))
        self.show_touching(touching=False, asked=False)
        self.tell.setText("")
        emptied(self._steps)

    def show_since(self, text: str) -> None:
        self.since.setText(text)
        self.since.setVisible(bool(text))

    def show_glass(self, picture: GlassPicture) -> None:
        """What came: where nothing is painted anew, the step alone."""
        if picture.jpeg:
            pixmap = QPixmap()
            pixmap.loadFromData(picture.jpeg)
            self.mirror.show_picture(pixmap, may_touch=picture.touches)
        if picture.step != self._step:
            self._step = picture.step
            self._show_step(picture.step)

    def show_touching(self, *, touching: bool, asked: bool) -> None:
        """``asked``: the question stands on the resident's glass."""
        say = self._kit.strings.say
        self.options[1 if touching or asked else 0].setChecked(True)
        key = "asked" if asked and not touching else "reads_touch" if touching else "reads"
        self.reads.setText(say(f"hall.talk.{key}"))

    def _show_step(self, step: str) -> None:
        kit, say = self._kit, self._kit.strings.say
        segment = segment_of(step)
        self.tell.setText("“" + say(f"hall.tell.{step if step in TOLD else segment.key if segment else 'other'}") + "”")
        emptied(self._steps)
        self._steps.addWidget(kit.label(say("hall.talk.steps"), "h3"))
        for one in SEGMENTS:
            line = kit.bar(gap=14)
            here, past = segment is not None and one.number == segment.number, segment and one.number < segment.number
            line.addWidget(kit.picture("circle-check" if past else "arrow-right" if here else "minus", 28, _tone(past)))
            line.addWidget(kit.label(f"{one.number}. {say(f'way.{one.key}')}", "h3" if here else ""))
            line.addStretch(1)
            if here:
                line.addWidget(kit.label(step_words(kit, step), "chip-info"))
            self._steps.addLayout(line)
        self._steps.addStretch(1)


TOLD = frozenset(("consent", "identify", "trouble", "retake", "sign", "filing", "track"))
"""Steps with a sentence of their own; the others have their segment's."""


def _tone(past: object) -> str:
    return "ok" if past else "action_text"

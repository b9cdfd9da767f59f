"""What is laid over a screen for a moment: a question, a note, a choice of language or letters. Each can be left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.versions import SheetChange
from kiosk.ui.resident.leaves import LeafRow, Leaves
from kiosk.ui.resident.parts import fill
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import TEXT_SIZES, THEMES, Look, TextRole
from kiosk.ui.widgets import CENTRE, Button, ButtonKind, Ground, HoldButton, Label, Pressable, Rooted
from kiosk.ui.widgets.paint import rounded, smooth
from kiosk.ui.widgets.photo import Plate


class Sheet(Ground):
    """The surface that an overlay's words lie on."""

    covers = False  # its corners are round

    def __init__(self, look: Look, strings: Strings, parent: QWidget) -> None:
        super().__init__(look, "surface", parent)
        self.leaves = Leaves(look, strings, self)

    def paint_ground(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        rounded(painter, QRectF(self.rect()), px(36), theme.surface, theme.line, px(theme.edges or 2))


class Overlay(Rooted):
    """Dims what lies beneath and takes every touch. Subclasses fill it with ``fill``."""

    WIDTH, PAD = 900, 56
    closes_itself = False  # True: it works, or waits for a hand, by a clock of its own

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.strings = look, strings
        self.sheet = Sheet(look, strings, self)
        look.changed.connect(self._place)
        strings.changed.connect(self._place)

    def say(self, key: str, /, **values: object) -> Text:
        return self.strings.phrase(key, **values)

    def fill(self, icon: str, title: Text, line: Text, *more: QWidget | LeafRow) -> None:
        """Icon, question and sentence, then what can be pressed."""
        self.title = Label(self.look, title, TextRole.H1, align=CENTRE)
        blocks: list[QWidget | LeafRow] = [LeafRow((Plate(self.look, icon),), optional=True), self.title]
        if str(line):
            self.line = Label(self.look, line, TextRole.LEAD, "ink2", CENTRE)
            blocks.append(LeafRow((self.line,), optional=False))
        self.sheet.leaves.set_blocks([*blocks, *more])
        self._place()

    def button(self, key: str, kind: ButtonKind, act: Callable[[], None] | object, icon: str = "") -> Button:
        button = Button(self.look, self.say(key), kind, icon, height=124)
        button.clicked.connect(act)
        return button

    def _place(self) -> None:
        px, leaves = self.look.px, self.sheet.leaves
        width = min(px(self.WIDTH if self.look.text_percent <= 125 else 1400), self.width() - px(48))
        inner = max(10, width - 2 * px(self.PAD))
        wanted = leaves.needed(inner)
        height = min(wanted + 2 * px(self.PAD), self.height() - px(48))
        self.sheet.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)
        leaves.setGeometry(px(self.PAD), px(self.PAD), inner, height - 2 * px(self.PAD))
        leaves.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def showEvent(self, event: QEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        painter.fillRect(self.rect(), QColor(20, 14, 8, 170))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # nothing beneath is meant

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Round and round in what lies here: nothing beneath is meant."""
        stops = [one for one in self.findChildren(Pressable) if one.isVisible() and one.isEnabled()]
        at = next((at for at, one in enumerate(stops) if one.hasFocus()), -1 if forward else 0)
        if stops:
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus()
        return bool(stops)


class IdleOverlay(Overlay):
    """Is anyone there? Counts calmly; any answer will do."""

    stayed = Signal()
    left = Signal()

    def __init__(self, look: Look, strings: Strings, seconds: int) -> None:
        super().__init__(look, strings)
        self._seconds = seconds
        stay = self.button("idle.stay", ButtonKind.PRIMARY, self.stayed)
        leave = self.button("idle.leave", ButtonKind.SECONDARY, self.left, "logout")
        self.fill("hand-finger", self.say("idle.title"), self.say("idle.line", n=seconds), stay, leave)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count)
        self._clock.start()

    def _count(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        self.line.set_text(self.say("idle.line", n=self._seconds))


class OfficerCalledOverlay(Overlay):
    closed = Signal()

    came = Signal()  # an officer says so

    def __init__(self, look: Look, strings: Strings, *, rang: bool = True) -> None:
        """``rang``: whether a bell could be heard; else the words speak of the light alone."""
        super().__init__(look, strings)
        close = self.button("officer.close", ButtonKind.PRIMARY, self.closed)
        here = HoldButton(look, self.say("officer.came"))
        here.completed.connect(self.came)
        how = "rang" if rang else "light"
        self.fill("bell", self.say(f"officer.{how}.title"), self.say(f"officer.{how}.line"), close, here)

    def show_coming(self, person: str) -> None:
        """An officer at a counter answered."""
        self.title.set_text(self.say("officer.coming.title", person=person))
        self.line.set_text(self.say("officer.coming.line"))
        self._place()


class OfficerOnlyOverlay(Overlay):
    """What the kiosk does not do yet: the officer does, and can be called from here."""

    officerAsked = Signal()  # noqa: N815
    closed = Signal()

    def __init__(self, look: Look, strings: Strings, title: Text, line: Text | None = None) -> None:
        """``line``: why the kiosk does not do it; None where it never did."""
        super().__init__(look, strings)
        call = self.button("officer.call", ButtonKind.PRIMARY, self.officerAsked, "bell")
        close = self.button("officer.other", ButtonKind.SECONDARY, self.closed)
        self.fill("heart-handshake", title, line or self.say("officer.only"), call, close)


class LeaveOverlay(Overlay):
    """Asks once more before everything is wiped."""

    left = Signal()
    stayed = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        stay = self.button("leave.stay", ButtonKind.PRIMARY, self.stayed)
        leave = self.button("leave.leave", ButtonKind.DESTRUCTIVE, self.left, "logout")
        self.fill("help-circle", self.say("leave.title"), self.say("leave.line"), stay, leave)


class ResumeOverlay(Overlay):
    """What this card's holder left unfinished is still here: go on with it, or begin anew."""

    resumed = Signal()
    anew = Signal()

    def __init__(
        self,
        look: Look,
        strings: Strings,
        name: Text,
        change: SheetChange | None = None,
        began: str = "",
        shared: bool = False,
    ) -> None:
        """``change``: what is new on the sheet since it was left; None where it is the same sheet. ``began``: who else
        began it, and waits for this person's part; ``shared``: it waits for another's."""
        super().__init__(look, strings)
        resume = self.button("resume.resume", ButtonKind.PRIMARY, self.resumed, "arrow-right")
        anew = self.button("resume.anew", ButtonKind.SECONDARY, self.anew, "file-plus")
        news = [Label(look, line, TextRole.BODY, "ink", CENTRE) for line in self._news(change)] if change else []
        title = self.say("resume.waits_title" if began else "resume.title")
        line = "waits_line" if began else "shared_line" if shared else "line"
        self.fill("file-text", title, self.say(f"resume.{line}", name=name, who=began), *news, resume, anew)

    def _news(self, change: SheetChange) -> list[Text]:
        added = [fill(self.strings, label) for label in change.added]
        lines: list[Text] = [self.say("resume.changed")]
        if added:
            lines.append(self.say("resume.added", names=", ".join(added)))
        return [*lines, self.say("resume.dropped")] if change.dropped else lines


class SeemsFiledOverlay(Overlay):
    """It looks like something that was filed here before: hand it in all the same, or look it over."""

    anyway = Signal()
    closed = Signal()

    def __init__(self, look: Look, strings: Strings, line: Text) -> None:
        super().__init__(look, strings)
        back = self.button("seems_filed.back", ButtonKind.PRIMARY, self.closed, "pencil")
        anyway = self.button("seems_filed.anyway", ButtonKind.SECONDARY, self.anyway, "send")
        self.fill("files", self.say("seems_filed.title"), line, back, anyway)


class TextSizeOverlay(Overlay):
    """Letters and colours, each shown as it will be."""

    sizeChosen = Signal(int)  # noqa: N815
    themeChosen = Signal(str)  # noqa: N815
    closed = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        self.sizes = tuple(SizeButton(look, strings, percent) for percent in TEXT_SIZES if percent != 125)
        self.themes = tuple(self._theme(name) for name in THEMES)
        for button in self.sizes:
            button.clicked.connect(lambda button=button: self._take_size(button.percent))
        colours = Label(look, self.say("size.colours"), TextRole.TITLE, align=CENTRE)
        close = self.button("screen.done", ButtonKind.PRIMARY, self.closed, "check")
        self.fill(
            "text-size",
            self.say("size.title"),
            "",
            LeafRow(self.sizes, columns=3, large=3),
            LeafRow((colours,), keep=True),
            LeafRow(self.themes, columns=3),
            close,
        )
        self._mark()

    def _theme(self, name: str) -> Button:
        button = Button(self.look, self.say(f"size.theme.{name}"), ButtonKind.CHOICE)
        button.clicked.connect(lambda: self._take_theme(name))
        return button

    def _take_size(self, percent: int) -> None:
        self.sizeChosen.emit(percent)
        self._mark()

    def _take_theme(self, name: str) -> None:
        self.themeChosen.emit(name)
        self._mark()

    def _mark(self) -> None:
        for button in self.sizes:
            button.set_selected(button.percent == self.look.text_percent)
        for name, choice in zip(THEMES, self.themes, strict=True):
            choice.set_selected(name == self.look.theme.name)


class SizeButton(Button):
    """The letter A in the size that it stands for."""

    def __init__(self, look: Look, strings: Strings, percent: int) -> None:
        super().__init__(look, "", ButtonKind.SECONDARY, height=230)
        self.percent = percent
        self._strings = strings

    def spoken(self) -> str:
        return f"{self.percent} %" if hasattr(self, "percent") else ""

    def wanted_width(self) -> int:
        return self.look.px(220)

    def least_width(self) -> int:
        return self.look.px(160)

    def height_for(self, width: int) -> int:
        return self.look.px(230)

    def _paint_content(self, painter: QPainter, wear: object) -> None:
        colour = self.look.colour("action_text" if self.selected and not self.look.theme.edges else "ink")
        if self.selected and self.look.theme.edges:
            colour = self.look.colour("on_action")
        painter.setPen(colour)
        size = self.look.px(56 * self.percent / 100)
        painter.setFont(self.look.font(TextRole.H1, size=size))
        top = QRectF(0, self.look.px(10), self.width(), self.look.px(150))
        painter.drawText(top, 0x84, "Aa")
        painter.setFont(self.look.font(TextRole.LABEL, size=self.look.px(34)))
        below = QRectF(QPointF(0, self.look.px(158)), top.size()).adjusted(0, 0, 0, -self.look.px(96))
        painter.drawText(below, 0x84, f"{self.percent} %")

"""The pages of one paper as they will be kept: straight and clean. Good, again, turned, in order, one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QImage

from kiosk.domain.procedure import Text as Told
from kiosk.domain.visit import VisitStep
from kiosk.scan.page_picture import PagePicture
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import PageView, Screen, live_text
from kiosk.ui.strings import Phrase, Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, Note, PageStrip, image_of


@dataclass(frozen=True)
class PagesView:
    """What is shown: the page that is looked at, number ``at`` of the small ones. ``sides`` as the paper asks for."""

    name: Told
    page: PagePicture | None
    small: Sequence[QImage]
    at: int = 0
    sides: int = 1
    card_mm: tuple[int, int] | None = None  # a page the size of a card: its width and height
    can_add: bool = True
    can_put_back: bool = False
    from_stick: bool = False  # the person is reminded to take it along
    blanks: int = 0  # so many blank sides were left out, and can be taken back


def side_of(screen: Screen, sides: int, number: int) -> Phrase:
    """What page ``number`` (from 1) is called: of a paper with two sides the first two are its front and its back."""
    if sides == 2 and number <= 2:
        return screen.say("confirm.front" if number == 1 else "confirm.back")
    return screen.say("capture.page", n=number)


class ConfirmScreen(Screen):
    step = VisitStep.CAPTURE
    used = Signal()
    again = Signal()
    addAsked = Signal()  # noqa: N815
    turnAsked = Signal()  # noqa: N815
    removeAsked = Signal()  # noqa: N815
    putBackAsked = Signal()  # noqa: N815
    blanksAsked = Signal()  # noqa: N815
    looked = Signal(int)
    movedTo = Signal(int, int)  # noqa: N815
    left = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("confirm.title"), strings.phrase("confirm.lead"))
        self.head.set_short(True)
        self.stick = Note(look, "usb", self.say("stick.remove"), "ink")
        self.blank = Note(look, "info-circle", self.say("confirm.blanks", n=1), "ink")
        self.view = PageView(look, self.say("confirm.page"), edge="ok")
        self.strip = PageStrip(look, strings)
        self.strip.chosen.connect(self.looked)
        self.strip.moved.connect(self.movedTo)
        self._at = 0
        self.retake = self._tool("confirm.again", "camera", self.again)
        self.turn = self._tool("confirm.turn", "rotate-clockwise", self.turnAsked)
        self.earlier = self._tool("confirm.earlier", "chevron-left")
        self.later = self._tool("confirm.later", "chevron-right")
        self.earlier.clicked.connect(lambda: self.movedTo.emit(self._at, self._at - 1))
        self.later.clicked.connect(lambda: self.movedTo.emit(self._at, self._at + 1))
        self.remove = self._tool("confirm.remove", "trash", self.removeAsked)
        self.put_back = self._tool("confirm.put_back", "arrow-back-up", self.putBackAsked)
        self.take_blanks = self._tool("confirm.take_blanks", "arrow-back-up", self.blanksAsked)
        self.add = self._tool("confirm.add", "file-plus", self.addAsked)
        self.main = Button(look, self.say("confirm.use"), icon="check")
        self.one_side = self._tool("confirm.one_side", "check", self.used)
        self._adds = False
        self.main.clicked.connect(self._go_on)
        self.set_footer(self.main, self.say("widget.back"))
        tools = (
            self.retake,
            self.turn,
            self.remove,
            self.earlier,
            self.later,
            self.add,
            self.one_side,
            self.put_back,
            self.take_blanks,
        )
        self.put(
            LeafRow((self.view,), least=380, grow=9.0),
            self.strip,
            self.stick,
            self.blank,
            LeafRow(tools, columns=3, wide=4, large=2),
        )

    def _tool(self, key: str, icon: str, signal: SignalInstance | None = None) -> Button:
        button = Button(self.look, self.say(key), ButtonKind.SECONDARY, icon, height=104, role=TextRole.QUIET_BUTTON)
        if signal is not None:
            button.clicked.connect(signal)
        return button

    def show_pages(self, view: PagesView) -> None:
        """``view.page`` None: every page was taken out."""
        count, self._at = len(view.small), view.at
        several = count > 1
        self.head.set_words(live_text(self.strings, view.name), self._lead(view))
        self.head.set_badge(side_of(self, view.sides, view.at + 1) if count else self.say("confirm.none"))
        self.view.set_image(image_of(view.page) if view.page is not None else None)
        self.strip.set_pages(view.small, view.at, lambda index: side_of(self, view.sides, index + 1))
        self._adds = not count or (view.sides == 2 and count == 1)
        shown = {
            self.strip: several,
            self.stick: view.from_stick,
            self.blank: view.blanks > 0,
            self.take_blanks: view.blanks > 0 and view.can_add,
            self.retake: count > 0,
            self.turn: count > 0,
            self.remove: several,
            self.earlier: several and view.at > 0,
            self.later: several and view.at < count - 1,
            self.add: view.can_add and count > 0 and not self._adds,
            self.one_side: self._adds and count > 0,
            self.put_back: view.can_put_back,
        }
        for widget, visible in shown.items():
            widget.setProperty("folded", not visible)
        self.blank.set_text(self.say("confirm.blanks", n=view.blanks))
        self._say_main(view, count)
        self.leaves.arrange()

    def _lead(self, view: PagesView) -> Phrase:
        if view.card_mm is not None:
            return self.say("confirm.card", width=view.card_mm[0], height=view.card_mm[1])
        return self.say("confirm.several" if len(view.small) > 1 else "confirm.lead")

    def _say_main(self, view: PagesView, count: int) -> None:
        if self._adds:
            self.main.set_text(self.say("confirm.take_back" if count else "retake.again"), "camera")
        else:
            self.main.set_text(self.say("confirm.done", n=count) if count > 1 else self.say("confirm.use"), "check")

    def _go_on(self) -> None:
        if self._adds:
            self.addAsked.emit()
        else:
            self.used.emit()

    def go_back(self) -> None:
        self.left.emit()

    def wipe(self) -> None:
        self.view.clear()
        self.strip.clear()

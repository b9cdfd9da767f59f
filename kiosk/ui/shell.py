"""The window: whose kiosk it is and how far one has come, the page that slides, back and on.

Upright: header, page, footer. Lying: a rail at the left has the place, the question, the tools, and both buttons; the
page beside it has the whole height.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import Office
from kiosk.domain.visit import ANSWER_WAYS, WAYS, ProgressSegment
from kiosk.ui.glass_events import GlassEvents
from kiosk.ui.page_stack import PageStack, take_away
from kiosk.ui.resident.cells import let_go
from kiosk.ui.resident.parts import FooterSpec, Screen
from kiosk.ui.side_rail import Side
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.touch_watch import TouchWatch
from kiosk.ui.widgets import Band, Button, CallLight, FocusRing, Footer, HeaderBar, HoldButton, Rooted
from kiosk.ui.widgets.layouts import Column, Row
from kiosk.ui.widgets.listen_bar import ListenBar

_WAYS = (*WAYS.values(), *ANSWER_WAYS.values())


class Shell(Rooted):
    """The window of a kiosk. It shows screens and passes on what is asked of it; it decides nothing."""

    languageAsked = Signal()  # noqa: N815 - Qt's way of naming signals
    textSizeAsked = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815
    officerCame = Signal()  # noqa: N815 - an officer answered the call here
    touched = Signal()
    steered = Signal()  # by a key of listen mode
    laid = Signal()  # something was laid over the screen, or taken away
    strayed = Signal(str)  # a widget of this kind was about to become a window of its own

    def __init__(self, look: Look, strings: Strings, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.strings = look, strings
        self.screen_shown: Screen | None = None
        self._overlay: QWidget | None = None
        self._question: QWidget | None = None
        self._way: ProgressSegment | None = None
        self._lying = self._called = False
        self.header = HeaderBar(look, strings, office.commune, office.province)
        self.side = Side(look, strings, office)
        self.band, self.stage, self.footer = Band(look), PageStack(look), Footer(look, strings)
        self.call_bar, self.listen_bar = HoldButton(look, ""), ListenBar(look)
        self.listen_bar.hide()
        self._build()
        self._connect()
        self.ring = FocusRing(look, self)
        self.light = CallLight(look, self)
        self.touches = TouchWatch(look, self)
        self.events = GlassEvents(look, self, self.touches, self._brought_over)
        self.events.touched.connect(self.touched)
        self.events.strayed.connect(self.strayed)
        strings.changed.connect(self._fit_way)
        look.changed.connect(self._reframe)

    def _build(self) -> None:
        middle, page = Row(self.look, spacing=0), Column(self.look, spacing=0)
        middle.addWidget(self.side)
        page.addWidget(self.listen_bar)
        page.addWidget(self.stage, 1)
        middle.addLayout(page, 1)
        column = Column(self.look, self, spacing=0)
        column.put(self.call_bar, self.band, self.header)
        column.addLayout(middle, 1)
        column.addWidget(self.footer)

    def _connect(self) -> None:
        for tools in (self.header.tools, self.side.tools):
            tools.language.connect(self.languageAsked)
            tools.text_size.connect(self.textSizeAsked)
            tools.call.connect(self.officerAsked)
        self.call_bar.completed.connect(self.officerCame)
        self.footer.back.connect(self._go_back)
        self.side.back.connect(self._go_back)

    # --- what is asked of it ---

    def show_screen(self, screen: Screen, forward: bool = True) -> None:
        """Put ``screen`` on the page; it slides in from the side one goes to."""
        old = self.screen_shown
        if old is screen:
            self._reframe()
            return
        before = self.stage.picture()
        if old is not None:
            let_go(old)
            old.footer_changed.disconnect(self._reframe)
            self._take_apart(old)
        self.screen_shown = screen
        screen.footer_changed.connect(self._reframe)
        self._reframe()
        self.stage.show_page(screen, before, forward)
        self._focus_first(screen)

    def set_way(self, way: ProgressSegment | None, within: tuple[int, int] | None = None) -> None:
        """How far one has come; None where no way has begun. ``within``: which question of how many, in this step."""
        self._way = way
        self._fit_way()
        self.set_within(within)

    def set_within(self, within: tuple[int, int] | None, more: int = 0) -> None:
        """``more``: how many questions an answer has just added to them, or taken away."""
        for chrome in (self.header, self.side):
            chrome.progress.set_within(within, more)
            chrome.place.set_within(within)

    def overlay(self, widget: QWidget | None) -> None:
        """Lay ``widget`` over the screen; None takes away what lies there."""
        take_away(self._overlay)
        self._overlay = widget
        self._lay(widget)

    def ask_over(self, question: QWidget | None) -> None:
        """Lay ``question`` over everything, an overlay too: once it is taken away (None), that lies there as before."""
        take_away(self._question)
        self._question = question
        self._lay(question)

    def answered(self) -> None:
        """Take the question away once no finger lies on the glass: pulled from under one, its button would never hear
        of the lifting, and whatever is touched next would count as a second finger."""
        asked = self._question  # another that is asked meanwhile stays
        self.touches.once_lifted(lambda: self.ask_over(None) if self._question is asked else None)

    def _lay(self, widget: QWidget | None) -> None:
        if widget is not None:
            self.look.grasp.spoil()
            widget.setParent(self)
            widget.setGeometry(self.rect())
            widget.show()
            widget.raise_()
            self._focus_first(widget)
        if self._question is not None:
            self._question.raise_()
        self.laid.emit()
        self.ring.raise_()
        self.light.raise_()

    @property
    def at_rest(self) -> bool:
        """Whether nothing slides any more."""
        return self.stage.at_rest

    @property
    def overlaid(self) -> QWidget | None:
        """What lies on top: a question, or else the overlay."""
        return self._question or self._overlay

    def set_officer_called(self, called: bool) -> None:
        """Say on the bell that an officer is on the way."""
        key = "shell.called" if called else "widget.call"
        for tools in (self.header.tools, self.side.tools):
            tools.call_button.set_text(self.strings.phrase(key))

    def set_call(self, since: str | None) -> None:
        """Light the edge for as long as an officer is called; between visits a bar says since when, and takes the
        officer's answer."""
        self._called = since is not None
        if since is not None:
            self.call_bar.set_text(self.strings.phrase("officer.bar", time=since))
        self.light.setVisible(self._called)
        self.light.raise_()
        self._reframe()

    # --- how it is put together ---

    def _take_apart(self, screen: Screen) -> None:
        self.footer.set_main(None)
        self.side.set_main(None)
        screen.give_head()

    def _reframe(self) -> None:
        """Header and footer, or the rail, with the buttons and the question where they belong."""
        screen = self.screen_shown
        if screen is None:
            return
        spec = screen.footer
        lying, framed = self._lying, spec.frame
        self.call_bar.setVisible(self._called and not framed)
        self.band.setVisible(lying and framed)
        self.header.setVisible(not lying and framed)
        self.side.setVisible(lying and framed)
        has_foot = spec.main is not None or spec.back is not None
        self.footer.setVisible(not lying and framed and has_foot)
        self._place_head(screen, lying and framed)
        self._place_buttons(spec, lying)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # now, not an event later: nothing is ever seen half placed

    def _place_head(self, screen: Screen, on_rail: bool) -> None:
        if on_rail and screen.head.parent() is not self.side:
            self.side.body.addWidget(screen.take_head())
            screen.head.show()
        elif not on_rail and screen.head.parent() is not screen:
            self.side.body.removeWidget(screen.head)
            screen.give_head()

    def _place_buttons(self, spec: FooterSpec, lying: bool) -> None:
        holder, other = (self.side, self.footer) if lying else (self.footer, self.side)
        if other.main is not None:
            other.set_main(None)
        if holder.main is not spec.main:
            before = holder.main.text() if holder.main is not None else ""
            holder.set_main(spec.main)
            if spec.main is not None and before and spec.main.text() != before:
                spec.main.rest()  # another button in the same place
        if spec.main is not None:
            spec.main.show()
        for chrome in (self.side, self.footer):
            chrome.back_button.setVisible(spec.back is not None)
            if spec.back is not None:
                chrome.back_button.set_text(spec.back, spec.back_icon)
            chrome.set_back_leads(spec.back_leads)
        self.footer._fold()

    def _fit_way(self) -> None:
        way = self._way
        if way is None:
            self.header.clear_step()
            self.side.clear_step()
            return
        name = self.strings.phrase(f"way.{way.key}")
        following = next((one for one in _WAYS if (one.number, one.of) == (way.number + 1, way.of)), None)
        then = self.strings.phrase(f"way.{following.key}") if following else ""
        for chrome in (self.header, self.side):
            chrome.set_step(way.number, way.of, name, then)

    def _go_back(self) -> None:
        if self.screen_shown is not None:
            self.screen_shown.go_back()

    def _focus_first(self, holder: QWidget) -> None:
        """Whoever steers by keys begins on the page, not in the header."""
        if not self.look.keys_in_use:
            return
        for button in holder.findChildren(Button):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus()
                return

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = event.size()
        self._lying = size.width() > size.height()
        self.look.fit(size)
        self.light.setGeometry(self.rect())
        self._reframe()
        for laid in (self._overlay, self._question):
            if laid is not None:
                laid.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        return QSize(1080, 1920)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 320)

    def _brought_over(self) -> bool:
        """A key that would go to what lies beneath brings one to what lies on top."""
        laid, focused = self.overlaid, QApplication.focusWidget()
        if laid is None or (focused is not None and laid.isAncestorOf(focused)):
            return False
        self._focus_first(laid)
        return True

"""The screen nobody has touched yet: a greeting, one large button, the languages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.config import Office
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.parts import FooterSpec, Screen, live
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, ChipTone, Column, PressableBanner, StartBand
from kiosk.words import COMPLETE

NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language by its own name; never a flag."""


class StartScreen(Screen):
    step = VisitStep.START
    begin = Signal()
    languageChosen = Signal(str)  # noqa: N815
    textSizeAsked = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815
    lineAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings, office: Office) -> None:
        super().__init__(look, strings, strings.phrase("start.greeting"))
        self._footer = FooterSpec(frame=False)
        self.head.hide()
        self.leaves.hide()
        self._room.set_margins(0)
        line = live(strings, lambda now: "" if look.large else now.say("start.line"))
        second = live(strings, lambda now: "" if look.large or self._closed else now.say("start.second"))
        self._closed = self._no_scans = False
        self.band = StartBand(look, office.authority, office.commune, self.say("start.greeting"), line)
        self.start_button = Button(look, self.say("start.begin"), ButtonKind.START, "hand-finger", second=second)
        self.start_button.clicked.connect(self.begin)
        self.start_button.missing.connect(self.officerAsked)
        self.languages = {code: self._language(code) for code in COMPLETE}
        self.banner = PressableBanner(look, ChipTone.NETWORK, self.say("start.offline"), icon="wifi-off")
        self.banner.clicked.connect(self.lineAsked)
        self._lay_out()
        self.set_online(True)
        strings.changed.connect(self._mark)
        look.changed.connect(self._turn)
        self._mark()

    def _language(self, code: str) -> Button:
        button = Button(self.look, NAMES[code], ButtonKind.SECONDARY, height=112, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(lambda: self.languageChosen.emit(code))
        return button

    def _lay_out(self) -> None:
        size = Button(self.look, self.say("start.larger"), ButtonKind.QUIET, "text-size")
        officer = Button(self.look, self.say("start.officer"), ButtonKind.QUIET, "bell")
        size.clicked.connect(self.textSizeAsked)
        officer.clicked.connect(self.officerAsked)
        self._pairs = [self._pair(*self.languages.values()), self._pair(size, officer)]
        self.below = QWidget()
        column = Column(self.look, self.below, spacing=24, margins=(56, 52, 56, 48))
        column.put(None, self.start_button, *self._pairs, self.banner, None)
        self._across = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._across.setSpacing(0)
        self._across.addWidget(self.band, 1)
        self._across.addWidget(self.below)
        self._room.insertLayout(0, self._across, 1)

    def _pair(self, *buttons: Button) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button in buttons:
            row.addWidget(button, 1)
        return row

    def set_online(self, online: bool) -> None:
        """Without a line the kiosk works all the same, and says so."""
        self._online = online
        self._say_how_it_stands()

    def set_room(self, *, visits: bool, scans: bool) -> None:
        """What the disk still allows. Without room for a visit a touch on the start calls an officer."""
        self._closed, self._no_scans = not visits, not scans
        self.start_button.set_waiting(None if visits else self.say("start.closed"))
        self._say_how_it_stands()
        self._turn()

    def _say_how_it_stands(self) -> None:
        if self._closed or self._no_scans:
            key = "start.no-visits" if self._closed else "start.no-scans"
            line = live(self.strings, lambda now: "" if self.look.large else now.say(f"{key}.line"))
            self.banner.set_state(ChipTone.WARN, self.say(f"{key}.title"), line)
            return
        self.banner.set_state(
            ChipTone.OK if self._online else ChipTone.NETWORK,
            self.say("start.online" if self._online else "start.offline"),
            icon="wifi" if self._online else "wifi-off",
        )

    def _mark(self) -> None:
        for code, button in self.languages.items():
            button.set_selected(code == self.strings.language)

    def _turn(self) -> None:
        wide = self.width() > self.height()
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._across.setStretch(0, 1)
        self.below.setMinimumWidth(self.look.px(860) if wide else 0)
        self.below.setMaximumWidth(self.look.px(860) if wide else 16777215)
        for row in self._pairs:
            row.setSpacing(self.look.px(20))
        shown = (self._closed or self._no_scans) and not wide  # a lying window of large letters has no room for more
        self.banner.setVisible(not self.look.large or shown)
        if not (wide or shown) and self._crowded:  # the bar of a call lies above
            self.banner.hide()

    @property
    def _crowded(self) -> bool:
        """Whether band and buttons need more than the height there is."""
        layout = self.below.layout()
        if layout is None:
            return False
        layout.invalidate()
        needed = layout.totalHeightForWidth(self.width())
        return needed + self.band.height_for(self.width()) > self.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turned at once: the very first picture of a lying window must not be an upright one."""
        self._turn()
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def title(self) -> str:
        return self.strings.say("start.greeting").replace("\n", " ")

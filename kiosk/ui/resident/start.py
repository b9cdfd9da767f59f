"""The screen nobody has touched yet: a greeting, one large button, the languages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.config import Office
from kiosk.domain.disk_room import Room
from kiosk.domain.visit import VisitStep
from kiosk.language_packs import LanguagePack
from kiosk.ui.resident.parts import FooterSpec, Screen, live
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, ChipTone, Column, PressableBanner, StartBand
from kiosk.words import COMPLETE

NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language by its own name; never a flag."""


BREATH = 60_000  # ms
BREATHS = ((0, 0), (7, 0), (7, 7), (0, 7), (-7, 7), (-7, 0), (-7, -7), (0, -7), (7, -7))
"""Base pixels aside and down, one after the other."""


class StartScreen(Screen):
    step = VisitStep.START
    begin = Signal()
    languageChosen = Signal(str)  # noqa: N815
    languagesAsked = Signal()  # noqa: N815
    textSizeAsked = Signal()  # noqa: N815
    listenAsked = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815
    lineAsked = Signal()  # noqa: N815
    staffAsked = Signal()  # noqa: N815 - a finger was kept on the emblem

    def __init__(self, look: Look, strings: Strings, office: Office, packs: Sequence[LanguagePack] = ()) -> None:
        """``packs``: languages beside the two; with them the third button opens the choice of all."""
        super().__init__(look, strings, strings.phrase("start.greeting"))
        self._footer = FooterSpec(frame=False)
        self.head.hide()
        self.leaves.hide()
        self._room.set_margins(0)
        line = live(strings, lambda now: "" if look.large else now.say("start.line"))
        second = live(
            strings, lambda now: "" if self._spared > 1 or look.large or self._closed else now.say("start.second")
        )
        self._allowed, self._closed = Room.ENOUGH, False
        self._spared = 0  # what large letters leave no room for: the banner's line, the second line, the banner
        self.band = StartBand(
            look, office.authority, office.commune, self.say("start.greeting"), line, self.say("start.staff")
        )
        self.band.hold.completed.connect(self.staffAsked)
        self.start_button = Button(look, self.say("start.begin"), ButtonKind.START, "hand-finger", second=second)
        self.start_button.clicked.connect(self.begin)
        self.start_button.missing.connect(self.officerAsked)
        self.languages = {code: self._language(code) for code in COMPLETE}
        self.more_languages = Button(look, "", ButtonKind.SECONDARY, "language", height=112, role=TextRole.SMALL_BUTTON)
        self.more_languages.set_text(" · ".join(one.name for one in packs[:2]))
        self.more_languages.clicked.connect(self.languagesAsked)
        self.more_languages.setVisible(bool(packs))
        self.banner = PressableBanner(look, ChipTone.NETWORK, self.say("start.offline"), icon="wifi-off")
        self.banner.clicked.connect(self.lineAsked)
        self._lay_out()
        self._breath = 0
        self._breathing = QTimer(self, interval=BREATH)
        self._breathing.timeout.connect(self.breathe)
        self._breathing.start()
        self.set_online(True)
        strings.changed.connect(self._mark)
        look.changed.connect(self._turn)
        self._mark()

    def _language(self, code: str) -> Button:
        button = Button(self.look, NAMES[code], ButtonKind.SECONDARY, height=112, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(lambda: self.languageChosen.emit(code))
        return button

    def _lay_out(self) -> None:
        self.listen_button = Button(self.look, self.say("listen.button"), ButtonKind.QUIET, "volume")
        self.listen_button.clicked.connect(self.listenAsked)
        size = self.size_button = Button(self.look, self.say("start.larger"), ButtonKind.QUIET, "text-size")
        officer = Button(self.look, self.say("start.officer"), ButtonKind.QUIET, "bell")
        size.clicked.connect(self.textSizeAsked)
        officer.clicked.connect(self.officerAsked)
        self._pairs = [
            self._pair(*self.languages.values(), self.more_languages),
            self._pair(self.listen_button, size, officer),
        ]
        self.below = QWidget()
        column = self._column = Column(self.look, self.below, spacing=24, margins=(56, 52, 56, 48))
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

    def offer_listening(self, offered: bool) -> None:
        """Whether this kiosk has a voice."""
        self.listen_button.setVisible(offered)

    def breathe(self) -> None:
        """Everything moves a little, round and round: what stands here all day burns into no screen."""
        self._breath = (self._breath + 1) % len(BREATHS)
        across, down = BREATHS[self._breath]
        self.band.set_breath(across * self.look.scale, down * self.look.scale)
        self._column.set_margins((56 + across, 52 + down, 56 - across, 48 - down))

    def set_online(self, online: bool) -> None:
        """Without a line the kiosk works all the same, and says so."""
        self._online = online
        self._say_how_it_stands()

    def set_room(self, room: Room) -> None:
        """What the disk still allows. Without room for a visit a touch on the start calls an officer."""
        self._allowed, self._closed = room, not room.takes_visits
        self.start_button.set_waiting(self.say("start.closed") if self._closed else None)
        self._say_how_it_stands()
        self._turn()

    def _say_how_it_stands(self) -> None:
        if self._allowed is not Room.ENOUGH:
            key = "start.moving" if self._allowed is Room.CLOSED else f"start.{self._allowed.value}"
            line = live(self.strings, lambda now: "" if self.look.large or self._spared else now.say(f"{key}.line"))
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
        self.below.setMinimumWidth(self._beside if wide else 0)
        self.below.setMaximumWidth(self._beside if wide else 16777215)
        for row in self._pairs:
            row.setSpacing(self.look.px(20))
        for button in (self.listen_button, self.size_button):
            button.set_icon_only(self.look.large)
        self._pairs[1].setStretch(2, 3 if self.look.large else 1)
        self._spare(wide)

    @property
    def _beside(self) -> int:
        """How wide the buttons are beside the band: wider for large words, so that each stands on its line."""
        return self.look.px(1000 if self.look.large else 860)

    def _spare(self, wide: bool) -> None:
        """Leave out one thing after the other until all that is left has the height it needs."""
        for self._spared in range(4):
            self.start_button.retranslate()
            self.banner.retranslate()
            self.banner.setVisible(self._spared < 3)
            if not self._crowded(wide):
                return

    def _crowded(self, wide: bool) -> bool:
        """Whether band and buttons, or beside the band the buttons alone, need more than the height there is."""
        layout = self.below.layout()
        if layout is None or self.height() < 10:
            return False
        layout.invalidate()
        width = min(self.width(), self._beside) if wide else self.width()
        needed = layout.totalHeightForWidth(width)
        return needed + (0 if wide else self.band.height_for(self.width())) > self.height() - self.look.px(8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turned at once: the very first picture of a lying window must not be an upright one."""
        self._turn()
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def title(self) -> str:
        return self.strings.say("start.greeting").replace("\n", " ")

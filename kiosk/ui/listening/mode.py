"""Listen mode: whoever does not see hears what stands on the glass, stop by stop, and does all of it by few keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.listening.curtain import Curtain
from kiosk.ui.listening.highlight import SpeechHighlight
from kiosk.ui.listening.keys import ListenKey, meaning_of
from kiosk.ui.listening.order import ReadItem, reading_order
from kiosk.ui.listening.phrases import item_sentence
from kiosk.ui.listening.voice import Voice
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.writing import WritingField

LIVE_EVERY = 1_500  # ms between two looks at what changes by itself


class ListenMode(QObject):
    """``on``, and where the reading stands. ``changed`` when it is switched, or speaks otherwise than before."""

    changed = Signal()

    def __init__(
        self, shell: Shell, strings: Strings, voice: Voice, *, switches: bool = False, live: bool = True
    ) -> None:
        """``live``: what changes by itself (a card that is read, a page under the camera) is told."""
        super().__init__(shell)
        self._shell, self._strings, self.voice = shell, strings, voice
        self._switches = switches
        self.on = self.reading_on = False
        self._at: tuple[int, int] | None = None
        self._live = dict[tuple[int, int], str]()
        self.curtain = Curtain(shell.look, strings, shell)
        self.curtain.asked.connect(self.press)
        self._after = QTimer(self, singleShot=True, interval=0)  # what was chosen has done what it does
        self._after.timeout.connect(self._tell_chosen)
        self._look = QTimer(self, interval=LIVE_EVERY)
        self._look.timeout.connect(self.tell_news)
        self._watch = live
        voice.silent.connect(self._go_on_reading)
        self._highlight = SpeechHighlight(shell, lambda: self._at)
        voice.reached.connect(self._highlight.show)
        self._over = shell.overlaid
        shell.laid.connect(self._covered)
        self._soon = QTimer(self, singleShot=True, interval=0)  # said once all of a page is in its place
        self._soon.timeout.connect(self._announce)
        shell.events.keys = self.take_key
        self._acts: Mapping[ListenKey, Callable[[], object]] = {
            ListenKey.BEFORE: partial(self.step, -1),
            ListenKey.NEXT: partial(self.step, 1),
            ListenKey.BACK: self._back,
            ListenKey.ON: self._forward,
            ListenKey.CHOOSE: self.choose,
            ListenKey.LOUDER: lambda: self.tune(volume=1),
            ListenKey.SOFTER: lambda: self.tune(volume=-1),
            ListenKey.FASTER: lambda: self.tune(rate=1),
            ListenKey.SLOWER: lambda: self.tune(rate=-1),
            ListenKey.AGAIN: self.again,
            ListenKey.WHERE: self.where,
            ListenKey.HELP: self.help,
            ListenKey.CURTAIN: lambda: self.draw_curtain(not self.curtain.isVisible()),
        }

    # --- on and off ---

    def begin(self, *, read_on: bool) -> None:
        """``read_on``: all of each page by itself, for who sees and does not read; else stop by stop."""
        self.on, self.reading_on = True, read_on
        if self._watch:
            self._look.start()
        self._at = None
        self._note_live()
        if read_on:
            self._read_page()
        else:
            self.voice.say(self._strings.say("listen.welcome"), *self._opening())
        self.changed.emit()

    def end(self) -> None:
        self.on = self.reading_on = False
        self._look.stop()
        self._live = {}
        self.voice.stop()
        self.curtain.hide()
        self._shell.ring.shine_on(None)
        self.changed.emit()

    def pause(self) -> None:
        """Silent at once, where the reading stands; the next key goes on with it."""
        self.reading_on = False
        for timer in (self._soon, self._after):  # a page that has just come says nothing either
            timer.stop()
        self.voice.stop()
        self.changed.emit()

    def as_configured(self) -> None:
        """The visit is over: the next person is spoken to only when asking for it."""
        if self.on:
            self.end()
        self.voice.as_configured()

    def entered(self, _step: object = None) -> None:
        """Another page stands there."""
        self._begin_anew()

    def _covered(self) -> None:
        """Something was laid over the page, or it lies open again."""
        if self._over is not self._shell.overlaid:
            self._over = self._shell.overlaid
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._at = None
        if self.on:
            self._soon.start()

    def _announce(self) -> None:
        if not self.on:
            return
        self._note_live()
        if self.reading_on:
            self._read_page()
        else:
            self.voice.say(*self._opening())
        if self.curtain.isVisible():
            self.curtain.draw_over()

    def _opening(self) -> list[str]:
        """The question and what is said under it; the reading stands on it."""
        items = reading_order(self._shell)
        head = [item for item in items[:2] if item.press is None] or items[:1]
        if head:
            self._stand_on(head[-1])
        return [item_sentence(self._strings, item) for item in head]

    def _read_page(self) -> None:
        items = [item for item in reading_order(self._shell) if item.part < 0]
        if items:
            self._stand_on(items[0])
            self.voice.say(item_sentence(self._strings, items[0]))

    def _go_on_reading(self) -> None:
        if self.on and self.reading_on and not self.step(1, wrap=False):
            self.end()

    # --- the reading ---

    def _place(self, items: list[ReadItem]) -> int:
        return next((at for at, item in enumerate(items) if item.key == self._at), -1)

    @property
    def item(self) -> ReadItem | None:
        """Where the reading stands; None before it began, or where that has gone."""
        items = reading_order(self._shell)
        at = self._place(items)
        return items[at] if at >= 0 else None

    def step(self, by: int, *, wrap: bool = True) -> bool:
        """To the next stop, or the one before; round from the last to the first. False where there is no next."""
        items = reading_order(self._shell)
        if self.reading_on:
            items = [item for item in items if item.part < 0]
        at = self._place(items) + by
        if not items or (not wrap and at >= len(items)):
            return False
        item = items[at % len(items)]
        self._stand_on(item)
        self.voice.say(item_sentence(self._strings, item))
        return True

    def _stand_on(self, item: ReadItem) -> None:
        self._at = item.key
        self._shell.ring.shine_on(item.widget)

    def choose(self) -> None:
        item = self.item
        if item is None or item.press is None:
            self.voice.say(self._strings.say("listen.nothing_to_choose"))
            return
        item.press()
        self._after.start()

    def _tell_chosen(self) -> None:
        """How it stands now, where the page is still the same."""
        item = self.item
        if not self.on or item is None:
            return
        if item.part >= 0:  # a key: what stands in the field now
            written = (one.name for one in reading_order(self._shell) if one.role is AccessRole.ENTRY)
            self.voice.say(next(written, item.name))
            return
        wrong = [one for one in reading_order(self._shell) if one.state.invalid]
        self.voice.say(item_sentence(self._strings, item), *(item_sentence(self._strings, one) for one in wrong[:1]))

    def _back(self) -> None:
        if self._shell.overlaid is None and self._shell.screen_shown is not None:
            self._shell.screen_shown.go_back()

    def _forward(self) -> None:
        screen = self._shell.screen_shown
        main = screen.footer.main if screen is not None and self._shell.overlaid is None else None
        if main is None:
            self.voice.say(self._strings.say("listen.no_way_on"))
            return
        main.click()
        self._after.start()

    def again(self) -> None:
        item = self.item
        if item is not None:
            self.voice.say(item_sentence(self._strings, item))
        else:
            self.voice.say(*self._opening())

    def where(self) -> None:
        """Which step, which question, and how many stops there are."""
        items = reading_order(self._shell)
        frame = self._shell.side if self._shell.side.isVisible() else self._shell.header
        way = frame.progress.spoken() if frame.progress.isVisible() else ""
        at, screen = self._place(items), self._shell.screen_shown
        place = self._strings.say("listen.place", n=at + 1, total=len(items)) if at >= 0 else ""
        self.voice.say(way, screen.title() if screen else "", place)

    def help(self) -> None:
        self.voice.say(self._strings.say("listen.help_switches" if self._switches else "listen.help"))

    def say_how(self, *keys: str) -> None:
        """How it is read from now on, in words."""
        self.voice.say(*(self._strings.say(key) for key in keys))
        self.changed.emit()

    def tune(self, *, rate: int = 0, volume: int = 0) -> None:
        if rate:
            self.voice.turn_rate(rate)
            self.voice.say(self._strings.say("listen.rate", n=self.voice.rate))
        else:
            self.voice.turn_volume(volume)
            self.voice.say(self._strings.say("listen.volume", n=self.voice.volume))
        self.changed.emit()

    def draw_curtain(self, drawn: bool) -> None:
        """Switch the screen off, or on again."""
        (self.curtain.draw_over if drawn else self.curtain.hide)()
        self.voice.say(self._strings.say("listen.screen_off" if drawn else "listen.screen_on"))
        self.changed.emit()

    # --- what changes by itself ---

    def _note_live(self) -> None:
        self._live = {item.key: item.name for item in self._live_items()}

    def _live_items(self) -> list[ReadItem]:
        live = (AccessRole.STATUS, AccessRole.PROGRESS, AccessRole.PICTURE)
        return [item for item in reading_order(self._shell) if item.role in live]

    def tell_news(self) -> None:
        """What a status says now that it did not say before, after what is being said."""
        if not self.on:
            return
        before = self._live
        self._note_live()
        for key, name in self._live.items():
            if name and before.get(key) not in (None, name):
                self.voice.add(name)

    # --- keys ---

    def press(self, key: ListenKey) -> None:
        if not self.on:
            self.begin(read_on=False)
            return
        self.reading_on = False
        self._shell.steered.emit()
        self._acts[key]()

    def take_key(self, watched: QWidget, key: QKeyEvent) -> bool:
        """Whether it was a key of listen mode, which nobody else hears."""
        if not self._shell.isVisible():
            return False
        meaning = meaning_of(key, self._switches)
        writes = isinstance(watched, WritingField) and watched.editing
        if meaning is None or (writes and not self.on):
            return False
        if not key.isAutoRepeat():
            self.press(meaning)
        return True

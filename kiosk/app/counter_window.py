"""``kiosk counter``: the counter's screens on an officer's own computer, over the kiosks of the hall."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout

import kiosk.ui  # noqa: F401 - before all that is large: what it says of imports is for those that follow
from kiosk.clock import office_time
from kiosk.closing import close_all
from kiosk.config import Office
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.hall.computer import TEXT_SIZES, CounterComputer, CounterSetup
from kiosk.hall.desks import HallDesks
from kiosk.hall.hall import Hall
from kiosk.hall.joining import renewed
from kiosk.hall.link import KioskLink
from kiosk.hall.messages import HallHelper
from kiosk.hall.wire import CounterIdentity
from kiosk.services.counter.counter import CounterDesks
from kiosk.services.counter.hall_view import HallKioskView, OfficerView
from kiosk.ui.counter.counter_bell import CounterBell
from kiosk.ui.counter.counters_presenter import CountersPresenter
from kiosk.ui.counter.desktop import CounterWindow
from kiosk.ui.counter.entrance import signed_off
from kiosk.ui.counter.hall_strip import HallStrip
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.passphrase import PassphrasePage
from kiosk.ui.counter.presenter import CounterPresenter
from kiosk.ui.counter.style import enlarged, staff_scale, style_sheet
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look

log = logging.getLogger(__name__)

LEAST = QSize(1366, 768)
PAGE = 0.93  # of the window's height: the rest is the strip of the kiosks


class HallCounterApp(QObject):
    """The computer's window: the passphrase, then the counter. ``changed``: from any thread, a kiosk stands
    otherwise."""

    changed = Signal()

    def __init__(self, computer: CounterComputer, size: QSize | None = None) -> None:
        super().__init__()
        about, self._setup = computer.about(), computer.setup()
        self._computer = computer
        self.hall: Hall | None = None
        self.presenter: CounterPresenter | None = None
        self.strip: HallStrip | None = None
        self._counters: CountersPresenter | None = None
        self._rings: frozenset[str] = frozenset()
        self.bell = CounterBell(self)
        size = size or _fitting()
        self._look = Look(
            THEMES[self._setup.theme], scale=staff_scale(QSize(size.width(), round(size.height() * PAGE)))
        )
        self._size, self._strings = size, Strings(self._setup.language)
        self._office = _office(about["unit"], self._setup)
        self.window = CounterWindow()
        self.window.setObjectName("counter")
        self.window.setWindowTitle(self._strings.say("hall.counter", counter=about["name"]))
        self._column = QVBoxLayout(self.window)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._name = about["name"]
        self._begin()
        self.tasks = Tasks(_log)
        self.changed.connect(self._look_at_kiosks)
        self.window.resize(size)

    def _begin(self) -> None:
        """The passphrase's page, in the size of letters that this computer keeps."""
        self._kit = StaffKit(self._look, self._strings, self._size, self._setup.text)
        self.window.setStyleSheet(enlarged(style_sheet(self._look), self._kit.letters))
        self.passphrase = PassphrasePage(self._kit, self._name, self._office.full_name, TEXT_SIZES, self._setup.text)
        self._column.addWidget(self.passphrase)
        self.passphrase.entered.connect(self._open)
        self.passphrase.sized.connect(self._enlarge)

    def _enlarge(self, percent: int) -> None:
        """Kept for this computer, and shown at once."""
        try:
            self._computer.set_text(percent)
            self._setup = self._computer.setup()
        except KioskError as error:  # the file cannot be written or read: as it was
            self._refuse(error)
            return
        page, word = self.passphrase, self.passphrase.word.text()
        self._begin()
        self.passphrase.word.setText(word)
        self.passphrase.word.setFocus()
        page.hide()
        page.deleteLater()

    def _refuse(self, error: KioskError) -> None:
        words = self._strings.words
        self.passphrase.show_fault(f"{words.message(error)} {words.staff_remedy(error)}")

    def show(self) -> None:
        self.window.show()
        self.passphrase.word.setFocus()

    def close(self) -> None:
        """Whoever is signed in lets go what they have open and is signed out, where the kiosks are there; the rest
        locks itself."""
        presenter, self.presenter = self.presenter, None
        hall, self.hall = self.hall, None
        closers: list[Callable[[], object]] = [self.tasks.close]
        if presenter is not None:
            if (session := presenter.stage.session) is not None:  # after what is under way, which may open a dossier
                closers.append(partial(_leave, presenter.stage.desks, session))
            closers.insert(0, presenter.close)
        if hall is not None:
            closers.append(hall.close)
        close_all(*closers)

    def _open(self, word: str) -> None:
        self.tasks.run("store", lambda _: self._opened(word), done=self._enter, failed=self._refuse)

    def _opened(self, word: str) -> CounterIdentity:
        """With a new certificate where it was time for one and a kiosk has a line."""
        identity = self._computer.opened(word)
        fresh = renewed(identity, self._setup.places, office_time())
        if fresh is not None:
            self._computer.keep(fresh, word)
        return fresh or identity

    def _enter(self, identity: CounterIdentity) -> None:
        self.passphrase.hide()
        self.passphrase.word.clear()
        context = identity.context()
        links = [KioskLink(place, context) for place in self._setup.places]
        self.hall = Hall(links, identity.name, office_time, self._setup.idle)
        self.hall.subscribe(self.changed.emit)
        self.presenter = CounterPresenter(
            HallDesks(self.hall).desks,
            self.tasks,
            self._look,
            self._kit.strings,
            self._office,
            self._line_up,
            None,
            self._setup.idle_out,
            self._size,
            self._setup.text,
        )
        views = partial(views_of, self.hall)
        self.presenter.lists.kiosks = self.presenter.talk.views = views
        self.presenter.lists.page_now.use_hall(self.presenter.talk.acts)
        self.strip = HallStrip(self._kit)
        self.strip.chosen.connect(self._choose)
        self._counters = CountersPresenter(self.presenter.stage, identity.name)
        self.strip.counters.connect(self._counters.open)
        self.presenter.stage.frame.add_strip(self.strip)
        self._column.addWidget(self.presenter.widget, 1)
        self.presenter.entrance.sign_in.to_kiosk.hide()  # there is no kiosk's start behind this window
        self.presenter.entrance.open()
        self._look_at_kiosks()

    def _line_up(self) -> bool:
        """Whether every kiosk that answers reaches the portal."""
        there = [one for one in self.hall.kiosks if one.there] if self.hall else []
        return bool(there) and all(one.now.line for one in there)

    def _choose(self, kiosk: str) -> None:
        if self.hall is not None and self.presenter is not None:
            self.hall.chosen = kiosk
            self._look_at_kiosks()
            if self.presenter.stage.is_shown(self.presenter.money.closing):
                self.presenter.go("closing")

    def _look_at_kiosks(self) -> None:
        """What the strip shows; a bell that rings anew is heard, and the first page looks again."""
        if self.hall is None or self.strip is None or self.presenter is None:
            return
        self.strip.show_kiosks(views_of(self.hall), counters=self._counters is not None and self._counters.may)
        rings = frozenset(one.kiosk for one in self.hall.kiosks if one.now.bell is not None)
        new, self._rings = rings - self._rings, rings
        say = self._kit.strings.say
        calling = [one for one in views_of(self.hall) if one.ringing is not None and one.there]
        words = [f"{one.kiosk}: {say('hall.ringing', at=f'{one.ringing:%H:%M}')}" for one in calling]
        self.presenter.entrance.lock.show_calls(", ".join(words))
        self.bell.show(new=bool(new), rings=bool(rings))
        if new:
            QApplication.alert(self.window)
        if self.presenter.stage.session is not None:
            self.presenter.lists.renew_now()
            self.presenter.talk.renew()


def views_of(hall: Hall) -> tuple[HallKioskView, ...]:
    """The hall's kiosks for a screen."""
    chosen = hall.named().link.name
    return tuple(
        HallKioskView(
            kiosk=one.kiosk,
            there=one.why is None,
            heard=one.heard,
            step=one.now.step,
            ringing=hall.moment(one.now.bell.since) if one.now.bell else None,
            signed_in=one.signed_in or hall.session is None,
            chosen=one.kiosk == chosen,
            caller_here=one.now.bell is not None and one.now.bell.here,
            since=hall.moment(one.now.since) if one.now.since else None,
            step_since=hall.moment(one.now.step_since) if one.now.step_since else None,
            asked=one.now.asked,
            offered=one.now.offered,
            helper=_officer(hall, one.now.helper),
            coming=_officer(hall, one.now.answered),
        )
        for one in hall.kiosks
    )


def _leave(desks: CounterDesks, session: StaffSession) -> None:
    try:
        signed_off(desks, session)
    except KioskError as error:  # no kiosk is there to be told
        log.info("%s: %s", error.code, error.detail)


def _officer(hall: Hall, known: HallHelper | None) -> OfficerView | None:
    if known is None:
        return None
    mine = known.desk.partition(".")[0] == hall.counter
    return OfficerView(known.person, hall.moment(known.since), mine, known.touches)


def run(computer: CounterComputer) -> int:
    """Until the window is closed. CounterNotEnrolled, ConfigError."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("kiosk-counter")
    house = HallCounterApp(computer)
    house.window.closed.connect(app.quit)
    try:
        house.show()
        return app.exec()
    finally:
        house.close()


def _fitting() -> QSize:
    return QGuiApplication.primaryScreen().availableSize().boundedTo(QSize(1920, 1080)).expandedTo(LEAST)


def _office(unit: str, setup: CounterSetup) -> Office:
    known = {"authority": setup.office, "commune": setup.commune}
    return replace(Office(), unit=unit, **{name: text for name, text in known.items() if text})


def _log(error: BaseException) -> None:
    """Where, never what with."""
    log.critical("bug: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))

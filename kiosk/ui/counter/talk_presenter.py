"""Helping at a kiosk from the counter: going there, looking for as long as the page is open, touching, giving back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer

from kiosk.errors import GlassMoved, HelpNotAsked, HelpOver, KioskError, OwnHandOnly
from kiosk.services.counter.hall_view import HallKioskView
from kiosk.services.visit_help import GlassPicture
from kiosk.ui.counter.kiosk_card import KioskActs
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.talk import TalkPage

AGAIN = 200  # ms between an answer and the next look
SLOWLY = 2000  # ms where the kiosk did not answer


class TalkPresenter:
    """``views`` tells how the kiosks of the hall stand; ``home`` shows the first page, and why."""

    def __init__(self, stage: CounterStage, home: Callable[[str], None]) -> None:
        self._stage, self._home = stage, home
        self.views: Callable[[], Sequence[HallKioskView]] = lambda: ()
        self.page = TalkPage(stage.kit)
        self.kiosk, self._mark, self._asking = "", "", False
        self._next = QTimer(stage)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._look)
        self._offers: dict[str, bool] = {}  # by kiosk: whether it was seen to stand at the glass
        self.page.opened.connect(self._look)
        self.page.closed.connect(self.stop)
        self.page.given.connect(self.give_back)
        self.page.back.connect(self.leave)
        self.page.wanted.connect(self.want)
        self.page.mirror.touched.connect(self._touch)
        stage.locked.connect(self.stop)
        stage.ended.connect(self.stop)
        self.acts = KioskActs(self.take, self.answer, self.offer, self.open, self.withdraw)

    # --- from the cards ---

    def answer(self, kiosk: str) -> None:
        """An officer is on the way to that bell."""
        answer = self._stage.desks.queues.answer_bell
        self._stage.act(lambda session: answer(session, kiosk), lambda _: self._home(""))

    def take(self, kiosk: str) -> None:
        """To the bell; where who called still stands there, their glass is shown."""
        desks, view = self._stage.desks, self._view(kiosk)

        def refused(error: KioskError) -> None:
            gone = isinstance(error, HelpOver | HelpNotAsked)  # who called has left meanwhile: the bell is answered
            self._home("" if gone else self._stage.sentence(error))

        def begin() -> None:
            self._stage.act(lambda session: desks.visits.take(session, kiosk), lambda _: self.open(kiosk), refused)

        if view is not None and view.ringing is not None:
            here = view.caller_here
            self._stage.act(
                lambda session: desks.queues.answer_bell(session, kiosk),
                lambda _: begin() if here else self._home(""),
            )
        else:
            begin()

    def offer(self, kiosk: str) -> None:
        self._offers[kiosk] = False
        self._stage.act(lambda session: self._stage.desks.visits.offer(session, kiosk), lambda _: self._home(""))

    def withdraw(self, kiosk: str) -> None:
        self._offers.pop(kiosk, None)
        self._stage.act(
            lambda session: self._stage.desks.visits.give_back(session, kiosk), lambda _: self._home(""), self._over
        )

    def take_first(self) -> bool:
        """To whoever has waited longest. Whether anybody calls."""
        calling = [one for one in self.views() if one.ringing is not None and one.there and one.signed_in]
        if calling:
            self.take(min(calling, key=lambda one: one.ringing or one.heard or self._stage.desks.clock()).kiosk)
        return bool(calling)

    def open(self, kiosk: str) -> None:
        """The glass of a visit that this officer helps in."""
        self._offers.pop(kiosk, None)
        self.kiosk, self._mark = kiosk, ""
        self.page.begin(kiosk)
        self._stage.show(self.page, "now")
        self.renew()
        self._look()

    def renew(self) -> None:
        """A kiosk stands otherwise: an offer that was accepted leads to its glass, one that was declined is said."""
        self._replies()
        view = self._view(self.kiosk)
        if view is None or not self._is_shown:
            return
        helper = view.helper if view.helper is not None and view.helper.mine else None
        if helper is not None:
            self.page.show_since(self._stage.kit.strings.say("hall.talk.since", at=f"{helper.since:%H:%M}"))
        self.page.show_touching(touching=bool(helper and helper.touches), asked=bool(view.offered))

    def _replies(self) -> None:
        """What the people at the glass said to this officer's offers. That one is not there says nothing until it was
        seen: a kiosk may have told how it stands just before the offer reached it."""
        for kiosk, known in tuple(self._offers.items()):
            view = self._view(kiosk)
            if view is None:
                continue
            if view.helper is not None and view.helper.mine:
                self.open(kiosk)
            elif view.offered:
                self._offers[kiosk] = True
            elif known:
                del self._offers[kiosk]
                if view.there and view.step:
                    self._stage.say_after(self._stage.kit.strings.say("hall.declined", kiosk=kiosk))

    def want(self, mine: bool) -> None:
        """To touch is asked at the glass; only to look again needs nobody's leave, so the visit is asked anew."""
        visits, kiosk = self._stage.desks.visits, self.kiosk
        self._stage.act(
            lambda session: visits.offer(session, kiosk, touches=True) if mine else visits.only_look(session, kiosk),
            lambda _: self.renew(),
            self._failed,
        )

    def give_back(self) -> None:
        kiosk = self.kiosk
        self.stop()
        self._stage.act(
            lambda session: self._stage.desks.visits.give_back(session, kiosk), lambda _: self._home(""), self._over
        )

    def leave(self) -> None:
        """Back to the first page; the visit is helped for a minute more, and then given back by itself."""
        self.stop()
        self._home("")

    def stop(self) -> None:
        """Nothing of the glass is kept."""
        self._next.stop()
        self._mark, self._asking = "", False
        self.page.mirror.clear()

    def choose(self, digit: int) -> None:
        if digit in (1, 2):
            self.page.options[digit - 1].click()

    @property
    def _is_shown(self) -> bool:
        return self._stage.is_shown(self.page)

    def _view(self, kiosk: str) -> HallKioskView | None:
        return next((one for one in self.views() if one.kiosk == kiosk), None)

    def _look(self) -> None:
        if self._asking or not self._is_shown:
            return
        self._asking = True
        look, kiosk, mark = self._stage.desks.visits.look, self.kiosk, self._mark
        self._stage.act(
            lambda session: look(session, kiosk, mark),
            partial(self._arrived, kiosk),
            partial(self._missed, kiosk),
            lane="mirror",
        )

    def _arrived(self, kiosk: str, picture: GlassPicture) -> None:
        self._asking = False
        if not self._is_shown or self.kiosk != kiosk:
            self.stop()
            return
        self._mark = picture.mark or self._mark
        self.page.show_glass(picture)
        self._next.start(AGAIN)

    def _missed(self, kiosk: str, error: KioskError) -> None:
        self._asking = False
        if not self._is_shown or self.kiosk != kiosk:
            return
        if isinstance(error, HelpOver):
            self._over(error)
            return
        self._mark = ""  # what stood there may be another meanwhile
        self.page.mirror.clear(self._stage.sentence(error))
        self._next.start(SLOWLY)

    def _touch(self, x: float, y: float) -> None:
        touch, kiosk, mark = self._stage.desks.visits.touch, self.kiosk, self._mark
        self._stage.act(lambda session: touch(session, kiosk, mark, x, y), lambda _: None, self._failed)

    def _failed(self, error: KioskError) -> None:
        if isinstance(error, HelpOver):
            self._over(error)
        else:
            self._stage.tell(error)
            if not isinstance(error, OwnHandOnly | GlassMoved):
                self.renew()

    def _over(self, error: KioskError) -> None:
        """It is the person's own again, or they have gone."""
        self.stop()
        self._home(self._stage.sentence(error))

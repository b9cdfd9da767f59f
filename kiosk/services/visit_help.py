"""Help in the visit that is at the glass now: who asked for it, who helps, and what the helper sees meanwhile.

Before somebody at the glass has called, or has said yes to an officer's offer, nothing but the step is known to anybody
else. What was allowed belongs to one visit: it ends with the visit, and with the help. Nothing is written down here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Condition
from time import monotonic

from kiosk.domain.visit import VisitStep
from kiosk.errors import GlassMoved, HelpNotAsked, HelpOver, HelpTaken, OwnHandOnly

OWN_HAND = frozenset(
    step.value
    for step in (
        *(VisitStep.CONSENT, VisitStep.IDENTIFY, VisitStep.READING, VisitStep.REVIEW, VisitStep.SIGN),
        *(VisitStep.PARTY, VisitStep.PARTY_CARD, VisitStep.PARTY_READING, VisitStep.FILING),
    )
)
"""Steps at which a person says yes, signs, hands in, or shows what opens their card: no hand but their own."""

LIVE = frozenset(step.value for step in (VisitStep.CAPTURE, VisitStep.RETAKE))
"""Their picture is another each moment, without the page being another."""

WATCHED = 4.0  # seconds after a look during which somebody counts as looking
AWAY = 60.0  # seconds without a look after which a helper at a counter has gone


@dataclass(frozen=True)
class VisitHelper:
    """``about``: the account as the journal names it. ``desk``: where the officer sits; empty: before the glass."""

    about: str
    person: str
    desk: str
    since: datetime
    touches: bool = False  # whether the officer's touches count


@dataclass(frozen=True)
class HelpOffer:
    """An officer asks at the glass; ``touches``: also to touch in the person's stead."""

    about: str
    person: str
    desk: str
    touches: bool = False


@dataclass(frozen=True)
class VisitStanding:
    """``visit``: counted since the start, 0 where nobody is at the glass. ``asked``: help was asked for in it."""

    visit: int = 0
    step: str = ""
    since: datetime | None = None
    step_since: datetime | None = None
    asked: bool = False
    helper: VisitHelper | None = None
    offer: HelpOffer | None = None


@dataclass(frozen=True)
class GlassPicture:
    """What stands on the glass, without what is secret. ``mark`` names it; ``jpeg`` is empty where it was known."""

    mark: str = ""
    jpeg: bytes = b""
    step: str = ""
    touches: bool = False


@dataclass(frozen=True)
class GlassTouch:
    """An officer's touch, and what it was meant for; ``page`` as the glass counts its pages. ``x`` from the left, ``y``
    from above, 0 to 1."""

    helper: VisitHelper
    visit: int
    step: str
    page: int
    x: float
    y: float


NOBODY = VisitStanding()


class VisitHelp:
    """Safe from any thread. Listeners are called on the caller's thread and must not wait."""

    def __init__(self, clock: Callable[[], datetime], running: Callable[[], float] = monotonic) -> None:
        self._clock, self._running = clock, running
        self._changed = Condition()
        self._listeners: list[Callable[[], None]] = []
        self._touch: Callable[[GlassTouch], None] = lambda _: None
        self._count, self._looked = 0, -AWAY
        self._standing, self._picture, self._page = NOBODY, GlassPicture(), 0

    @property
    def standing(self) -> VisitStanding:
        return self._standing

    @property
    def watched(self) -> bool:
        """Whether an officer elsewhere sees the glass just now."""
        helper = self._standing.helper
        return helper is not None and bool(helper.desk) and self._running() - self._looked < WATCHED

    def subscribe(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    # --- from the glass ---

    def at(self, step: str) -> None:
        """The visit has come to ``step``. At the start nobody is there, and whatever was allowed is over."""
        now = self._clock()

        def come(before: VisitStanding) -> VisitStanding:
            if step == VisitStep.START.value:
                return NOBODY
            if not before.visit:
                self._count += 1
                before = VisitStanding(self._count, since=now)
            return before if step == before.step else replace(before, step=step, step_since=now)

        self._change(come)

    def ask(self) -> None:
        """Somebody at the glass called."""
        self._change(lambda now: replace(now, asked=True) if now.visit else now)

    def reply(self, *, agreed: bool) -> None:
        """To the offer that stands: the officer helps, or does not."""

        def replied(now: VisitStanding) -> VisitStanding:
            if (offer := now.offer) is None or not agreed:
                return replace(now, offer=None)
            self._looked = self._running()
            helper = VisitHelper(offer.about, offer.person, offer.desk, self._clock(), offer.touches)
            return replace(now, offer=None, helper=helper)

        self._change(replied)

    def end(self) -> None:
        """The person goes on alone; who wants to see more must be asked anew."""
        self._change(lambda now: replace(now, asked=False, helper=None, offer=None))

    def show(self, picture: GlassPicture, visit: int, page: int = 0) -> None:
        """Of the glass in that visit, at that page; nothing is kept where nobody helps, or another has begun
        meanwhile."""
        with self._changed:
            if self._standing.helper is not None and self._standing.visit == visit:
                self._picture, self._page = picture, page
                self._changed.notify_all()

    def on_touch(self, act: Callable[[GlassTouch], None]) -> None:
        """``act`` is told of each touch, on the caller's thread; before it does it elsewhere, it asks ``counts``."""
        self._touch = act

    def counts(self, touch: GlassTouch, step: str, page: int) -> bool:
        """Whether a touch is still allowed, and the glass still at what it was meant for: ``step`` and ``page`` are
        those that stand there now."""
        standing = self._standing
        helper = standing.helper
        allowed = helper == touch.helper and touch.helper.touches and standing.visit == touch.visit
        return allowed and step not in OWN_HAND and (step, page) == (touch.step, touch.page)

    def rest(self) -> None:
        """Now and then: a helper at a counter who has not looked for long has gone."""
        helper = self._standing.helper
        if helper is not None and helper.desk and self._running() - self._looked >= AWAY:
            self.end()

    # --- from an officer ---

    def offer(self, offer: HelpOffer) -> None:
        """HelpOver where nobody is at the glass, HelpTaken where a colleague helps."""
        self._change(lambda now: replace(_free(now, offer.about, offer.desk), offer=offer))

    def begin(self, about: str, person: str, desk: str) -> None:
        """At a counter only where help was asked for in this visit: else HelpNotAsked. HelpOver, HelpTaken."""

        def begun(now: VisitStanding) -> VisitStanding:
            if desk and not _free(now, about, desk).asked:
                raise HelpNotAsked("nobody called in this visit")
            self._looked = self._running()
            return replace(now, helper=VisitHelper(about, person, desk, self._clock()), offer=None)

        self._change(begun)

    def give_back(self, about: str, desk: str) -> None:
        """HelpOver where that officer does not help."""

        def given(now: VisitStanding) -> VisitStanding:
            if now.helper is None and (offer := now.offer) and (offer.about, offer.desk) == (about, desk):
                return replace(now, offer=None)  # taken back before it was answered
            _helper(now, about, desk)
            return replace(now, asked=False, helper=None, offer=None)

        self._change(given)

    def only_look(self, about: str, desk: str) -> None:
        """The officer's touches count no more, and what they asked of the person is taken back. HelpOver."""
        self._change(lambda now: replace(now, helper=replace(_helper(now, about, desk), touches=False), offer=None))

    def look(self, about: str, desk: str, mark: str, seconds: float) -> GlassPicture:
        """Another picture than ``mark``, or after so many seconds none. HelpOver as soon as the help is."""
        until = self._running() + seconds
        with self._changed:
            while True:
                helper = _helper(self._standing, about, desk)
                self._looked = self._running()
                left, picture = until - self._looked, self._picture
                if picture.jpeg and picture.mark != mark:
                    break
                if left <= 0:
                    picture = GlassPicture(mark)
                    break
                self._changed.wait(left)
        step = self._standing.step
        return replace(picture, step=step, touches=helper.touches and step not in OWN_HAND)

    def touch(self, about: str, desk: str, mark: str, x: float, y: float) -> None:
        """On the picture named ``mark``. OwnHandOnly, GlassMoved where another one stands there meanwhile."""
        with self._changed:
            standing, picture, page = self._standing, self._picture, self._page
        helper, step = _helper(standing, about, desk), standing.step
        if not helper.touches or step in OWN_HAND:
            raise OwnHandOnly(step)
        if mark != picture.mark and step not in LIVE:
            raise GlassMoved(step)
        within = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
        self._touch(GlassTouch(helper, standing.visit, step, page, *within))

    def _change(self, change: Callable[[VisitStanding], VisitStanding]) -> None:
        """From what stands to what shall, at once: nothing comes between a permission and its use."""
        with self._changed:
            before = self._standing
            self._standing = after = change(before)
            if after.helper is None:
                self._picture = GlassPicture()
            self._changed.notify_all()
        if after != before:
            for listener in self._listeners:
                listener()


def _helper(standing: VisitStanding, about: str, desk: str) -> VisitHelper:
    helper = standing.helper
    if helper is None or (helper.about, helper.desk) != (about, desk):
        raise HelpOver("no help of this officer's")
    return helper


def _free(standing: VisitStanding, about: str, desk: str) -> VisitStanding:
    if not standing.visit:
        raise HelpOver("nobody is at the glass")
    helper = standing.helper
    if helper is not None and (helper.about, helper.desk) != (about, desk):
        raise HelpTaken("a colleague helps", person=helper.person)
    return standing

"""Help in a visit: nothing is seen before somebody in that very visit asked or agreed, and nothing after its end."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.visit import VisitStep
from kiosk.errors import GlassMoved, HelpNotAsked, HelpOver, HelpTaken, OwnHandOnly
from kiosk.services.visit_help import AWAY, OWN_HAND, WATCHED, GlassPicture, GlassTouch, HelpOffer, VisitHelp

MAY, PAO = ("CB-2", "Lý Thị Mẩy", "Q2.DV01"), ("CB-1", "Hoàng Văn Páo", "Q3.DV01")


class Clock:
    def __init__(self) -> None:
        self.ran = 0.0

    def __call__(self) -> float:
        return self.ran


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(clock: Clock) -> VisitHelp:
    return VisitHelp(lambda: datetime(2026, 11, 23, 9, 30, tzinfo=UTC), clock)


def look(here: VisitHelp, officer: tuple[str, str, str] = MAY, mark: str = "") -> GlassPicture:
    return here.look(officer[0], officer[2], mark, 0.0)


def show(here: VisitHelp, mark: str = "m1") -> None:
    here.show(GlassPicture(mark, b"picture of " + mark.encode()), here.standing.visit)


def test_before_a_call_or_a_yes_nothing_is_seen(here: VisitHelp) -> None:
    with pytest.raises(HelpOver):
        here.begin(*MAY)
    here.at("form")
    show(here)
    with pytest.raises(HelpNotAsked):
        here.begin(*MAY)
    with pytest.raises(HelpOver):
        look(here)
    here.offer(HelpOffer(*MAY))
    with pytest.raises(HelpOver):  # an offer is no yes
        look(here)
    here.reply(agreed=False)
    with pytest.raises(HelpOver):
        look(here)
    here.offer(HelpOffer(*MAY))
    here.reply(agreed=True)
    assert look(here).jpeg == b"", "what was painted before the yes is not given out"
    show(here, "m2")
    assert look(here).jpeg == b"picture of m2" and look(here, mark="m2").jpeg == b""


def test_who_called_and_went_opens_nothing_of_who_came_then(here: VisitHelp) -> None:
    here.at("form")
    here.ask()
    here.at(VisitStep.START.value)
    here.at("consent")
    with pytest.raises(HelpNotAsked):
        here.begin(*MAY)


def test_the_end_of_a_visit_ends_the_look_that_waits(here: VisitHelp) -> None:
    here.at("form")
    here.ask()
    here.begin(*MAY)
    first = here.standing.visit
    ended: list[BaseException] = []
    stands = threading.Event()

    def waits() -> None:
        try:
            stands.set()
            here.look(MAY[0], MAY[2], "", 30.0)
        except HelpOver as error:
            ended.append(error)

    waiting = threading.Thread(target=waits)
    waiting.start()
    stands.wait(10)
    here.at(VisitStep.START.value)
    waiting.join(10)
    assert not waiting.is_alive() and len(ended) == 1
    here.at("form")
    here.ask()
    here.begin(*MAY)
    here.show(GlassPicture("late", b"of the first"), first)  # its encoding took longer than its visit
    assert look(here).jpeg == b""


def test_to_see_again_is_to_ask_again(here: VisitHelp) -> None:
    here.at("form")
    here.ask()
    here.begin(*MAY)
    with pytest.raises(HelpTaken) as taken:
        here.begin(*PAO)
    assert taken.value.values == {"person": "Lý Thị Mẩy"}
    with pytest.raises(HelpOver):
        here.give_back(PAO[0], PAO[2])
    here.give_back(MAY[0], MAY[2])
    with pytest.raises(HelpNotAsked):
        here.begin(*MAY)
    here.offer(HelpOffer(*MAY))
    here.give_back(MAY[0], MAY[2])  # taken back before it was answered
    here.reply(agreed=True)
    assert here.standing.helper is None


def test_a_helper_who_is_gone_is_not_said_to_look(here: VisitHelp, clock: Clock) -> None:
    here.at("form")
    here.ask()
    here.begin(*MAY)
    assert here.watched
    clock.ran = WATCHED
    assert not here.watched
    look(here)
    assert here.watched
    clock.ran += AWAY - 1
    here.rest()
    assert here.standing.helper is not None
    clock.ran += 1
    here.rest()
    assert here.standing.helper is None and not here.standing.asked
    here.begin("CB-2", "Lý Thị Mẩy", "")  # before the glass nobody is asked, and looking is no matter
    clock.ran += 10 * AWAY
    here.rest()
    assert here.standing.helper is not None and not here.watched


def test_touches_count_where_they_were_allowed_on_the_page_that_was_seen(here: VisitHelp) -> None:
    touched: list[tuple[float, float]] = []
    here.on_touch(lambda one: touched.append((one.x, one.y)))
    here.at("form")
    here.ask()
    here.begin(*MAY)
    show(here)
    with pytest.raises(OwnHandOnly):  # a call is no leave to touch
        here.touch(MAY[0], MAY[2], "m1", 0.5, 0.5)
    here.offer(HelpOffer(*MAY, touches=True))
    here.reply(agreed=True)
    show(here)
    here.touch(MAY[0], MAY[2], "m1", 0.5, 7.0)
    show(here, "m2")
    with pytest.raises(GlassMoved):
        here.touch(MAY[0], MAY[2], "m1", 0.5, 0.5)
    here.at("capture")
    here.touch(MAY[0], MAY[2], "m1", 0.25, 0.5)  # a live picture is another each moment
    assert touched == [(0.5, 1.0), (0.25, 0.5)]
    for step in OWN_HAND:
        here.at(step)
        show(here, step)
        assert not look(here).touches
        with pytest.raises(OwnHandOnly):
            here.touch(MAY[0], MAY[2], step, 0.5, 0.5)
    assert len(touched) == 2


def test_a_touch_counts_for_what_it_was_meant_for_alone(here: VisitHelp) -> None:
    touched: list[GlassTouch] = []
    here.on_touch(touched.append)
    here.at("form")
    here.ask()
    here.begin(*MAY)
    here.offer(HelpOffer(*MAY, touches=True))
    here.reply(agreed=True)
    here.show(GlassPicture("m1", b"picture"), here.standing.visit, 7)
    here.touch(MAY[0], MAY[2], "m1", 0.5, 0.5)
    [touch] = touched
    assert here.counts(touch, "form", 7)
    assert not here.counts(touch, "form", 8), "another page"
    assert not here.counts(touch, "summary", 7), "another step"
    assert not here.counts(replace(touch, step="party"), "party", 7), "their own hand alone"
    here.only_look(MAY[0], MAY[2])
    assert not here.counts(touch, "form", 7), "looking alone"
    here.end()
    assert not here.counts(touch, "form", 7), "taken back"
    here.at(VisitStep.START.value)
    here.at("form")
    here.ask()
    here.begin(*MAY)
    here.offer(HelpOffer(*MAY, touches=True))
    here.reply(agreed=True)
    assert not here.counts(touch, "form", 7), "the next person's visit"

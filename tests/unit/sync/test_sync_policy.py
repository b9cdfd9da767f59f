"""What follows from an outcome: the whole table, and the waits' bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.errors import (
    ItemRefused,
    KioskError,
    LineDown,
    NotThePortal,
    PortalDown,
    PortalSpokeOddly,
    PortalUntrusted,
    SessionRefused,
    UnknownDocument,
)
from kiosk.sync.queue.policy import Again, Park, Policy, reason_of

MOST = Policy(lambda: 1.0)
LEAST = Policy(lambda: 0.0)


@pytest.mark.parametrize("error", [ItemRefused("", reason="x"), UnknownDocument()])
def test_one_poisoned_item_is_parked(error: KioskError) -> None:
    assert MOST.after(error, 1) == Park()


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (LineDown(), True),
        (NotThePortal(), True),
        (PortalDown(), True),
        (SessionRefused(), True),
        (PortalUntrusted(), True),
        (PortalSpokeOddly(), False),
    ],
)
def test_who_waits(error: KioskError, pause: bool) -> None:
    verdict = MOST.after(error, 1)
    assert isinstance(verdict, Again)
    assert verdict.pause is pause


def test_waits_double_up_to_five_minutes() -> None:
    waits = [MOST.after(LineDown(), attempts).wait for attempts in range(1, 12)]  # type: ignore[union-attr]
    assert waits == [4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def test_chance_spreads_a_wait_over_its_whole_length() -> None:
    half = Policy(lambda: 0.5).after(LineDown(), 5)
    assert half == Again(32, pause=True)


def test_never_a_hot_loop() -> None:
    assert LEAST.after(PortalSpokeOddly(), 1) == Again(1.0, pause=False)


def test_never_earlier_than_the_portal_asked_and_a_little_spread_after_it() -> None:
    assert LEAST.after(PortalDown(retry_after=120.0), 1) == Again(120.0, pause=True)
    assert MOST.after(PortalDown(retry_after=120.0), 1) == Again(pytest.approx(132.0), pause=True)


def test_a_slip_of_the_portal_does_not_stop_a_week() -> None:
    assert LEAST.after(PortalDown(retry_after=7 * 86400.0), 1) == Again(3600.0, pause=True)


def test_a_portal_that_is_down_is_greeted_again_within_half_a_minute() -> None:
    """A greeting costs 200 bytes: it need not wait as long as a document. Unless the portal asked for more."""
    assert [MOST.greet(LineDown(), failures) for failures in range(1, 8)] == [4, 8, 16, 30, 30, 30, 30]
    assert MOST.greet(PortalDown(), 9) == 30
    assert LEAST.greet(PortalDown(retry_after=120.0), 9) == 120


def test_a_wrong_password_is_not_hammered() -> None:
    assert LEAST.after(SessionRefused(), 1) == Again(300.0, pause=True)


@given(attempts=some.integers(1, 10**6), chance=some.floats(0, 1))
def test_every_wait_is_between_a_second_and_minutes(attempts: int, chance: float) -> None:
    verdict = Policy(lambda: chance).after(LineDown(), attempts)
    assert isinstance(verdict, Again)
    assert 1.0 <= verdict.wait <= 300.0


def test_the_reason_keeps_the_portals_words() -> None:
    assert reason_of(ItemRefused("", reason="thiếu giấy")) == "portal.refused: thiếu giấy"
    assert reason_of(LineDown("anything")) == "line.down"

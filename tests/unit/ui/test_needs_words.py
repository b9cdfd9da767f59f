"""What the page before the first question says may be brought later, and what a price hangs on."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain.charges import FeeCharge
from kiosk.ui.resident.needs import NeedsScreen
from kiosk.ui.resident.views import NeedView
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import FactBand, Note
from kiosk.ui.widgets.base import Painted

DAY = date(2026, 11, 30)
BIRTH, ORDER = (catalogue.procedure_on(code, DAY) for code in ("1.001193", "2.000815"))


def need(state: str, picture: str = "stamped") -> NeedView:
    return NeedView({"vi": "Giấy"}, {"vi": ""}, picture, state)


@pytest.fixture
def screen(qtbot: object, look: Look, strings: Strings) -> NeedsScreen:
    made = NeedsScreen(look, strings)
    made.resize(1080, 1920)
    return made


def spoken(screen: NeedsScreen, kind: type[Painted] = Note) -> str:
    return " ".join(one.spoken() for one in screen.findChildren(kind))


@pytest.mark.parametrize("card", [need("have", "card"), need("shown", "card")])
@pytest.mark.parametrize("beside", [(), (need("looked-up"),), (need("signed", "signed"),)])
def test_where_the_card_alone_is_needed_nothing_is_said_to_wait(
    screen: NeedsScreen, strings: Strings, card: NeedView, beside: tuple[NeedView, ...]
) -> None:
    screen.show_needs(BIRTH, [card, *beside])
    assert str(strings.say("needs.missing")) not in spoken(screen)


@pytest.mark.parametrize("state", ["photographed", "brought", "shown"])
def test_a_paper_that_is_not_at_hand_may_come_later(screen: NeedsScreen, strings: Strings, state: str) -> None:
    screen.show_needs(BIRTH, [need("have", "card"), need(state)])
    assert str(strings.phrase("needs.missing")) in spoken(screen)


def test_what_is_done_at_the_counter_says_so_whatever_is_needed(screen: NeedsScreen, strings: Strings) -> None:
    screen.show_needs(ORDER, [need("shown", "card")])
    assert str(strings.phrase("needs.at_counter")) in spoken(screen)


@pytest.mark.parametrize(("by_case", "key"), [(True, "needs.price_case"), (False, "needs.price_unknown")])
def test_a_price_that_an_answer_will_tell_sends_nobody_to_the_officer(
    screen: NeedsScreen, strings: Strings, by_case: bool, key: str
) -> None:
    screen.show_needs(BIRTH, [need("have", "card")], [FeeCharge("card", amount=None, by_case=by_case)])
    assert strings.say(key) in spoken(screen, FactBand)

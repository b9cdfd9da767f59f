"""The day after a version's last one: what it was for is still found, leads to the officer, and begins nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from visit_stage import MY, kiosk, until

from kiosk import catalogue
from kiosk.domain.calendar import ZONE
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import NeedsScreen, OfficerOnlyOverlay

MARRIAGE, CARD = "1.000894", "can-cuoc"
NEW_YEAR = date(2027, 1, 1)
"""From this day on the card's fee and times are others: `assets/procedures/can-cuoc`."""


@pytest.fixture
def day_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """The first morning on which nothing is in force that tells how one marries."""
    version = next(one for one in catalogue.register().unfollowed() if one.code == MARRIAGE)
    last = version.head.in_force.until
    assert last is not None
    morning = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZONE).replace(hour=9)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return morning

    known = (catalogue.procedure, catalogue.codes, catalogue.compared)
    for one in known:
        one.cache_clear()
    monkeypatch.setattr(catalogue, "datetime", Clock)
    yield morning
    monkeypatch.undo()
    for one in known:
        one.cache_clear()


def test_what_has_ended_leads_to_the_officer_with_a_kind_word(tmp_path: Path, day_after: datetime) -> None:
    with kiosk(tmp_path / "kiosk") as resident:
        assert MARRIAGE not in resident.rooms.offered.in_force
        resident.flow.services = replace(resident.flow.services, clock=lambda: day_after)
        resident.known(MY)
        resident.finger.touch(resident.screen.tiles["marriage"])
        resident.at(VisitStep.EVENT)
        resident.finger.touch(resident.screen.cards[MARRIAGE])
        until(lambda: isinstance(resident.shell.overlaid, OfficerOnlyOverlay), "the note")
        resident.reads("officer.ended", "officer.call")
        resident.press("officer.other")
        until(lambda: resident.shell.overlaid is None and resident.shell.at_rest, "the cards again")
        assert resident.step is VisitStep.EVENT and resident.visit.procedure is None


def test_a_kiosk_that_runs_over_the_last_night_begins_nothing_in_the_morning(tmp_path: Path) -> None:
    with kiosk(tmp_path / "kiosk") as resident:
        (procedure,) = (one for one in resident.rooms.offered.in_force.values() if one.code == MARRIAGE)
        assert procedure.until is not None
        last = datetime.combine(procedure.until, datetime.min.time(), ZONE).replace(hour=23)
        for now, ended in ((last, False), (last + timedelta(hours=9), True)):
            resident.flow.services = replace(resident.flow.services, clock=lambda now=now: now)
            resident.known(MY)
            resident.finger.touch(resident.screen.tiles["marriage"])
            resident.at(VisitStep.EVENT)
            resident.finger.touch(resident.screen.cards[MARRIAGE])
            kind = OfficerOnlyOverlay if ended else NeedsScreen
            until(lambda kind=kind: isinstance(resident.shell.overlaid or resident.screen, kind), "what comes of it")
            resident.flow.leave("left")


@pytest.fixture
def midnight(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Have the day begin on which another version of the identity card comes into force."""
    yield lambda: monkeypatch.setattr(catalogue, "today", lambda: NEW_YEAR)
    monkeypatch.undo()
    catalogue.begin_day()


def test_what_begins_at_midnight_is_asked_from_then_on_without_a_new_start(
    tmp_path: Path, midnight: Callable[[], None]
) -> None:
    with kiosk(tmp_path / "kiosk") as resident:
        procedures, house = resident.rooms.services.procedures, resident.house
        before = procedures[CARD]
        assert before.version < NEW_YEAR.isoformat() and not resident.rooms.offered.is_new_day
        resident.flow.begin_visit()
        resident.settled()
        until(lambda: not house.tasks.busy("store"), "what a visit begins with")
        midnight()
        house.look_at_day()
        assert not house.tasks.busy("store"), "somebody stands there: their visit goes on under the rules it began with"
        resident.flow.leave("left")
        house.look_at_day()
        until(lambda: procedures[CARD] is not before, "the new day")
        assert procedures[CARD].version == NEW_YEAR.isoformat() and not resident.rooms.offered.is_new_day
        resident.known(MY)
        resident.choose(CARD)
        assert resident.visit.procedure is procedures[CARD], "and the screens ask it"


def test_who_was_followed_has_not_ended() -> None:
    register = catalogue.register()
    gone = {one.code for one in register.ended(date(2027, 1, 1))}
    assert gone == {one.code for one in register.unfollowed() if (last := one.head.in_force.until) and last.year < 2027}
    assert "can-cuoc" not in gone

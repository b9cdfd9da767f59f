"""What goes on when a page of maintenance is left: nothing of it comes over the next, and nothing untrue is noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from maintenance_stage import click, kiosk_house
from maintenance_states import Inside

from kiosk.tour.finger import pump, until


@pytest.fixture
def inside(qapp: object, tmp_path: Path) -> Iterator[Inside]:
    with kiosk_house(tmp_path) as house:
        made = Inside(house)
        made.come_in()
        yield made


def _idle(inside: Inside) -> None:
    """Whatever was given up has ended, and was told."""
    lanes = ("card", "camera", "store", "reading", "scanner")
    until(lambda: not inside.house.maintenance.busy(*lanes), "the end of what was given up")
    pump()


def test_a_read_that_is_given_up_is_no_failure_and_can_be_begun_again(inside: Inside) -> None:
    inside.panel("card-reader")
    inside.ask_card()
    inside.panel("camera")
    _idle(inside)
    trials = inside.presenter.stage.desks.trials
    assert trials.all()["card-reader"] is None, "nobody tried it to its end"
    inside.panel("card-reader")
    card = inside.presenter.devices.card
    assert card.start.isEnabled() and not card.fault.isVisible()


@pytest.mark.parametrize("page", ["keys", "store"])
def test_a_share_that_is_looked_for_no_more_is_told_nobody(inside: Inside, page: str) -> None:
    inside.go(page)
    if page == "store":
        inside.press("restore")
        until(inside.presenter.stored.restore.page.isVisible, "the way back")
    shares = inside.presenter.keys.page.shares if page == "keys" else inside.presenter.stored.restore.page.shares
    click(shares.camera)
    inside.go("jobs")
    _idle(inside)
    assert not inside.presenter.stage.frame.fault.isVisible(), inside.presenter.stage.frame.fault.text()


def test_a_code_that_comes_late_is_shown_on_no_other_page(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside.presenter.stage.desks.counters, "invite", lambda *_: "482 913")
    inside.go("counters")
    section = inside.presenter.sections["counters"]
    section.invite("Q7", "0" * 40)
    inside.go("jobs")
    _idle(inside)
    assert section.page.code.text() == "" and not section._looks.isActive() and not section._ends.isActive()


def test_what_cannot_be_undone_is_said_on_the_page_and_in_no_window_of_its_own(inside: Inside) -> None:
    inside.go("settings")
    page = inside.presenter.settings.page
    until(lambda: bool(page.entries), "the settings")
    page.choose(next(one.name for one in page.entries if not one.changeable))
    page.undone.emit()
    until(inside.presenter.stage.frame.fault.isVisible, "why not")

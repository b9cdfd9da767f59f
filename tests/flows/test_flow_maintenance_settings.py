"""Settings and updates on maintenance's screen: the difference first, rules beside the entry, and the way back."""

from __future__ import annotations

import pytest
from maintenance_stage import click, kiosk_house, press, signed_in
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.events import EventKind
from kiosk.services.settings import SettingsDesk
from kiosk.tour.finger import until


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        yield house, signed_in(house)


def _value(house, name):
    return next(one.value for one in SettingsDesk(house.maintenance._config).entries() if one.name == name)


def test_a_setting_shows_its_difference_its_rule_and_comes_back(inside) -> None:
    house, presenter = inside
    page = presenter.settings.page
    presenter.go("settings")
    until(lambda: bool(page.entries), "the settings")
    page.choose("delays.idle_ask")
    assert page.chosen.value == "60" and not page.apply.isEnabled()
    page.entry.clear()
    QTest.keyClicks(page.entry, "never")
    QTest.keyClick(page.entry, Qt.Key.Key_Return)
    until(page.fault.isVisible, "the rule that it breaks")
    assert _value(house, "delays.idle_ask") == 60.0
    page.entry.setText("75")
    assert page.apply.isEnabled() and not page.fault.isVisible()
    click(page.apply)
    until(lambda: page.chosen.changed, "the change")
    assert _value(house, "delays.idle_ask") == 75.0 and page.result.text()
    press(page, "revert")
    until(lambda: not page.chosen.changed, "the value that was set up")
    assert _value(house, "delays.idle_ask") == 60.0
    click(page.undo)
    until(lambda: page.chosen.changed, "the settings before that")
    acts = [one.entry.facts for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert [one["what"] for one in acts[-3:]] == ["settings-set", "settings-revert", "settings-undo"]
    assert all("75" not in str(one) for one in acts)


def test_secrets_are_not_shown_and_what_only_the_file_may_say_cannot_be_changed(inside) -> None:
    _, presenter = inside
    page = presenter.settings.page
    presenter.go("settings")
    until(lambda: bool(page.entries), "the settings")
    fixed = next(one for one in page.entries if not one.changeable)
    page.choose(fixed.name)
    until(lambda: not any(one.isVisible() for one in page.findChildren(QPushButton, "revert")), "nothing to take back")
    secrets = [one for one in page.entries if one.secret]
    assert secrets and all(one.value in ("", "*") for one in secrets)


def test_updates_say_what_runs_and_a_failure_changes_nothing(inside) -> None:
    house, presenter = inside
    page = presenter.updates.page
    presenter.go("updates")
    until(lambda: bool(page.facts), "what is in force")
    catalogue, program = page.facts
    assert (catalogue.kind, program.kind) == ("catalogue", "program") and not (catalogue.waits or program.waits)
    presenter.updates.take("catalogue", True)  # no stick is in
    until(presenter.stage.frame.fault.isVisible, "that there is no stick")
    house.rooms.services.sticks.plug("USB-KT")
    presenter.stage.frame.show_fault("")
    presenter.updates.take("catalogue", True)  # nothing of a publisher's is on it
    until(presenter.stage.frame.fault.isVisible, "that it carries none")
    assert page.facts[0] == catalogue and page.result.text() == ""

"""A move and its call-off at the screen, and leaving service with two people who answer for what waits."""

from __future__ import annotations

import json

import pytest
from counter_stage import filing
from maintenance_stage import SECRET, kiosk_house, press, signed_in
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from kiosk.clock import office_time
from kiosk.domain.disk_room import Room
from kiosk.domain.moving import MoveStep
from kiosk.domain.retiring import RetireState, RetireStep
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import until
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.leaving import LeavingPage
from kiosk.ui.strings import Strings
from kiosk.ui.theme import THEMES, Look
from kiosk_sandbox.authority import Authority

OTHER = "bay con trau vang 9"


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        yield house, signed_in(house)


def _shown(page, name: str) -> bool:
    return any(one.isVisible() and one.isEnabled() for one in page.findChildren(QPushButton, name))


def test_a_move_begins_waits_for_the_line_and_is_called_off(inside, tmp_path) -> None:
    house, presenter = inside
    page, desk = presenter.leaving.page, presenter.stage.desks.leaving
    authority = Authority(tmp_path / "authority", office_time)
    stick = house.rooms.services.sticks.plug("USB-KT")
    (stick / "loi-moi.json").write_text(json.dumps(authority.invite("H15.50.07", "DV01", "https://cong.example")))
    (stick / "khac.json").write_text("{}")
    house.rooms.bench().set_plugged(False)
    until(lambda: not house.rooms.sign.up, "the line that is cut")
    code = house.rooms.store.outbox.file("d1", filing(), office_time()).code
    presenter.go("leaving")
    until(lambda: _shown(page, "begin-move"), "the invitation")
    page.commune.setText("Xã Lũng Phìn")
    press(page, "begin-move")
    until(lambda: _shown(page, "off"), "the move under way")
    assert house.rooms.services.records.room() is Room.CLOSED
    state = desk.move()
    assert (state.new.commune, state.waiting, state.next) == ("Xã Lũng Phìn", (code,), MoveStep.DRAINED)
    press(page, "off")
    until(lambda: _shown(page, "begin-move"), "the choice again")
    assert house.rooms.services.records.room() is Room.ENOUGH


def _note_of(word: str) -> tuple[str, list[str]]:
    """What the page says of a kiosk that goes without the portal, or with its word, and of what kind its notes are."""
    page = LeavingPage(MaintenanceKit(Look(THEMES["light"]), Strings("vi"), QSize(1920, 1080)))
    done = dict.fromkeys((RetireStep.CLOSED, RetireStep.SETTLED, RetireStep.TOLD), office_time())
    page.show_retire(RetireState(office_time(), done, word=word))
    notes = [str(one.property("role")) for one in page.findChildren(QFrame) if one.property("role")]
    return "\n".join(one.text() for one in page.findChildren(QLabel)), notes


def test_a_portal_that_was_not_told_has_signed_nothing(qapp) -> None:
    said, notes = _note_of("")
    assert "Cổng đã thu hồi" not in said and "Báo cổng thu hồi máy" not in said
    assert "thu hồi máy này bằng tay" in said and "kiosk retire erase" in said
    assert "note-warn" in notes and "note-ok" not in notes
    said, notes = _note_of("9f3a" * 16)
    assert f"Cổng đã thu hồi máy và ký: {'9f3a' * 8}" in said and "bằng tay" not in said
    assert "note-ok" in notes and "note-warn" not in notes


def test_leaving_service_wants_two_people_for_what_waits(inside) -> None:
    house, presenter = inside
    page = presenter.leaving.page
    house.rooms.store.staff.add("sinh", StaffRole.CHIEF, "Hầu Mí Sính", OTHER)
    house.rooms.bench().set_plugged(False)
    until(lambda: not house.rooms.sign.up, "the line that is cut")
    house.rooms.store.outbox.file("d1", filing(), office_time())
    presenter.go("leaving")
    until(lambda: _shown(page, "begin-retire"), "the choice")
    press(page, "begin-retire")
    until(lambda: _shown(page, "hand"), "what stands in the way")
    assert not _shown(page, "tell")
    page.reason.setText("hồ sơ giấy đã giao quầy")
    for entry, text in zip((*page.people, *page.secrets), ("pinh", "sinh", SECRET, OTHER), strict=True):
        entry.setText(text)
    press(page, "hand")
    until(lambda: _shown(page, "tell"), "that two people answer for it")
    assert presenter.stage.desks.leaving.retire().handed is not None
    press(page, "tell")  # the demo's kiosk has no certificate: the failure changes nothing
    until(presenter.stage.frame.fault.isVisible, "that it cannot tell the portal")
    press(page, "off")
    until(lambda: _shown(page, "begin-retire"), "the choice again")
    assert presenter.stage.desks.leaving.retire() is None

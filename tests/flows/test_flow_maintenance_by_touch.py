"""What a technician comes for, whole and by touch: farewell, restore, another key; each seen to its end.

``KIOSK_TEST_PICTURES=DIR`` leaves a picture of each step.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from counter_stage import filing
from maintenance_touch import Technician, technician_at
from moving_town import NEW, OLD, Town, town_at
from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.app.launch import LAUNCHED
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config, CounterSettings, Devices, PortalSettings
from kiosk.domain.moving import MoveStep
from kiosk.domain.submission import Sync
from kiosk.services.backups import back_up_store
from kiosk.services.key_source import key_source
from kiosk.services.opening import opened
from kiosk.store.database import replacing
from kiosk.store.database.file_keys import opens
from kiosk.tour.finger import until
from kiosk.ui.counter.table import StaffTable
from kiosk_sandbox.merging import hand_over


@pytest.fixture(autouse=True)
def attended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service started this program, and would start it again."""
    monkeypatch.setenv(LAUNCHED, "1")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_at(tmp_path) as made:
        portal = PortalSettings(url=made.portal.url, username="kiosk", password="tap-huan")
        settings = {"demo": True, "portal": portal, "devices": Devices.all_simulated()}  # demo: devices are simulated
        made.set_up = made.set_up.with_(counter=CounterSettings(idle=3600.0), **settings)
        yield made


def _ends(hand: Technician) -> list[int]:
    """What the restart does, without the end of this process."""
    ended: list[int] = []
    hand.house.restarts.quit = lambda: ended.append(1)
    return ended


def test_a_kiosk_leaves_service_and_its_certificate_holds(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town.file(1)
    with technician_at(town.config) as hand:
        until(lambda: hand.house.rooms.sign.up, "the line")
        until(lambda: not hand.house.rooms.store.outbox.pending_count(), "that all was sent")
        hand.come_in()
        page, desk = hand.to("leaving"), hand.maintenance.stage.desks.leaving
        hand.touch_named(page, "begin-retire")
        hand.touch_named(page, "tell")
        until(lambda: "kiosk retire erase" in _words(page), "the portal's word", 60)
        hand.seen("retire-1-told")
        assert desk.retire().word
    (tmp_path / "stick").mkdir()
    data = str(town.set_up.data)
    assert main(["--data", data, "--json", "retire", "erase", "--yes", "--to", str(tmp_path / "stick")]) == 0
    told = json.loads(capsys.readouterr().out)
    (certificate,) = (tmp_path / "stick").glob("*.json")
    assert main(["--json", "retire", "verify", str(certificate)]) == 0
    assert told and not (town.set_up.data / "store.db").exists()


def test_a_kiosk_goes_over_to_another_unit(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is mended first; cut off it is taken up again; after the new start it is another commune's."""
    monkeypatch.setattr("kiosk.app.maintenance.has_keyboard", lambda: False)
    codes = town.file(2)
    with opened(town.config) as store:
        store.outbox.park(codes[0], "Mã đơn vị tiếp nhận không còn hoạt động.")
    with technician_at(town.config) as hand:
        stick = hand.house.rooms.services.sticks.plug("USB-KT")
        (stick / "loi-moi.json").write_bytes(town.invitation())
        hand.come_in()
        page = hand.to("leaving")
        until(lambda: _shows(page, "begin-move"), "the invitation")
        hand.seen("move-1-choice")
        hand.write_on_glass(hand.maintenance.leaving.page.commune, "Xã Lũng Phìn")
        hand.touch_named(page, "begin-move")
        until(lambda: _shows(page, "go"), "the move under way")
        hand.touch_named(page, "go")
        until(lambda: codes[0] in _rows(page) and _shows(page, "go"), "what waits")
        hand.seen("move-2-waits")
        assert hand.maintenance.stage.kit.say("move_parked") in _rows(page), "it is not on its way: somebody must act"
        assert hand.maintenance.stage.desks.leaving.move().next is MoveStep.DRAINED
    with technician_at(town.config) as hand:  # cut off: a new start finds it where it was
        hand.come_in()
        _retried(hand, codes[0])
        page = hand.to("leaving")
        hand.touch_named(page, "go")
        until(lambda: hand.maintenance.stage.kit.say("move_restart") in _words(page), "the new name", 90)
        hand.seen("move-3-restart")
        ended = _ends(hand)
        hand.touch_named(page, "go")
        until(lambda: bool(ended), "the new start")
    assert hand_over(town.portal.database, OLD, NEW, office_time) == 2
    with technician_at(town.config) as hand:
        hand.come_in(by_corner=False)
        assert "xã Lũng Phìn" in _words(hand.maintenance.stage.frame)
        page = hand.to("leaving")
        hand.touch_named(page, "go")
        until(lambda: hand.maintenance.stage.kit.say("move_over") in _words(page), "that it is over", 90)
        hand.seen("move-4-over")
        shown = {row[:2] for row in _table(page)}
        hand.touch(hand.maintenance.stage.frame.done_button)
        until(hand.house.shell.isVisible, "the residents' start, under the new name")
        hand.seen("move-5-start")
    assert main(["--data", str(town.set_up.data), "--json", "move", "proof"]) == 0
    proofs = json.loads(capsys.readouterr().out)
    assert {(one["code"], one["official"]) for one in proofs} == shown and {one["code"] for one in proofs} == set(codes)
    assert town.config.office.unit == NEW[0] and len(town.portal.dossiers.newest()) == 2


def _retried(hand: Technician, code: str) -> None:
    """The parked one is chosen in the queue and sent once more, until the portal has it."""
    page = hand.to("queue")
    table = hand.maintenance.queue.page.table
    until(lambda: table.rowCount() > 0, "what waits")
    hand.touch_cell(table, 0)
    hand.touch_named(page, "retry")
    outbox = hand.house.rooms.store.outbox
    until(lambda: outbox.get(code).sync is Sync.DELIVERED, "the portal's number")


def _table(page: Any) -> list[tuple[str, ...]]:
    table = next(one for one in page.findChildren(StaffTable) if one.isVisible())
    return [tuple(table.item(row, at).text() for at in range(table.columnCount())) for row in range(table.rowCount())]


def _rows(page: Any) -> str:
    return "\n".join(cell for row in _table(page) for cell in row)


def test_a_backup_takes_the_stores_place(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path / "data", demo=True, devices=Devices.all_simulated(), counter=CounterSettings(idle=3600.0)
    )
    with technician_at(config) as hand:
        ended, store = _ends(hand), hand.house.rooms.store
        keys = hand.house.rooms.services.sticks.plug("USB-KT")
        hand.come_in()
        desk = hand.maintenance.stage.desks.keys
        key = desk.draw(3, 5)
        desk.adopt(key)
        back_up_store(hand.house.rooms.services.config, store, keys)
        newer = _delivered(store)
        page = hand.to("store")
        hand.touch_named(page, "restore")
        restore = hand.maintenance.stored.restore.page
        hand.touch_named(restore, "backup-0")
        for place in (0, 4, 2):
            hand.write(restore.shares.entry, key.texts[place])
            hand.touch(restore.shares.take)
            until(lambda: restore.shares.entry.text() == "" or _shows(restore, "exchange"), "the share, taken")
        until(lambda: _shows(restore, "exchange"), "the difference", 60)
        hand.seen("restore-1-compared")
        assert newer in _words(restore)
        hand.touch_named(restore, "exchange")
        until(lambda: bool(ended), "the new start")
        assert newer in store.outbox.codes(), "nothing is touched before it"
    with technician_at(config) as hand:
        until(lambda: hand.house.maintenance.is_open, "the sign-in")
        hand.seen("restore-2-fresh-start")
        assert hand.house.rooms.store.outbox.codes() == () and replacing.planned(config.data) is None
        assert (config.data / "replaced/001/store.db").exists()


def test_the_store_gets_another_key(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path / "data", demo=True, devices=Devices.all_simulated(), counter=CounterSettings(idle=3600.0)
    )
    with technician_at(config) as hand:
        before = key_source(config).load()
        hand.come_in()
        page = hand.to("keys")
        hand.touch(hand.maintenance.keys.page.rotate)
        said = hand.maintenance.stage.kit.say("keys_rotated")
        until(lambda: said in _words(page), said, 60)
        hand.seen("rekey-1-done")
        after = key_source(config).load()
        assert after != before and opens(config.data / "store.db", after)
    shutil.copytree(config.data, tmp_path / "copy")
    with technician_at(config.with_(data=tmp_path / "copy")) as hand:
        hand.house.rooms.store.check()


def _delivered(store: Any) -> str:
    code: str = store.outbox.file("d1", filing(), office_time()).code
    store.outbox.claim(code)
    store.outbox.settle(code, "H15.50.05.13-261130-0001")
    return code


def _words(page: Any) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def _shows(page: Any, name: str) -> bool:
    return any(one.isVisible() for one in page.findChildren(QAbstractButton, name))

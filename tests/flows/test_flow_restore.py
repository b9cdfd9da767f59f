"""A backup in the place of the store: compared first, exchanged at any cut, nothing newer gone silently."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from counter_stage import DeskClock, filing, open_store
from maintenance_stage import click, kiosk_house, press, signed_in

from kiosk.cli import main
from kiosk.config import Config
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.errors import StoreNewer, WrongRecoveryKey
from kiosk.services import restoring
from kiosk.services.backups import back_up, back_up_store
from kiosk.services.keys import make_recovery
from kiosk.services.opening import opened
from kiosk.store import Store
from kiosk.store.database import replacing
from kiosk.tour.finger import until

STEPS = ("planned", "aside", "exchanged", "marked", "recoverable")


@dataclass
class Office:
    config: Config
    place: Path
    key: str
    old: tuple[str, ...]
    newer: str


def _file(store: Store, name: str, *, arrived: bool = True) -> str:
    made = store.outbox.file(name, filing(), DeskClock()()).code
    if arrived:
        store.outbox.claim(made)
        store.outbox.settle(made, f"H15.50.05.13-261130-{len(store.outbox.codes()):04}")
    return made


@pytest.fixture
def office(tmp_path) -> Office:
    config = Config(data=tmp_path / "data")
    with open_store(config.data, DeskClock()) as store:
        old = tuple(_file(store, f"d{place}") for place in range(3))
    (key,) = make_recovery(config)
    place = back_up(config, tmp_path / "stick").place
    with opened(config) as store:
        newer = _file(store, "d9")
    return Office(config, place, key, old, newer)


def _codes(config: Config) -> set[str]:
    with opened(config) as store:
        store.check()
        return set(store.outbox.codes())


def test_what_is_newer_is_told_and_the_old_store_is_kept(office) -> None:
    known = restoring.put_ready(office.config, office.place, office.key)
    assert (known.filings, known.newer, known.unsent, known.readable) == (3, (office.newer,), (), True)
    assert _codes(office.config) == {*office.old, office.newer}, "putting it ready changes nothing"
    place = restoring.exchange(office.config, known)
    assert _codes(office.config) == set(office.old) and not replacing.staged(office.config.data).exists()
    from kiosk.services.key_source import key_source

    with Store.open(office.config.data / place, DeskClock(), key_source(office.config)) as kept:
        assert set(kept.outbox.codes()) == {*office.old, office.newer}


def test_what_never_arrived_stops_it(office) -> None:
    with opened(office.config) as store:
        lost = _file(store, "d10", arrived=False)
    known = restoring.put_ready(office.config, office.place, office.key)
    assert known.unsent == (lost,)
    for act in (restoring.exchange, restoring.plan):
        with pytest.raises(StoreNewer):
            act(office.config, known)
    restoring.drop(office.config)
    assert lost in _codes(office.config)


@pytest.mark.parametrize("step", STEPS)
def test_cut_at_any_step_the_next_start_has_one_store_whole(office, step) -> None:
    def cut(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    known = restoring.put_ready(office.config, office.place, office.key)
    with pytest.raises(KeyboardInterrupt):
        restoring.exchange(office.config, known, cut)
    restoring.carry_out(office.config)
    assert _codes(office.config) == set(office.old)
    assert (office.config.data / "replaced/001/store.db").exists()
    assert not replacing.staged(office.config.data).exists()


def test_the_next_start_carries_out_the_plan_unless_something_was_filed_since(office) -> None:
    restoring.plan(office.config, restoring.put_ready(office.config, office.place, office.key))
    with opened(office.config) as store:
        since = _file(store, "d11")
    restoring.carry_out(office.config)
    assert _codes(office.config) == {*office.old, office.newer, since}
    assert replacing.planned(office.config.data) is None
    restoring.plan(office.config, restoring.put_ready(office.config, office.place, office.key))
    restoring.carry_out(office.config)
    assert _codes(office.config) == set(office.old)
    restoring.carry_out(office.config)  # nothing is planned any more
    assert _codes(office.config) == set(office.old)


def test_a_store_that_does_not_open_is_put_aside_as_it_is(office) -> None:
    (office.config.data / "store.db").write_bytes(b"\0" * 8192)
    known = restoring.put_ready(office.config, office.place, office.key)
    assert not known.readable and known.present
    place = restoring.exchange(office.config, known)
    assert _codes(office.config) == set(office.old)
    assert (office.config.data / place / "store.db").read_bytes() == b"\0" * 8192


def test_a_wrong_key_or_a_broken_copy_touches_nothing(office) -> None:
    with pytest.raises(WrongRecoveryKey):
        restoring.put_ready(office.config, office.place, office.key[:-1])
    with pytest.raises(WrongRecoveryKey):
        (other,) = make_recovery(office.config.with_(data=office.config.data.with_name("another")))
        restoring.put_ready(office.config, office.place, other)
    assert _codes(office.config) == {*office.old, office.newer}


def test_at_the_screen_and_the_next_start_has_it(tmp_path, qapp) -> None:
    with kiosk_house(tmp_path) as house:
        config, presenter = house.rooms.services.config, signed_in(house)
        stored, page = presenter.stored.page, presenter.stored.restore.page
        stick = house.rooms.services.sticks.plug("USB-KT")
        desk = presenter.stage.desks.keys
        key = desk.draw(3, 5)
        desk.adopt(key)
        back_up_store(config, house.rooms.store, stick)
        newer = _file(house.rooms.store, "d1")
        presenter.go("store")
        until(stored.isVisible, "the store")
        stored.restored.emit()
        press(page, "backup-0")
        for place, words in ((0, "restore_more"), (4, "restore_more"), (2, "")):
            page.shares.entry.setText(key.texts[place])
            click(page.shares.take)
            if words:
                text = presenter.stage.kit.say(words, count=1 if place == 0 else 2)
                until(lambda text=text: page.shares.result.text() == text, text)
        press(page, "exchange")
        until(lambda: replacing.planned(config.data) is not None, "the plan")
        assert newer in house.rooms.store.outbox.codes(), "nothing is touched before the next start"
    with kiosk_house(tmp_path, known=True) as house:
        assert house.rooms.store.outbox.codes() == () and (config.data / "replaced/001/store.db").exists()
        (entry,) = [
            one.entry for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.STORE_RESTORED
        ]
        assert entry.facts["newer"] == "1" and entry.facts["place"] == "replaced/001"


def test_by_command(office, capsys, monkeypatch) -> None:
    def does(*line: str) -> tuple[int, dict]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{office.key}\n"))
        code = main(["--data", str(office.config.data), "--json", "restore", str(office.place), *line])
        return code, json.loads(capsys.readouterr().out)

    assert does()[1]["error"]["code"] == "store.exists"
    code, told = does("--replace")
    assert (code, told["newer"], told["replaced"]) == (0, [office.newer], False)
    assert _codes(office.config) == {*office.old, office.newer}
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{office.key}\n"))
    assert main(["--data", str(office.config.data), "restore", str(office.place), "--replace"]) == 0
    assert office.newer in capsys.readouterr().out, "before it is done"
    code, told = does("--replace", "--yes")
    assert told["newer"] == [office.newer]
    assert (code, told["replaced"], told["place"]) == (0, True, "replaced/001")
    with opened(office.config) as store:
        assert {one.sync for one in store.outbox.list()} == {Sync.DELIVERED}
    copy = office.config.data.parent / "copy"
    shutil.copytree(office.config.data / told["place"], copy)
    shutil.copytree(office.config.data / "keys", copy / "keys", dirs_exist_ok=True)
    assert main(["--data", str(copy), "--json", "queue", "show", office.newer]) == 0
    assert json.loads(capsys.readouterr().out)["official"], (
        "who filed after the backup is served by the portal's number"
    )
    (on_stick,) = restoring.backups_in(office.place.parent)
    assert (on_stick.filings, on_stick.place) == (3, office.place)

"""Signing in: who it is or not at all, waits that double, unused accounts, nothing to be read off the disk."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pytest

from kiosk import cli
from kiosk.domain.events import EventKind
from kiosk.domain.staff import StaffRole
from kiosk.errors import (
    AccountDisabled,
    AccountExists,
    AccountIdle,
    AccountLocked,
    SignInRefused,
    UnknownAccount,
    WeakSecret,
)
from kiosk.store import Reserve, Store
from kiosk.store.database.boot_time import boot_clock

PIN, OTHER = "482159", "703164"
CARD = "999185000777"


@dataclass
class StillMachine:
    """The kernel's own clock, standing still: which start of the machine, and seconds since it."""

    start: str = "first"
    since: float = 100.0

    def __call__(self) -> tuple[str, float]:
        return self.start, self.since

    def runs(self, seconds: float) -> None:
        self.since += seconds

    def starts_anew(self) -> None:
        self.start, self.since = f"{self.start}+", 5.0


@pytest.fixture
def machine(store) -> StillMachine:
    store.staff._running = StillMachine()
    return store.staff._running


@pytest.fixture
def sao(store):
    return store.staff.add("Sao.Vừ", StaffRole.OFFICER, "Vừ Thị Sáo", PIN, CARD)


def kinds(store: Store) -> list[tuple[EventKind, str]]:
    return [(one.entry.kind, one.entry.about) for one in store.journal.entries()]


def test_nobody_is_there_to_begin_with(store):
    assert store.staff.list() == ()
    with pytest.raises(SignInRefused):
        store.staff.sign_in("admin", name="admin")


def test_by_name_or_by_card(store, sao):
    assert store.staff.sign_in(PIN, name="sao.vừ") == sao == store.staff.sign_in(PIN, id_number=CARD)
    assert kinds(store) == [
        (EventKind.STAFF_ADDED, "CB-1"),
        (EventKind.STAFF_SIGNED_IN, "CB-1"),
        (EventKind.STAFF_SIGNED_IN, "CB-1"),
    ]


@pytest.mark.parametrize("who", [{"name": "sao.vu"}, {"name": "nobody"}, {"id_number": "999162001234"}, {}])
def test_whatever_is_wrong_is_said_in_the_same_words(store, sao, who):
    with pytest.raises(SignInRefused) as told:
        store.staff.sign_in(OTHER, **who)
    assert told.value.values == {} and "sao" not in str(told.value)


def test_the_door_stays_shut_twice_as_long_each_time(store, sao, machine):
    waits = []
    for _ in range(7):
        _wrong_until_locked(store)
        waits.append(store.staff.list()[0].locked)
        with pytest.raises(AccountLocked):
            store.staff.sign_in(PIN, name="sao.vu")  # the right one does not help either
        machine.runs(waits[-1] + 1)
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    assert store.staff.sign_in(PIN, name="sao.vu").failures == 0


def _wrong_until_locked(store: Store) -> None:
    for _ in range(5):
        if store.staff.list()[0].locked:
            return
        with pytest.raises(SignInRefused):
            store.staff.sign_in(OTHER, name="sao.vu")


def test_a_try_counts_even_if_the_plug_is_pulled_before_it_is_judged(folder, clock, monkeypatch):
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        store.staff.add("sao.vu", StaffRole.OFFICER, "Vừ Thị Sáo", PIN)
        monkeypatch.setattr("kiosk.store.staff._verified", _pulled)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                store.staff.sign_in(PIN, name="sao.vu")
        with pytest.raises(AccountLocked):
            store.staff.sign_in(PIN, name="sao.vu")


def _pulled(kept: str, secret: str) -> bool:
    raise KeyboardInterrupt


@pytest.mark.parametrize("days", [-3653, 1, 366, 5000])
def test_no_jump_of_the_clock_opens_a_door(store, sao, clock, machine, days):
    _wrong_until_locked(store)
    for _ in range(3):
        clock.pass_by(days=days)
        store.retention.tidy(terms())
        with pytest.raises(AccountLocked):
            store.staff.sign_in(PIN, name="sao.vu")
        assert store.staff.list()[0].locked == 60
    machine.runs(59)
    assert store.staff.list()[0].locked == 1
    machine.runs(2)
    assert store.staff.sign_in(PIN, name="sao.vu")


def test_no_new_start_of_the_machine_shortens_a_wait(store, sao, machine):
    """Each start counts what has passed since it, and not what had passed before it once more."""
    _wrong_until_locked(store)
    machine.runs(40)
    assert store.staff.list()[0].locked == 20
    for _ in range(8):  # off and on again: forty seconds were not noted, and are not given
        machine.starts_anew()
        assert 55 <= store.staff.list()[0].locked <= 60
        with pytest.raises(AccountLocked):
            store.staff.sign_in(PIN, name="sao.vu")
    machine.runs(60)
    assert store.staff.sign_in(PIN, name="sao.vu")


def test_a_stranger_at_the_name_shuts_out_neither_the_card_nor_another_kiosk(store, sao, machine, clock, tmp_path):
    """Wrong ones for a whole day: at no moment is the officer's own way shut."""
    with Store.open(tmp_path / "other", clock, reserve=Reserve(0, 0, 0)) as other:
        other.staff.add("Sao.Vừ", StaffRole.OFFICER, "Vừ Thị Sáo", PIN, CARD)
        for _ in range(100):
            _wrong_until_locked(store)
            locked = store.staff.list()[0].locked
            assert 0 < locked <= 900 and other.staff.list()[0].locked == 0
            with pytest.raises(AccountLocked):
                store.staff.sign_in(PIN, name="sao.vu")
            machine.runs(locked + 1)
        _wrong_until_locked(store)
        assert other.staff.sign_in(PIN, name="sao.vu")
        assert store.staff.sign_in(PIN, id_number=CARD)
        assert store.staff.list()[0].failures == 0  # and whoever came in by card opens the name's door too


def test_wrong_ones_with_the_card_shut_the_cards_door(store, sao, machine):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            store.staff.sign_in(OTHER, id_number=CARD)
    with pytest.raises(AccountLocked):
        store.staff.sign_in(PIN, id_number=CARD)
    assert store.staff.sign_in(PIN, name="sao.vu")


def test_the_machines_own_clock_is_one_that_nobody_sets() -> None:
    start, since = boot_clock()
    assert len(start) == 36 and since <= boot_clock()[1] and boot_clock()[0] == start


def test_an_account_nobody_uses_is_locked_until_a_technician_opens_it(store, sao, clock):
    for _ in range(46):
        clock.pass_by(days=1)
        with pytest.raises(SignInRefused):
            store.staff.sign_in(OTHER, name="nobody")
        store.retention.tidy(terms())
    with pytest.raises(SignInRefused):
        store.staff.sign_in(OTHER, name="sao.vu")
    with pytest.raises(AccountIdle):
        store.staff.sign_in(PIN, name="sao.vu")
    store.staff.reset("sao.vu", OTHER, CARD)
    assert store.staff.sign_in(OTHER, name="sao.vu")


def terms():
    from kiosk.store.filings.retention import NEVER

    return NEVER


def test_who_has_left_signs_in_no_more(store, sao):
    assert store.staff.disable("sao.vu").disabled
    with pytest.raises(AccountDisabled):
        store.staff.sign_in(PIN, id_number=CARD)
    store.staff.disable("sao.vu", disabled=False)
    assert store.staff.sign_in(PIN, id_number=CARD)


def test_one_account_for_a_person_and_a_person_for_an_account(store, sao):
    with pytest.raises(AccountExists):
        store.staff.add("sao.vu", StaffRole.OFFICER, "Ai đó", OTHER)
    with pytest.raises(AccountExists):
        store.staff.add("mai.lo", StaffRole.OFFICER, "Lò Thị Mai", OTHER, CARD)
    for name in ("admin", "canbo1"):
        with pytest.raises(WeakSecret):
            store.staff.add(name, StaffRole.OFFICER, "Mọi người", OTHER)


def test_a_reset_wants_the_account_and_its_card(store, sao):
    with pytest.raises(UnknownAccount):
        store.staff.reset("mai.lo", OTHER)
    with pytest.raises(SignInRefused):
        store.staff.reset("sao.vu", OTHER)
    with pytest.raises(WeakSecret):
        store.staff.reset("sao.vu", "123456", CARD)


def test_neither_secret_nor_card_is_kept_as_it_is(store, sao):
    kept = store._database.read(lambda db: repr(db.execute("SELECT * FROM staff").fetchall()))
    assert PIN not in kept and CARD not in kept and "$argon2id$v=19$m=19456,t=2,p=1$" in kept
    told = repr([(one.entry.about, one.entry.facts) for one in store.journal.entries()])
    assert "sao" not in told and "Sáo" not in told


def test_the_command(folder, monkeypatch, capsys):
    def run(*words: str, typed: str = "") -> tuple[int, object]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["--data", str(folder), "--json", "staff", *words])
        return code, json.loads(capsys.readouterr().out)

    assert run("add", "mai.lo", "--role", "technician", typed=f"{PIN}\n")[1]["error"]["code"] == "staff.weak"
    assert run("add", "mai.lo", "--role", "technician", "--with-card", typed=f"{PIN}\n{CARD}\n")[0] == 0
    assert run("reset-pin", "mai.lo", "--with-card", typed=f"{OTHER}\n{CARD}\n")[0] == 0
    assert run("disable", "mai.lo")[0] == 0
    told = {"about": "CB-1", "name": "mai.lo", "role": "technician", "card": True, "state": "disabled"}
    assert run("list") == (0, [told])

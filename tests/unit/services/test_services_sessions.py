"""Signing in at the counter: who, at which desk, with which rights; the desk that locks itself; the first account."""

from __future__ import annotations

import pytest
from counter_stage import PINS, DeskClock, signed_in

from kiosk.domain.events import EventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff import StaffRole
from kiosk.errors import (
    AccountLocked,
    ActNotAllowed,
    SessionEnded,
    SessionLocked,
    SetupRefused,
    SignInRefused,
    WeakSecret,
)
from kiosk.services.counter.sessions import StaffSessions
from kiosk.store import Store


def kinds(store: Store) -> list[tuple[EventKind, str]]:
    return [(one.entry.kind, one.entry.about) for one in store.journal.entries()]


def test_card_and_name_are_equal_ways(sessions: StaffSessions) -> None:
    pao, may = signed_in(sessions, "pao"), signed_in(sessions, "may")
    assert (pao.person, pao.role, pao.desk) == ("Hoàng Văn Páo", StaffRole.OFFICER, "Q1")
    assert may.token != pao.token
    assert may.plain()["may"] == sorted(act.value for act in may.rights)
    assert "token" not in may.plain()


def test_five_wrong_ones_shut_the_name_and_not_the_card(sessions: StaffSessions) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sessions.sign_in("000111", name="pao")
    with pytest.raises(AccountLocked):
        sessions.sign_in(PINS["pao"], name="pao")
    assert signed_in(sessions, "pao").name == "pao"


def test_every_act_passes_the_gate_or_is_refused_and_noted(sessions: StaffSessions, store: Store) -> None:
    for name in ("pao", "hien", "sinh"):
        session = signed_in(sessions, name)
        for act in StaffAct:
            if act in session.rights:
                sessions.require(session, act)
                continue
            with pytest.raises(ActNotAllowed) as refused:
                sessions.require(session, act)
            assert refused.value.values["act"] == act.value
            entry = store.journal.entries()[-1].entry
            assert (entry.kind, entry.about, entry.facts) == (
                EventKind.STAFF_DENIED,
                session.about,
                {"act": act.value},
            )


def test_a_desk_locks_itself_and_opens_to_the_same_person(sessions: StaffSessions, clock: DeskClock) -> None:
    pao = signed_in(sessions, "pao")
    clock.pass_by(seconds=299)
    sessions.touch(pao)
    clock.pass_by(seconds=299)
    sessions.require(pao, StaffAct.FIND)
    clock.pass_by(seconds=300)
    assert sessions.is_locked(pao)
    with pytest.raises(SessionLocked):
        sessions.require(pao, StaffAct.FIND)
    with pytest.raises(SignInRefused):
        sessions.unlock(pao, "999999")
    assert sessions.is_locked(pao)
    sessions.unlock(pao, PINS["pao"])
    sessions.require(pao, StaffAct.FIND)


def test_what_was_locked_by_hand_stays_locked(sessions: StaffSessions, store: Store) -> None:
    pao = signed_in(sessions, "pao")
    sessions.lock(pao)
    with pytest.raises(SessionLocked):
        sessions.touch(pao)
    assert kinds(store)[-1] == (EventKind.STAFF_LEFT, pao.about)


def test_a_session_ends_with_signing_out_and_with_the_account(sessions: StaffSessions, store: Store) -> None:
    pao, may = signed_in(sessions, "pao"), signed_in(sessions, "may")
    sessions.sign_out(pao)
    store.staff.disable("may")
    for gone in (pao, may):
        with pytest.raises(SessionEnded):
            sessions.require(gone, StaffAct.SEE_NOW)
        assert sessions.is_locked(gone)
    with pytest.raises(SessionEnded):
        sessions.unlock(pao, PINS["pao"])


def test_a_token_of_ones_own_making_is_no_session(sessions: StaffSessions) -> None:
    from dataclasses import replace

    pao = signed_in(sessions, "pao")
    with pytest.raises(SessionEnded):
        sessions.require(replace(pao, token="0" * 32), StaffAct.FIND)
    with pytest.raises(SessionEnded):  # a role of one's own making is not the account's
        sessions.require(replace(pao, role=StaffRole.CHIEF), StaffAct.SEAL)


def test_the_first_account_comes_by_a_code_and_only_the_first(store: Store, clock: DeskClock) -> None:
    sessions = StaffSessions(store, running=clock.running)
    assert sessions.first_run
    with pytest.raises(SetupRefused):
        sessions.bootstrap("ABCD-EFGH-JKMN-PQRS", "hien", "Lục Thị Hiền", PINS["hien"])
    code = store.staff.first_code(StaffRole.CHIEF)
    with pytest.raises(SetupRefused):
        sessions.bootstrap("ABCD-EFGH-JKMN-PQRS", "hien", "Lục Thị Hiền", PINS["hien"])
    with pytest.raises(WeakSecret):
        sessions.bootstrap(code, "hien", "Lục Thị Hiền", "123456")
    hien = sessions.bootstrap(code.lower().replace("-", " "), "hien", "Lục Thị Hiền", PINS["hien"])
    sessions.require(hien, StaffAct.SIGN_CLOSING)
    assert not sessions.first_run
    with pytest.raises(SetupRefused):
        sessions.bootstrap(code, "khac", "Người Khác", PINS["sinh"])
    with pytest.raises(SetupRefused):
        store.staff.first_code(StaffRole.CHIEF)


def test_a_setup_code_ends_after_a_day_and_after_five_wrong_tries(store: Store, clock: DeskClock) -> None:
    sessions = StaffSessions(store, running=clock.running)
    old = store.staff.first_code(StaffRole.CHIEF)
    clock.pass_by(days=1.5)
    with pytest.raises(SetupRefused):
        sessions.bootstrap("ABCD", "hien", "Lục Thị Hiền", PINS["hien"])
    clock.pass_by(hours=1)
    with pytest.raises(SetupRefused):
        sessions.bootstrap(old, "hien", "Lục Thị Hiền", PINS["hien"])
    guessed = store.staff.first_code(StaffRole.CHIEF)
    for _ in range(5):
        with pytest.raises(SetupRefused):
            sessions.bootstrap("ABCD", "hien", "Lục Thị Hiền", PINS["hien"])
    with pytest.raises(SetupRefused):
        sessions.bootstrap(guessed, "hien", "Lục Thị Hiền", PINS["hien"])

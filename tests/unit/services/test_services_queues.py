"""What waits, calls, and handing over: counts without names, an order of one's own, signatures before papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from counter_stage import GRANDMOTHER, file, filing, signed_in

from kiosk.domain.calendar import ZONE
from kiosk.domain.desk_calls import CallKind, CallOutcome
from kiosk.domain.dossier import QueueFacts, WorkQueue
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.hand_over import ResultHandOver, ResultTaker, TakerProof
from kiosk.domain.submission import Legal
from kiosk.errors import (
    ActNotAllowed,
    DossierChanged,
    PaperNotReady,
    ReasonMissing,
    SignatureMissing,
    SignInRefused,
    TakerMissing,
    UnknownCode,
)
from kiosk.services.counter.queues import QueueDesk
from kiosk.services.counter.results import ResultDesk
from kiosk.services.officer_calls import OfficerCalls

SIGNED = (((10, 10), (20, 12), (30, 8), (40, 14), (50, 9)),)


@pytest.fixture
def bell(store, clock):
    return OfficerCalls(store.notes, clock)


@pytest.fixture
def queues(store, sessions, bell, clock):
    return QueueDesk(store, sessions, bell, clock)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def ready(store, clock):
    code = file(store, clock, filing()).code
    store.outbox.claim(code)
    store.outbox.settle(code, "H15.50.05.13-261123-0001")
    store.outbox.set_legal(code, Legal.FINISHED)
    return code


def test_the_board_counts_every_queue_and_shows_the_bell(queues, pao, sessions, store, bell, clock) -> None:
    file(store, clock, filing())
    queues.log_call(pao, CallKind.CALL_BACK, person="Giàng A Chứ", phone="0900 000 271", about="số", due=clock())
    later = clock() + timedelta(days=2)
    queues.log_call(pao, CallKind.CALL_BACK, person="Lò Văn Sìn", phone="0900 000 272", about="bản sao", due=later)
    queues.log_call(pao, CallKind.SUPPORT, person="", phone="0900 000 273", about="hỏi giấy tờ", due=clock())
    bell.call("capture")
    board = queues.board(signed_in(sessions, "sinh"))
    assert {one.queue: one.count for one in board.queues if one.count} == {
        WorkQueue.UNSENT: 1,
        WorkQueue.CALL_BACK: 1,
        WorkQueue.SUPPORT: 2,
    }
    assert {one.queue for one in board.queues} == set(WorkQueue)
    assert board.bell is not None and board.bell.step == "capture"
    queues.answer_bell(pao)
    assert queues.board(pao).bell is None


def test_the_board_says_how_late_and_how_much_is_owed(queues, pao, store, clock) -> None:
    assert queues.board(pao).facts == QueueFacts()
    for name, days in (("a", -5), ("b", -2), ("c", 0)):
        store.outbox.file(name, filing(child=f"Sùng Thứ {name}"), clock() + timedelta(days=days), owed=8_000)
    since = (clock() - timedelta(days=5)).date()
    assert queues.board(pao).facts == QueueFacts(late=2, late_since=since, owed=24_000)


def test_facts_of_several_kiosks_are_one(clock) -> None:
    day = clock().date()
    facts = sum((QueueFacts(1, day, 8_000), QueueFacts(), QueueFacts(2, day - timedelta(days=1), 500)), QueueFacts())
    assert facts == QueueFacts(3, day - timedelta(days=1), 8_500)


def test_each_officer_keeps_an_order(queues, pao, sessions) -> None:
    may = signed_in(sessions, "may")
    queues.arrange(pao, [WorkQueue.CASH, WorkQueue.READY, WorkQueue.CASH])
    assert queues.order(pao)[:3] == (WorkQueue.CASH, WorkQueue.READY, WorkQueue.DUE)
    assert set(queues.order(pao)) == set(WorkQueue) and queues.order(may) == tuple(WorkQueue)


def test_a_call_is_tried_until_somebody_was_spoken_to(queues, pao, sessions, store, clock) -> None:
    code = file(store, clock, filing()).code
    who = {"person": "Vàng Thị Mỷ", "phone": "0912000345", "about": "bản sao", "due": clock()}
    call = queues.log_call(pao, CallKind.CALL_BACK, **who, code=code)
    again = clock() + timedelta(hours=4)
    call = queues.called(pao, call.number, CallOutcome.NO_ANSWER, again=again)
    assert call.open and call.due == again and len(call.attempts) == 1
    call = queues.called(pao, call.number, CallOutcome.SPOKEN, "Chiều bà đến")
    assert not call.open and queues.calls(pao) == ()
    history = [(one.kind, one.facts["outcome"]) for one in store.dossier_book.events(code)]
    assert history == [(DossierEventKind.CALLED, "no-answer"), (DossierEventKind.CALLED, "spoken")]
    with pytest.raises(UnknownCode):
        queues.called(pao, 99, CallOutcome.SPOKEN)
    with pytest.raises(UnknownCode):
        queues.log_call(pao, CallKind.CALL_BACK, person="x", phone="", about="", due=clock(), code="KS-0000-00")
    with pytest.raises(ActNotAllowed):
        queues.calls(signed_in(sessions, "sinh"))


def test_a_call_is_booked_once_whoever_has_its_dossier_open(queues, pao, sessions, store, clock) -> None:
    code = file(store, clock, filing()).code
    who = {"person": "Vàng Thị Mỷ", "phone": "0912000345", "about": "bản sao", "due": clock()}
    call = queues.log_call(pao, CallKind.CALL_BACK, **who, code=code)
    held = store.dossier_book.hold(code, signed_in(sessions, "may").number)
    assert len(queues.called(pao, call.number, CallOutcome.NO_ANSWER).attempts) == 1
    (event,) = store.dossier_book.events(code)
    assert (event.kind, event.staff) == (DossierEventKind.CALLED, pao.number)
    assert store.dossier_book.head(code) == held


def taker(**changes) -> ResultTaker:
    return replace(ResultTaker("Vàng Thị Mỷ", GRANDMOTHER, TakerProof.CARD, SIGNED), **changes)


def test_a_result_is_given_to_who_signed_for_it(store, sessions, pao, ready, clock) -> None:
    desk = ResultDesk(store, sessions)
    given = ResultHandOver((taker(),), ("2 bản chính", "1 bản sao"))
    with pytest.raises(SignatureMissing) as missing:
        desk.hand_over(pao, ready, 0, replace(given, takers=(taker(), taker(name="Ly Mí Nô", strokes=(((1, 1),),)))))
    assert missing.value.values["person"] == "Ly Mí Nô"
    with pytest.raises(SignInRefused):
        desk.hand_over(pao, ready, 0, replace(given, takers=(taker(id_number="999170000002"),)))
    for proof in (TakerProof.PAPER, TakerProof.SIGHT):
        with pytest.raises(ReasonMissing):
            desk.hand_over(pao, ready, 0, replace(given, takers=(taker(proof=proof),)))
    for empty in (replace(given, takers=()), replace(given, items=())):
        with pytest.raises(PaperNotReady):
            desk.hand_over(pao, ready, 0, empty)
    assert store.dossier_book.events(ready) == ()
    head = desk.hand_over(pao, ready, 0, given)
    (event,) = store.dossier_book.events(ready)
    assert head.revision == 1 and event.facts == given.facts() and "[10, 10]" in event.facts["takers"]
    with pytest.raises(DossierChanged):
        desk.hand_over(pao, ready, 0, given)


def test_by_authorisation_with_its_paper(store, sessions, pao, ready) -> None:
    friend = taker(name="Sùng Chá Và", id_number="999170000002", proof=TakerProof.PAPER, paper="Giấy ủy quyền số 7")
    assert (
        ResultDesk(store, sessions).hand_over(pao, ready, 0, ResultHandOver((friend,), ("1 bản chính",))).revision == 1
    )


def test_for_a_marriage_both_are_there_and_nobody_stands_in(store, sessions, pao, clock) -> None:
    answers = {
        "groom.name": {"value": "LY MÍ NÔ", "origin": "card"},
        "groom.paper_number": {"value": "999201000562", "origin": "card"},
        "bride.name": {"value": "VÀNG THỊ GHẾN", "origin": "card"},
        "bride.paper_number": {"value": "999304000119", "origin": "card"},
    }
    code = file(store, clock, replace(filing(), procedure="1.000894", answers=answers)).code
    store.outbox.set_legal(code, Legal.FINISHED)
    desk = ResultDesk(store, sessions)
    plan = desk.plan(pao, code)
    assert plan.together and [one.role for one in plan.parties] == ["groom", "bride"]
    groom = taker(name="LY MÍ NÔ", id_number="999201000562")
    bride = taker(name="Vàng Thị Ghến", id_number="", proof=TakerProof.SIGHT, paper="giấy tờ xe máy, có ảnh")
    stand_in = replace(bride, proof=TakerProof.PAPER, paper="giấy ủy quyền số 7")
    given = ResultHandOver((groom, stand_in), plan.items)
    for takers in ((groom,), (groom, stand_in), (groom, replace(groom, name="VÀNG THỊ GHẾN"))):
        with pytest.raises(TakerMissing) as missing:
            desk.hand_over(pao, code, plan.revision, replace(given, takers=takers))
        assert missing.value.values["person"] == "VÀNG THỊ GHẾN"
    with pytest.raises(SignatureMissing):
        desk.hand_over(pao, code, plan.revision, replace(given, takers=(groom, replace(bride, strokes=()))))
    assert desk.hand_over(pao, code, plan.revision, replace(given, takers=(groom, bride))).revision == 1


def test_nothing_is_given_before_the_office_is_done(store, sessions, pao, clock) -> None:
    code = file(store, clock, filing()).code
    with pytest.raises(PaperNotReady):
        ResultDesk(store, sessions).hand_over(pao, code, 0, ResultHandOver((taker(),), ("1 bản chính",)))


def test_who_went_to_which_bell_and_when_outlives_a_power_cut(queues, pao, bell, store, clock) -> None:
    rang = clock()
    bell.call("capture")
    clock.now += timedelta(minutes=2)
    queues.answer_bell(pao)
    again = OfficerCalls(store.notes, clock)  # what the kiosk finds when it starts anew
    assert again.open is None and again.answered is not None
    assert (again.answered.since, again.answered.at) == (rang, rang + timedelta(minutes=2))
    assert (again.answered.by, again.answered.person) == (pao.number, "Hoàng Văn Páo")


@pytest.mark.parametrize("note", ["", "x", "2026-11-23 later 1 Páo", "2026-11-23T09:30:00 2026-11-23T09:31:00 one Páo"])
def test_a_note_of_the_bell_that_cannot_be_read_is_none(store, clock, note: str) -> None:
    store.notes.set("officer.answered", note)
    assert OfficerCalls(store.notes, clock).answered is None


@pytest.mark.parametrize(
    ("now", "moments"),
    [
        (datetime(2026, 12, 1, 9, 20, tzinfo=ZONE), ["01/12 11", "01/12 14", "02/12 08", "03/12 08", "04/12 08"]),
        (
            datetime(2026, 12, 31, 16, 30, tzinfo=ZONE),
            ["04/01 08", "05/01 08", "06/01 08"],
        ),  # New Year's Day is a Friday
        (datetime(2027, 1, 1, 9, 0, tzinfo=ZONE), ["04/01 08", "05/01 08", "06/01 08"]),
        (datetime(2026, 12, 4, 15, 0, tzinfo=ZONE), ["07/12 08", "08/12 08", "09/12 08"]),
    ],
)
def test_nobody_is_called_again_on_a_day_off(queues, pao, clock, now: datetime, moments: list[str]) -> None:
    clock.now = now
    assert [f"{one:%d/%m %H}" for one in queues.call_lists(pao).again] == moments

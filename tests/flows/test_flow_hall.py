"""Two kiosks and an officer's computer on loopback: three visits at once, a whole day, and the network cut in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from counter_stage import PINS, DeskClock, filing
from hall_stage import HallAuthority, HallKiosk, at_counter, call, hall, link

from kiosk import catalogue
from kiosk.domain.dossier import WorkQueue
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.hand_over import ResultHandOver, ResultTaker, TakerProof
from kiosk.domain.submission import Legal
from kiosk.errors import (
    ActBroken,
    ActDoneBefore,
    DossierChanged,
    DossierHeld,
    HallAway,
    HallUnsure,
    HelpNotAsked,
    HelpOver,
    SessionLocked,
    SignInRefused,
)
from kiosk.hall.desks import HallDesks
from kiosk.hall.hall import Hall
from kiosk.hall.operations import operations
from kiosk.services.filing import BoundDocument
from kiosk.services.visit_help import GlassPicture


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[HallAuthority, HallKiosk, HallKiosk]]:
    with hall(tmp_path, "DV01", "DV02") as (authority, (first, second)):
        yield authority, first, second


def filed(kiosk: HallKiosk, child: str, owed: int = 0) -> str:
    """A visit at that kiosk that came to its receipt."""
    edition = catalogue.procedure("1.001193").source
    return kiosk.store.outbox.file(
        f"draft-{child}", filing(child=child), kiosk.clock(), owed=owed, edition=edition
    ).code


def kinds(kiosk: HallKiosk, code: str) -> list[DossierEventKind]:
    return [one.kind for one in kiosk.store.dossier_book.events(code)]


def happens(opened: Hall, what: Any) -> None:
    """Wait until the hall knows it: told by the kiosks' news, and by nothing else."""
    told = threading.Event()
    opened.subscribe(lambda: told.set() if what() else None)
    assert what() or told.wait(30)


def finished(kiosk: HallKiosk, code: str) -> None:
    kiosk.store._database.write(
        lambda db: db.execute("UPDATE submissions SET legal = ? WHERE code = ?", [Legal.FINISHED.value, code])
    )


class Cuts:
    """The network goes once in every operation at every kiosk, when it was done and not answered yet."""

    def __init__(self, *kiosks: HallKiosk) -> None:
        self.cut: set[tuple[str, str]] = set()
        for kiosk in kiosks:
            self._into(kiosk)

    def _into(self, kiosk: HallKiosk) -> None:
        done = kiosk.host.service.call

        def cutting(counter: Any, operation: Any, body: bytes) -> bytes:
            answer = done(counter, operation, body)
            if (kiosk.name, operation.name) not in self.cut:
                self.cut.add((kiosk.name, operation.name))
                kiosk.server.cut()
            return answer

        kiosk.host.service.call = cutting  # type: ignore[method-assign]


@pytest.mark.parametrize("cut", [False, True], ids=["with a network", "cut in the middle of everything"])
def test_a_day_over_two_kiosks(two: tuple[HallAuthority, HallKiosk, HallKiosk], cut: bool) -> None:
    authority, first, second = two
    cuts = Cuts(first, second) if cut else None
    codes = [filed(first, "Sùng Thị Một"), filed(second, "Sùng Thị Hai", 16_000), filed(second, "Sùng Thị Ba")]
    with at_counter(authority.counter("Q2"), first, second) as opened:
        desks = HallDesks(opened).desks
        assert not desks.sessions.first_run and len(desks.sessions.names()) == 4
        session = desks.sessions.sign_in(PINS["may"], name="may")
        assert (session.desk, session.person) == ("Q2", "Lý Thị Mẩy")

        # three visits at once, and the bell at one of them
        first.help.at("form")
        second.help.at("papers")
        happens(opened, lambda: [one.now.step for one in opened.kiosks] == ["form", "papers"])
        second.bell.call("papers")
        happens(opened, lambda: opened.kiosks[1].now.bell is not None)
        assert desks.queues.board(session).bell.step == "papers"
        second.help.ask()
        desks.queues.answer_bell(session, "DV02")
        assert second.bell.open is None and second.bell.answered is not None
        assert second.bell.answered.person == "Lý Thị Mẩy"

        # taken over, seen, and given back: the other visit stays a step
        desks.visits.take(session, "DV02")
        second.help.show(GlassPicture("m1", b"what stands there"), second.help.standing.visit)
        assert desks.visits.look(session, "DV02", "").jpeg == b"what stands there"
        with pytest.raises(HelpNotAsked):
            desks.visits.take(session, "DV01")
        desks.visits.give_back(session, "DV02")
        with pytest.raises(HelpOver):
            desks.visits.look(session, "DV02", "")

        # found over both, each where it lies
        happens(opened, lambda: all(one.there for one in opened.kiosks))
        found = desks.finder.find(session, "sung thi")
        assert {row.code for row in found.rows} == set(codes) and (found.count, found.total) == (3, 3)
        board = {one.queue: one.count for one in desks.queues.board(session).queues}
        assert (board[WorkQueue.UNSENT], board[WorkQueue.CASH]) == (3, 1)
        assert desks.queues.board(session).facts.owed == 16_000

        # mend, cash, papers, hand over
        sheet = desks.dossiers.hold(session, codes[1])
        assert sheet.head.holder == session.number and sheet.holder == "Lý Thị Mẩy"
        sheet = desks.dossiers.mend(
            session, codes[1], sheet.head.revision, key="mother.name", value="GIÀNG THỊ SÁU", reason="theo giấy"
        )
        assert sheet.people[sheet.events[0].staff] == "Lý Thị Mẩy"
        paper = BoundDocument("giay_chung_sinh", b"%PDF-1.7 " + bytes(range(256)) * 4000)
        sheet = desks.dossiers.add_paper(session, codes[1], sheet.head.revision, paper, reason="dân mang tới")
        assert desks.dossiers.paper(session, codes[1], sheet.papers[-1].sha256) == paper.pdf
        bill = desks.cash.bill(session, codes[1])
        receipt = desks.cash.take(session, codes[1], bill.revision, tendered=20_000)
        assert receipt.name.startswith("Q2.DV02-") and receipt.name.endswith("-0001")
        assert desks.papers.receipt(session, receipt).startswith(b"%PDF")
        assert desks.papers.preview(session, codes[1], "mau-01").startswith(b"%PDF")
        finished(second, codes[1])
        signed = ResultTaker(
            "Vàng Thị Mỷ", "999162001234", TakerProof.CARD, (tuple((x, x % 90) for x in range(0, 400, 10)),)
        )
        head = desks.dossiers.open(session, codes[1]).head
        desks.results.hand_over(session, codes[1], head.revision, ResultHandOver((signed,), ("Giấy khai sinh",)))
        assert kinds(second, codes[1]) == [
            DossierEventKind.MENDED,
            DossierEventKind.PAPER,
            DossierEventKind.PAID,
            DossierEventKind.HANDED_OVER,
        ]
        assert kinds(first, codes[0]) == []

        # the end of the day, of each drawer
        opened.chosen = "DV02"
        assert desks.cash.day(session).taken == 16_000
        closing = desks.cash.close(session, 0, {10_000: 1, 5_000: 1, 1_000: 1})
        opened.chosen = "DV01"
        assert desks.cash.close(session, 0, {}).desk == "Q2.DV01"
        desks.dossiers.let_go(session)
        desks.sessions.sign_out(session)
        chief = desks.sessions.sign_in(PINS["hien"], name="hien")
        assert {one.desk for one in desks.cash.unsigned(chief)} == {"Q2.DV01", "Q2.DV02"}
        desks.cash.sign(chief, closing.desk, closing.day)
        assert {one.desk for one in desks.cash.unsigned(chief)} == {"Q2.DV01"}
    for kiosk in (first, second):
        assert kiosk.store.journal.verify() is None
    assert len(second.store.cash.of(codes[1])) == 1
    if cuts is not None:
        acts = {name for _, name in cuts.cut if operations()[name].acts}
        assert len(acts) >= 13 and {"cash.take", "visits.take", "results.hand_over", "cash.close", "cash.sign"} <= acts


def test_the_network_cut_in_every_act_loses_nothing_and_does_nothing_twice(
    two: tuple[HallAuthority, HallKiosk, HallKiosk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each act's answer is lost, the socket with it; the counter asks again by itself."""
    authority, first, second = two
    code = filed(second, "Sùng Thị Hai", 16_000)
    with at_counter(authority.counter("Q2"), first, second) as opened:
        desks = HallDesks(opened).desks
        session = desks.sessions.sign_in(PINS["may"], name="may")
        done = second.host.service.call
        cut: list[str] = []

        def cuts_once(counter: Any, operation: Any, body: bytes) -> bytes:
            answer = done(counter, operation, body)
            if operation.acts and operation.name not in cut:
                cut.append(operation.name)
                second.server.cut()
            return answer

        monkeypatch.setattr(second.host.service, "call", cuts_once)
        head = desks.dossiers.hold(session, code).head
        desks.dossiers.mend(session, code, head.revision, key="mother.name", value="GIÀNG THỊ SÁU", reason="theo giấy")
        desks.cash.take(session, code, 1, tendered=16_000)
        name = second.store.cash.day("Q2.DV02", second.clock().date()).receipts[0].name
        desks.cash.refund(session, name, 6_000, "trả lại một bản")
        desks.dossiers.remark(session, code, 3, "gọi lại bà Mỷ")
        opened.chosen = "DV02"
        desks.cash.close(session, 0, {10_000: 1})
    assert len(cut) == 6
    assert kinds(second, code) == [
        DossierEventKind.MENDED,
        DossierEventKind.PAID,
        DossierEventKind.REFUNDED,
        DossierEventKind.REMARK,
    ]
    assert [one.amount for one in second.store.cash.day("Q2.DV02", second.clock().date()).receipts] == [16_000, 6_000]


def test_a_network_that_stays_away_is_said_and_the_same_act_is_done_once_when_it_is_back(
    two: tuple[HallAuthority, HallKiosk, HallKiosk], monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, first, second = two
    code = filed(second, "Sùng Thị Hai", 16_000)
    here = filed(first, "Sùng Thị Một")
    with at_counter(authority.counter("Q2"), first, second) as opened:
        desks = HallDesks(opened).desks
        session = desks.sessions.sign_in(PINS["may"], name="may")
        desks.finder.find(session, "")
        done = second.host.service.call

        def always_cut(counter: Any, operation: Any, body: bytes) -> bytes:
            answer = done(counter, operation, body)
            second.server.cut()
            return answer

        monkeypatch.setattr(second.host.service, "call", always_cut)
        with pytest.raises(HallUnsure) as unsure:
            desks.cash.take(session, code, 0, tendered=16_000)
        assert unsure.value.values["kiosk"] == "DV02"
        happens(opened, lambda: not opened.kiosks[1].there)
        monkeypatch.undo()
        receipt = desks.cash.take(session, code, 0, tendered=16_000)  # the same touch again: the same receipt
        assert receipt.sequence == 1 and len(second.store.cash.of(code)) == 1

        # without the kiosk at all: nothing was done, the other one serves, old counts are marked old
        port = second.port
        second.host.server.stop()
        with pytest.raises(HallAway):
            desks.dossiers.remark(session, code, 1, "gọi lại bà Mỷ")
        assert kinds(second, code) == [DossierEventKind.PAID]
        found = desks.finder.find(session, "")
        assert [row.code for row in found.rows] == [here]
        state = opened.kiosks[1]
        assert not state.there and state.heard is not None and state.now.queues["unsent"] == 1
        board = {one.queue: one.count for one in desks.queues.board(session).queues}
        assert board[WorkQueue.UNSENT] == 2 and port == second.port
        second.host.server = None
        second.host.open()
        happens(opened, lambda: opened.kiosks[1].there)
        assert len(desks.finder.find(session, "").rows) == 2


def test_a_kiosk_that_ends_in_the_middle_of_an_act_does_not_repeat_it_by_itself(
    two: tuple[HallAuthority, HallKiosk, HallKiosk],
) -> None:
    authority, first, _ = two
    code = filed(first, "Sùng Thị Một", 16_000)
    identity = authority.counter("Q2")
    at = link(first, identity)
    session = call(at, "sessions.sign_in", secret=PINS["may"], name="may")
    receipt = call(at, "cash.take", session.token, code=code, revision=0, tendered=16_000)
    args = {"name": receipt.name, "amount": 6_000, "reason": "trả lại"}
    act = operations()["cash.refund"]
    keys = {"ended": "e" * 32, "begun": "b" * 32}
    at._key = lambda _: keys["ended"]  # type: ignore[method-assign]
    at.call(act, args, session.token)
    name = f"{_print_of(identity)[:16]}{keys['begun']}"
    first.host.service._ledger._note(name, "begun")  # the power goes here
    first.stop()
    first.start()
    with pytest.raises(ActDoneBefore):
        at.call(act, args, session.token)
    at._key = lambda _: keys["begun"]  # type: ignore[method-assign]
    with pytest.raises(ActBroken):
        at.call(act, args, session.token)
    assert len(first.store.cash.of(code)) == 2
    at.close()


def test_a_kiosk_that_started_anew_wants_the_pin_once_and_the_dossier_stays_open(
    two: tuple[HallAuthority, HallKiosk, HallKiosk],
) -> None:
    authority, first, second = two
    code = filed(second, "Sùng Thị Hai")
    with at_counter(authority.counter("Q2"), first, second) as opened:
        desks = HallDesks(opened).desks
        session = desks.sessions.sign_in(PINS["may"], name="may")
        head = desks.dossiers.hold(session, code).head
        second.stop()
        second.start()
        with pytest.raises(SessionLocked):
            desks.dossiers.remark(session, code, head.revision, "gọi lại bà Mỷ")
        assert desks.sessions.is_locked(session)
        with pytest.raises(SignInRefused):
            desks.sessions.unlock(session, "000999")
        desks.sessions.unlock(session, PINS["may"])
        assert not desks.sessions.is_locked(session)
        desks.dossiers.remark(session, code, head.revision, "gọi lại bà Mỷ")
    assert kinds(second, code) == [DossierEventKind.REMARK]


def test_two_officers_at_one_dossier_from_two_counters(two: tuple[HallAuthority, HallKiosk, HallKiosk]) -> None:
    authority, first, second = two
    code = filed(second, "Sùng Thị Hai")
    with (
        at_counter(authority.counter("Q2"), first, second) as mine,
        at_counter(authority.counter("Q3", "DV02"), second, first) as theirs,
    ):
        here, there = HallDesks(mine).desks, HallDesks(theirs).desks
        may = here.sessions.sign_in(PINS["may"], name="may")
        hien = there.sessions.sign_in(PINS["hien"], name="hien")
        head = here.dossiers.hold(may, code).head
        with pytest.raises(DossierHeld) as held:
            there.dossiers.remark(hien, code, head.revision, "xem lại")
        assert held.value.values["person"] == "Lý Thị Mẩy"
        assert there.dossiers.open(hien, code).holder == "Lý Thị Mẩy"
        here.dossiers.remark(may, code, head.revision, "gọi lại bà Mỷ")
        here.dossiers.release(may, code)
        with pytest.raises(DossierChanged):
            there.dossiers.remark(hien, code, head.revision, "xem lại")
        there.dossiers.hold(hien, code, over=True)
    assert kinds(second, code) == [DossierEventKind.REMARK]


def test_a_clock_that_is_moved_neither_locks_nor_opens_a_desk(
    two: tuple[HallAuthority, HallKiosk, HallKiosk],
) -> None:
    authority, first, second = two
    code = filed(second, "Sùng Thị Hai")
    with at_counter(authority.counter("Q2"), first, second) as opened:
        desks = HallDesks(opened).desks
        session = desks.sessions.sign_in(PINS["may"], name="may")
        for at in (datetime(1990, 1, 1, tzinfo=UTC), datetime(2039, 1, 1, tzinfo=UTC)):
            second.clock.now = at.astimezone(second.clock.now.tzinfo)
            assert desks.dossiers.open(session, code).head.code == code
            assert not desks.sessions.is_locked(session)
        second.clock.now = DeskClock().now


def test_a_desk_that_nobody_touches_locks_itself_at_the_counter_too(tmp_path: Path) -> None:
    ran = [0.0]
    with hall(tmp_path, "DV01") as (authority, (first,)):
        identity = authority.counter("Q2")
        opened = Hall([link(first, identity)], "Q2", first.clock, 300.0, lambda: ran[0])
        desks = HallDesks(opened).desks
        session = desks.sessions.sign_in(PINS["may"], name="may")
        ran[0] = 299.0
        desks.sessions.touch(session)
        ran[0] = 598.0
        assert not desks.sessions.is_locked(session)
        ran[0] = 599.0
        assert desks.sessions.is_locked(session)
        with pytest.raises(SessionLocked):
            desks.sessions.touch(session)
        opened.close()


def _print_of(identity: Any) -> str:
    from kiosk.hall.roles import key_print

    return key_print(identity.key.public_key())

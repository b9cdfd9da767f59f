"""Finding at the counter: by everything an officer may have in hand, page by page, and not more than the role may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from counter_stage import file, filing, signed_in

from kiosk.domain.case import Case, ChangePage
from kiosk.domain.dossier import DossierQuery, LookReason, WorkQueue
from kiosk.domain.submission import ALIKE, Legal, OfficerNote, Sync
from kiosk.errors import ActNotAllowed
from kiosk.services.counter.finding import DossierFinder
from kiosk.store import Wish


@pytest.fixture
def finder(store, sessions, clock):
    return DossierFinder(store, sessions, clock)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


def codes(found) -> list[str]:
    return [row.code for row in found.rows]


def arrived(store, code: str, official: str, legal: Legal = Legal.IN_PROGRESS, **more) -> None:
    if store.outbox.get(code).sync is Sync.QUEUED:
        store.outbox.claim(code)
        store.outbox.settle(code, official)
    change = more.pop("change", 1)
    page = ChangePage(store.cases.cursor(), f"c{official}{change}", (Case(official, change, legal, code, **more),))
    store.cases.apply(page)


def test_by_whatever_is_in_hand(finder, pao, store, clock) -> None:
    mine = file(store, clock, filing())
    clock.pass_by(minutes=1)
    dao = filing(name="Nguyễn Đức Đào", id_number="999170000002", child="Vàng Thị Mỷ Sao", phone="")
    other = file(store, clock, replace(dao, answers={}))
    arrived(store, mine.code, "H15.50.05.13-261123-0975")
    for text in ("vang thi my", "Vàng", "my thi", "vàng mỷ"):
        assert codes(finder.find(pao, text)) == [other.code, mine.code]
    for text in (
        *(
            "giang say",
            "999162001234",
            "9991620",
            "0912 000 345",
            "14/06/1999",
            mine.code,
            mine.code.lower(),
            mine.receipt,
        ),
        *("H15.50.05.13-261123-0975", "261123-0975", "0975"),
    ):
        assert codes(finder.find(pao, text)) == [mine.code], text
    assert codes(finder.find(pao, "duc dao")) == [other.code]
    assert codes(finder.find(pao, "đào")) == [other.code]
    assert codes(finder.find(pao, "23/11/2026")) == [other.code, mine.code]
    for text in ("giang dao", "9991620012345", "!!", "24/11/2026"):
        assert finder.find(pao, text).rows == ()
    everything = finder.find(pao, "")
    assert (everything.count, everything.total) == (2, 2)


def test_a_cards_printed_code_means_its_holder_as_the_card_reader_reads_it(finder, pao, store, clock) -> None:
    mine = file(store, clock, filing())
    for text in (
        "999162001234||Vàng Thị Mỷ|08031962|Nữ|Thôn Má Lủng|05062022",
        "999162001234 | | Vàng Thị Mỷ | 08031962 | Nữ | Thôn Má Lủng | 05062022 | 1",
    ):
        assert codes(finder.find(pao, text)) == [mine.code], text
    assert codes(finder.find(pao, "999162001234|a part number|and a batch")) == []


def test_a_list_comes_page_by_page_each_once(finder, pao, store, clock) -> None:
    filed = [file(store, clock, filing(child=f"Sùng Thứ {n}"), days=n % 3 - 1).code for n in range(25)]
    for query, expected in (
        (DossierQuery(limit=7), filed[::-1]),
        (DossierQuery(limit=7, words=("sung",)), filed[::-1]),
        (DossierQuery(limit=4, queue=WorkQueue.DUE), filed[0::3] + filed[1::3]),
    ):
        cursor, seen = "", []
        while True:
            page = finder.page(pao, DossierQuery(**{**vars(query), "cursor": cursor}))
            seen += codes(page)
            assert len(page.rows) <= query.limit
            if not (cursor := page.cursor):
                break
        assert seen == expected


def test_filters_hold_together(finder, pao, store, clock) -> None:
    old = file(store, clock, filing(child="Sùng Một"))
    clock.now += timedelta(days=2)
    new = file(store, clock, filing(child="Sùng Hai"))
    day = clock().date()
    assert codes(finder.find(pao, "sung", DossierQuery(since=day))) == [new.code]
    assert codes(finder.find(pao, "sung", DossierQuery(until=old.filed_at.date()))) == [old.code]
    assert codes(finder.find(pao, "sung", DossierQuery(sync=Sync.DELIVERED))) == []
    assert codes(finder.find(pao, "sung", DossierQuery(procedure="1.001193", sync=Sync.QUEUED))) == [new.code, old.code]
    assert codes(finder.find(pao, "sung", DossierQuery(procedure="1.000000"))) == []


def test_each_queue_counts_and_lists_the_same(finder, pao, store, clock) -> None:
    made = {
        name: file(store, clock, filing(child=f"Sùng {name}"), days=5).code for name in ("wait", "back", "ask", "done")
    }
    look = file(store, clock, filing(child="Sùng Xem", notes=(OfficerNote(ALIKE, "giống"),)), days=5).code
    today = file(store, clock, filing(child="Sùng Nay"), days=0).code
    over = file(store, clock, filing(child="Sùng Xong"), days=-1).code
    order = file(store, clock, replace(filing(child="Sùng Chứng"), order_days=30), days=0).code
    for code in (made["ask"], made["done"], over):
        store.outbox.claim(code)
        store.outbox.settle(code, f"H15.50.05.13-261123-{int(code[3:5], 36):04}")
    store.outbox.claim(made["back"])
    store.outbox.park(made["back"], "portal.refused")
    store.outbox.set_legal(made["ask"], Legal.SUPPLEMENT)
    store.outbox.set_legal(made["done"], Legal.FINISHED)
    store.outbox.set_legal(over, Legal.HANDED_OVER)
    expected = {
        WorkQueue.DUE: {today},
        WorkQueue.RETURNED: {made["back"], made["ask"]},
        WorkQueue.LOOK: {look},
        WorkQueue.CASH: set(),
        WorkQueue.UNSENT: {made["wait"], look, today},
        WorkQueue.ORDERS: {order},
        WorkQueue.READY: {made["done"]},
    }
    assert finder.counts(pao) == {queue: len(members) for queue, members in expected.items()}
    for queue, members in expected.items():
        assert set(codes(finder.page(pao, DossierQuery(queue=queue)))) == members
    (row,) = finder.page(pao, DossierQuery(queue=WorkQueue.LOOK)).rows
    assert row.look == (LookReason.ALIKE,)


def test_a_date_that_the_office_moves_moves_the_queue(finder, pao, store, clock) -> None:
    code = file(store, clock, filing(), days=0).code
    arrived(store, code, "H15.50.05.13-261123-0001", due=clock.now.replace(day=30))
    assert finder.counts(pao)[WorkQueue.DUE] == 0
    arrived(store, code, "H15.50.05.13-261123-0001", due=clock.now.replace(day=20), change=2)
    assert codes(finder.page(pao, DossierQuery(queue=WorkQueue.DUE))) == [code]


def test_who_has_no_right_finds_nothing(finder, sessions, store, clock):
    file(store, clock, filing())
    sinh = signed_in(sessions, "sinh")
    for ask in (lambda: finder.find(sinh, "vang"), lambda: finder.page(sinh, DossierQuery())):
        with pytest.raises(ActNotAllowed):
            ask()
    assert sum(finder.counts(sinh).values()) == 1  # counts name nobody


def test_what_was_erased_is_found_no_more_and_leaves_no_word(finder, pao, store, clock):
    code = file(store, clock, filing(name="Vàng Qxyzqa", child="Sùng Wqkzyx")).code
    store.outbox.claim(code)
    store.outbox.settle(code, "H15.50.05.13-261123-0001")
    assert codes(finder.find(pao, "qxyzqa")) == [code]
    store.retention.ask(code, Wish.ERASE)
    assert finder.find(pao, "qxyzqa").rows == () and finder.find(pao, "999162001234").rows == ()
    (row,) = finder.find(pao, code).rows
    assert (row.applicant, row.subject) == ("", "")

    def words_left(db) -> list[bytes]:
        blocks = [bytes(block) for (block,) in db.execute("SELECT block FROM dossier_index_data").fetchall()]
        return [block for block in blocks if b"xyzqa" in block or b"qkzyx" in block]

    assert store._database.read(words_left) == []

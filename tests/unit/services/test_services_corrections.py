"""Cải chính: asked by an officer with ground and paper, approved by a chief's PIN, and only then it counts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from counter_stage import PINS, DeskClock, file, filing, signed_in

from kiosk import catalogue
from kiosk.domain.case import ActKind
from kiosk.domain.dossier import DossierQuery
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.dossier_terms import query_terms
from kiosk.domain.submission import Legal
from kiosk.errors import (
    ActNotAllowed,
    AnswerEmpty,
    CorrectionWaits,
    DossierChanged,
    FieldInvalid,
    FieldLocked,
    NotRegistered,
    ReasonMissing,
    ReviewAlone,
    SignInRefused,
)
from kiosk.services.counter.corrections import CorrectionDesk
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.reviews import ReviewDesk
from kiosk.store import Store

WHY = {"ground": "officer", "paper": "Giấy chứng sinh 137/GCS, 18/11/2026", "reason": "Gõ nhầm dấu tên mẹ"}


def edition(one: Any) -> Any:
    return catalogue.procedure(one.filing.procedure)


@pytest.fixture
def desk(store: Store, sessions: Any, clock: DeskClock) -> CorrectionDesk:
    return CorrectionDesk(store, sessions, DossierDesk(store, sessions, edition, clock), edition, clock)


@pytest.fixture
def reviews(store: Store, sessions: Any, clock: DeskClock) -> ReviewDesk:
    return ReviewDesk(store, sessions, clock)


@pytest.fixture
def pao(sessions: Any) -> Any:
    return signed_in(sessions, "pao")


@pytest.fixture
def hien(sessions: Any) -> Any:
    return signed_in(sessions, "hien")


@pytest.fixture
def code(store: Store, clock: DeskClock) -> str:
    one = file(store, clock, filing()).code
    store.outbox.set_legal(one, Legal.HANDED_OVER)
    return one


def asked(desk: CorrectionDesk, who: Any, code: str, value: str = "GIÀNG THỊ SAY") -> Any:
    sheet = desk.open(who, code)
    return desk.ask(who, code, sheet.head.revision, {"mother.name": value}, **WHY)


def test_it_counts_and_is_queued_for_the_portal_once_the_chief_approved_it(
    desk: CorrectionDesk, reviews: ReviewDesk, pao: Any, hien: Any, code: str, store: Store, clock: DeskClock
) -> None:
    sheet = asked(desk, pao, code)
    assert sheet.field("mother.name").value == "GIÀNG THỊ SÁY"  # not yet
    assert not store.cases.unsent()
    (item,) = reviews.waiting(hien)
    assert item.alone and item.event.kind is DossierEventKind.CORRECTION_ASKED
    with pytest.raises(ReviewAlone):
        reviews.approve(hien, [item.number], PINS["hien"])
    with pytest.raises(SignInRefused):
        reviews.approve(hien, [item.number], "không phải mã", opened=[item.number])
    assert reviews.approve(hien, [item.number], PINS["hien"], opened=[item.number]) == 1
    now = desk.open(pao, code).field("mother.name")
    assert (now.before, now.value, now.mended_by) == ("GIÀNG THỊ SÁY", "GIÀNG THỊ SAY", hien.number)
    kinds = [one.kind for one in store.dossier_book.events(code)]
    assert kinds == [DossierEventKind.CORRECTION_ASKED, DossierEventKind.REVIEWED, DossierEventKind.CORRECTED]
    (act,) = store.cases.unsent()
    told = json.loads(act.full_text())["facts"]
    assert act.kind is ActKind.RECTIFICATION and act.is_sent
    assert (told["before.mother.name"], told["field.mother.name"]) == ("GIÀNG THỊ SÁY", "GIÀNG THỊ SAY")
    assert (told["by"], told["approved_by"], told["ground"]) == (pao.about, hien.about, "officer")
    page = store.dossiers.page(DossierQuery(words=query_terms("giang thi say", clock().date())))
    assert [one.code for one in page.rows] == [code]
    assert reviews.waiting(hien) == () and store.journal.verify() is None


def test_what_the_chief_gives_back_changes_nothing(
    desk: CorrectionDesk, reviews: ReviewDesk, pao: Any, hien: Any, code: str, store: Store
) -> None:
    asked(desk, pao, code)
    (item,) = reviews.waiting(hien)
    reviews.send_back(hien, item.number, "Thiếu giấy chứng sinh bản gốc")
    assert desk.open(pao, code).field("mother.name").value == "GIÀNG THỊ SÁY"
    assert not store.cases.unsent()
    assert asked(desk, pao, code).events  # and it may be asked for again


def test_one_waits_at_a_time_and_nobody_overwrites(desk: CorrectionDesk, pao: Any, sessions: Any, code: str) -> None:
    sheet = desk.open(pao, code)
    asked(desk, pao, code)
    with pytest.raises(CorrectionWaits):
        asked(desk, signed_in(sessions, "may"), code, "GIÀNG THỊ SANG")
    with pytest.raises((DossierChanged, CorrectionWaits)):
        desk.ask(pao, code, sheet.head.revision, {"mother.name": "X Y"}, **WHY)


def test_nobody_approves_their_own(
    desk: CorrectionDesk, reviews: ReviewDesk, hien: Any, code: str, store: Store
) -> None:
    asked(desk, hien, code)
    assert reviews.waiting(hien) == ()
    number = store.dossier_book.events(code)[0].number
    assert reviews.approve(hien, [number], PINS["hien"], opened=[number]) == 0
    assert desk._dossiers.open(hien, code).field("mother.name").value == "GIÀNG THỊ SÁY"


def test_before_it_is_registered_nothing_is_corrected(
    desk: CorrectionDesk, pao: Any, store: Store, clock: DeskClock
) -> None:
    code = file(store, clock, filing(child="Sùng Mí Páo")).code
    with pytest.raises(NotRegistered):
        desk.open(pao, code)


@pytest.mark.parametrize(
    ("changes", "more", "error"),
    [
        ({"mother.name": "giàng thị sáy"}, {}, AnswerEmpty),
        ({}, {}, AnswerEmpty),
        ({"mother.birth": "31/02/1999"}, {}, FieldInvalid),
        ({"nobody.name": "x"}, {}, FieldLocked),
        ({"mother.name": "Giàng Thị Say"}, {"ground": "because"}, ReasonMissing),
        ({"mother.name": "Giàng Thị Say"}, {"paper": " "}, ReasonMissing),
        ({"mother.name": "Giàng Thị Say"}, {"reason": "?"}, ReasonMissing),
    ],
)
def test_what_is_not_whole_is_not_put_forward(
    desk: CorrectionDesk, pao: Any, code: str, store: Store, changes: Any, more: Any, error: type[Exception]
) -> None:
    sheet = desk.open(pao, code)
    with pytest.raises(error):
        desk.ask(pao, code, sheet.head.revision, changes, **WHY | more)
    assert store.dossier_book.events(code) == ()


def test_a_technician_asks_for_none(desk: CorrectionDesk, sessions: Any, code: str) -> None:
    with pytest.raises(ActNotAllowed):
        desk.grounds(signed_in(sessions, "sinh"))


def test_every_ground_has_its_words_and_its_source(desk: CorrectionDesk, pao: Any) -> None:
    for one in desk.grounds(pao):
        assert one.texts["vi"] and one.texts["en"] and "Điều" in one.source

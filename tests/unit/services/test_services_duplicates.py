"""Two dossiers side by side: what differs is told, the verdict stands in both or in none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from counter_stage import filing, signed_in

from kiosk import catalogue
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.errors import ActNotAllowed, DossierChanged, ReasonMissing, UnknownCode
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.duplicates import DuplicateDesk


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def desk(store, sessions, clock) -> DuplicateDesk:
    dossiers = DossierDesk(store, sessions, lambda _: catalogue.procedure("1.001193"), clock)
    return DuplicateDesk(store, sessions, dossiers, clock)


def two(store, clock) -> tuple[str, str]:
    """A grandmother and a father file for one child."""
    codes = []
    for name, mother in (("Sùng Mí Lử", "GIÀNG THỊ SAY"), ("Vàng Thị Mỷ", "GIÀNG THỊ SÁY")):
        content = filing(name=name, mother=mother)
        due = clock() + timedelta(days=1)
        codes.append(store.outbox.file(f"draft-{name}", content, due, alike=("sung minh khue",)).code)
    return codes[1], codes[0]


def test_what_is_the_same_stands_above_what_is_not(store, desk, pao, clock) -> None:
    code, other = two(store, clock)
    pair = desk.pair(pao, code)
    assert (pair.left.head.code, pair.right.head.code, pair.others) == (code, other, ())
    marks = [one.same for one in pair.rows]
    assert marks == sorted(marks, reverse=True) and not all(marks)
    (mother,) = [one for one in pair.rows if not one.same]
    assert (mother.left, mother.right) == ("GIÀNG THỊ SÁY", "GIÀNG THỊ SAY")
    with pytest.raises(ActNotAllowed):
        desk.pair(signed_in(desk._sessions, "sinh"), code)


def test_a_verdict_stands_in_both_or_in_none(store, desk, pao, clock) -> None:
    code, other = two(store, clock)
    pair = desk.pair(pao, code)
    with pytest.raises(ReasonMissing):
        desk.settle(pao, pair, "same", code, " .")
    store.dossier_book.add(other, 0, DossierEvent(DossierEventKind.REMARK, {"text": "đã gọi"}, 2))
    with pytest.raises(DossierChanged):
        desk.settle(pao, pair, "same", code, "bố nộp hôm thứ Sáu, ảnh mờ")
    assert store.dossier_book.events(code) == ()
    desk.settle(pao, desk.pair(pao, code), "same", code, "bố nộp hôm thứ Sáu, ảnh mờ")
    for one, beside in ((code, other), (other, code)):
        facts = store.dossier_book.events(one)[-1].facts
        assert facts["with"] == beside and facts["kept"] == code and "ảnh mờ" in facts["verdict"]


def test_what_is_not_known_yet_is_to_be_asked(store, desk, pao, clock) -> None:
    code, _ = two(store, clock)
    desk.settle(pao, desk.pair(pao, code), "unsure", code, "hỏi lại bà")
    (call,) = store.calls.open()
    assert (call.code, call.person) == (code, "Vàng Thị Mỷ")
    alone = store.outbox.file("draft-9", filing(child="Lò Thị Dín"), clock()).code
    with pytest.raises(UnknownCode):
        desk.pair(pao, alone)

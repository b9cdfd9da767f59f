"""A damaged database is rebuilt row by row: what officers did, their money and their calls come with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import store_child as child

from kiosk.domain.desk_calls import CallKind, CallOutcome
from kiosk.domain.dossier import DossierQuery
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import FiledParty, Sync
from kiosk.store import Store
from kiosk.store.database.opening import DATABASE
from kiosk.store.recovery import salvage

PAGE = 4096
MENDED = {"field": "mother.name", "before": "GIÀNG THỊ SÁY", "after": "GIÀNG THỊ SAY", "reason": "nhầm dấu"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two dossiers with all that the counter keeps, and a root page that cannot be read."""
    place = tmp_path / "data"
    with child.opened(place) as store:
        store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", "482159")
        first, second = (store.outbox.file(f"d{n}", child.filing(), child.NOW, owed=16_000).code for n in range(2))
        add = store.dossier_book.add
        add(first, 0, DossierEvent(DossierEventKind.MENDED, MENDED, 1))
        add(first, 1, DossierEvent(DossierEventKind.SEALED, {"reason": "con nuôi"}, 1))
        receipt = store.cash.take("Q1", second, 0, 16_000, 1, {"payer": "Vàng Thị Mỷ"})
        store.cash.refund("Q1", receipt.name, 8_000, 1, "lấy thừa một bản")
        store.cash.close("Q1", child.NOW.date(), 500_000, {500_000: 1, 5_000: 1, 2_000: 1, 1_000: 1}, 1)
        call = store.calls.add(CallKind.CALL_BACK, first, "Vàng Thị Mỷ", "0912", "lấy bản sao", child.NOW)
        store.calls.tried(call.number, 1, CallOutcome.NO_ANSWER, "", child.NOW)
        store.reviews.add(second, 4, 9, "back", "ảnh vẫn đọc được")
    return place


def test_it_comes_through_a_salvage(folder: Path) -> None:
    with child.opened(folder) as store:
        before = [store.dossier_book.events(one.code) for one in store.outbox.list()]
    data = bytearray((folder / DATABASE).read_bytes())
    data[PAGE : PAGE + 64] = bytes(64)  # the table of tables goes on there: nothing is opened any more
    (folder / DATABASE).write_bytes(data)
    with Store.start(folder, lambda: child.NOW) as store:
        assert store.salvaged is not None
        codes = [one.code for one in store.outbox.list()]
        assert [store.dossier_book.events(one) for one in codes] == before
        first, second = (store.dossier_book.head(one) for one in codes)
        assert (first.revision, first.sealed) == (2, "con nuôi") and [one.value for one in second.look] == ["returned"]
        book = store.cash.day("Q1", child.NOW.date())
        assert book.gapless and [one.amount for one in book.receipts] == [16_000, 8_000] and book.closing is not None
        (call,) = store.calls.open()
        assert call.person == "Vàng Thị Mỷ" and call.attempts[0].outcome is CallOutcome.NO_ANSWER
        found = store.dossiers.page(DossierQuery(words=("say",)))
        assert [one.code for one in found.rows] == [codes[0]], "a mended name is found by what it is now"


def test_each_of_a_couple_finds_their_dossier_after_a_salvage(tmp_path: Path) -> None:
    """Before, it opened to the applicant's card alone from then on."""
    place, other, third = tmp_path / "data", "999163000456", "999163000789"
    parties = (FiledParty("wife", other, "chip", owns=True), FiledParty("witness", third, "chip"))
    with child.opened(place) as store:
        filed = store.outbox.file("d", replace(child.filing(), parties=parties), child.NOW, owners=[other]).code
    data = bytearray((place / DATABASE).read_bytes())
    data[PAGE : PAGE + 64] = bytes(64)
    (place / DATABASE).write_bytes(data)
    with Store.start(place, lambda: child.NOW) as store:
        assert store.salvaged is not None
        found = [[one.code for one in store.outbox.find(card)] for card in (other, third)]
        assert found == [[filed], []]


def test_an_order_whose_paper_is_lost_stays_at_the_counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before, it was parked as a dossier is, and who let it go again sent an order to the portal."""
    place = tmp_path / "data"
    with child.opened(place) as store:
        order = replace(child.filing(child.put(store)), order_days=30)
        filed = store.outbox.file("d", order, child.NOW).code
    data = bytearray((place / DATABASE).read_bytes())
    data[PAGE : PAGE + 64] = bytes(64)
    (place / DATABASE).write_bytes(data)
    monkeypatch.setattr(salvage, "_documents", lambda _db, _rows: set())  # no paper is whole
    with Store.start(place, lambda: child.NOW) as store:
        assert store.salvaged is not None and store.salvaged.documents_lost == 1
        assert store.outbox.get(filed).sync is Sync.COUNTER

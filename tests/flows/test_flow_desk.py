"""The desk: a draft is one dossier, also after midnight; what nobody refers to is swept; a typed name is typed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from visit_stage import BIRTH, REQUESTER, SHEET, kiosk

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method
from kiosk.domain.form import FormState, Origin
from kiosk.errors import DocumentMissing, FieldInvalid
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.store import Reserve, Store

NOTICE = BoundDocument("giay_chung_sinh", b"%PDF-1.7 a made-up notice")
COPIES = {"copies.wanted": "yes", "copies.count": "2"}


class Counter:
    """A desk with a real store, at an hour that can be moved."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = datetime(2026, 11, 23, 23, 50, tzinfo=ZONE)
        self.desk = FilingDesk(store, Office(), FilingTime(lambda: self.now), catalogue.is_holiday)

    def filled(self, **others: str) -> FormState:
        visitor = Visitor()
        made = self.desk.begin(catalogue.procedure(BIRTH), visitor)
        for key, value in (SHEET | REQUESTER | COPIES | others).items():
            made = form.answer(made, key, value, Origin.TYPED, self.desk.context(visitor))
        return made


@pytest.fixture
def counter(tmp_path: Path):
    with Store.open(tmp_path, lambda: datetime.now(ZONE), reserve=Reserve(0, 0)) as store:
        yield Counter(store)


def test_the_same_draft_after_midnight_is_the_same_dossier(counter: Counter) -> None:
    first = counter.desk.hand_in("d1", counter.filled(), Visitor(), [NOTICE])
    counter.now += timedelta(minutes=20)
    again = counter.desk.hand_in("d1", counter.filled(), Visitor(), [NOTICE])
    assert again.code == first.code and len(counter.store.outbox.list()) == 1


def test_what_is_missing_is_named_and_nothing_is_kept(counter: Counter) -> None:
    with pytest.raises(DocumentMissing):
        counter.desk.hand_in("d1", counter.filled(), Visitor(), [])
    with pytest.raises(FieldInvalid) as told:
        counter.desk.hand_in("d1", counter.filled(**{"child.birth_date": "31/02/2026"}), Visitor(), [NOTICE])
    assert told.value.values["field"] == "child.birth_date"
    assert counter.store.outbox.list() == () and counter.store.documents.sweep() == 0


def test_a_typed_identity_is_never_said_to_come_from_the_card(counter: Counter) -> None:
    """Only what a chip gave is locked and marked so."""
    typed = CardIdentity(Citizen("999162001234", "Vàng Thị Mỷ"), Method.MANUAL)
    visitor = Visitor(typed)
    made = counter.desk.begin(catalogue.procedure(BIRTH), visitor)
    made = form.answer(made, "child.parents_known", "1", Origin.CHOSEN, counter.desk.context(visitor))
    made = form.answer(made, "requester.relation", "mother", Origin.CHOSEN, counter.desk.context(visitor))
    assert made.value("mother.name") == "Vàng Thị Mỷ"
    assert Origin.CARD not in {answer.origin for answer in made.answers.values()}
    made = form.answer(made, "requester.relation", "grandparent", Origin.CHOSEN, counter.desk.context(visitor))
    assert made.value("mother.name") == "", "no grandmother stays in the mother's place"


def test_a_paper_that_a_power_cut_orphaned_is_swept_at_the_start(qapp, tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    with Store.open(folder, lambda: datetime.now(ZONE), reserve=Reserve(0, 0)) as store:
        ref = store.documents.put(NOTICE.pdf, key=NOTICE.key, name="a.pdf", media_type="application/pdf")
    with kiosk(folder) as resident:
        assert resident.store.documents.size(ref.sha256) is None

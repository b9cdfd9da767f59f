"""A data folder of 30/11/2026, made by the program of that day, goes on under today's.

tests/folders/november_2026.zip: made-up people, the key beside it. ``visit-1`` waits to be sent, ``visit-2`` has
arrived and the office asks about it, ``visit-3`` is a savepoint of a mother who came with her card.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.submission import Sync
from kiosk.services.filing import FilingDesk, Visitor
from kiosk.store import Reserve, Store
from kiosk.sync.queue.editions import FiledEditions
from kiosk.ui.presenters.savepoints import restored

ARCHIVE = Path(__file__).parents[1] / "folders" / "november_2026.zip"
WAITING, ARRIVED, SAVED = "visit-1", "visit-2", "visit-3"
DIGEST = "ec22fa2d46631b54428820c7b7c33e295605f40ed4c0cc36af2bb514613e0355"
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=ZONE)
MOTHER = Citizen(
    "999198000014",
    "LÒ THỊ MẨY",
    date(1998, 3, 12),
    Sex.FEMALE,
    "Việt Nam",
    "Tày",
    residence="thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
    origin="xã Đồng Văn, tỉnh Tuyên Quang",
    issued=date(2024, 8, 5),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path / "kiosk")
    with Store.open(tmp_path / "kiosk", lambda: NOW, reserve=Reserve(0, 0)) as opened:
        yield opened


def test_what_waits_is_read_under_the_rules_it_was_made_under(store: Store) -> None:
    waiting = store.outbox.of_draft(WAITING)
    assert waiting is not None and waiting.sync is Sync.QUEUED and waiting.filing.digest() == DIGEST
    procedure = FiledEditions(store, catalogue.procedure).of(waiting)
    assert procedure.version == "2026-11-29" and procedure.field("child.name").eform == "HoTenKS"
    assert procedure.field_code == "G15-TP07" and procedure.document("giay_chung_sinh").portal_code == "D1"


def test_what_the_office_asks_about_is_a_form_of_that_version(store: Store) -> None:
    arrived = store.outbox.of_draft(ARRIVED)
    assert arrived is not None
    standing = store.cases.case(arrived.code)
    assert standing is not None and standing.case.notices[0].wanted.fields == ("mother.residence",)


def test_a_savepoint_is_taken_up_again_in_todays_form(store: Store) -> None:
    desk = FilingDesk(store, Office(), FilingTime(lambda: NOW), catalogue.is_holiday)
    visitor = Visitor(CardIdentity(MOTHER, Method.CHIP))
    draft = store.drafts.latest(store.drafts.owner_of(MOTHER.id_number))
    assert draft is not None and draft.id == SAVED
    procedure = catalogue.procedure(draft.procedure)
    filling = restored(desk.begin(procedure, visitor), draft, desk.context(visitor))
    assert filling.value("child.name") == "Vàng Minh Khang" and filling.value("father.birth") == "1996"
    assert filling.value("requester.relation") == "mother" and filling.value("mother.name") == "LÒ THỊ MẨY"

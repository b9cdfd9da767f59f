"""The same child filed twice: asked about kindly, never refused, told to no wrong eyes, marked for the officer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from visit_stage import BIRTH, MY, SHEET, Resident, identity, until

from kiosk import catalogue
from kiosk.cli import main
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.devices.simulated import person as people
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.dossier import PICTURE_NOTE, DossierQuery, LookReason, WorkQueue
from kiosk.domain.form import Origin
from kiosk.domain.likeness import likenesses
from kiosk.domain.submission import ALIKE, Legal
from kiosk.domain.visit import VisitStep
from kiosk.errors import SeemsFiled
from kiosk.services.filed_sheet import sheet
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.store import Store, Wish
from kiosk.ui.resident import SeemsFiledOverlay

PAPER = BoundDocument("giay_chung_sinh", b"%PDF-1.7 a made-up notice")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
ANOTHER = next(name for name in people.names() if name != MY)


class Counter:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.desk = FilingDesk(store, Office(), FilingTime(lambda: NOW), catalogue.is_holiday)

    def hand_in(
        self,
        draft: str,
        name: str = MY,
        beside: tuple[str, ...] | None = (),
        paper: BoundDocument = PAPER,
        **others: str,
    ):
        visitor = Visitor(identity(name), {"card": True})
        made = self.desk.begin(catalogue.procedure(BIRTH), visitor)
        for key, value in (SHEET | others).items():
            made = form.answer(made, key, value, Origin.TYPED, self.desk.context(visitor))
        return self.desk.hand_in(draft, made, visitor, [paper], beside=beside)


@pytest.fixture
def counter(tmp_path: Path):
    with Store.open(tmp_path, lambda: NOW) as store:
        yield Counter(store)


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"child.name": " thào  SEO chứ"},
        {"child.name": "Thao Seo Chu", "mother.name": "Lu Thi Va"},
        {"child.birth_date": "18.11.2026"},
        {"mother.name": "Lù Thị Páo"},  # the father is the same
        {"child.parents_known": "3"},
        {"child.hometown": "xã Sà Phìn", "copies.wanted": "yes", "copies.count": "3"},
    ],
)
def test_the_same_child_is_seen(counter: Counter, others: dict[str, str]) -> None:
    first = counter.hand_in("d1")
    with pytest.raises(SeemsFiled) as told:
        counter.hand_in("d2", **others)
    assert told.value.values == {
        "number": first.code,
        "day": "30/11/2026",
        "who": "same",
        "numbers": first.code,
        "more": 0,
    }
    assert [item.code for item in counter.store.outbox.list()] == [first.code]


@pytest.mark.parametrize(
    "others",
    [
        {"child.name": "Thào Seo Chư"[:-1] + "í"},  # a twin
        {"child.birth_date": "17/11/2026"},
        {"mother.name": "Lù Thị Páo", "father.name": "Thào Mí Sò", "child.birth_place": "xã Sà Phìn"},
    ],
)
def test_another_child_is_not(counter: Counter, others: dict[str, str]) -> None:
    counter.hand_in("d1")
    assert counter.hand_in("d2", **others).filing.notes == ()


def test_filed_anyway_it_is_marked_and_the_same_draft_is_the_same(counter: Counter) -> None:
    first = counter.hand_in("d1")
    second = counter.hand_in("d2", beside=(first.code,))
    assert [(note.key, first.code in note.text) for note in second.filing.notes] == [(ALIKE, True)]
    assert counter.hand_in("d2").code == second.code, "what was handed in is not asked about again"
    with pytest.raises(SeemsFiled) as told:
        counter.hand_in("d3", beside=(first.code,))
    assert told.value.values["number"] == second.code, "who agreed to one was not asked about the other"
    assert len(counter.hand_in("d3", beside=None).filing.notes) == 2


def test_another_persons_card_is_told_a_code_and_a_day(counter: Counter) -> None:
    first = counter.hand_in("d1")
    with pytest.raises(SeemsFiled) as told:
        counter.hand_in("d2", ANOTHER)
    assert told.value.values == {
        "number": first.code,
        "day": "30/11/2026",
        "who": "other",
        "numbers": first.code,
        "more": 0,
    }


@pytest.mark.parametrize(
    ("legal", "asked"), [(Legal.ACCEPTED, True), (Legal.NOT_ACCEPTED, False), (Legal.WITHDRAWN, False)]
)
def test_what_the_office_did_not_take_is_filed_again(counter: Counter, legal: Legal, asked: bool) -> None:
    first = counter.hand_in("d1")
    counter.store.outbox.claim(first.code)
    counter.store.outbox.settle(first.code, "H15.50.05.13-261130-0001")
    counter.store.outbox.set_legal(first.code, legal)
    if asked:
        with pytest.raises(SeemsFiled):
            counter.hand_in("d2")
    else:
        assert counter.hand_in("d2").filing.notes == ()


def test_what_was_erased_is_not_remembered(counter: Counter) -> None:
    first = counter.hand_in("d1")
    counter.store.outbox.claim(first.code)
    counter.store.outbox.settle(first.code, "H15.50.05.13-261130-0001")
    assert counter.store.retention.ask(first.code, Wish.ERASE).done
    assert counter.hand_in("d2").filing.notes == ()


def test_nothing_can_be_read_out_of_the_index(counter: Counter) -> None:
    made = counter.hand_in("d1")
    texts = likenesses(catalogue.procedure(BIRTH), made.filing.answers)
    assert len(texts) == 3 and all("thaoseochu" in text for text in texts)
    rows = counter.store._database.read(lambda db: db.execute("SELECT digest FROM likenesses").fetchall())
    assert len(rows) == 3 and all(len(row[0]) == 32 for row in rows)


def test_it_is_found_by_an_index_however_much_there_is(counter: Counter) -> None:
    """By a search in an index, not by a scan: what it costs does not grow with what was filed."""
    sql = "EXPLAIN QUERY PLAN SELECT id FROM likenesses JOIN submissions USING (id) WHERE digest IN (?, ?)"
    plan = counter.store._database.read(lambda db: db.execute(sql, [b"1", b"2"]).fetchall())
    assert all("SEARCH" in row[3] for row in plan)


# --- at the kiosk ---------------------------------------------------------------------------------------------------


def test_at_the_screen_one_is_asked_and_may_go_on(resident: Resident) -> None:
    first = resident.at_received()
    resident.flow.leave("finished")
    resident.at_review()
    resident.hand_in()
    until(lambda: isinstance(resident.shell.overlaid, SeemsFiledOverlay), "the question")
    assert resident.step is VisitStep.REVIEW and len(resident.store.outbox.list()) == 1
    assert first.code in resident.words() and first.filing.subject not in str(resident.shell.overlaid.line.spoken())
    resident.press("seems_filed.back")
    until(lambda: resident.shell.overlaid is None, "the review again")
    resident.hand_in()
    until(lambda: isinstance(resident.shell.overlaid, SeemsFiledOverlay), "the question")
    resident.press("seems_filed.anyway")
    resident.at(VisitStep.RECEIVED)
    assert [note.key for note in resident.visit.submission.filing.notes] == [ALIKE]
    resident.flow.leave("finished")
    resident.at_review()
    resident.hand_in()
    until(lambda: isinstance(resident.shell.overlaid, SeemsFiledOverlay), "the next person is asked anew")
    resident.press("seems_filed.anyway")
    resident.at(VisitStep.RECEIVED)  # asked once, of both
    assert [note.key for note in resident.visit.submission.filing.notes] == [ALIKE, ALIKE]


# --- by command -----------------------------------------------------------------------------------------------------

EXAMPLE = Path(__file__).parents[2] / "examples" / "khai_sinh.json"


def test_by_command_it_is_told_and_a_flag_files_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = EXAMPLE.with_name("giay_chung_sinh.jpg")
    again = json.loads(EXAMPLE.read_text("utf-8"))
    again["answers"] |= {"child.name": "Sùng  Minh Khuê", "requester.phone": "0912 000 346"}
    other = tmp_path / "again.json"
    other.write_text(json.dumps(again), "utf-8")

    def run(*words: str) -> tuple[int, dict]:
        code = main(["--json", "--data", str(tmp_path / "data"), "submit", *words])
        return code, json.loads(capsys.readouterr().out)

    given = ("--document", f"giay_chung_sinh={paper}")
    code, first = run(str(EXAMPLE), *given)
    assert code == 0 and first["notes"] == []
    code, told = run(str(other), *given)
    assert code == 1 and told["error"]["code"] == "form.seems-filed" and first["code"] in told["error"]["message"]
    code, second = run(str(other), *given, "--anyway")
    assert code == 0 and first["code"] in second["notes"][0]
    assert run(str(other), *given) == (0, second), "handed in once, it is that"


def test_the_sheet_is_what_is_compared(counter: Counter) -> None:
    """An answer that is not asked in this case makes nothing alike."""
    visitor = Visitor(identity(MY))
    made = counter.desk.begin(catalogue.procedure(BIRTH), visitor)
    for key, value in (SHEET | {"child.parents_known": "4"}).items():
        made = form.answer(made, key, value, Origin.TYPED, counter.desk.context(visitor))
    assert len(likenesses(catalogue.procedure(BIRTH), sheet(replace(made)))) == 1


def test_a_picture_that_was_kept_against_advice_is_looked_at(counter) -> None:
    code = counter.hand_in("d1", paper=replace(PAPER, good=False)).code
    (note,) = [one for one in counter.store.outbox.get(code).filing.notes if one.key == PICTURE_NOTE]
    assert "khó đọc" in note.text
    assert counter.store.dossier_book.head(code).look == (LookReason.PICTURE,)
    page = counter.store.dossiers.page(DossierQuery(queue=WorkQueue.LOOK))
    assert [one.code for one in page.rows] == [code]

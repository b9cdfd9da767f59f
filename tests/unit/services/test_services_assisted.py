"""Filing for somebody: from their word, a paper form, an incomplete notice; nothing lost, and said whose hand it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from counter_stage import DeskClock, open_store, signed_in, staffed

from kiosk import catalogue
from kiosk.config import Config
from kiosk.domain.assisted_filing import PAPER_FORM, FilingSource
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.events import EventKind
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import filing_from
from kiosk.errors import (
    ActNotAllowed,
    DocumentMissing,
    DossierChanged,
    FieldInvalid,
    ReasonMissing,
    RulesEnded,
    UnknownCode,
    UnknownProcedure,
)
from kiosk.services.counter.assisted_filings import AssistedFilingDesk
from kiosk.services.counter.assisted_view import AssistedForm
from kiosk.services.counter.counter import counter_over
from kiosk.services.filing import BoundDocument
from kiosk.store import Reserve, Store, Terms
from kiosk.sync.wire import record
from kiosk.words import words

EXAMPLE = json.loads((Path(__file__).parents[3] / "examples" / "khai_sinh.json").read_text("utf-8"))
PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data")


@pytest.fixture
def counter(config: Config, store: Store, sessions: Any, clock: DeskClock) -> Any:
    desks = counter_over(config, store, clock=clock)
    return replace(desks, sessions=sessions)


@pytest.fixture
def desk(counter: Any, sessions: Any) -> AssistedFilingDesk:
    counter.filings._sessions = sessions
    return counter.filings


@pytest.fixture
def pao(sessions: Any) -> Any:
    return signed_in(sessions, "pao")


@pytest.fixture
def may(sessions: Any) -> Any:
    return signed_in(sessions, "may")


def begun(desk: AssistedFilingDesk, who: Any, source: FilingSource = FilingSource.NOTICE) -> AssistedForm:
    return desk.begin(who, "1.001193", source, giver="Trạm Y tế xã Đồng Văn", reason="bà không đọc được chữ")


def filled(desk: AssistedFilingDesk, who: Any, form: AssistedForm) -> AssistedForm:
    form = desk.name_person(who, form.form, form.revision, EXAMPLE["applicant"], agreed=True)
    return desk.answer(who, form.form, form.revision, EXAMPLE["answers"])


def with_notice(desk: AssistedFilingDesk, who: Any, form: AssistedForm) -> AssistedForm:
    for paper in form.papers:
        if paper.missing and paper.key != PAPER_FORM:
            form = desk.add_paper(who, form.form, form.revision, BoundDocument(paper.key, PDF + paper.key.encode()))
    return form


def test_an_incomplete_notice_waits_with_what_is_missing(desk: AssistedFilingDesk, pao: Any, may: Any) -> None:
    form = begun(desk, pao)
    form = desk.answer(
        pao, form.form, form.revision, {"child.name": "sùng minh khuê", "child.birth_date": "18/11/2026"}
    )
    (row,) = desk.waiting(may)
    assert (row.form, row.source, row.giver) == (form.form, "notice", "Trạm Y tế xã Đồng Văn")
    assert len(row.missing) > 5 and any("Giấy chứng sinh" in one for one in row.missing)
    with pytest.raises(FieldInvalid):
        desk.file(may, row.form, form.revision)
    assert desk.waiting(may) == (row,)


def test_a_completed_notice_is_filed_once_and_says_whose_hand_it_was(
    desk: AssistedFilingDesk, pao: Any, may: Any, store: Store, config: Config
) -> None:
    form = with_notice(desk, may, filled(desk, may, begun(desk, pao)))
    assert form.missing == (), form.missing
    code = desk.file(may, form.form, form.revision)
    assert desk.file(may, form.form, form.revision) == code and len(store.outbox.list()) == 1
    assert desk.waiting(may) == ()
    submission = store.outbox.get(code)
    by = submission.filing.filed_by
    assert by is not None and (by.staff, by.source, by.noted_by) == (may.about, "notice", pao.about)
    (event,) = store.dossier_book.events(code)
    assert event.kind is DossierEventKind.FILED_FOR and event.staff == may.number
    assert event.facts["by"] == "Trạm Y tế xã Đồng Văn" and event.facts["noted_by"] == pao.about
    entry = record(submission, catalogue.procedure("1.001193"), config.office, {})
    assert entry["KenhThucHien"] == "1" and "Trạm Y tế xã Đồng Văn" in entry["GhiChu"] and may.about in entry["GhiChu"]
    told = filing_from(json.loads(entry["ToKhaiKiosk"]))
    assert told == submission.filing and told.applicant.method == "manual"
    kinds = [one.entry.kind for one in store.journal.entries()]
    assert kinds.count(EventKind.DESK_FORM) == 1 and EventKind.DOSSIER_CHANGED in kinds


def test_a_form_that_is_printed_by_mistake_names_nobody(desk: AssistedFilingDesk, pao: Any) -> None:
    form = filled(desk, pao, begun(desk, pao))
    lines = [one for part in form.parts for one in part.lines if not one.choices]
    said = {one.value for one in lines if len(one.value) > 4} - {one.hint for one in lines}
    shown = f"{form!r} {desk.waiting(pao)!r}"
    assert len(said) > 5 and form.person not in shown
    assert [one for one in said if one in shown] == []


def test_a_form_on_paper_is_not_filed_without_its_scan(desk: AssistedFilingDesk, pao: Any, store: Store) -> None:
    form = with_notice(desk, pao, filled(desk, pao, begun(desk, pao, FilingSource.PAPER)))
    assert len(form.missing) == 1 and form.papers[0].key == PAPER_FORM
    with pytest.raises(DocumentMissing):
        desk.file(pao, form.form, form.revision)
    form = desk.add_paper(pao, form.form, form.revision, BoundDocument(PAPER_FORM, PDF))
    documents = store.outbox.get(desk.file(pao, form.form, form.revision)).filing.documents
    assert [one.key for one in documents].count(PAPER_FORM) == 1
    assert store.documents.get(next(one.sha256 for one in documents if one.key == PAPER_FORM)) == PDF


def test_the_papers_that_come_later_are_said(desk: AssistedFilingDesk, pao: Any, store: Store) -> None:
    form = filled(desk, pao, begun(desk, pao))
    for paper in [one for one in form.papers if one.missing]:
        form = desk.bring_later(pao, form.form, form.revision, paper.key, later=True)
    filing = store.outbox.get(desk.file(pao, form.form, form.revision)).filing
    assert filing.later and not filing.documents


def test_two_officers_do_not_overwrite_each_other(desk: AssistedFilingDesk, pao: Any, may: Any) -> None:
    form = begun(desk, pao)
    newer = desk.answer(pao, form.form, form.revision, {"child.name": "Sùng Minh Khuê"})
    with pytest.raises(DossierChanged):
        desk.answer(may, form.form, form.revision, {"child.name": "Sùng Văn Khuê"})
    shown = desk.open(may, form.form)
    assert shown.revision == newer.revision
    assert {one.key: one.value for part in shown.parts for one in part.lines}["child.name"] == "Sùng Minh Khuê"


def test_every_answer_is_there_after_the_store_was_closed(config: Config, clock: DeskClock) -> None:
    def opened(store: Store, name: str) -> tuple[AssistedFilingDesk, Any]:
        sessions = staffed(store, clock)
        filings = counter_over(config, store, clock=clock).filings
        filings._sessions = sessions
        return filings, signed_in(sessions, name)

    with open_store(config.data, clock) as store:
        desk, pao = opened(store, "pao")
        form = with_notice(desk, pao, filled(desk, pao, begun(desk, pao)))
    with open_store(config.data, clock) as store:
        desk, may = opened(store, "may")
        assert desk.open(may, form.form) == form
        assert desk.file(may, form.form, form.revision)


def test_a_notice_outlives_drafts_and_its_papers_with_it(
    desk: AssistedFilingDesk, pao: Any, store: Store, clock: DeskClock
) -> None:
    form = with_notice(desk, pao, filled(desk, pao, begun(desk, pao)))
    clock.now += timedelta(days=400)
    store.retention.tidy(Terms(1, 1, 1))
    assert desk.open(pao, form.form).papers == form.papers


def test_a_dropped_form_is_erased_and_the_journal_says_why(desk: AssistedFilingDesk, pao: Any, store: Store) -> None:
    form = filled(desk, pao, begun(desk, pao))
    with pytest.raises(ReasonMissing):
        desk.drop(pao, form.form, form.revision, "vì bà thôi không làm")  # no word of a person's goes to the journal
    desk.drop(pao, form.form, form.revision, "withdrawn")
    with pytest.raises(UnknownCode):
        desk.open(pao, form.form)
    entry = store.journal.entries()[-1].entry
    assert (entry.about, entry.facts) == (form.form, {"by": pao.about, "what": "dropped", "why": "withdrawn"})


MARRIAGE = "1.000894"


@pytest.fixture
def day_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Makes it the first morning on which nothing is in force that tells how one marries."""
    version = next(one for one in catalogue.register().unfollowed() if one.code == MARRIAGE)
    last = version.head.in_force.until
    assert last is not None
    known = (catalogue.procedure, catalogue.codes, catalogue.compared)

    def forget() -> None:
        for one in known:
            one.cache_clear()

    def comes() -> None:
        forget()
        monkeypatch.setattr(catalogue, "today", lambda: last + timedelta(days=1))

    yield comes
    monkeypatch.undo()
    forget()


def test_a_form_whose_rules_have_ended_is_read_and_dropped_and_not_filed(
    desk: AssistedFilingDesk, pao: Any, store: Store, day_after: Callable[[], None]
) -> None:
    other = begun(desk, pao)
    form = desk.begin(pao, MARRIAGE, FilingSource.NOTICE, giver="Trưởng thôn")
    before = desk.open(pao, form.form)
    day_after()
    assert {one.form for one in desk.waiting(pao)} == {form.form, other.form}
    shown = desk.open(pao, form.form)
    assert [part.key for part in shown.parts] == [part.key for part in before.parts]
    assert shown.missing[0] == words().say("counter.filing.rules_ended")
    with pytest.raises(RulesEnded) as told:
        desk.file(pao, form.form, form.revision)
    assert all(words(language).message(told.value) for language in ("vi", "en")) and store.outbox.list() == ()
    desk.drop(pao, form.form, form.revision, "elsewhere")
    assert [one.form for one in desk.waiting(pao)] == [other.form]


def test_a_form_that_no_sheet_is_known_of_stops_no_other_and_can_be_dropped(
    desk: AssistedFilingDesk, pao: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, form = begun(desk, pao), desk.begin(pao, MARRIAGE, FilingSource.NOTICE, giver="Trưởng thôn")
    known = catalogue.procedure

    def without(code: str) -> Procedure:
        if code == MARRIAGE:
            raise UnknownProcedure("no such procedure", procedure=code)
        return known(code)

    monkeypatch.setattr(catalogue, "procedure", without)
    rows = {one.form: one for one in desk.waiting(pao)}
    assert set(rows) == {form.form, other.form}
    assert rows[form.form].title == MARRIAGE and rows[form.form].missing == (words().say("counter.filing.not_read"),)
    shown = desk.open(pao, form.form)
    assert shown.parts and shown.revision == form.revision
    with pytest.raises(UnknownProcedure):
        desk.file(pao, form.form, form.revision)
    desk.drop(pao, form.form, form.revision, "elsewhere")
    assert [one.form for one in desk.waiting(pao)] == [other.form]


def test_who_may_not_file_for_somebody_is_turned_away(desk: AssistedFilingDesk, sessions: Any, pao: Any) -> None:
    form = begun(desk, pao)
    with pytest.raises(ActNotAllowed):
        desk.open(signed_in(sessions, "sinh"), form.form)


def test_paper_and_notice_name_who_brought_them(desk: AssistedFilingDesk, pao: Any) -> None:
    for source in (FilingSource.PAPER, FilingSource.NOTICE):
        with pytest.raises(ReasonMissing):
            desk.begin(pao, "1.001193", source, giver=" ", reason="không đọc được chữ")
    with pytest.raises(ReasonMissing):
        desk.begin(pao, "1.001193", FilingSource.COUNTER, giver="Tổ trưởng", reason="")


def test_a_line_that_the_sheet_has_not_is_no_answer(desk: AssistedFilingDesk, pao: Any) -> None:
    form = begun(desk, pao)
    with pytest.raises(FieldInvalid):
        desk.answer(pao, form.form, form.revision, {"child.nobody": "x"})
    with pytest.raises(FieldInvalid):
        desk.name_person(pao, form.form, form.revision, {"birth_date": "31/02/1962"}, agreed=True)


@pytest.mark.parametrize("code", catalogue.codes())
def test_every_procedure_can_be_begun_for_somebody(desk: AssistedFilingDesk, pao: Any, code: str) -> None:
    form = desk.begin(pao, code, FilingSource.PAPER, giver="Ông Tổ trưởng thôn Má Lủng")
    assert form.parts and form.missing
    for part in form.parts:
        for line in part.lines:
            assert line.label and (line.kind != "choice" or line.choices), line.key


def test_what_dies_between_filing_and_its_history_leaves_the_form(config: Config, clock: DeskClock) -> None:
    """At each point of the one transaction: either the form is there, whole, or the filing with its history."""
    armed: list[str] = []

    def die(name: str) -> None:
        if name in armed:
            raise KeyboardInterrupt(name)

    with Store.open(config.data, clock, reserve=Reserve(0, 0, 0), checkpoint=die) as store:
        sessions = staffed(store, clock)
        desk = counter_over(config, store, clock=clock).filings
        desk._sessions = sessions
        pao = signed_in(sessions, "pao")
        form = with_notice(desk, pao, filled(desk, pao, begun(desk, pao)))
        for point in ("journal", "draft ended", "dossier event"):
            armed[:] = [point]
            with pytest.raises(KeyboardInterrupt):
                desk.file(pao, form.form, form.revision)
            armed.clear()
            assert store.outbox.list() == () and desk.open(pao, form.form) == form, point
        code = desk.file(pao, form.form, form.revision)
        assert [one.kind for one in store.dossier_book.events(code)] == [DossierEventKind.FILED_FOR]

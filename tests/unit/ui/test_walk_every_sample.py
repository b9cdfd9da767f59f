"""Whoever walks through a form, whatever they have answered: each page says what does not hold, or leads on."""

from __future__ import annotations

from golden_check import samples
from sampling import Sample

from kiosk import catalogue
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.form import FormContext, Origin
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.services.filed_sheet import office_values
from kiosk.tour.sample_data import sample_visit
from kiosk.ui.form_cursor import Walk


def walk_of(code: str, key: str) -> Walk:
    """A sample without its cards, typed by one person."""
    procedure = catalogue.procedure(code)
    assert isinstance(procedure.engine, VersionEngine)
    visit = sample_visit(procedure.engine, key)
    context = FormContext(visit.received.date(), office=office_values(Office()))
    state = form.begin(procedure, context)
    known = {item.key for item in procedure.fields}
    for name, text in visit.given.items():
        if name in known:
            state = form.answer(state, name, visit.places.get(name, text), Origin.TYPED, context)
    for table, rows in visit.rows.items():
        state = form.with_rows(state, table, rows, context)
    return Walk(state, lambda: context)


def test_every_page_of_every_sample_says_what_does_not_hold(sample: Sample) -> None:
    asked = 0
    for code, one in [("1.011022", "khong-doanh-thu"), *sample.of("walks", [(c, s.key) for c, s in samples()], 60)]:
        walk = walk_of(code, one)
        while True:
            problems = walk.ask()
            asked += len(problems)
            told = {problem.key for problem in walk.problems() if not problem.level.stops}
            assert not told, f"{code} {one}: what was looked at once is not asked again"
            if not walk.forward():
                break
    assert asked


def test_a_sentence_about_a_whole_table_is_said_on_its_page() -> None:
    """No revenue at all: it is a kind word about the table, and no field of it is to blame."""
    walk = walk_of("1.011022", "khong-doanh-thu")
    while "fixed" not in walk.page.fields:
        assert walk.forward()
    assert "R8" in {problem.key for problem in walk.problems()}

"""What a row of a table says of itself: what somebody answered, never what follows from it."""

from __future__ import annotations

from datetime import date
from typing import cast

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.form import FormContext, Origin
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.tour.sample_data import sample_visit
from kiosk.ui.spoken_answers import row_lines
from kiosk.ui.strings import Strings


def test_a_row_says_its_answers_and_nothing_that_was_computed() -> None:
    procedure, context = catalogue.procedure("1.004194"), FormContext(date(2026, 11, 30))
    visit = sample_visit(cast(VersionEngine, procedure.engine), "nha-tro-hai-dong-so-huu")
    state, known = form.begin(procedure, context), {one.key for one in procedure.fields}
    for key, text in visit.given.items():
        if key in known:
            state = form.answer(state, key, text, Origin.TYPED, context)
    state = form.with_rows(state, "owners", visit.rows["owners"], context)
    assert state.value("owners.0.separate") != ""
    lines = row_lines(state, procedure.table("owners"), 0, Strings("en"))
    assert [str(one) for one in lines] == ["By signing the sheet"]


def test_a_bare_yes_in_a_row_says_what_it_answers() -> None:
    procedure, context = catalogue.procedure("1.001776"), FormContext(date(2026, 11, 30))
    visit = sample_visit(cast(VersionEngine, procedure.engine), "me-don-than")
    state, known = form.begin(procedure, context), {one.key for one in procedure.fields}
    for key, text in visit.given.items():
        if key in known:
            state = form.answer(state, key, text, Origin.TYPED, context)
    state = form.with_rows(state, "children", visit.rows["children"], context)
    lines = row_lines(state, procedure.table("children"), 0, Strings("en"))
    school = procedure.field("children.0.school").label["en"]
    assert [str(one) for one in lines] == ["10/06/2018", f"{school}: yes"]

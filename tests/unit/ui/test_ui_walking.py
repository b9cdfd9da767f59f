"""Walking through the birth sheet."""

from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.form import FormContext, Origin
from kiosk.ui.form_cursor import Walk

AROUND = FormContext(date(2026, 11, 23))


@pytest.fixture
def walk() -> Walk:
    return Walk(form.begin(catalogue.procedure("1.001193"), AROUND), lambda: AROUND)


def keys(walk: Walk) -> list[str]:
    seen = [walk.page.key]
    while walk.forward():
        seen.append(walk.page.key)
    return seen


def test_the_walk_goes_through_every_page_and_back(walk):
    walk.answer("child.parents_known", "1", Origin.CHOSEN)
    there = keys(walk)
    assert there == [page.key for page in walk.filling.pages()]
    back = [walk.page.key]
    while walk.back():
        back.append(walk.page.key)
    assert back == there[::-1]


def test_an_answer_that_brings_pages_shows_them_next(walk):
    while walk.page.key != "parents":
        assert walk.forward()
    walk.answer("child.parents_known", "3", Origin.CHOSEN)
    assert walk.forward() and walk.page.key == "birth-at"


def test_a_page_that_an_answer_hid_gives_way_to_the_next(walk):
    walk.answer("child.parents_known", "1", Origin.CHOSEN)
    assert walk.to_field("father.name") and walk.page.key == "father-name"
    walk.answer("child.parents_known", "3", Origin.CHOSEN)
    assert walk.page.key == "child-ethnicity"
    assert walk.forward() and walk.page.key == "child-hometown"


def test_the_way_leads_to_what_is_missing(walk):
    assert walk.to_first_problem() and walk.page.key == "relation"


def test_a_part_of_the_sheet_that_is_not_asked_changes_nothing(walk):
    before = walk.page.key
    assert not walk.to_field("father.name") and walk.page.key == before

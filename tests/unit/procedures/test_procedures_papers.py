"""One paper of several, as the screens know it: what the person has, also where it is only shown or brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.form import NONE_TODAY, WAY, FormContext, FormState, Origin
from kiosk.forms.effects import Handling
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.kiosk_view import procedure_view

DAY = date(2026, 11, 30)
AROUND = FormContext(DAY)
NEED, NOTICE, WITNESS = "chung_minh_viec_sinh", "giay_chung_sinh", "van_ban_lam_chung"
CASE = {
    "requester.relation": "grandparent",
    "child.birth_date": "18/11/2026",
    "child.parents_known": "1",
    "child.birth_at": "facility",
    "child.e_notice": "no",
}


def birth(handling: Handling, chosen: str = "") -> FormState:
    """A birth whose witnessed paper is of that ``handling``, with what was said of the papers."""
    version = catalogue.register().in_force("1.001193", DAY)
    assert version is not None
    documents = tuple(
        replace(one, spec=replace(one.spec, handling=handling)) if one.key == WITNESS else one
        for one in version.documents
    )
    version = replace(version, documents=documents)
    state = form.begin(procedure_view(version, DAY, VersionEngine(version)), AROUND)
    for key, text in CASE.items():
        state = form.answer(state, key, text, Origin.CHOSEN, AROUND)
    return form.answer(state, WAY + NEED, chosen, Origin.CHOSEN, AROUND) if chosen else state


def wanted(state: FormState) -> set[str]:
    return {one.key for one in state.uploads()} & {NOTICE, WITNESS, "cam_doan_viec_sinh"}


@pytest.mark.parametrize("handling", [Handling.BROUGHT, Handling.SHOWN])
def test_what_is_brought_by_hand_comes_later(handling: Handling) -> None:
    state = birth(handling, WITNESS)
    assert (wanted(state), state.brought()) == ({WITNESS}, {WITNESS})


def test_what_a_database_answers_asks_for_no_paper() -> None:
    state = birth(Handling.LOOKED_UP, WITNESS)
    assert (wanted(state), state.brought()) == (set(), frozenset())


def test_before_anything_is_said_the_first_that_is_photographed_stands_for_all() -> None:
    state = birth(Handling.PHOTOGRAPHED)
    (need,) = state.ways()
    assert (wanted(state), need.chosen, len(need.ways)) == ({NOTICE}, "", 3)


def test_none_today_is_the_first_that_comes_later() -> None:
    state = birth(Handling.PHOTOGRAPHED, NONE_TODAY)
    assert (wanted(state), state.brought()) == ({NOTICE}, {NOTICE})


def test_what_was_said_of_a_paper_that_is_no_way_any_more_counts_for_nothing() -> None:
    state = form.answer(birth(Handling.PHOTOGRAPHED, WITNESS), "child.e_notice", "", Origin.CHOSEN, AROUND)
    assert state.ways() == () and state.brought() == frozenset()
    assert wanted(state) == {NOTICE}


@pytest.mark.parametrize("code", catalogue.codes())
def test_every_papers_name_is_words_in_every_language(code: str) -> None:
    for item in catalogue.procedure(code).documents:
        assert all("{'" not in text for text in item.name.values()), item.name

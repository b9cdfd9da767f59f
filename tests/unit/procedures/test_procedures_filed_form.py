"""A form filled again from what was filed: it costs what it cost, by its own day and rules, with no card beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.catalogue import register_in
from kiosk.domain.form import FormContext
from kiosk.forms.fees import fees_due
from kiosk.forms.filed_answers import entries_of
from kiosk.forms.form import Form
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.area_prices import prices_at
from kiosk.procedures.filed_form import filed_form
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.procedures.register import SAMPLE_OFFICE, sample_area
from kiosk.resources import ASSETS

VERSIONS = {f"{one.code} {one.version}": one for ones in register_in(ASSETS).versions.values() for one in ones}
AREA = sample_area(ASSETS / "areas")


def handed_in(version: ProcedureVersion) -> list[tuple[str, Form]]:
    """The samples as they are filed at the kiosk, by their key."""
    made = ((one.key, sample_form(version, whole_sample(version, one), AREA)) for one in version.samples)
    return [(key, replace(form, context=replace(form.context, channel="kiosk"))) for key, form in made]


@pytest.mark.parametrize("name", VERSIONS)
def test_a_filing_costs_what_it_cost_when_it_was_handed_in(name: str) -> None:
    version = VERSIONS[name]
    procedure = procedure_view(version, version.head.in_force.since, VersionEngine(version))
    prices = prices_at(version, SAMPLE_OFFICE).prices
    for key, form in handed_in(version):
        context = FormContext(form.context.today, office=SAMPLE_OFFICE, places=form.context.places)
        again = filed_form(procedure, entries_of(form), context).charges()
        then = fees_due(form.case, prices)
        assert [(one.key, one.amount) for one in again] == [(one.key, one.amount) for one in then], key


def test_a_price_that_hangs_on_the_case_is_not_known_before_and_is_then() -> None:
    version = VERSIONS["can-cuoc 2026-08-18"]
    engine = VersionEngine(version)
    procedure = procedure_view(version, version.head.in_force.since, engine)
    (before,) = engine.begin(procedure, FormContext(date(2026, 11, 30), office=SAMPLE_OFFICE)).charges()
    assert (before.amount, before.by_case) == (None, True)
    sums = {key: [one.amount for one in fees_due(form.case)] for key, form in handed_in(version)}
    assert sums["doi-the-tuoi-25"] == [25_000] and sums["the-hong"] == [35_000] and sums["lan-dau-14-tuoi"] == [0]

"""Forms of officers whose sheet is in force no more, or not known at all: shown, dropped, and not filed."""

from __future__ import annotations

from dataclasses import replace

from kiosk import catalogue
from kiosk.domain.draft import Draft
from kiosk.domain.form import FormState
from kiosk.services.counter.assisted_view import AssistedFault, AssistedForm, AssistedPart
from kiosk.words import words


def without_rules(state: FormState) -> bool:
    """Whether the last rules that are known for it have ended: nothing is filed under them."""
    return state.procedure.ended(catalogue.today())


def with_rules_ended(form: AssistedForm) -> AssistedForm:
    """``form``, saying first why it cannot be filed."""
    return replace(form, faults=(_fault("rules_ended"), *form.faults))


def form_not_read(draft: Draft) -> AssistedForm:
    """What is known of an officer's ``draft`` without its sheet: enough to drop it."""
    assert draft.assisted is not None
    fault = _fault("not_read")
    return AssistedForm(
        form=draft.id,
        revision=draft.assisted.revision,
        procedure=draft.procedure,
        title=draft.procedure,
        origin=draft.assisted,
        person="",
        card=False,
        parts=(AssistedPart("not-read", fault.text, ()),),
        papers=(),
        faults=(fault,),
        owed=0,
    )


def _fault(key: str) -> AssistedFault:
    return AssistedFault("", words().say(f"counter.filing.{key}"), stops=True)

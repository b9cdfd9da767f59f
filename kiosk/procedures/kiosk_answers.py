"""Answers between the engine, where they are typed, and the screens, savepoints and filings, where they are text."""

from __future__ import annotations

from kiosk.domain.cleaning import cleaned, in_shape
from kiosk.domain.form import ChosenPlace, FieldAnswer, Given, Origin
from kiosk.domain.procedure import row_place
from kiosk.forms.answers import Answer, AnswerOrigin, answer_data, answer_from, answer_of
from kiosk.forms.form import Form
from kiosk.forms.quantities import Place
from kiosk.forms.sheet import SheetField
from kiosk.procedures.kiosk_tables import column

ORIGINS = {
    AnswerOrigin.CARD: Origin.CARD,
    AnswerOrigin.REMEMBERED: Origin.TYPED,
    AnswerOrigin.TYPED: Origin.TYPED,
    AnswerOrigin.CHOSEN: Origin.CHOSEN,
    AnswerOrigin.COMPUTED: Origin.COMPUTED,
    AnswerOrigin.OFFICE: Origin.TYPED,
}

_DETAILS = ("unit", "detail", "as_of", "old", "rows")


def answered(form: Form, key: str, value: Given, origin: AnswerOrigin) -> Form:
    if place := row_place(key):
        item = column(form.version, key)
        if isinstance(value, ChosenPlace):
            return form.row_given(*place, Answer(_place(form, value), origin))
        text = in_shape(cleaned(value, item.type), item.spec.shape)
        return form.row_given(*place, answer_of(item.type, text, origin))
    if isinstance(value, str):
        return form.answered(key, value, origin)
    return form.placed(key, _place(form, value), origin)


def _place(form: Form, value: ChosenPlace) -> Place:
    return Place(value.unit, cleaned(value.detail), as_of=form.context.today.isoformat(), old=value.old)


def typed(item: SheetField, entry: FieldAnswer) -> Answer:
    """An answer as it is kept, typed again."""
    kind, origin = item.type, AnswerOrigin(entry.origin.value)
    if entry.details:
        whole = answer_from(entry.plain() | {"origin": origin.value}, lambda _: kind)
        if whole is not None:
            return whole
    return answer_of(kind, entry.value, origin)


def entry_of(one: Answer) -> FieldAnswer:
    details = {name: value for name, value in answer_data(one).items() if name in _DETAILS}
    return FieldAnswer(one.text, ORIGINS[one.origin], details)

"""The words of a visit that only its person may hear: names, numbers, dates, places. Said by headphones alone, unless
the person wants it otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from kiosk.domain.citizen import Citizen
from kiosk.domain.procedure import FieldType
from kiosk.ui.shell import Shell
from kiosk.ui.visiting import Visit
from kiosk.ui.widgets import AnswerField

_OPEN = (FieldType.CHOICE, FieldType.LIST, FieldType.NUMBER)
"""An answer of these is a word of the form's own."""

_COMMON = frozenset(("không", "kinh", "việt nam", "không thời hạn"))
"""Nobody's secret, and words of the language besides: no religion and the people of most would else be cut out of
"không" and "kinh doanh" in every sentence."""


def private_words(visit: Visit, shell: Shell) -> Iterator[str]:
    """As the visit stands now; what is being typed, too."""
    if visit.visitor.identity is not None:
        yield from _of_citizen(visit.visitor.identity.citizen)
    if visit.walk is not None:
        form = visit.walk.filling
        open_fields = {one.key for one in form.procedure.fields if one.type in _OPEN}
        yield from (value for key, value in form.values.items() if key not in open_fields)
    if visit.submission is not None:
        yield from (visit.submission.code, visit.submission.official, visit.submission.filing.subject)
    yield from visit.private
    yield from (one.value for one in shell.findChildren(AnswerField) if one.isVisible())


def _of_citizen(citizen: Citizen) -> Iterator[str]:
    yield citizen.given_name
    for one in fields(citizen):
        value = getattr(citizen, one.name)
        if isinstance(value, str) and value and value.casefold() not in _COMMON:
            yield value
        elif isinstance(value, date):
            yield f"{value:%d/%m/%Y}"

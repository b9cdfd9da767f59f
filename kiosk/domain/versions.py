"""A form that was begun under another version of its procedure: what has come to the sheet since, and what has gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.domain.form import FormState, Origin
from kiosk.domain.procedure import Text


@dataclass(frozen=True)
class SheetChange:
    """What the person should know before going on."""

    added: tuple[Text, ...] = ()  # what is asked now and was not on the sheet then
    dropped: bool = False  # something that was answered or photographed then is not asked any more


def sheet_change(
    now: FormState, fields: Collection[str], answered: Collection[str], papers: Collection[str]
) -> SheetChange:
    """What is new on ``now``'s sheet for who began with one of these ``fields``, and had ``answered`` some of them.

    ``fields`` may be unknown (empty): then nothing is said to be new.
    """
    known = {item.key for item in now.procedure.fields}
    uploads = {item.key for item in now.uploads()}
    added = (item.label for item in now.procedure.fields if _is_new(now, item.key, fields))
    gone = any(key not in known for key in answered) or any(key not in uploads for key in papers)
    return SheetChange(tuple(added), gone)


def kind_of(version: str) -> str:
    """What a version is a version of: empty for the procedure's own form, the question's name for an answer to it."""
    return version.partition("+")[2]


def _is_new(now: FormState, key: str, fields: Collection[str]) -> bool:
    if not now.on_a_page(key) or now.origin(key) is Origin.CARD:
        return False
    return bool(fields) and key not in fields

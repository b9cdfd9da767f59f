"""The printed sheet of a correction (cải chính): what was registered, what it is now, on what ground, by whom."""

from __future__ import annotations

from typing import Any

from kiosk.domain.correction import changes_of
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.services.counter.corrections import correction_ground
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.paper_words import moment_in_words
from kiosk.services.typesetting import OfficialPaper, paper_forms

FORM = "cai-chinh"
CORRECTION = f"{FORM}."
"""Before the number of the event by which a correction counts: the key of its sheet."""


def correction_papers(sheet: DossierSheet) -> tuple[OfficialPaper, ...]:
    """One of each correction that a chief approved, the newest first."""
    form = paper_forms()[FORM]
    return tuple(
        OfficialPaper(f"{CORRECTION}{one.number}", f"{form.title}, {one.at:%d/%m/%Y}", "", form.copies, ())
        for one in reversed(_approved(sheet))
        if one.at is not None
    )


def correction_data(sheet: DossierSheet, key: str) -> dict[str, Any]:
    """What the template asks for, besides what is said of every dossier. KeyError where there is none of that key."""
    number = key.removeprefix(CORRECTION)
    event = next((one for one in _approved(sheet) if str(one.number) == number), None)
    if event is None:
        raise KeyError(key)
    asked = next((one for one in sheet.events if str(one.number) == event.facts["asked"]), event)
    labels = {one.key: one.label for one in sheet.fields}
    return {
        "changes": [
            {"label": labels.get(one.key, one.key), "before": one.before, "after": one.after}
            for one in changes_of(event)
        ],
        "ground": correction_ground(event.facts["ground"]),
        "paper": event.facts["paper"],
        "reason": event.facts["reason"],
        "asked_by": sheet.people.get(int(event.facts["asked_by"]), ""),
        "approved_by": sheet.people.get(event.staff, ""),
        "asked_at": moment_in_words(asked.at) if asked.at else "",
        "approved_at": moment_in_words(event.at) if event.at else "",
    }


def _approved(sheet: DossierSheet) -> list[DossierEvent]:
    """What was erased since has no sheet any more."""
    return [one for one in sheet.events if one.kind is DossierEventKind.CORRECTED and changes_of(one)]

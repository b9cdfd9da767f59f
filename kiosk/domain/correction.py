"""Cải chính: what was registered is put right, field by field, asked by an officer and approved by a chief. Pure.

An officer's event says each field before and after; the chief's repeats it, and only then does it count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.answering import FIELD
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.submission import Legal

BEFORE, AFTER = "before.", "after."

REGISTERED = frozenset({Legal.FINISHED, Legal.HANDED_OVER})
"""Before the office has done its part a field is mended, and nothing is corrected."""


@dataclass(frozen=True)
class CorrectedField:
    key: str
    before: str
    after: str


def changes_of(event: DossierEvent) -> tuple[CorrectedField, ...]:
    """What an event of a correction changes, by the sheet's keys; nothing where its content was erased."""
    facts = event.facts
    keys = [name.removeprefix(AFTER) for name in facts if name.startswith(AFTER)]
    return tuple(CorrectedField(key, facts.get(BEFORE + key, ""), facts[AFTER + key]) for key in keys)


def facts_of(changes: tuple[CorrectedField, ...], ground: str, paper: str, reason: str) -> dict[str, str]:
    """As an event keeps it."""
    facts = {"ground": ground, "paper": paper, "reason": reason, "what": str(len(changes))}
    for one in changes:
        facts |= {BEFORE + one.key: one.before, AFTER + one.key: one.after}
    return facts


def corrected(asked: DossierEvent, chief: int) -> DossierEvent:
    """The chief's event, by which it counts."""
    facts = {**asked.facts, "asked": str(asked.number), "asked_by": str(asked.staff)}
    return DossierEvent(DossierEventKind.CORRECTED, facts, chief)


def waiting(events: tuple[DossierEvent, ...]) -> DossierEvent | None:
    """What was asked for and no chief has said anything of."""
    answered = {one.facts.get("event") for one in events if one.kind is DossierEventKind.REVIEWED}
    open_ones = (one for one in events if one.kind is DossierEventKind.CORRECTION_ASKED and one.facts)
    return next((one for one in open_ones if str(one.number) not in answered), None)


def correction_facts(event: DossierEvent) -> Mapping[str, str]:
    """What the portal is told: each field as it shall be and as it was, the ground, who asked and who approved."""
    facts = event.facts
    fields = {FIELD + one.key: one.after for one in changes_of(event)}
    fields |= {BEFORE + one.key: one.before for one in changes_of(event)}
    about = {"correction": facts["asked"], "ground": facts["ground"], "paper": facts["paper"]}
    people = {"by": f"CB-{facts['asked_by']}", "approved_by": f"CB-{event.staff}"}
    return {**fields, **about, "reason": facts["reason"], **people}

"""What the officer should look at before the rest of a filing, worded for them."""

from __future__ import annotations

from kiosk.domain.checks import Level, Problem
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.submission import ALIKE, CLOCK, OfficerNote
from kiosk.store import LikeFiling
from kiosk.words import words


def officer_notes(filling: FormState, context: FormContext) -> tuple[OfficerNote, ...]:
    """The clock's, and one for each remark of the form."""
    say = words().say
    notes = []
    if not context.day_is_sure:
        notes.append(OfficerNote(CLOCK, say("officer_note.clock", day=f"{context.today:%d/%m/%Y}")))
    for one in filling.remarks(context):
        notes.append(OfficerNote(one.key, _look_again(filling, one), one.field))
    return tuple(notes)


def _look_again(filling: FormState, remark: Problem) -> str:
    """One remark in the officer's words: a rule's own, or why an answer is unusual."""
    if remark.text:
        return remark.text["vi"]
    say = words().say
    why = say(f"officer_note.why.{remark.key}", **dict(remark.values or {}))
    label = filling.procedure.field(remark.field).official
    return say(f"officer_note.{_come_from(filling, remark)}", label=label, why=why)


def alike_note(other: LikeFiling) -> OfficerNote:
    day = f"{other.filed_at:%d/%m/%Y}"
    return OfficerNote(ALIKE, words().say("officer_note.alike", number=other.code, day=day))


def _come_from(filling: FormState, remark: Problem) -> str:
    origin = filling.origin(remark.field)
    return "card" if origin is Origin.CARD else "typed" if remark.level is Level.ASK else "machine"

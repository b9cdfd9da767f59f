"""What the officer should look at before the rest of a filing, worded for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kiosk.domain.checks import Level, Problem
from kiosk.domain.dossier import EXCEPTION_NOTE, PAPER_NOTE, PICTURE_NOTE
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.paper import Absence, PaperException
from kiosk.domain.procedure import SIGNATURE, Procedure
from kiosk.domain.submission import ALIKE, CLOCK, FiledParty, OfficerNote
from kiosk.procedures.form_parties import party_card
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import LikeFiling


def officer_notes(filling: FormState, context: FormContext) -> tuple[OfficerNote, ...]:
    """The clock's, and one for each remark of the form."""
    say = words().say
    notes = []
    if not context.day_is_sure:
        notes.append(OfficerNote(CLOCK, say("officer_note.clock", day=f"{context.today:%d/%m/%Y}")))
    for one in filling.remarks(context):
        notes.append(OfficerNote(one.key, _look_again(filling, one), one.field))
    return (*notes, *_of_parties(filling, context))


def _of_parties(filling: FormState, context: FormContext) -> Iterator[OfficerNote]:
    """Who, of those whose matter it is, laid no card; and how each further card was judged."""
    say, names = words().say, filling.party_names()
    here = {filling.visiting_party(context), *(key for key, one in context.others.items() if one.card)}
    for key in filling.owners():
        if len(filling.owners()) > 1 and key not in here:
            yield OfficerNote("party-absent", say("officer_note.party-absent", party=names[key]["vi"]))
    for key in sorted(context.away & context.others.keys() & names.keys()):
        yield OfficerNote("party-earlier", say("officer_note.party-earlier", party=names[key]["vi"]))
    for key, card in context.others.items():
        if card.card and key in names:
            judged = [say(f"card.standing.{card.standing}")] + ([say("card.expired-note")] if card.expired else [])
            text = say("officer_note.party-card", party=names[key]["vi"], standing=". ".join(judged).rstrip("."))
            yield OfficerNote("party-card", text)


def unsigned_notes(filling: FormState, given: Collection[str]) -> Iterator[OfficerNote]:
    """Who was here and signed nothing on the glass; ``given``: the keys of what came."""
    names = filling.party_names()
    for party in filling.signers():
        if SIGNATURE.format(party=party) not in given:
            yield OfficerNote("party-unsigned", words().say("officer_note.party-unsigned", party=names[party]["vi"]))


def filed_parties(filling: FormState, context: FormContext) -> tuple[FiledParty, ...]:
    """Everybody whose card was read; nobody where it was the visitor's alone."""
    owners, names = filling.owners(), filling.party_names()
    cards = {key: card for key, card in context.others.items() if card.card and key in names}
    if not cards:
        return ()
    if context.identity is not None:
        cards |= {filling.visiting_party(context): party_card(context.identity)}
    return tuple(
        FiledParty(key, one.number, one.method, one.access, one.standing, one.expired, key in owners)
        for key, one in sorted(cards.items())
    )


def _look_again(filling: FormState, remark: Problem) -> str:
    """One remark in the officer's words: a rule's own, or why an answer is unusual."""
    say = words().say
    if remark.text:
        desk = dict(remark.values or {}).get("queue")
        return " ".join([_officers_part(remark.text["vi"]), *([say(f"officer_note.desk.{desk}")] if desk else [])])
    why = say(f"officer_note.why.{remark.key}", **dict(remark.values or {}))
    label = filling.procedure.field(remark.field).official
    return say(f"officer_note.{_come_from(filling, remark)}", label=label, why=why)


def _officers_part(text: str) -> str:
    """A rule's sentences without those that speak to the person: "{You} xem lại giúp"."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(one for one in sentences if "{you}" not in one.casefold()) or text


def alike_note(other: LikeFiling) -> OfficerNote:
    day = f"{other.filed_at:%d/%m/%Y}"
    return OfficerNote(ALIKE, words().say("officer_note.alike", number=other.code, day=day))


def picture_note(procedure: Procedure, key: str) -> OfficerNote:
    """A picture that was kept against advice: the counter's queue of what to look at has it."""
    return OfficerNote(PICTURE_NOTE, words().say("officer_note.picture", paper=procedure.document(key).name["vi"]))


def paper_notes(
    filling: FormState, given: Collection[str], unclear: Iterable[str], absent: Mapping[str, Absence]
) -> Iterator[OfficerNote]:
    """Of what came (``given``, keys) and did not: why a paper is ``absent``, who did not sign, pictures that are
    ``unclear``."""
    yield from absent_notes(filling.procedure, absent)
    yield from unsigned_notes(filling, given)
    yield from (picture_note(filling.procedure, key) for key in unclear)


def absent_notes(procedure: Procedure, absent: Mapping[str, Absence]) -> Iterator[OfficerNote]:
    """Papers that the person says cannot be had, with their reason: whether it goes without is the officer's word. Of
    those that an officer let be absent, the ground."""
    say = words().say
    for key, why in sorted(absent.items()):
        paper = procedure.document(key).name["vi"]
        if isinstance(why, PaperException):
            ground = _ground(why)
            text = say("officer_note.exception", paper=paper, person=why.person, why=ground)
            yield OfficerNote(EXCEPTION_NOTE, text)
        else:
            reason = say(f"officer_note.absent_why.{why}")
            yield OfficerNote(PAPER_NOTE, say("officer_note.absent", paper=paper, why=reason))


def exception_events(procedure: Procedure, absent: Mapping[str, Absence]) -> Iterator[DossierEvent]:
    """What officers decided at the glass, as the first lines of the dossier's history: a chief looks them over."""
    for key, why in sorted(absent.items()):
        if isinstance(why, PaperException):
            rule = words().say("officer_note.exception_rule", paper=procedure.document(key).name["vi"])
            yield DossierEvent(DossierEventKind.EXCEPTION, {"rule": rule, "reason": _ground(why)}, why.staff)


def _ground(exception: PaperException) -> str:
    return words().say(f"officer_note.exception_why.{exception.ground}")


def _come_from(filling: FormState, remark: Problem) -> str:
    origin = filling.origin(remark.field)
    return "card" if origin is Origin.CARD else "typed" if remark.level is Level.ASK else "machine"

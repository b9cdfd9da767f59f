"""A form that was written to a file, with its papers, filed without a screen. ``examples/README.md`` describes it.

The draft's name is made from the content of form and documents, so the same files filed twice give the same code.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.bounded import MOST_BYTES, read_object
from kiosk.catalogue import procedure
from kiosk.config import Config
from kiosk.domain import form
from kiosk.domain.checks import Problem
from kiosk.domain.citizen import CardIdentity, Method
from kiosk.domain.cleaning import cleaned, in_shape
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.procedure import FieldType, FormField, Procedure
from kiosk.domain.submission import Submission
from kiosk.durable import MOST_PICTURE, read_bounded
from kiosk.errors import FieldInvalid, FilingUnreadable, IntakeClosed
from kiosk.scan.intake import IntakeOutcome, take
from kiosk.services.filing import BoundDocument, Visitor
from kiosk.services.move_notes import closed_for_move
from kiosk.services.opening import filing_desk
from kiosk.services.typed_citizen import typed_citizen
from kiosk.services.written_answers import are_answers, as_texts, first_odd, given_in, spread
from kiosk.store import Store

MOST_NAMED = 20
"""So many allowed values are named at most."""

_log = logging.getLogger("kiosk.submit")


@dataclass(frozen=True)
class FormFile:
    """FORM.json."""

    procedure: str
    applicant: Mapping[str, str]
    answers: Mapping[str, Any]  # a text; of an address by commune a table; of a table of rows a list of such
    consents: Mapping[str, bool] = field(default_factory=dict)
    language: str = "vi"


@dataclass(frozen=True)
class DecodedForm:
    """``content``: what the file says, as bytes that do not depend on how it is laid out."""

    written: FormFile
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class AttachedFile:
    """One paper: the procedure's document key, and the file's bytes."""

    key: str
    data: bytes = field(repr=False)


def read_form(path: Path) -> DecodedForm:
    """FilingUnreadable for a file that is not there, too long, or no form.
    FieldInvalid names an answer of a kind that none is."""
    return decoded(_read(path, MOST_BYTES), path.name)


def read_attached(key: str, path: Path) -> AttachedFile:
    """FilingUnreadable for a file that is not there, or too long."""
    return AttachedFile(key, _read(path, MOST_PICTURE))


def _read(path: Path, most: int) -> bytes:
    try:
        return read_bounded(path, most)
    except OSError as error:
        raise FilingUnreadable(type(error).__name__, file=path.name) from error


def decoded(data: bytes, name: str) -> DecodedForm:
    """The form in a file's bytes; ``name`` is the file's, for the message. FilingUnreadable."""
    try:
        table = read_object(data.removeprefix(codecs.BOM_UTF8))
        table["answers"] = as_texts(table.get("answers"))
        written = FormFile(**table)
    except (ValueError, TypeError) as error:
        raise FilingUnreadable("not a filing", file=name) from error
    if isinstance(written.answers, Mapping) and (key := first_odd(written.answers)):
        raise FieldInvalid("no kind of answer", field=key, problem="kind", kind=type(table["answers"][key]).__name__)
    if not _in_shape(written):
        raise FilingUnreadable("not in shape", file=name)
    return DecodedForm(written, json.dumps(table, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def asked_documents(given: DecodedForm) -> frozenset[str]:
    """The keys of the papers that its procedure takes as files. UnknownProcedure."""
    return frozenset(item.key for item in procedure(given.written.procedure).documents if item.upload)


def file_form(
    config: Config, store: Store, given: DecodedForm, attached: Sequence[AttachedFile], *, anyway: bool = False
) -> Submission:
    """Durable when this returns. ``anyway``: also where it looks like a filing that is here already.

    UnknownProcedure, FieldInvalid, DocumentMissing, SeemsFiled, ScanError, StoreError.
    """
    written, draft = given.written, _draft(given, attached)
    if (filed := store.outbox.of_draft(draft)) is not None:
        return filed
    if closed_for_move(store):
        raise IntakeClosed("a move")
    store.space.for_visit()
    desk, visitor = filing_desk(config, store), _visitor(written)
    state = filled(procedure(written.procedure), written, desk.context(visitor))
    return desk.hand_in(draft, state, visitor, _papers(attached), beside=None if anyway else ())


def filled(procedure: Procedure, written: FormFile, context: FormContext) -> FormState:
    """The form with every written answer in it. FieldInvalid for one that the sheet does not ask, or has already."""
    answers = spread(written.answers)
    state = form.begin(procedure, context)
    for key in _in_order(procedure, answers):  # what an answer brings along is there before the next one
        origin = Origin.CHOSEN if procedure.field(key).type is FieldType.CHOICE else Origin.TYPED
        state = form.answer(state, key, given_in(answers[key]), origin, context)
    _all_taken(state, answers, context)
    return state


def _in_order(procedure: Procedure, answers: Mapping[str, Any]) -> Sequence[str]:
    """The keys in the sheet's order, tables last. FieldInvalid for one that the sheet does not ask."""
    order = {item.key: at for at, item in enumerate(procedure.fields)}
    for key in answers:
        if not _asked(procedure, key):
            raise FieldInvalid("the sheet asks no such field", field=key, problem="unknown")
    return sorted(answers, key=lambda key: order.get(key, len(order)))


def _asked(procedure: Procedure, key: str) -> bool:
    try:
        return procedure.field(key).type is not FieldType.COMPUTED
    except (KeyError, StopIteration):
        return False


def _all_taken(state: FormState, answers: Mapping[str, Any], context: FormContext) -> None:
    """Nothing that was written may be lost on the way, neither hidden by another answer nor overruled."""
    for key, value in answers.items():
        text = value if isinstance(value, str) else ""
        if (text.strip() or value) and not state.shown(state.procedure.field(key)):
            raise FieldInvalid("not asked in this case", field=key, problem="not-asked")
        item = state.procedure.field(key)
        if isinstance(value, str) and state.value(key) != in_shape(cleaned(value, item.type), item.shape):
            raise FieldInvalid("overruled", field=key, problem="overruled")
        # Here the officer can mend it, also where no page asks for it.
        problem = state.fault(key, context)
        if problem is not None and problem.level.stops:
            raise FieldInvalid(problem.key, **_fault_values(problem, item))


def _fault_values(problem: Problem, item: FormField) -> dict[str, str | int]:
    """What does not hold, and what may stand there where the sheet lists it. Never the answer."""
    allowed = ", ".join(one.value for one in item.choices[:MOST_NAMED])
    return {**(problem.values or {}), "field": problem.field, "problem": problem.key, "allowed": allowed}


def _visitor(written: FormFile) -> Visitor:
    identity = CardIdentity(typed_citizen(written.applicant), Method.MANUAL)
    return Visitor(identity, dict(written.consents), written.language)


def _in_shape(written: FormFile) -> bool:
    return (
        all(isinstance(text, str) for text in (written.procedure, written.language))
        and _texts(written.applicant, str)
        and are_answers(written.answers)
        and _texts(written.consents, bool)
    )


def _texts(table: object, kind: type) -> bool:
    return isinstance(table, Mapping) and all(isinstance(value, kind) for value in table.values())


def _papers(attached: Sequence[AttachedFile]) -> tuple[BoundDocument, ...]:
    taken: list[tuple[str, IntakeOutcome]] = [(one.key, take(one.data)) for one in attached]
    for key, one in taken:
        if one.reasons:  # an officer files it, so an officer decides; the office may ask for a better one
            _log.warning("%s: the picture is taken as it is: %s", key, ", ".join(one.reasons))
    return tuple(BoundDocument(key, one.pdf, one.pages) for key, one in taken)


def bound_file(key: str, path: Path) -> BoundDocument:
    """A file as one paper, through the same eyes as the camera's pictures. FilingUnreadable, ScanError."""
    try:
        taken = take(read_bounded(path, MOST_PICTURE))
    except OSError as error:
        raise FilingUnreadable(type(error).__name__, file=path.name) from error
    return BoundDocument(key, taken.pdf, taken.pages)


def _draft(given: DecodedForm, attached: Sequence[AttachedFile]) -> str:
    digest = hashlib.sha256(given.content)
    for one in sorted(attached, key=lambda one: one.key):
        digest.update(f"{one.key}:{hashlib.sha256(one.data).hexdigest()}".encode())
    return f"submit-{digest.hexdigest()}"

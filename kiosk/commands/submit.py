"""kiosk submit: file a submission without a screen. The code is printed only after it is durable.

The same files filed twice give the same code. ``examples/README.md`` describes FORM.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.domain.submission import Submission
from kiosk.errors import FieldInvalid
from kiosk.services.opening import opened
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.services.form_files import AttachedFile


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("form", type=Path, metavar="FORM.json", help="the filing; see examples/khai_sinh.json")
    parser.add_argument("--document", action="append", default=[], metavar="KEY=FILE", help="a paper: PDF, JPEG or PNG")
    parser.add_argument(
        "--anyway", action="store_true", help="file it also where it looks like a filing that is here already"
    )
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    from kiosk.services.form_files import asked_documents, file_form, read_form

    try:
        given = read_form(call.args.form)
        attached = _attached(asked_documents(given), call.args.document)
        with opened(call.config) as store:
            submission = file_form(call.config, store, given, attached, anyway=call.args.anyway)
    except FieldInvalid as error:
        raise FieldInvalid(error.detail, **error.values, reason=_reason(error, words(call.args.say))) from error
    return Outcome(_submission_json(submission), words(call.args.say).say("submit.done", code=submission.code))


def _reason(error: FieldInvalid, texts: Words) -> str:
    """Why, and what may stand there; empty where no words are known for it."""
    problem, sentences = str(error.values.get("problem", "")), []
    for key in (f"submit.reason.{problem}", f"form.problem.{problem}"):
        if key in texts.texts:
            with suppress(KeyError):  # it names what this refusal does not carry
                sentences.append(texts.texts[key].format_map({**texts.forms(), **error.values}))
    if allowed := error.values.get("allowed"):
        sentences.append(texts.say("submit.allowed", values=allowed))
    return "".join(f" {sentence}" for sentence in sentences)


def _attached(asked: Collection[str], given: Sequence[str]) -> tuple[AttachedFile, ...]:
    """``KEY=FILE`` each. FieldInvalid for a paper that is not asked for, or given twice; FilingUnreadable."""
    from kiosk.services.form_files import read_attached

    attached: list[AttachedFile] = []
    for text in given:
        key, _, name = text.partition("=")
        if key not in asked or key in {one.key for one in attached}:
            raise FieldInvalid("no such document, or given twice", field=key, problem="unknown")
        attached.append(read_attached(key, Path(name)))
    return tuple(attached)


def _submission_json(submission: Submission) -> dict[str, Any]:
    return {
        "code": submission.code,
        "receipt": submission.receipt,
        "status": submission.sync.value,
        "due_at": submission.due_at.isoformat(),
        "notes": [note.text for note in submission.filing.notes],
        "documents": [
            {"key": one.key, "sha256": one.sha256, "size": one.size, "pages": one.pages}
            for one in submission.filing.documents
        ],
    }

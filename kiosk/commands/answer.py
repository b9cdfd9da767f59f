"""kiosk answer: what the office asks about a dossier, and the answer to it, as an officer gives it at the counter.

Without a paper, a field or a line it only shows. The answer's name is made from the question, its draft's from what is
given: the same command twice gives the same answer. What is printed is durable, not sent: ``kiosk sync`` sends it.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.domain.answering import LINE, answer_form, begin_answer, open_questions
from kiosk.domain.codes import normal
from kiosk.domain.form import FormState, Origin
from kiosk.domain.form import answer as filled
from kiosk.durable import MOST_PICTURE, read_bounded
from kiosk.errors import FieldInvalid, FilingUnreadable, QuestionGone, UnknownCode
from kiosk.services.opening import filing_desk, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.case import CaseStatus, DossierAct, Notice
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.submission import Submission
    from kiosk.services.filing import BoundDocument, FilingDesk
    from kiosk.store import Store


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="official number or provisional code")
    parser.add_argument("--question", default="", metavar="NAME", help="which question; the oldest open one otherwise")
    parser.add_argument(
        "--paper", action="append", default=[], metavar="[KEY=]FILE", help="a paper that is asked for: PDF, JPEG or PNG"
    )
    parser.add_argument("--field", action="append", default=[], metavar="KEY=VALUE", help="a field put right")
    parser.add_argument("--line", default="", metavar="TEXT", help="a line to the officer")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Show what is asked, or answer it. UnknownCode, QuestionGone, FieldInvalid, and what files fail with."""
    args = call.args
    with opened(call.config) as store:
        submission, standing = _dossier(store, normal(args.code) or args.code)
        if not (args.paper or args.field or args.line):
            document = _shown(store, submission, standing)
            return Outcome(document, _lines(call, document))
        store.space.for_visit()
        act, receipt = _answered(call, store, submission, standing)
    sentence = words(call.args.say).say("answer.done", code=submission.code)
    return Outcome({"code": submission.code, **_act(act), "receipt": receipt}, sentence)


def _dossier(store: Store, code: str) -> tuple[Submission, CaseStatus]:
    standing = store.cases.case(code)
    if standing is None:
        store.outbox.get(code)  # UnknownCode where it is none of ours
        raise QuestionGone("the office has said nothing of it", number=code)
    if not standing.case.code:
        raise UnknownCode("it was not filed here", number=code)
    return store.outbox.get(standing.case.code), standing


def _answered(call: Call, store: Store, submission: Submission, standing: CaseStatus) -> tuple[DossierAct, str]:
    from kiosk.catalogue import answer_texts, procedure
    from kiosk.services.filing import Visitor
    from kiosk.sync.queue.editions import Editions

    question = _question(standing, call.args.question)
    form = answer_form(Editions(store, procedure).of(submission), question, answer_texts())
    counter, visitor = filing_desk(call.config, store), Visitor()
    filling = _filled(counter, begin_answer(form, submission.filing), [*call.args.field, *_line(call.args.line)])
    papers = _papers(form, call.args.paper)
    given = [f"{paper.key}:{hashlib.sha256(paper.pdf).hexdigest()}" for paper in papers]
    draft = hashlib.sha256("\n".join([question.name, *given, *call.args.field, call.args.line]).encode()).hexdigest()
    act = counter.answer(f"answer-{draft}", submission.code, question, filling, visitor, papers)
    return act, counter.receipt_of(act)


def _question(standing: CaseStatus, name: str) -> Notice:
    """The question that is meant, answered or not; without a name the oldest that is open, or was answered last."""
    noted = [act.answers for act in (*standing.sent, *standing.unsent) if act.answers]
    every = [one for one in open_questions(standing, answered=True) if name in ("", one.name)]
    fresh = [one for one in every if one.name not in noted]
    if not every:
        raise QuestionGone("no such question is open", number=standing.case.code)
    return (fresh or every)[0]


def _line(text: str) -> list[str]:
    return [f"{LINE}={text}"] if text else []


def _filled(counter: FilingDesk, filling: FormState, given: Sequence[str]) -> FormState:
    from kiosk.services.filing import Visitor

    asked = {key for page in filling.procedure.pages for key in page.fields}
    for text in given:
        key, _, value = text.partition("=")
        if key not in asked:
            raise FieldInvalid("the office does not ask about it", field=key, problem="not-asked")
        filling = filled(filling, key, value, Origin.TYPED, counter.around(Visitor()))
    return filling


def _papers(form: Procedure, given: Sequence[str]) -> list[BoundDocument]:
    """``KEY=FILE``, or a file alone where one paper is asked for. FieldInvalid for a paper that nobody asked for."""
    from kiosk.scan.intake import take
    from kiosk.services.filing import BoundDocument

    keys = [item.key for item in form.documents]
    documents: list[BoundDocument] = []
    for text in given:
        key, named, name = text.rpartition("=")
        key = key if named else keys[0] if len(keys) == 1 else ""
        if key not in keys or key in {paper.key for paper in documents}:
            raise FieldInvalid("no such paper is asked for, or given twice", field=key or name, problem="unknown")
        try:
            taken = take(read_bounded(Path(name), MOST_PICTURE))
        except OSError as error:
            raise FilingUnreadable(type(error).__name__, file=Path(name).name) from error
        documents.append(BoundDocument(key, taken.pdf, taken.pages))
    return documents


# --- what is shown ---------------------------------------------------------------------------------------------------


def _shown(store: Store, submission: Submission, standing: CaseStatus) -> dict[str, Any]:
    from kiosk.catalogue import answer_texts, procedure
    from kiosk.sync.queue.editions import Editions

    return {
        "code": submission.code,
        "official": submission.official,
        "legal": standing.case.legal.value,
        "questions": [
            _asked(one, answer_form(Editions(store, procedure).of(submission), one, answer_texts()))
            for one in open_questions(standing)
        ],
        "answers": [_act(act) for act in (*standing.sent, *standing.unsent) if act.answers],
    }


def _asked(question: Notice, form: Procedure) -> dict[str, Any]:
    fields = [key for page in form.pages for key in page.fields]
    return {
        "question": question.name,
        "text": question.text,
        "until": question.until.isoformat() if question.until else None,
        "papers": [{"key": item.key, "name": item.name["vi"], "required": item.required} for item in form.documents],
        "fields": [key for key in fields if key != LINE],
        "line": LINE in fields,
    }


def _act(act: DossierAct) -> dict[str, Any]:
    state = "refused" if act.refused else "sent" if act.sent else "waiting"
    return {
        "question": act.answers,
        "state": state,
        "made": act.made.isoformat() if act.made else None,
        "sent": act.sent.isoformat() if act.sent else None,
        "refused": act.refused,
        "documents": list(act.documents),
    }


def _lines(call: Call, document: dict[str, Any]) -> str:
    say = words(call.args.say).say
    lines = []
    for one in document["questions"]:
        keys = ", ".join([*(paper["key"] for paper in one["papers"]), *one["fields"]])
        lines.append(f"{one['question']}  {one['until'] or ''}  {one['text']}  [{keys}]")
    lines += [
        f"{one['question']}  {say('answer.state.' + one['state'])}  {one['refused']}" for one in document["answers"]
    ]
    return "\n".join(line.rstrip() for line in lines) or say("answer.nothing_asked")

"""kiosk answer: what the office asks about a dossier, and the answer to it, as an officer gives it at the counter.

Without a paper, a field or a line it only shows. The answer's name is made from the question, its draft's from what is
given: the same command twice gives the same answer. What is printed is durable, not sent: ``kiosk sync`` sends it.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.domain.answering import LINE
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.case import DossierAct
    from kiosk.services.answering import DossierQuestions, OpenQuestion


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
    from kiosk.services.answering import GivenAnswer, answer, questions

    args = call.args
    given = GivenAnswer(args.question, args.paper, args.field, args.line)
    with opened(call.config) as store:
        if given.empty:
            document = _questions_json(questions(store, args.code))
            return Outcome(document, _lines(call, document))
        act, receipt = answer(call.config, store, args.code, given)
    sentence = words(call.args.say).say("answer.done", code=act.code)
    return Outcome({"code": act.code, **_act(act), "receipt": receipt}, sentence)


# --- what is shown ---------------------------------------------------------------------------------------------------


def _questions_json(dossier: DossierQuestions) -> dict[str, Any]:
    return {
        "code": dossier.submission.code,
        "official": dossier.submission.official,
        "legal": dossier.status.case.legal.value,
        "questions": [_asked(one) for one in dossier.questions],
        "answers": [_act(act) for act in dossier.answers],
    }


def _asked(one: OpenQuestion) -> dict[str, Any]:
    question, form = one.notice, one.form
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
        "made": act.made_at.isoformat() if act.made_at else None,
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

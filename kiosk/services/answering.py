"""What the office asks about a dossier, and the answer to it, as an officer gives it at the counter.

The answer's name is made from the question, its draft's from what is given: the same answer given twice is one answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.catalogue import answer_texts, procedure
from kiosk.config import Config
from kiosk.domain.answering import LINE, answer_form, begin_answer, open_questions
from kiosk.domain.case import CaseStatus, DossierAct, Notice
from kiosk.domain.codes import normal
from kiosk.domain.form import FormState, Origin
from kiosk.domain.form import answer as filled
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Submission
from kiosk.durable import MOST_PICTURE, read_bounded
from kiosk.errors import FieldInvalid, FilingUnreadable, QuestionGone, UnknownCode
from kiosk.scan.intake import take
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.services.opening import filing_desk
from kiosk.store import Store
from kiosk.sync.queue.editions import FiledEditions


@dataclass(frozen=True)
class OpenQuestion:
    """A question that waits for an answer, and the form that asks it."""

    notice: Notice
    form: Procedure


@dataclass(frozen=True)
class DossierQuestions:
    """A dossier, what the office waits for, and what was answered, sent or not."""

    submission: Submission
    status: CaseStatus
    questions: tuple[OpenQuestion, ...]
    answers: tuple[DossierAct, ...]


@dataclass(frozen=True)
class GivenAnswer:
    """``papers``: ``KEY=FILE``, or a file alone where one paper is asked for; ``values``: ``KEY=VALUE``; ``line``: to
    the officer. ``question``: its name, or empty for the oldest open one."""

    question: str = ""
    papers: Sequence[str] = ()
    values: Sequence[str] = ()
    line: str = ""

    @property
    def empty(self) -> bool:
        return not (self.papers or self.values or self.line)


def questions(store: Store, code: str) -> DossierQuestions:
    """By official number or provisional code. UnknownCode; QuestionGone where the office has said nothing of it."""
    submission, status = _dossier(store, normal(code) or code)
    edition = FiledEditions(store, procedure).of(submission)
    asked = tuple(OpenQuestion(one, answer_form(edition, one, answer_texts())) for one in open_questions(status))
    return DossierQuestions(submission, status, asked, _answers(status))


def answer(config: Config, store: Store, code: str, given: GivenAnswer) -> tuple[DossierAct, str]:
    """Durable, not sent, when this returns; the act, and the signed text of its receipt.

    UnknownCode, QuestionGone, FieldInvalid, DocumentMissing, FilingUnreadable, ScanError, StoreError.
    """
    submission, status = _dossier(store, normal(code) or code)
    store.space.for_visit()
    question = _question(status, given.question)
    form = answer_form(FiledEditions(store, procedure).of(submission), question, answer_texts())
    desk, values = filing_desk(config, store), [*given.values, *([f"{LINE}={given.line}"] if given.line else [])]
    state = _filled(desk, begin_answer(form, submission.filing), values)
    papers = _papers(form, given.papers)
    act = desk.answer(_draft(question, papers, given), submission.code, question, state, Visitor(), papers)
    return act, desk.receipt_of(act)


def _dossier(store: Store, code: str) -> tuple[Submission, CaseStatus]:
    status = store.cases.case(code)
    if status is None:
        store.outbox.get(code)  # UnknownCode where it is none of ours
        raise QuestionGone("the office has said nothing of it", number=code)
    if not status.case.code:
        raise UnknownCode("it was not filed here", number=code)
    return store.outbox.get(status.case.code), status


def _answers(status: CaseStatus) -> tuple[DossierAct, ...]:
    return tuple(act for act in (*status.sent, *status.unsent) if act.answers)


def _draft(question: Notice, papers: Sequence[BoundDocument], given: GivenAnswer) -> str:
    documents = [f"{paper.key}:{hashlib.sha256(paper.pdf).hexdigest()}" for paper in papers]
    text = "\n".join([question.name, *documents, *given.values, given.line])
    return f"answer-{hashlib.sha256(text.encode()).hexdigest()}"


def _question(status: CaseStatus, name: str) -> Notice:
    """The question that is meant, answered or not; without a name the oldest that is open, or was answered last."""
    noted = [act.answers for act in _answers(status)]
    every = [one for one in open_questions(status, answered=True) if name in ("", one.name)]
    fresh = [one for one in every if one.name not in noted]
    if not every:
        raise QuestionGone("no such question is open", number=status.case.code)
    return (fresh or every)[0]


def _filled(desk: FilingDesk, state: FormState, values: Sequence[str]) -> FormState:
    asked = {key for page in state.procedure.pages for key in page.fields}
    for text in values:
        key, _, value = text.partition("=")
        if key not in asked:
            raise FieldInvalid("the office does not ask about it", field=key, problem="not-asked")
        state = filled(state, key, value, Origin.TYPED, desk.context(Visitor()))
    return state


def _papers(form: Procedure, given: Sequence[str]) -> list[BoundDocument]:
    """FieldInvalid for a paper that nobody asked for."""
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

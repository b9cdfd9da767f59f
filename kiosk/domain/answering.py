"""Answering the office: its question as a small procedure of its own, and what was given as an act.

The papers that are asked for anew are the procedure's papers, the fields to put right its pages, a line of text one
more page. So an answer goes the way of any form: the same screens, the same savepoints, the same review.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.domain.case import QUESTION, ActKind, CaseStatus, DossierAct, Notice, NoticeKind, Wanted
from kiosk.domain.form import FieldAnswer, FormState, Origin
from kiosk.domain.procedure import (
    FieldType,
    FormField,
    FormPage,
    Procedure,
    RequiredDocument,
    ReviewPart,
    Section,
    Text,
)
from kiosk.domain.submission import DocumentRef, Filing

PAPER = "paper."  # in an act's facts, before a document's SHA-256: the procedure's key of that paper
FIELD = "field."  # before a key of the sheet: its value as it shall be
LATER = "later"  # keys of papers that are brought to the counter
DRAFT = "draft"  # of which visit it came: the same visit may hand it in again

LINE = "answer.line"
ANY_PAPER = "bo_sung"
LINE_LENGTH = 300

_CODE = re.compile(r"[0-9A-Za-z_]{1,40}")


@dataclass(frozen=True)
class AnswerTexts:
    """The sentences that no procedure has: a paper it does not know, a line to the officer."""

    paper: Text
    paper_note: Text
    line: Text
    line_short: Text


def answer_form(procedure: Procedure, notice: Notice, texts: AnswerTexts) -> Procedure:
    """What ``notice`` asks for, as a form. Without a word of what is meant, a paper or a line will do."""
    papers = tuple(_papers(procedure, notice, texts))
    fields = [item for item in procedure.fields if item.key in notice.wanted.fields and _asked(item)]
    unknown = len(fields) < len(set(notice.wanted.fields))
    open_ended = notice.wanted == Wanted()
    if open_ended:
        papers = (_any_paper(ANY_PAPER, texts, required=False),)
    sections = procedure.sections
    pages = [FormPage(f"answer-{item.key}", item.label, (item.key,), item.hint, section=item.key) for item in fields]
    review = [ReviewPart(item.label, "pencil", (item.key,), (item.key,)) for item in fields]
    if notice.wanted.line or unknown or open_ended:
        line = _line(texts, required=notice.wanted.line or unknown)
        sections = (*sections, Section("answer", texts.line_short, line.official, (line,)))
        words = dict.fromkeys(texts.line, notice.text)
        pages.append(FormPage("answer-line", texts.line, (LINE,), words, section=LINE))
        review.append(ReviewPart(texts.line_short, "message-2", (LINE,), (LINE,)))
    return replace(
        procedure,
        version=f"{procedure.version}+{notice.name}",
        sections=sections,
        pages=tuple(pages),
        review=tuple(review),
        documents=papers,
        fees=(),
        oath={},
        engine=None,
    )


def begin_answer(form: Procedure, filing: Filing) -> FormState:
    """The form with what was filed in it. What the office asks about may be put right, the card's own words too."""
    open_ones = {key for page in form.pages for key in page.fields}
    answers = {
        key: FieldAnswer(answer_before["value"], Origin.TYPED if key in open_ones else Origin(answer_before["origin"]))
        for key, answer_before in filing.answers.items()
        if "rows" not in answer_before  # a table stays as it was filed
    }
    return FormState(form, answers)


def answer_act(
    notice: Notice, code: str, filling: FormState, papers: Sequence[DocumentRef], later: Collection[str], draft: str
) -> DossierAct | None:
    """What was given, as an act about ``code``; None where nothing was. One question has one answer, by its name."""
    open_ones = [filling.procedure.field(key) for page in filling.procedure.pages for key in page.fields]
    given = {FIELD + item.key: _spoken(filling, item) for item in open_ones if filling.value(item.key)}
    if not papers and not given:
        return None
    facts = {QUESTION: notice.name, DRAFT: draft, **given, **{PAPER + item.sha256: item.key for item in papers}}
    if later:
        facts[LATER] = " ".join(sorted(later))
    hashes = tuple(dict.fromkeys(item.sha256 for item in papers))
    return DossierAct(act_name(notice), code, ActKind.SUPPLEMENT, facts, hashes)


def open_questions(standing: CaseStatus, *, answered: bool = False) -> tuple[Notice, ...]:
    """What the office waits for, the oldest first: what nobody answered here yet, or all of it."""
    noted = {act.name for act in (*standing.sent, *standing.unsent)}
    questions = [one for one in standing.case.notices if one.kind is NoticeKind.SUPPLEMENT]
    return tuple(sorted((one for one in questions if answered or act_name(one) not in noted), key=lambda one: one.at))


def act_name(notice: Notice) -> str:
    """The name of the one answer to a question."""
    return f"answer-{notice.name}"


def added(act: DossierAct) -> Mapping[str, int]:
    """How many papers of each key an answer brought."""
    keys = [act.facts.get(PAPER + sha256, "") for sha256 in act.documents]
    return {key: keys.count(key) for key in dict.fromkeys(keys)}


def papers_of(act: DossierAct, read: Callable[[str], bytes]) -> tuple[DocumentRef, ...]:
    """The papers that come with an answer; ``read`` gives their bytes by SHA-256, and says where one is lost."""
    keys = ((sha256, act.facts.get(PAPER + sha256, "") or ANY_PAPER) for sha256 in act.documents)
    return tuple(
        DocumentRef(key, sha256, len(read(sha256)), "application/pdf", f"{key}_bo_sung.pdf") for sha256, key in keys
    )


def _spoken(filling: FormState, item: FormField) -> str:
    value = filling.value(item.key)
    return value.upper() if item.upper else value


def _asked(item: FormField) -> bool:
    return item.type is not FieldType.COMPUTED


def _papers(procedure: Procedure, notice: Notice, texts: AnswerTexts) -> Iterator[RequiredDocument]:
    known = {name: item for item in procedure.documents for name in (item.portal_code, item.key) if name}
    for code in dict.fromkeys(notice.wanted.papers):
        if code in known:
            yield replace(known[code], required=True, upload=True)
        elif _CODE.fullmatch(code):
            yield _any_paper(code, texts, required=True)
    if any(code not in known and not _CODE.fullmatch(code) for code in notice.wanted.papers):
        yield _any_paper(ANY_PAPER, texts, required=True)


def _any_paper(key: str, texts: AnswerTexts, *, required: bool) -> RequiredDocument:
    return RequiredDocument(key, texts.paper, texts.paper_note, required=required, portal_code=key)


def _line(texts: AnswerTexts, *, required: bool) -> FormField:
    return FormField(LINE, FieldType.TEXT, texts.line, "Nội dung bổ sung", required=required, max_length=LINE_LENGTH)

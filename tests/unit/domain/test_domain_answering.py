"""A question of the office as a form, and what was given as an act."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk import catalogue
from kiosk.domain.answering import ANY_PAPER, FIELD, LATER, LINE, PAPER, AnswerTexts, added, answer_act, answer_form
from kiosk.domain.answering import begin_answer as begin
from kiosk.domain.calendar import ZONE
from kiosk.domain.case import QUESTION, Notice, NoticeKind, Wanted
from kiosk.domain.form import FieldAnswer, Origin
from kiosk.domain.submission import Applicant, DocumentRef, Filing

TEXTS = AnswerTexts({"vi": "Giấy"}, {"vi": "Như đã ghi"}, {"vi": "Nhắn gì?"}, {"vi": "Lời nhắn"})
BIRTH = catalogue.procedure("1.001193")
SCAN = DocumentRef("giay_chung_sinh", "a" * 64, 10, "application/pdf", "giay_chung_sinh.pdf")


def asking(*papers: str, fields: tuple[str, ...] = (), line: bool = False) -> Notice:
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    return Notice("X-BS1", NoticeKind.SUPPLEMENT, "Xin bổ sung", moment, wanted=Wanted(papers, fields, line))


def filed(**answers: str) -> Filing:
    held = {key: {"value": value, "origin": "card"} for key, value in answers.items()}
    return Filing("1.001193", "v", "KS", "U", "K", Applicant("A", "1"), "B", held, (), {})


@pytest.mark.parametrize(
    ("notice", "papers", "pages"),
    [
        (asking("D1"), ["giay_chung_sinh"], []),
        (asking("giay_chung_sinh"), ["giay_chung_sinh"], []),
        (asking("D1", "D1", "X9"), ["giay_chung_sinh", "X9"], []),
        (asking("../../x"), [ANY_PAPER], []),
        (asking(fields=("child.name",)), [], ["child.name"]),
        (asking(line=True), [], [LINE]),
        (asking(fields=("no.such",)), [], [LINE]),  # what is no field can be said in words
        (asking(fields=("child.birth_words",)), [], [LINE]),  # and what is computed
        (asking(), [ANY_PAPER], [LINE]),
        (asking("D1", fields=("child.name", "mother.name"), line=True), ["giay_chung_sinh"], 3),
    ],
)
def test_what_is_asked_for_is_what_the_form_asks(notice: Notice, papers: list[str], pages: list[str] | int) -> None:
    form = answer_form(BIRTH, notice, TEXTS)
    assert [item.key for item in form.documents] == papers
    asked = [key for page in form.pages for key in page.fields]
    assert asked == pages if isinstance(pages, list) else len(asked) == pages
    assert [item.key for item in begin(form, filed()).uploads()] == papers
    assert {page.section for page in form.pages} == {section for part in form.review for section in part.sections}


def test_nothing_else_of_the_procedure_is_asked_or_charged() -> None:
    form = answer_form(BIRTH, asking("D1"), TEXTS)
    assert (form.fees, form.pages, form.oath) == ((), (), {})
    assert form.version != BIRTH.version and form.code == BIRTH.code


def test_the_cards_own_words_may_be_put_right_where_the_office_asks() -> None:
    form = answer_form(BIRTH, asking(fields=("requester.name",)), TEXTS)
    filling = begin(form, filed(**{"requester.name": "VÀNG THỊ MỶ", "child.name": "THÀO SEO CHỨ"}))
    assert filling.origin("requester.name") is Origin.TYPED and filling.origin("child.name") is Origin.CARD
    assert [page.fields for page in filling.pages()] == [("requester.name",)]


def test_what_was_given_stands_in_the_act() -> None:
    notice = asking("D1", fields=("child.name",), line=True)
    filling = begin(answer_form(BIRTH, notice, TEXTS), filed(**{"child.name": "Thào Seo Chứ"}))
    filling = type(filling)(filling.procedure, {**filling.answers, LINE: FieldAnswer("Đã sửa", Origin.TYPED)})
    act = answer_act(notice, "KS-7F3K-92", filling, [SCAN], ["bien_ban_bo_roi"], "visit")
    assert act is not None and act.documents == (SCAN.sha256,) and act.answers == "X-BS1"
    told = {QUESTION: "X-BS1", FIELD + LINE: "Đã sửa", PAPER + SCAN.sha256: SCAN.key, LATER: "bien_ban_bo_roi"}
    assert told.items() <= act.facts.items() and added(act) == {SCAN.key: 1}
    again = answer_act(notice, "KS-7F3K-92", filling, [SCAN], ["bien_ban_bo_roi"], "visit")
    assert again is not None and again.text() == act.text()


def test_nothing_given_is_no_act() -> None:
    filling = begin(answer_form(BIRTH, asking(), TEXTS), filed())
    assert answer_act(asking(), "KS-7F3K-92", filling, [], [], "visit") is None

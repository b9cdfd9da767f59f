"""The corpus of names through every field of words of every procedure: what is honest stands unchanged on paper and at
the portal; what is not is cleaned, refused with a reason that there are words for, or carried as mere letters."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from names_corpus import Entry, entries, letters
from printed_pages import poppler_text
from sampling import Sample

from kiosk import catalogue
from kiosk.bounded import read_json
from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.domain.checks import Level
from kiosk.domain.cleaning import cleaned, in_shape
from kiosk.domain.submission import Applicant, Submission, filing_from
from kiosk.forms.answer_checks import FormProblem, check_answer
from kiosk.forms.answers import Answer, AnswerOrigin, answer_of
from kiosk.forms.case import Circumstances, FormCase
from kiosk.forms.elements import FieldKind
from kiosk.forms.filed_answers import FiledAnswers, FiledEntries, entries_of
from kiosk.forms.form import Form
from kiosk.forms.quantities import Place
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion, SheetField
from kiosk.forms.sheet_filling import filled_sheet
from kiosk.procedures.listed_choices import coded_name
from kiosk.procedures.register import SAMPLE_OFFICE, sample_area
from kiosk.resources import ASSETS
from kiosk.services.printed_sheets import SheetMoment, sheet_pdf, sheets_of
from kiosk.services.typesetting import DOTS
from kiosk.sync.wire import record
from kiosk.words import words
from kiosk_sandbox.contract import DOSSIER, problems
from sandbox import OFFICE, filing

AT = datetime(2026, 11, 30, 9, tzinfo=ZONE)
ENTRIES, LETTERS = entries(), letters()
PRINTED = [one for one in ENTRIES if one.honest and {ord(mark) for mark in one.given.upper()} <= LETTERS]
WORDS = (FieldKind.TEXT, FieldKind.ADDRESS)
SHAPED = (FieldKind.ID_NUMBER, FieldKind.PAPER_NUMBER, FieldKind.TAX_CODE, FieldKind.PHONE, FieldKind.EMAIL)
"""What is written by keys and has a form of its own."""


def version_of(code: str) -> ProcedureVersion:
    version = catalogue.register().in_force(code, AT.date())
    assert version is not None
    return version


def asked(version: ProcedureVersion, *kinds: FieldKind) -> list[SheetField]:
    """Every field of these kinds, those of tables too, that somebody answers."""
    of_groups = (item for group in version.groups for item in group.fields)
    return [item for item in of_groups if item.type in kinds and not item.calculated]


def given_to(item: SheetField, text: str) -> Answer:
    """As a hand gives it."""
    return answer_of(item.type, in_shape(cleaned(text, item.type), item.spec.shape), AnswerOrigin.TYPED)


def fault(item: SheetField, answer: Answer, case: FormCase) -> FormProblem | None:
    problem = check_answer(item, answer, case, case)
    if problem is not None and not problem.text:
        assert all(words(language).has(f"form.problem.{problem.key}") for language in ("vi", "en"))
    return problem


CODES = catalogue.codes()


@pytest.mark.parametrize("code", CODES)
def test_a_name_meets_its_fate_wherever_a_name_is_asked(code: str) -> None:
    version = version_of(code)
    case = Form(version, Circumstances(AT.date())).case
    fields = asked(version, FieldKind.NAME)
    assert fields
    for item in fields:
        for entry in ENTRIES:
            answer = given_to(item, entry.given)
            problem = fault(item, answer, case)
            outcome = (problem.key, problem.level) if problem else None
            match entry.fate:
                case "unchanged" | "cleaned":
                    assert (answer.text, outcome) == (entry.becomes, None), item.key
                case "asked":
                    assert answer.text == entry.given and problem is not None and problem.level is Level.ASK, item.key
                case _:
                    optional = entry.why == "missing" and item.spec.required is not True
                    assert optional or outcome == (entry.why, Level.STOP), item.key


@pytest.mark.parametrize("code", CODES)
def test_other_words_are_taken_as_letters_or_refused_with_a_reason(code: str) -> None:
    version = version_of(code)
    case = Form(version, Circumstances(AT.date())).case
    for item in asked(version, *WORDS, *SHAPED):
        for entry in ENTRIES:
            answer = given_to(item, entry.given)
            text = answer.text
            assert given_to(item, text).text == text, "cleaned once is clean"
            assert not any(unicodedata.category(mark) in ("Cc", "Cf", "Cs") for mark in text)
            problem = fault(item, answer, case)
            if problem is None and item.spec.constraint is None:
                assert len(text) <= item.spec.max_length
            if item.type in WORDS and item.spec.constraint is None and len(text) <= item.spec.max_length:
                assert problem is None or problem.key == "missing"
                assert not entry.honest or text == entry.given


# --- on paper and at the portal --------------------------------------------------------------------------------------


def fitting(version: ProcedureVersion) -> Iterator[tuple[str, Form]]:
    """The samples that can be filed."""
    area = sample_area(ASSETS / "areas")
    for one in version.samples:
        form = sample_form(version, whole_sample(version, one), area)
        if not form.stops():
            yield one.key, form


def peopled(form: Form, names: list[Entry]) -> tuple[Form, dict[str, str]]:
    """The same filing by people of these names, on their cards and where they are typed, and with them in every
    field of words; and what each was given."""
    given, said = dict(form.given), dict[str, str]()
    turn = iter(names * 20)
    for key, item in form.version.by_key.items():
        if (answer := given.get(key)) is not None and not item.row and (one := renamed(item, answer, turn)):
            given[key], said[key] = one
    for key, group in form.version.tables.items():
        if isinstance(rows := given[key].value if key in given else None, tuple):
            made = tuple({name: renamed_in(group.field(name), one, turn) for name, one in row.items()} for row in rows)
            given[key] = replace(given[key], value=made)
    parties = {
        key: replace(card, card={**card.card, "full_name": next(turn).given.upper()})
        for key, card in form.context.parties.items()
    }
    return Form(form.version, replace(form.context, parties=parties), given), said


def renamed(item: SheetField, answer: Answer, turn: Iterator[Entry]) -> tuple[Answer, str] | None:
    """Another name in its place, and what it says; None where it holds no words of a person's own."""
    text = next(turn).given
    if not answer.text or item.type not in (FieldKind.NAME, *WORDS) or len(text) > item.spec.max_length:
        return None
    if isinstance(answer.value, Place):
        place = replace(answer.value, detail=text, text="") if answer.value.unit else Place(text=text)
        return replace(answer, value=place), text
    return given_to(item, text), text


def renamed_in(item: SheetField, answer: Answer, turn: Iterator[Entry]) -> Answer:
    one = renamed(item, answer, turn)
    return one[0] if one else answer


def wire_record(version: ProcedureVersion, answers: FiledEntries, name: str) -> Mapping[str, Any]:
    held = replace(
        filing(subject=name),
        procedure=version.code,
        version=version.version,
        applicant=Applicant(name, "999162000123", ""),
        answers=dict(answers),
    )
    due = datetime(2026, 11, 30, 17, tzinfo=ZONE)
    submission = Submission(code="KS-7F3K-92", filing=held, filed_at=AT, due_at=due, receipt="KX1:...")
    sent = read_json(json.dumps(record(submission, catalogue.procedure(version.code), OFFICE, {})))
    assert isinstance(sent, dict)
    return sent


def pieces(data: object) -> Iterator[str]:
    if isinstance(data, Mapping):
        if "answer" in data:
            yield str(data["answer"])
        for one in data.values():
            yield from pieces(one)
    elif isinstance(data, list):
        for one in data:
            yield from pieces(one)


@pytest.mark.parametrize("code", CODES)
def test_people_of_any_name_stand_on_the_paper_and_at_the_portal(code: str, sample: Sample) -> None:
    version = version_of(code)
    forms = list(fitting(version))
    for number, (key, form) in enumerate(forms):
        named, said = peopled(form, [*PRINTED[number % len(PRINTED) :], *PRINTED[: number % len(PRINTED)]])
        entries_filed = entries_of(named)
        for name, text in said.items():
            if name in entries_filed and named.origin(name) is AnswerOrigin.TYPED:
                assert text.upper() in entries_filed[name]["value"].upper(), (key, name)
        sent = wire_record(version, entries_filed, PRINTED[number % len(PRINTED)].given)
        assert list(problems(DOSSIER, sent)) == [], key
        assert filing_from(json.loads(sent["ToKhaiKiosk"])).answers == entries_filed, key
    for key, form in sample.of(f"names {code}", forms, 1):
        named, _ = peopled(form, PRINTED)
        on_paper(version, key, entries_of(named))


def on_paper(version: ProcedureVersion, key: str, answers: FiledEntries) -> None:
    procedure = catalogue.procedure(version.code)
    templates = {paper.key: version.templates[paper.template] for paper in version.papers}
    filed = FiledAnswers(version, answers, SAMPLE_OFFICE, AT.date())
    for sheet in sheets_of(procedure, answers, SheetMoment(Office(), AT)):
        pdf = sheet_pdf(procedure, sheet.key, answers, SheetMoment(Office(), AT))
        text = joined(poppler_text(pdf))
        for answer in pieces(filled_sheet(version, templates[sheet.key], filed, coded_name)):
            assert all(joined(word) in text for word in answer.split()), (key, sheet.key, answer)


def joined(text: str) -> str:
    """Without what a line's end makes of a word: poppler takes the hyphen away at which it was broken."""
    return "".join(text.replace("-", "").split())


ODD = ("# $x$ *đậm* @ai", "{You} {0.__class__} %s", "<b>Lò</b> &amp; =1+1", "\\u{41} `a` [b](c)", "'; DROP TABLE x;--")


@pytest.mark.parametrize("code", CODES)
def test_what_is_markup_elsewhere_is_letters_on_the_paper(code: str) -> None:
    version = version_of(code)
    key, form = next(fitting(version))
    named, _ = peopled(form, [Entry(one, "unchanged", one) for one in ODD])
    assert named.given != form.given
    on_paper(version, key, entries_of(named))


def test_letters_that_no_font_of_the_house_has_stop_no_paper() -> None:
    """Lao, Chinese: the portal has them as they are, and the paper leaves room to write them."""
    strange = [one for one in ENTRIES if one.honest and one not in PRINTED]
    assert strange
    version = version_of("1.001193")
    _, form = next(fitting(version))
    named, _ = peopled(form, strange)
    answers = entries_of(named)
    assert any(strange[0].given in str(one["value"]) for one in answers.values() if "value" in one)
    pdf = sheet_pdf(catalogue.procedure(version.code), "to_khai", answers, SheetMoment(Office(), AT))
    assert DOTS in poppler_text(pdf)

"""The corpus of names: the honest ones reach paper and portal as they are, the others are cleaned, refused or inert."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest
from names_corpus import entries, letters, short

from kiosk import catalogue
from kiosk.bounded import read_json
from kiosk.catalogue import register_in
from kiosk.domain.calendar import ZONE
from kiosk.domain.checks import Day, Level, check
from kiosk.domain.cleaning import cleaned, folded
from kiosk.domain.procedure import FieldType, FormField
from kiosk.domain.submission import Applicant, Submission, filing_from
from kiosk.forms.answers import AnswerOrigin
from kiosk.forms.case import Circumstances
from kiosk.forms.form import begin
from kiosk.resources import ASSETS
from kiosk.sync.wire import record
from kiosk_sandbox.contract import DOSSIER, problems
from sandbox import OFFICE, filing

TODAY = Day(date(2026, 11, 30))
FIELD = FormField("child.name", FieldType.NAME, {"vi": "Tên"}, "Họ, chữ đệm, tên", required=True, max_length=80)


ENTRIES = entries()
FILED = [one for one in ENTRIES if one.fate != "refused"]
HONEST = [one for one in ENTRIES if one.honest]


def verdict(name: str) -> tuple[str, Level] | None:
    problem = check(FIELD, {FIELD.key: cleaned(name, FieldType.NAME)}, TODAY)
    return (problem.key, problem.level) if problem else None


def wire_record(name: str, address: str = "") -> dict[str, object]:
    held_in = replace(filing(subject=name), applicant=Applicant(name, "999162000123", ""))
    answers = {**held_in.answers, "child.birth_place": {"value": address, "origin": "typed"}}
    submission = Submission(
        code="KS-7F3K-92",
        filing=replace(held_in, answers=answers),
        filed_at=datetime(2026, 11, 30, 9, 0, tzinfo=ZONE),
        due_at=datetime(2026, 11, 30, 17, 0, tzinfo=ZONE),
        receipt="KX1:...",
    )
    return record(submission, catalogue.procedure("1.001193"), OFFICE, {})


@pytest.mark.parametrize("entry", ENTRIES, ids=short)
def test_each_name_meets_its_fate(entry):
    outcome = verdict(entry.given)
    match entry.fate:
        case "unchanged":
            assert (cleaned(entry.given, FieldType.NAME), outcome) == (entry.given, None)
        case "cleaned":
            assert (cleaned(entry.given, FieldType.NAME), outcome) == (entry.becomes, None)
        case "asked":
            assert cleaned(entry.given, FieldType.NAME) == entry.given
            assert outcome is not None and outcome[1] is Level.ASK
        case "refused":
            assert outcome == (entry.why, Level.STOP)
        case _:
            pytest.fail(f"no such fate: {entry.fate}")


@pytest.mark.parametrize("entry", FILED, ids=short)
def test_what_is_filed_reaches_the_portal_letter_by_letter(entry):
    name = cleaned(entry.given, FieldType.NAME)
    sent = read_json(json.dumps(wire_record(name)))
    assert list(problems(DOSSIER, sent)) == []
    assert sent["ChuHoSo"] == entry.becomes
    form = filing_from(json.loads(sent["ToKhaiKiosk"]))
    assert form.subject == form.answers["child.name"]["value"] == entry.becomes


@pytest.mark.parametrize("entry", ENTRIES, ids=short)
def test_as_the_text_of_an_address_all_of_it_is_inert(entry):
    """Cleaned once is clean; what is left travels as text, in a record that the contract takes."""
    text = cleaned(entry.given)
    assert cleaned(text) == text
    assert not any(unicodedata.category(mark) in ("Cc", "Cf", "Cs") for mark in text)
    sent = read_json(json.dumps(wire_record("Lò Thị Mai", text)))
    assert list(problems(DOSSIER, sent)) == []
    assert filing_from(json.loads(sent["ToKhaiKiosk"])).answers["child.birth_place"]["value"] == text
    assert folded(text) == folded(text.upper()) or "ß" in text


LETTERS = letters()


@pytest.mark.parametrize("entry", [one for one in HONEST if one.given < "\u0e00"], ids=short)
def test_every_letter_of_an_honest_name_can_be_printed(entry):
    for text in (entry.given, entry.given.upper()):
        assert {ord(mark) for mark in text} <= LETTERS


BIRTH = register_in(ASSETS).in_force("1.001193", TODAY.date)


@pytest.mark.parametrize("entry", ENTRIES, ids=short)
def test_each_name_meets_the_same_fate_where_a_procedure_is_data(entry):
    form = begin(BIRTH, Circumstances(TODAY.date)).answered("child.name", entry.given, AnswerOrigin.TYPED)
    faults = {one.key: one.level for one in form.problems(["child.name"]) if not one.rule}
    match entry.fate:
        case "unchanged" | "cleaned":
            assert (form.text("child.name"), faults) == (entry.becomes, {})
        case "asked":
            assert set(faults.values()) == {Level.ASK}
        case "refused":
            assert faults == {entry.why: Level.STOP}

"""What is clear is cleaned, what is nonsense is refused with words, and nobody's tone mark is moved."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.checks import Level, is_name
from kiosk.domain.cleaning import cleaned, folded
from kiosk.domain.form import FormContext, Origin
from kiosk.domain.procedure import FieldType

AROUND = FormContext(date(2026, 11, 30), consents={"notify": True})
BIRTH = "1.001193"


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (FieldType.DATE, "١٥/١١/٢٠٢٦", "15/11/2026"),  # Arabic-Indic digits
        (FieldType.DATE, "१५/११/२०२६", "15/11/2026"),  # Devanagari
        (FieldType.DATE, "៨/៣/១៩៦២", "08/03/1962"),  # Khmer
        (FieldType.DATE, "8/3/1962", "08/03/1962"),
        (FieldType.DATE, "15.11.2026", "15/11/2026"),
        (FieldType.DATE, "15 - 11 - 2026", "15/11/2026"),
        (FieldType.DATE, "2026-11-15", "15/11/2026"),
        (FieldType.DATE, "31/02/2026", "31/02/2026"),
        (FieldType.DATE, "hôm qua", "hôm qua"),
        (FieldType.YEAR_OR_DATE, "１９９６", "1996"),  # full width
        (FieldType.NUMBER, "٢", "2"),
        (FieldType.NUMBER, "02", "2"),
        (FieldType.ID_NUMBER, "٩٩٩١٩٩٠٠٢٤٦٨", "999199002468"),
        (FieldType.ID_NUMBER, "999 199.002-468", "999199002468"),
        (FieldType.ID_NUMBER, "C1234567", "C1234567"),
        (FieldType.PHONE, "+84 912 000 345", "0912 000 345"),
        (FieldType.PHONE, "0084912000345", "0912 000 345"),
        (FieldType.PHONE, "+84(0)912.000.345", "0912 000 345"),
        (FieldType.PHONE, "0912.000.345", "0912 000 345"),
        (FieldType.PHONE, "(024) 3825-1234", "02438251234"),
        (FieldType.PHONE, "0912 000 345", "0912 000 345"),
        (FieldType.PHONE, "84", "84"),
        (FieldType.NAME, "Sùng  Minh\u00a0Khuê ", "Sùng Minh Khuê"),  # a space that does not break
        (FieldType.NAME, "\u202eSùng\u202c Minh\u200b Khuê\ufeff", "Sùng Minh Khuê"),  # directions, nothing, a mark
        (FieldType.NAME, "Sùng\tMinh\r\nKhuê", "Sùng Minh Khuê"),
        (FieldType.TEXT, "số\u2003١٢", "số 12"),
    ],
)
def test_what_is_clear_is_cleaned(kind, written, kept):
    assert cleaned(written, kind) == kept


@pytest.mark.parametrize("name", ["Thuý", "Thúy", "Hoà", "Hòa", "Khoẻ", "Quý"])
def test_the_tone_mark_stays_where_it_is(name):
    """Composed or not: Thuý and Thúy are two spellings, and each is somebody's own."""
    assert cleaned(unicodedata.normalize("NFD", name), FieldType.NAME) == name
    assert folded("Thuý") == folded("THÚY") == "thuy"


@given(st.text(), st.sampled_from(list(FieldType)))
def test_cleaning_is_total_and_once_is_enough(text, kind):
    once = cleaned(text, kind)
    assert cleaned(once, kind) == once == unicodedata.normalize("NFC", once)
    assert folded(text) == folded(once) or kind is not FieldType.TEXT


@pytest.mark.parametrize(
    "name", ["---", "' '", "-", "'", "\u0301", "Sùng --- Khuê", "1234", "A\u0662 B", "Anna-2", "!"]
)
def test_what_is_no_name_is_refused(name):
    assert not is_name(cleaned(name, FieldType.NAME))
    made = form.answer(form.begin(catalogue.procedure(BIRTH), AROUND), "child.name", name, Origin.TYPED, AROUND)
    found = made.problems(AROUND, ("child.name",))
    assert [(one.key, one.level) for one in found] in ([("name-letters", Level.STOP)], [("missing", Level.STOP)])


@pytest.mark.parametrize(("name", "problem"), [("Khuê", "name-short"), ("Y. Blô", "name-signs"), ("Y", "name-short")])
def test_a_name_of_one_word_or_with_a_point_is_asked_and_not_refused(name, problem):
    made = form.answer(form.begin(catalogue.procedure(BIRTH), AROUND), "child.name", name, Origin.TYPED, AROUND)
    assert [(one.key, one.level) for one in made.problems(AROUND, ("child.name",))] == [(problem, Level.ASK)]
    assert problem in {one.key for one in made.remarks(AROUND)}, "and the officer is told"


def test_other_scripts_digits_are_filed_as_ours():
    """A form as a phone with Arabic digits writes it."""
    answers = {
        "child.parents_known": "1",
        "child.birth_date": "١٥/١١/٢٠٢٦",
        "mother.paper_number": "٩٩٩١٩٩٠٠٢٤٦٨",
        "copies.wanted": "yes",
        "copies.count": "٢",
    }
    made = form.begin(catalogue.procedure(BIRTH), AROUND)
    for key, value in answers.items():
        made = form.answer(made, key, value, Origin.TYPED, AROUND)
    assert made.problems(AROUND, tuple(answers)) == ()
    assert json.dumps(made.values, ensure_ascii=False).count("٢") == 0
    assert made.value("child.birth_words").startswith("Ngày mười lăm tháng mười một")
    assert made.fees() == (("copies", 2, 16_000),)

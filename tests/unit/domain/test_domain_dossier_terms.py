"""What a dossier is found by: names as a plain keyboard types them, numbers, days, codes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from counter_stage import filing

from kiosk.domain.calendar import ZONE
from kiosk.domain.dossier import LookReason, look_reasons
from kiosk.domain.dossier_terms import answer_terms, filing_terms, matches, query_terms, words
from kiosk.domain.submission import ALIKE, CLOCK, OfficerNote

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sùng  Minh Khuê", ("sung", "minh", "khue")),
        ("ĐẶNG đà ẩn", ("dang", "da", "an")),
        ("Y Bhĩ Niê Kđăm", ("y", "bhi", "nie", "kdam")),
        ("H'Hen", ("h", "hen")),
    ],
)
def test_words_are_as_a_plain_keyboard_types_them(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("vang thi my", ("vang", "thi", "my")),
        ("  MỶ  mỷ ", ("my",)),
        ("18/11/2026", ("d20261118",)),
        ("8/2/1962", ("d19620208",)),
        ("11/2026", ("d202611",)),
        ("18/11", ("d20261118",)),
        ("0912 000 345", ("0912000345",)),
        ("999162001234", ("999162001234",)),
        ("%' OR 1=1 --\"*", ("or", "1", "1")),
        ("31/31/2026", ()),
        ("!!", ()),
    ],
)
def test_what_is_typed_becomes_terms(typed: str, terms: tuple[str, ...]) -> None:
    assert query_terms(typed, TODAY) == tuple(dict.fromkeys(terms))


def test_a_code_is_one_term_however_it_is_typed() -> None:
    from kiosk.domain.codes import provisional

    code = provisional("KS", lambda marks: marks[7])
    assert query_terms(code.lower().replace("-", " "), TODAY) == (code.lower().replace("-", ""),)


def test_of_a_filing_names_numbers_and_days_and_nothing_else() -> None:
    terms = set(filing_terms(filing(), datetime(2026, 11, 23, 8, 40, tzinfo=ZONE), "KS-7F3K-92").split())
    assert terms == {
        *("vang", "thi", "my", "sung", "minh", "khue", "giang", "say", "999162001234", "0912000345"),
        *("d20261123", "d19990614", "ks7f3k92", "1001193"),
    }
    assert tuple(answer_terms("child.birth_place", "Trạm Y tế xã Đồng Văn")) == ()


def test_what_was_found_is_marked_word_by_word() -> None:
    text = "Sùng Mí Say, bà nội Vàng Thị Mỷ"
    assert [text[slice(*span)] for span in matches(text, ("vang", "thi", "my"))] == ["Vàng", "Thị", "Mỷ"]


def test_why_somebody_should_look() -> None:
    notes = (OfficerNote(CLOCK, "…"), OfficerNote("late", "…"), OfficerNote(ALIKE, "…"), OfficerNote("mother_age", "…"))
    assert look_reasons(filing(notes=notes)) == (LookReason.ALIKE, LookReason.RULE, LookReason.CLOCK)
    assert look_reasons(filing(standing="doubtful")) == (LookReason.CARD,)
    assert look_reasons(filing()) == ()

"""What a dossier is found by: words without marks, digits, days. Pure; the store keeps them, and only encrypted.

A name is typed as a keyboard without Vietnamese types it: "vang thi my" finds Vàng Thị Mỷ, "da" finds Đá. A day is
``d20261118``, so that 11/2026 finds all of its month.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from kiosk.domain.codes import normal
from kiosk.domain.submission import Filing
from kiosk.domain.unmarked import without_marks

MOST_WORDS = 8  # of a query
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_GROUPED = re.compile(r"(?<=\d)[ .]+(?=\d)", re.ASCII)
_NUMBER = re.compile(r"\d{8,14}", re.ASCII)
_NAME_KEYS = ("name", "full_name")


def words(text: str) -> tuple[str, ...]:
    """Its words in small letters without marks: "Sùng  Minh Khuê" is sung, minh, khue."""
    return tuple(re.findall(r"[a-z0-9]+", without_marks(unicodedata.normalize("NFKD", text.casefold()))))


def filing_terms(filing: Filing, filed_at: datetime, code: str) -> str:
    """Everything the dossier is found by, sorted, with a space between."""
    applicant = filing.applicant
    terms = {*words(applicant.full_name), *words(filing.subject), *words(filing.procedure.replace(".", ""))}
    terms |= {*_numbers(applicant.id_number), *_numbers(applicant.phone), _day(filed_at.date()), _joined(code)}
    for key, answer in filing.answers.items():
        terms |= set(answer_terms(key, answer.get("value", "")))
        for row in answer.get("rows", ()):
            terms |= {term for name, one in row.items() for term in answer_terms(name, one.get("value", ""))}
    return " ".join(sorted(terms - {""}))


def answer_terms(key: str, value: str) -> Iterator[str]:
    """Of one answer: names of people, numbers of papers and phones, days. Nothing of addresses and choices."""
    if match := _DATE.fullmatch(value.strip()):
        yield from filter(None, [_checked(*match.groups())])
    elif _NUMBER.fullmatch(digits := _GROUPED.sub("", value.strip())):
        yield digits
    elif key.rsplit(".", 1)[-1].endswith(_NAME_KEYS):
        yield from words(value)


def query_terms(text: str, today: date) -> tuple[str, ...]:
    """What somebody typed, as terms that must all begin one of the dossier's; empty where nothing can be looked for."""
    terms: list[str] = []
    for part in _GROUPED.sub("", text).split():
        days = _date_terms(part, today)
        terms += words(part) if days is None else days
    if (code := normal(text.strip())) is not None:
        return (_joined(code),)
    return tuple(dict.fromkeys(terms))[:MOST_WORDS]


def matches(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Which words of ``text`` a query has found: begin and end of each, to be marked on a screen."""
    spans = [span.span() for span in re.finditer(r"\S+", text)]
    return tuple(span for span in spans if any(w.startswith(t) for w in words(text[slice(*span)]) for t in terms))


def _date_terms(part: str, today: date) -> list[str] | None:
    """A day, a month, or a day of this year; none where there is no such day; None where it is no date at all."""
    if match := _DATE.fullmatch(part):
        return [term] if (term := _checked(*match.groups())) else []
    if match := _MONTH.fullmatch(part):
        return [f"d{match[2]}{int(match[1]):02d}"]
    if match := _DAY.fullmatch(part):
        return [f"d{today.year}{int(match[2]):02d}{int(match[1]):02d}"]
    return None


def _checked(day: str, month: str, year: str) -> str:
    try:
        return _day(date(int(year), int(month), int(day)))
    except ValueError:
        return ""


def _day(day: date) -> str:
    return f"d{day:%Y%m%d}"


def _numbers(text: str) -> tuple[str, ...]:
    return (digits,) if (digits := re.sub(r"\D", "", text)) else ()


def _joined(code: str) -> str:
    return "".join(mark for mark in code.casefold() if mark.isalnum())

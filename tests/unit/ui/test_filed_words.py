"""What slip and last page say of a filing: a name only where one was asked for, and the half-day that was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from kiosk import catalogue
from kiosk.domain.charges import FeeCharge
from kiosk.ui.filed_words import chosen_half_day, named_applicant
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.views import ReceivedView
from kiosk.ui.slip import SlipPen, render_slip
from kiosk.ui.strings import Strings
from sandbox import OFFICE, filing

DAY, ZONE = date(2026, 11, 30), timezone(timedelta(hours=7))
CARD, COPY, BIRTH = (catalogue.procedure_on(code, DAY) for code in ("can-cuoc", "2.000815", "1.001193"))


def test_a_name_that_nobody_gave_is_no_name_on_a_slip() -> None:
    made = filing()
    assert named_applicant(COPY, made) == ""
    assert named_applicant(BIRTH, made) == made.applicant.full_name != ""


def test_the_half_day_that_was_chosen_is_said_with_its_weekday() -> None:
    given = {"appointment.day": "01/12/2026", "appointment.half": "afternoon"}
    answers = {key: {"value": text, "origin": "chosen"} for key, text in given.items()}
    chosen = chosen_half_day(CARD, replace(filing(), answers=answers))
    assert chosen is not None
    said = {one: str(spoken_times.half_day(Strings(one), *chosen)) for one in ("vi", "en")}
    assert said == {"vi": "Thứ Ba 01/12, Buổi chiều", "en": "Tuesday 01/12, Afternoon"}
    assert chosen_half_day(CARD, replace(filing(), answers={})) is None


@pytest.fixture
def written(qapp: object, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on a slip, paragraph by paragraph."""
    lines: list[str] = []
    real = SlipPen.text

    def text(pen: SlipPen, words: str, *given: object, **named: object) -> None:
        lines.append(words)
        real(pen, words, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(SlipPen, "text", text)
    return lines


def view(**changes: object) -> ReceivedView:
    at = datetime(2026, 11, 30, 9, tzinfo=ZONE)
    return replace(ReceivedView("CB-5QNJ-09", "R", COPY.name, "BẰNG", at, None), **changes)  # type: ignore[arg-type]


def test_what_is_done_at_the_counter_is_paid_there_and_nowhere_else(written: list[str]) -> None:
    owed = (FeeCharge("copies", COPY.name, 8_000),)
    render_slip(view(order=True, charges=owed), OFFICE, Strings("vi"))
    paid = next(one for one in written if one.startswith("8.000"))
    assert paid.endswith("Trả ở quầy") and "Cổng" not in " ".join(written)
    assert not any(one.startswith("Hồ sơ của") for one in written)


def test_the_slip_says_when_one_comes_for_what_was_chosen(written: list[str]) -> None:
    render_slip(view(half_day=(datetime(2026, 12, 1, tzinfo=ZONE), {"vi": "Buổi sáng"})), OFFICE, Strings("vi"))
    assert written[written.index("Buổi hẹn đã chọn / Appointment chosen") + 1] == "Thứ Ba 01/12, Buổi sáng"

"""What slip and last page say of a filing: a name only where one was asked for, and the half-day that was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from kiosk import catalogue
from kiosk.domain.charges import FeeCharge
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Submission
from kiosk.services.place_of_return import place_of_return
from kiosk.ui.filed_view import filed_view
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


def filed(procedure: Procedure, **answers: str) -> Submission:
    """Handed in, with nothing answered but these."""
    entries = {key.replace("__", "."): {"value": text, "origin": "chosen"} for key, text in answers.items()}
    made = replace(filing(), procedure=procedure.code, version=procedure.version, answers=entries)
    at = datetime(2026, 11, 30, 9, tzinfo=ZONE)
    return Submission("CC-5QNJ-09", made, at, at + timedelta(days=9), "R")


POLICE = ("can-cuoc", "1.004222", "1.004194", "1.010041", "1.012564")


@pytest.mark.parametrize("code", POLICE)
def test_what_the_police_decide_is_given_back_by_them(written: list[str], code: str) -> None:
    procedure = catalogue.procedure_on(code, DAY)
    render_slip(filed_view(filed(procedure), procedure, OFFICE), OFFICE, Strings("vi"))
    assert f"Nơi trả: Công an {OFFICE.seat}" in written
    assert not any(f"trả: {OFFICE.authority}" in one for one in written)


def test_the_rest_is_given_back_by_the_office_itself(written: list[str]) -> None:
    rest = [one for code in catalogue.codes() if code not in POLICE if (one := catalogue.procedure_on(code, DAY))]
    assert {place_of_return(one, OFFICE) for one in rest} == {OFFICE.full_name}
    render_slip(filed_view(filed(BIRTH), BIRTH, OFFICE), OFFICE, Strings("vi"))
    assert f"Nơi trả: {OFFICE.full_name}" in written


@pytest.mark.parametrize(
    ("code", "way", "said"),
    [
        ("can-cuoc", "post", "Cách nhận: Bưu điện mang đến nhà"),
        ("can-cuoc", "counter", f"Nơi trả: Công an {OFFICE.seat}"),
        ("2.000635", "electronic", "Cách nhận: "),
        ("2.000635", "counter", f"Nơi trả: {OFFICE.full_name}"),
    ],
)
def test_nobody_is_told_to_come_for_what_is_sent(written: list[str], code: str, way: str, said: str) -> None:
    procedure = catalogue.procedure_on(code, DAY)
    render_slip(filed_view(filed(procedure, return__way=way), procedure, OFFICE), OFFICE, Strings("vi"))
    assert any(one.startswith(said) and len(one) > len("Cách nhận: ") for one in written)
    comes = Strings("vi").say("slip.bring") in written
    assert comes == (way == "counter")


def test_who_files_for_themselves_is_named_once_and_as_little(written: list[str]) -> None:
    render_slip(view(subject="TRÁNG VĂN SÌNH", applicant="Tráng Văn Sình"), OFFICE, Strings("vi"))
    assert not any("tráng" in one.lower() or one.startswith("Hồ sơ của") for one in written)
    assert any(one.endswith(": T. VĂN SÌNH") for one in written)


def test_whom_it_is_about_is_named_where_another_files(written: list[str]) -> None:
    render_slip(view(subject="VÀNG MINH KHANG", applicant="LÒ THỊ MẨY"), OFFICE, Strings("vi"))
    assert written[written.index("Hồ sơ của / File of") + 1] == "L. THỊ MẨY"
    assert any(one.endswith(": VÀNG MINH KHANG") for one in written)


def test_nobody_keeps_a_slip_to_collect_what_is_not_given_back(written: list[str]) -> None:
    render_slip(view(nothing_back=True), OFFICE, Strings("vi"))
    assert not any("lấy kết quả" in one for one in written)
    render_slip(view(), OFFICE, Strings("vi"))
    assert any("lấy kết quả" in one for one in written)


def test_a_fee_that_the_office_has_seen_is_paid(written: list[str]) -> None:
    render_slip(view(fee_settled=True), OFFICE, Strings("vi"))
    assert written[written.index("Lệ phí / Fee") + 1] == "Đã nộp đủ"


def test_the_slip_says_when_one_comes_for_what_was_chosen(written: list[str]) -> None:
    render_slip(view(half_day=(datetime(2026, 12, 1, tzinfo=ZONE), {"vi": "Buổi sáng"})), OFFICE, Strings("vi"))
    assert written[written.index("Buổi hẹn đã chọn / Appointment chosen") + 1] == "Thứ Ba 01/12, Buổi sáng"

"""Sentences as a voice says them."""

from __future__ import annotations

import pytest

from kiosk.domain.spoken_text import spoken_form, without


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("Ngày sinh 08/03/1962", "vi", "Ngày sinh ngày 8 tháng 3 năm 1962"),
        ("Born 08/03/1962", "en", "Born 8 March 1962"),
        ("Trước thứ Sáu 27/11", "vi", "Trước thứ Sáu ngày 27 tháng 11"),
        ("lúc 14:00, đến 16:30", "vi", "lúc 14 giờ, đến 16 giờ 30"),
        ("Số 999162001234", "vi", "Số 9 9 9 1 6 2 0 0 1 2 3 4"),
        ("Mã KS-7F3K-92.", "vi", "Mã K S 7 F 3 K 9 2."),
        ("Mã KS\u20117F3K\u201192: giữ lấy..", "vi", "Mã K S 7 F 3 K 9 2: giữ lấy."),
        ("nộp 16.000 đồng", "vi", "nộp 16000 đồng"),
        ("gõ **hai** chữ · «abc»", "vi", "gõ hai chữ , abc"),
        ("Bước 3 trong 6", "vi", "Bước 3 trong 6"),
        ("31/13", "vi", "31/13"),
        ("Quận 10000", "vi", "Quận 10000"),
    ],
)
def test_as_it_is_said(text: str, language: str, spoken: str) -> None:
    assert spoken_form(text, language) == spoken


def test_private_words_are_left_out_whatever_their_case_and_only_whole() -> None:
    private = ["Vàng Thị Mỷ", "Mỷ", "999162001234", ""]
    text = "Bà Mỷ, VÀNG THỊ MỶ, số 999162001234, Mỷnh"
    assert without(text, private, "…") == "Bà …, …, số …, Mỷnh"

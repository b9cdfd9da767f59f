"""Which letters of a painted line are lit while a sentence is said."""

from __future__ import annotations

import pytest

from kiosk.domain.spoken_text import sentences, spoken_words
from kiosk.ui.widgets.highlight import spoken_range, spoken_word


@pytest.mark.parametrize(
    ("text", "sentence", "shining"),
    [
        ("Đặt thẻ lên máy. Chờ ba giây.", "Chờ ba giây.", "Chờ ba giây."),
        ("Có", "Có con.", None),
        ("Có con", "Có", None),
        ("Lệ phí 12.000\u00a0đồng", "Lệ phí 12.000 đồng.", "Lệ phí 12.000\u00a0đồng"),
        ("Họ và tên", "Họ và tên, chưa điền.", "Họ và tên"),
        ("Bé (mới sinh)", "Bé (mới sinh).", "Bé (mới sinh)"),
        ("Xong", "", None),
    ],
)
def test_the_sentence_is_found_in_the_line(text: str, sentence: str, shining: str | None) -> None:
    found = spoken_range(text, sentence)
    assert (text[slice(*found)] if found else None) == shining


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mời đặt thẻ. Chờ ba giây.", ("Mời đặt thẻ.", "Chờ ba giây.")),
        ("UBND TP. Đà Nẵng. Xong", ("UBND TP. Đà Nẵng.", "Xong")),
        ("1. Khai sinh", ("1. Khai sinh",)),
        ("Một\nHai", ("Một", "Hai")),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "sentence", "word", "shining"),
    [
        ("Đặt thẻ lên máy. Chờ ba giây.", "Chờ ba giây.", 0, "Chờ"),
        ("Đặt thẻ lên máy. Chờ ba giây.", "Chờ ba giây.", 2, "giây."),
        ("Lệ phí 12.000\u00a0đồng", "Lệ phí 12.000 đồng.", 3, "đồng"),
        ("Bé (mới sinh)", "Bé (mới sinh).", 1, "(mới"),
        ("chưa điền", "Họ và tên, chưa điền.", 3, "chưa"),
        ("Họ và tên", "Họ và tên, chưa điền.", 3, ""),
        ("Đặt thẻ lên máy. Chờ ba giây.", "Chờ ba giây.", -1, None),
        ("Có", "Có con.", 0, None),
    ],
)
def test_the_word_is_found_in_the_line(text: str, sentence: str, word: int, shining: str | None) -> None:
    found = spoken_word(text, sentence, word)
    assert (text[slice(*found)] if found else None) == shining


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sinh 18/11/2026 tại xã.", ("Sinh", "ngày 18 tháng 11 năm 2026", "tại", "xã.")),
        ("Thẻ 999162001234 · còn hạn", ("Thẻ", "9 9 9 1 6 2 0 0 1 2 3 4 ,", "", "còn", "hạn")),
        ("«Tiếp tục»", ("Tiếp", "tục")),
        ("", ()),
    ],
)
def test_each_word_is_said_as_the_whole_says_it(text: str, words: tuple[str, ...]) -> None:
    assert spoken_words(text, "vi") == words

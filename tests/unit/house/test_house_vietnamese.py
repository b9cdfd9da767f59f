"""The spelling check knows Vietnamese syllables from what only looks like them."""

from __future__ import annotations

import unicodedata

import pytest

from scripts.vietnamese import is_syllable, misspelled

RIGHT = """
    gì giếng giết giữ quân quý quốc quyết quýt huỳnh khuỷu nghiêng ngoằn ngoèo hòa khỏe thủy thuở ủy xã thẻ căn cước
    đăng ký khai sinh giấy chứng Tuyên Quang xoong yêu ý uống mùa khuya tuýp ngoài toàn xoài được mười lửa bưởi
    gửi tiền điều chuyển hưởng dưới ngoáy ĐỒNG NGHĨA rìa phía
"""
WRONG = """
    hoà khoẻ thuỷ nghanh nghỉeu ngế cế kăn cat căc Nguyẽnn đươg trưòng thôg hồơ gíây qúy qủa cuả bứơc đựơc gỉa khỏan
    tóan kiot form
"""


@pytest.mark.parametrize("word", RIGHT.split())
def test_syllables_pass(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", WRONG.split())
def test_slips_do_not(word: str) -> None:
    assert not is_syllable(word)


def test_a_stopped_rime_bears_two_tones_only() -> None:
    assert [word for word in ("bát", "bạt", "bat", "bàt", "bảt", "bãt") if is_syllable(word)] == ["bát", "bạt"]


def test_decomposed_letters_do_not_hide_a_syllable() -> None:
    assert not is_syllable(unicodedata.normalize("NFD", "hoà"))


def test_commands_placeholders_and_paths_are_no_words() -> None:
    text = "Chạy `kiosk queue show` cho {code}, xem assets/words/vi.toml, hoặc --data; hỏi https://example.invalid/x"
    assert list(misspelled(text, frozenset())) == []


def test_allowed_words_keep_their_capitals() -> None:
    assert list(misspelled("QR Qr qr pdf PDF", frozenset({"QR", "pdf"}))) == ["Qr", "qr"]

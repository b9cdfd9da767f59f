"""Vietnamese syllables as they are typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.keyboard.compose import Composer, Edit, erase, telex, type_breve, type_letter, type_tone, vni
from kiosk.ui.keyboard.names import allowed, name_case
from kiosk.ui.keyboard.syllables import Style, ToneMark, last_word, tone_of, with_tone, without_tone

TONED = [
    ("ba", ToneMark.GRAVE, "bà"),
    ("hoa", ToneMark.GRAVE, "hòa"),
    ("khoe", ToneMark.HOOK, "khỏe"),
    ("thuy", ToneMark.ACUTE, "thúy"),
    ("hoan", ToneMark.ACUTE, "hoán"),
    ("huynh", ToneMark.GRAVE, "huỳnh"),
    ("quy", ToneMark.ACUTE, "quý"),
    ("qua", ToneMark.GRAVE, "quà"),
    ("quôc", ToneMark.ACUTE, "quốc"),
    ("quyên", ToneMark.HOOK, "quyển"),
    ("quynh", ToneMark.GRAVE, "quỳnh"),
    ("gi", ToneMark.GRAVE, "gì"),
    ("gin", ToneMark.GRAVE, "gìn"),
    ("gia", ToneMark.GRAVE, "già"),
    ("giang", ToneMark.GRAVE, "giàng"),
    ("giêng", ToneMark.ACUTE, "giếng"),
    ("giuong", ToneMark.GRAVE, "giuòng"),
    ("mia", ToneMark.ACUTE, "mía"),
    ("cua", ToneMark.HOOK, "của"),
    ("cưa", ToneMark.HOOK, "cửa"),
    ("ngươi", ToneMark.GRAVE, "người"),
    ("đươc", ToneMark.DOT, "được"),
    ("thuơ", ToneMark.HOOK, "thuở"),
    ("tuyên", ToneMark.ACUTE, "tuyến"),
    ("nguyên", ToneMark.TILDE, "nguyễn"),
    ("ngoai", ToneMark.GRAVE, "ngoài"),
    ("ngoeo", ToneMark.HOOK, "ngoẻo"),
    ("khuyu", ToneMark.HOOK, "khuỷu"),
    ("xoay", ToneMark.ACUTE, "xoáy"),
    ("khuây", ToneMark.ACUTE, "khuấy"),
    ("tuê", ToneMark.DOT, "tuệ"),
    ("cao", ToneMark.GRAVE, "cào"),
    ("niu", ToneMark.ACUTE, "níu"),
    ("lưu", ToneMark.TILDE, "lữu"),
    ("yên", ToneMark.ACUTE, "yến"),
    ("yêu", ToneMark.ACUTE, "yếu"),
    ("an", ToneMark.HOOK, "ản"),
    ("Ân", ToneMark.HOOK, "Ẩn"),
    ("ƯNG", ToneMark.GRAVE, "ỪNG"),
    ("my", ToneMark.HOOK, "mỷ"),
    ("xoong", ToneMark.GRAVE, "xoòng"),
]


@pytest.mark.parametrize(("bare", "tone", "wanted"), TONED)
def test_tone_stands_where_it_belongs(bare: str, tone: ToneMark, wanted: str) -> None:
    assert with_tone(bare, tone) == wanted
    assert tone_of(wanted) is tone
    assert without_tone(wanted) == bare


@pytest.mark.parametrize(
    ("bare", "wanted"), [("hoa", "hoá"), ("khoe", "khoé"), ("thuy", "thuý"), ("quy", "quý"), ("mia", "mía")]
)
def test_new_style_differs_only_in_open_oa_oe_uy(bare: str, wanted: str) -> None:
    assert with_tone(bare, ToneMark.ACUTE, Style.NEW) == wanted


def typed(composer: Composer, letters: str) -> str:
    text = ""
    for letter in letters:
        text = composer(text, letter, Style.OLD).applied(text) if letter != " " else text + letter
    return text


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        ("nguyeenx thij nguwx aanr", "nguyễn thị ngữ ẩn"),
        ("Ddoongf Vawn", "Đồng Văn"),
        ("tieengs Vieetj", "tiếng Việt"),
        ("ddwowcj", "được"),
        ("duowngf", "dường"),
        ("dduwowngf", "đường"),
        ("thuowr", "thuở"),
        ("thuowng", "thương"),
        ("hoaf", "hòa"),
        ("hoafn", "hoàn"),
        ("quys", "quý"),
        ("gif", "gì"),
        ("giaf", "già"),
        ("tiengse", "tiếng"),
        ("ass", "as"),
        ("aaa", "aa"),
        ("oww", "ow"),
        ("ddd", "dd"),
        ("asz", "a"),
        ("w", "ư"),
        ("Sungf", "Sùng"),
        ("Khuee", "Khuê"),
        ("HOAF", "HÒA"),
    ],
)
def test_telex(letters: str, wanted: str) -> None:
    assert typed(telex, letters) == wanted


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        ("nguye6n4", "nguyễn"),
        ("d9uong2", "đuòng"),
        ("d9uo7ng2", "đường"),
        ("Va8n", "Văn"),
        ("hoa2n", "hoàn"),
        ("a11", "a1"),
        ("a10", "a"),
        ("a66", "a6"),
        ("Hue61", "Huế"),
        ("12", "12"),
    ],
)
def test_vni(letters: str, wanted: str) -> None:
    assert typed(vni, letters) == wanted


def test_tone_moves_as_the_syllable_grows_and_shrinks() -> None:
    text = type_tone("hoa", ToneMark.ACUTE).applied("hoa")
    assert text == "hóa"
    text = type_letter(text, "n").applied(text)
    assert text == "hoán"
    text = erase(text).applied(text)
    assert text == "hóa"
    assert erase(text).applied(text) == "hó"


def test_same_tone_again_takes_it_away_and_another_replaces_it() -> None:
    assert type_tone("bà", ToneMark.GRAVE).applied("bà") == "ba"
    assert type_tone("bà", ToneMark.ACUTE).applied("bà") == "bá"


def test_tone_without_a_vowel_changes_nothing() -> None:
    assert type_tone("Xã Đ", ToneMark.DOT) == Edit(0, "")
    assert type_tone("Mỷ ", ToneMark.DOT) == Edit(0, "")


def test_only_the_last_word_is_touched() -> None:
    assert type_tone("Sùng Minh hoa", ToneMark.ACUTE).applied("Sùng Minh hoa") == "Sùng Minh hóa"
    assert last_word("H'Bia") == "Bia"


def test_foreign_letters_stay_whole() -> None:
    assert without_tone("Muñoz") == "Muñoz"
    assert type_tone("Čađo", ToneMark.GRAVE).applied("Čađo") == "Čađò"


def test_erasing_a_space_or_nothing() -> None:
    assert erase("Mỷ ").applied("Mỷ ") == "Mỷ"
    assert erase("") == Edit(0, "")


@given(st.text(alphabet="aăâeêioôơuưybcdđghklmnpqrstvx", min_size=1, max_size=7), st.sampled_from(list(ToneMark)))
def test_a_tone_never_changes_the_letters(word: str, tone: ToneMark) -> None:
    toned = with_tone(word, tone)
    assert without_tone(toned) == word
    assert unicodedata.is_normalized("NFC", toned)


@given(st.text(alphabet="aâeioơuưyqghntcAEƠĐ '-", max_size=14), st.sampled_from([telex, vni, type_letter]))
def test_composition_stays_in_nfc_and_never_reaches_beyond_the_text(text: str, composer: Composer) -> None:
    for letter in "sfwa1607dz":
        edit = composer(text, letter, Style.OLD)
        assert 0 <= edit.count <= len(text)
        assert unicodedata.is_normalized("NFC", edit.applied(text))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("sùng minh khuê", "Sùng Minh Khuê"),
        ("NGUYỄN THỊ NGỮ ẨN", "Nguyễn Thị Ngữ Ẩn"),
        ("h'bia niê", "H'Bia Niê"),
        ("k'brếp", "K'Brếp"),
        ("đặng-thị mỷ", "Đặng-Thị Mỷ"),
        ("y blô êban", "Y Blô Êban"),
    ],
)
def test_name_case(written: str, wanted: str) -> None:
    assert name_case(written) == wanted
    assert name_case(unicodedata.normalize("NFD", written)) == wanted


def test_a_name_is_made_of_letters_of_any_script_and_what_joins_them() -> None:
    assert allowed("ŏ") and allowed("ក") and not allowed("7") and not allowed("@")


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("Y ơ", "Y ơ̆"),
        ("Y ơ̆", "Y ơ"),
        ("ê", "ê̆"),
        ("Ư", "Ư̆"),
        ("e", "ĕ"),
        ("ĕ", "e"),
        ("o\u0323", "ọ̆"),
        ("k", "k"),
        ("", ""),
    ],
)
def test_a_breve_goes_over_any_vowel_and_away_again(before: str, wanted: str) -> None:
    assert unicodedata.normalize("NFC", type_breve(before).applied(before)) == unicodedata.normalize("NFC", wanted)


def test_a_name_with_breves_is_a_name() -> None:
    assert all(allowed(letter) for letter in "Y Blơ̆ Kđăm Ê̆ban")
    assert name_case("y blơ̆ ê̆ban") == "Y Blơ̆ Ê̆ban"

"""Sums read back by an independent reader of the words; what is no sum is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.domain.numerals import GREATEST_NUMBER, number_in_english, number_in_words

AMOUNTS = st.one_of(
    st.integers(0, GREATEST_NUMBER),
    st.integers(0, 9_999),
    st.builds(
        lambda digit, zeros, low: digit * 10**zeros + low, st.integers(1, 9), st.integers(0, 14), st.integers(0, 9)
    ),
)

DIGITS = {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9} | {
    "mốt": 1,
    "lăm": 5,
    "lẻ": 0,
}
ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}


def heard(words: str) -> int:
    """The number that a clerk writes down who hears ``words``: each word acts on what was heard before it."""
    total = group = digit = 0
    for word in words.split():
        match word:
            case "mười":
                group, digit = group + 10, 0
            case "mươi":
                group, digit = group + 10 * digit, 0
            case "trăm":
                group, digit = group + 100 * digit, 0
            case "nghìn" | "triệu":
                scale = {"nghìn": 10**3, "triệu": 10**6}[word]
                total, group, digit = total + (group + digit) * scale, 0, 0
            case "tỷ":
                total, group, digit = (total + group + digit) * 10**9, 0, 0
            case _:
                digit = DIGITS[word]
    return total + group + digit


def heard_in_english(words: str) -> int:
    total = group = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
        if word in scales:
            total, group = total + group * scales[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += TENS[word] if word in TENS else ENGLISH.index(word)
    return total + group


@given(AMOUNTS)
@example(10_005_000_000_000)
@example(1_000_050)
def test_who_hears_the_words_writes_the_same_number(number):
    assert heard(number_in_words(number)) == number


@given(AMOUNTS)
def test_who_hears_the_english_words_writes_the_same_number(number):
    assert heard_in_english(number_in_english(number)) == number


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (50_000_000, "Năm mươi triệu đồng", "Fifty million đồng"),
        (0, "Không đồng", "Zero đồng"),
        (1_000_050, "Một triệu không trăm năm mươi đồng", "One million and fifty đồng"),
        (16_000, "Mười sáu nghìn đồng", "Sixteen thousand đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng", "One million five thousand đồng"),
        (
            539_750_000,
            "Năm trăm ba mươi chín triệu bảy trăm năm mươi nghìn đồng",
            "Five hundred and thirty-nine million seven hundred and fifty thousand đồng",
        ),
        (10_000_000_000_000, "Mười nghìn tỷ đồng", "Ten trillion đồng"),
        (
            21_055_000_000,
            "Hai mươi mốt tỷ không trăm năm mươi lăm triệu đồng",
            "Twenty-one billion fifty-five million đồng",
        ),
    ],
)
def test_sums_stand_in_words_on_the_sheet(amount, vietnamese, english):
    assert Money(amount).in_words() == vietnamese
    assert Money(amount).in_words("en") == english


@given(st.integers(0, 10**14 - 1))
def test_what_is_written_is_read_again(amount):
    money = Money(amount)
    assert Money.parse(money.text) == Money.parse(money.digits) == Money.parse(str(amount)) == money


@pytest.mark.parametrize(
    "text", ["50.000.000 đ", "50 000 000", "50,000,000", " 50000000 VND", "50'000'000", "050.000.000₫"]
)
def test_the_ways_people_write_a_sum(text):
    assert Money.parse(text) == Money(50_000_000)


@pytest.mark.parametrize(
    "text", ["", "đ", "1.5", "12,50", "1.000,00", "1.00.000", "-5", "một triệu", "5 củ", "1" * 15, "٥٠٠"]
)
def test_what_is_no_whole_sum_is_none(text):
    assert Money.parse(text) is None


@pytest.mark.parametrize("amount", [-1, 10**14])
def test_there_is_no_sum_outside_of_the_boxes(amount):
    with pytest.raises(ValueError, match="no sum"):
        Money(amount)


def test_sums_add_up_and_end_where_the_boxes_end():
    assert sum((Money(412_000_000), Money(96_500_000)), Money(31_250_000)) == Money(539_750_000)
    with pytest.raises(ValueError, match="no sum"):
        Money(10**14 - 1) + Money(1)


@pytest.mark.parametrize("number", [-1, GREATEST_NUMBER + 1])
def test_numbers_out_of_reach_are_refused(number):
    for words in (number_in_words, number_in_english):
        with pytest.raises(ValueError, match="no number"):
            words(number)

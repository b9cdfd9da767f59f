"""Provisional codes and the receipt's text."""

import random
import string
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import codes
from kiosk.errors import ReceiptUnreadable

PREFIX = st.text(string.ascii_uppercase, min_size=2, max_size=2)


def made(prefix: str, seed: int) -> str:
    return codes.provisional(prefix, random.Random(seed).choice)


@given(PREFIX, st.integers())
def test_a_code_is_its_own_normal_form(prefix, seed):
    code = made(prefix, seed)
    assert codes.normal(code) == code
    assert codes.normal(code.lower().replace("-", " ")) == code


@given(PREFIX, st.integers(), st.integers(0, 5), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_noticed(prefix, seed, place, mark):
    code = made(prefix, seed)
    marks = list(code.replace("-", ""))
    if marks[place + 2] == mark:
        return
    marks[place + 2] = mark
    assert codes.normal("".join(marks)) is None


@given(PREFIX, st.integers(), st.integers(0, 4), st.integers(0, 4))
def test_two_swapped_characters_are_noticed(prefix, seed, one, other):
    marks = list(made(prefix, seed).replace("-", ""))
    a, b = one + 2, other + 2
    if marks[a] == marks[b]:
        return
    marks[a], marks[b] = marks[b], marks[a]
    assert codes.normal("".join(marks)) is None


@given(PREFIX, st.integers())
def test_letters_that_look_like_digits_are_read_as_meant(prefix, seed):
    code = made(prefix, seed)
    misread = code[:3] + code[3:].replace("0", "O").replace("1", "l")
    assert codes.normal(misread) == code


@given(PREFIX, st.integers())
def test_a_provisional_code_never_passes_for_an_official_number(prefix, seed):
    assert not codes.is_official(made(prefix, seed))


def test_official_numbers_are_known():
    assert codes.is_official("H15.50.05.13-261008-0975")
    assert not codes.is_official("H15.50.05.13-261008")


RECEIPT = codes.ReceiptText("KS-0000-00", "H15.50.05.13", "DV01", datetime(2026, 11, 23, 8, 40), "ab" * 8)  # noqa: DTZ001 - the wall clock, as printed


def receipt(seed: int = 1) -> codes.ReceiptText:
    return codes.ReceiptText(made("KS", seed), RECEIPT.unit, RECEIPT.kiosk, RECEIPT.filed_at, RECEIPT.digest)


def test_a_receipt_comes_back_whole():
    seen: list[bytes] = []

    def sign(data: bytes) -> bytes:
        seen.append(data)
        return bytes(range(64))

    text = receipt().signed(sign)
    read, signed, signature = codes.read_receipt(text)
    assert (read, signed, signature) == (receipt(), seen[0], bytes(range(64)))


def test_a_receipt_fits_the_coarse_alphabet_of_a_qr():
    text = receipt().signed(lambda _: b"\xff" * 64)
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize("text", ["", "hello", "KX1:::::::", "KX1:KS-0000-00:U:K:20261123084000:AB:AA"])
def test_anything_else_is_no_receipt(text):
    with pytest.raises(ReceiptUnreadable):
        codes.read_receipt(text)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    with pytest.raises(ReceiptUnreadable):
        codes.read_receipt(text)


def test_each_of_several_matters_has_a_code_of_its_own_and_all_lead_to_the_dossier():
    code = codes.provisional("KS", lambda marks: marks[3])
    parts = [codes.part_code(code, number) for number in (1, 2, 3)]
    assert len({*parts, code}) == 4
    assert {codes.normal(one.lower()) for one in parts} == {code}
    assert codes.normal(code.replace("-", "/")) == code, "strokes for dashes name no part"

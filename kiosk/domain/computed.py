"""Fields that are never asked because they follow from others. Each function: (values, today) -> value or empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kiosk.domain.checks import parse_date

Values = Mapping[str, str]

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(number: int) -> str:
    """A whole number from 0 to 9,999 as it is read aloud in Vietnamese (northern usage: "lẻ", "nghìn")."""
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        return _tens(number)
    if number < 1000:
        return _hundreds(number)
    thousands, rest = divmod(number, 1000)
    head = f"{_DIGITS[thousands]} nghìn"
    if not rest:
        return head
    return f"{head} {_hundreds(rest)}" if rest >= 100 else f"{head} không trăm {_after_hundred(rest)}"


def _tens(number: int) -> str:
    ten, one = divmod(number, 10)
    head = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
    if one == 0:
        return head
    if one == 5:
        return f"{head} lăm"
    return f"{head} mốt" if one == 1 and ten > 1 else f"{head} {_DIGITS[one]}"


def _hundreds(number: int) -> str:
    hundred, rest = divmod(number, 100)
    head = f"{_DIGITS[hundred]} trăm"
    return f"{head} {_after_hundred(rest)}" if rest else head


def _after_hundred(rest: int) -> str:
    return f"lẻ {_DIGITS[rest]}" if rest < 10 else _tens(rest)


def date_in_words(day: date) -> str:
    """Ngày, tháng, năm ghi bằng chữ, as the birth sheet wants it."""
    prefix = "mùng " if day.day <= 10 else ""
    month = "tư" if day.month == 4 else number_in_words(day.month)
    text = f"ngày {prefix}{number_in_words(day.day)} tháng {month} năm {number_in_words(day.year)}"
    return text[0].upper() + text[1:]


def child_birth_words(values: Values, today: date) -> str:
    day = parse_date(values.get("child.birth_date", ""))
    return date_in_words(day) if day else ""


_NEW_CARD = date(2024, 7, 1)  # Luật Căn cước 2023 in force: cards are "thẻ căn cước", issued by the ministry


def paper_type(values: Values, today: date) -> str:
    """The requester's paper by its date of issue: citizen identity card until 30/06/2024, identity card after."""
    issued = parse_date(values.get("requester.paper_issued", ""))
    return "" if issued is None else ("can-cuoc" if issued >= _NEW_CARD else "cccd")


def paper_issuer(values: Values, today: date) -> str:
    issued = parse_date(values.get("requester.paper_issued", ""))
    if issued is None:
        return ""
    return "Bộ Công an" if issued >= _NEW_CARD else "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


def signed_on(values: Values, today: date) -> str:
    return f"{today:%d/%m/%Y}"


COMPUTED: Mapping[str, Callable[[Values, date], str]] = {
    "child_birth_words": child_birth_words,
    "paper_type": paper_type,
    "paper_issuer": paper_issuer,
    "signed_on": signed_on,
}

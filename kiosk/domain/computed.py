"""Fields that are never asked because they follow from others. Each function: (values, today) -> value or empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kiosk.domain.checks import parse_date
from kiosk.domain.half_known_date import HalfKnownDate

Values = Mapping[str, str]


def date_in_words(day: date) -> str:
    """Ngày, tháng, năm ghi bằng chữ, as the birth sheet wants it."""
    return HalfKnownDate.of(day).in_words()


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

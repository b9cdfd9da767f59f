"""What people, cards and other programs write, as it is kept: one spelling for what is clearly the same.

Only what is clear is changed. Letters keep their tone mark where it stands (Thuý and Thúy are both names, and a card's
spelling is the person's own): Unicode's NFC composes, it moves nothing (UAX #15).
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Mapping

_DAY_FIRST = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)  # ISO 8601
_DAY_JOINED = re.compile(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(\d{4})", re.ASCII)  # on a pad of figures
_BETWEEN_DIGITS = re.compile(r"[\s.\-()]+", re.ASCII)
_COUNTRY = re.compile(r"(?:\+|00)84(?:\(0\))?0?(?=\d)", re.ASCII)


def cleaned(text: str, kind: enum.Enum | None = None) -> str:
    """``text`` as an answer to a field of ``kind`` is kept: composed, without marks that nobody sees, single spaces,
    ASCII digits.

    Dates become dd/mm/yyyy, numbers lose their grouping, a phone number begins with 0. What makes no sense stays as it
    is, for the checks to say so.
    """
    plain = " ".join(unicodedata.normalize("NFC", _visible(text)).split())
    return _BY_KIND.get(kind.value if kind else "", _as_it_is)(plain)


def folded(text: str) -> str:
    """``text`` for comparing: small letters and digits alone, without marks: "Sùng  Minh Khuê" is "sungminhkhue"."""
    bare = unicodedata.normalize("NFKD", cleaned(text).casefold()).replace("đ", "d")
    return "".join(mark for mark in bare if mark.isalnum())


def _visible(text: str) -> str:
    """Digits of any script as ours; direction marks, joiners and their like left out; any kind of space as a space."""
    return "".join(map(_plain, text))


def _plain(mark: str) -> str:
    kind = unicodedata.category(mark)
    if kind == "Nd":
        return str(unicodedata.decimal(mark))
    if kind in ("Cf", "Cs", "Cn", "Co"):
        return ""
    return " " if kind[0] == "Z" or kind == "Cc" else mark


def _as_it_is(text: str) -> str:
    return text


def _date(text: str) -> str:
    if match := _DAY_FIRST.fullmatch(text) or _DAY_JOINED.fullmatch(text):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        return text
    return f"{int(day):02d}/{int(month):02d}/{year}"


def _number(text: str) -> str:
    return str(int(text)) if _digits(text) and len(text) < 10 else text


def _id_number(text: str) -> str:
    joined = _BETWEEN_DIGITS.sub("", text)
    return joined if _digits(joined) else text


def _phone(text: str) -> str:
    """As it is said: 0912 000 345."""
    joined = _COUNTRY.sub("0", _BETWEEN_DIGITS.sub("", text), count=1)
    if not _digits(joined):
        return text
    return f"{joined[:4]} {joined[4:7]} {joined[7:]}" if len(joined) == 10 else joined


def _digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _paper_number(text: str) -> str:
    return "".join(text.split()).upper()


_BY_KIND: Mapping[str, Callable[[str], str]] = {
    "date": _date,
    "year-or-date": _date,
    "number": _number,
    "id-number": _id_number,
    "paper-number": _paper_number,
    "tax-code": _paper_number,
    "phone": _phone,
}


def in_shape(text: str, shape: str) -> str:
    """Digits alone as ``shape`` has them: 000310899926 as 00031.GCS.08999.26 by #####.GCS.#####.##. Anything else, and
    all where there is no shape, as it stands."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit()) or len(digits) != shape.count("#"):
        return text
    rest = iter(digits)
    return "".join(next(rest) if mark == "#" else mark for mark in shape)

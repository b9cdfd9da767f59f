"""The machine readable zone, and the key that lies in it (ICAO 9303-3 §4.9, 9303-4, 9303-5, 9303-11 §9.7.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.chip import dates
from kiosk.chip.dates import PartialDate
from kiosk.errors import BadCardKey

_WEIGHTS = (7, 3, 1)
_KEY = re.compile(r"[A-Z0-9<]{9}[0-9<][0-9<]{6}[0-9<][0-9<]{6}[0-9<]")
_MRZ = re.compile(r"[A-Z0-9<]*")
_NAMES = {90: slice(60, 90), 72: slice(5, 36), 88: slice(5, 44)}  # where they stand; no check digit covers them
_MARKS = str.maketrans({"-": "<", "'": None, ".": None, ",": None})


def check_digit(text: str) -> str:
    """The check digit over digits, letters (A is 10) and fillers (0). Raises BadCardKey for any other character."""
    total = sum(_value(character) * _WEIGHTS[index % 3] for index, character in enumerate(text))
    return str(total % 10)


def _value(character: str) -> int:
    if character == "<":
        return 0
    if not re.fullmatch("[0-9A-Z]", character):
        raise BadCardKey("a character that no MRZ has")
    return int(character, 36)


def key(number: str, birth: str, expires: str) -> str:
    """The MRZ key: document number, birth and expiry (YYMMDD), each with its check digit."""
    number = number.ljust(9, "<")
    return "".join(part + check_digit(part) for part in (number, birth, expires))


def key_of(text: str) -> str:
    """The MRZ key in a whole MRZ, or the key itself. Raises BadCardKey, also when a check digit does not hold."""
    squeezed = re.sub(r"\s", "", text).upper()
    if _KEY.fullmatch(squeezed):
        parts = squeezed[:10], squeezed[10:17], squeezed[17:]
        if all(check_digit(part[:-1]) == part[-1].replace("<", "0") for part in parts):
            return squeezed
        raise BadCardKey("a check digit of the MRZ key does not hold")
    return parse(squeezed).key


@dataclass(frozen=True)
class Mrz:
    """The fields of an MRZ as printed; dates are YYMMDD, fillers are gone from names and numbers."""

    document: str  # ID, P
    issuer: str  # VNM
    number: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str  # M, F or <
    expires: str = field(repr=False)
    nationality: str
    surname: str = field(repr=False)
    given: str = field(repr=False)
    optional: str = field(default="", repr=False)
    checks: tuple[str, str] = field(default=("", ""), repr=False)  # of birth and expiry, as printed

    @property
    def key(self) -> str:
        """With the check digits as printed, for a filler in their place is part of the key."""
        number = self.number.ljust(9, "<")
        birth, ends = self.checks
        parts = number + check_digit(number), self.birth + (birth or check_digit(self.birth))
        return "".join(parts) + self.expires + (ends or check_digit(self.expires))

    @property
    def id_number(self) -> str:
        """The twelve digits of a Vietnamese card, which stand in the optional data; else the document's number."""
        match = re.match(r"[0-9]{12}", self.optional)
        return match.group() if match and self.issuer == "VNM" else self.number

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given}".strip()

    def birth_date(self, today: date) -> date | None:
        """None where only a part of it is known (``partial_birth``)."""
        known = self.partial_birth(today)
        return known.whole if known else None

    def partial_birth(self, today: date) -> PartialDate | None:
        """As much of the birth as the card knows.

        The century comes from the ID number's fourth digit, or else is the last that does not lie in the future.
        """
        if len(self.id_number) == 12 and self.id_number.isdigit():
            return dates.of_mrz(self.birth, 1900 + int(self.id_number[3]) // 2 * 100)
        century = today.year // 100 * 100
        this_century = dates.of_mrz(self.birth, century)
        if this_century and date(this_century.year, this_century.month or 1, this_century.day or 1) <= today:
            return this_century
        return dates.of_mrz(self.birth, century - 100)

    def expiry_date(self) -> date | None:
        known = dates.of_mrz(self.expires, 2000)
        return known.whole if known else None


def parse(text: str) -> Mrz:
    """An MRZ of size TD1, TD2 or TD3 without line breaks. Raises BadCardKey when it is none or does not add up."""
    layouts = {90: _td1, 72: _td2, 88: _td3}
    if len(text) not in layouts:
        raise BadCardKey("no MRZ has this length")
    plain = _without_marks(text, _NAMES[len(text)])
    if not _MRZ.fullmatch(plain):
        raise BadCardKey("no MRZ has these characters")
    return layouts[len(text)](plain)


def _without_marks(text: str, names: slice) -> str:
    """As an issuer should have written the names: a hyphen is a filler, other marks are left out (9303-3 §4.6). Nobody
    is sent away for the apostrophe that stands in theirs."""
    plain = text[names].translate(_MARKS).ljust(names.stop - names.start, "<")
    return text[: names.start] + plain + text[names.stop :]


def _td1(text: str) -> Mrz:
    first, second, third = text[:30], text[30:60], text[60:]
    number, optional = _long_number(first[5:15], first[15:30])
    _check(second[0:7], second[8:15])
    fields = {"birth": second[0:6], "sex": second[7], "expires": second[8:14]}
    parsed = _mrz(first, third, number=number, optional=optional, nationality=second[15:18], **fields)
    return replace(parsed, checks=(second[6], second[14]))


def _td2(text: str) -> Mrz:
    first, second = text[:36], text[36:]
    number, optional = _long_number(second[0:10], second[28:35])
    return _mrz(first, first[5:], number=number, optional=optional, **_second_line(second))


def _td3(text: str) -> Mrz:
    first, second = text[:44], text[44:]
    _check(second[0:10])
    optional = second[28:42].rstrip("<")
    return _mrz(first, first[5:], number=second[0:9].rstrip("<"), optional=optional, **_second_line(second))


def _second_line(line: str) -> dict[str, str]:
    """What TD2 and TD3 have in the same places."""
    _check(line[13:20], line[21:28])
    return {"birth": line[13:19], "sex": line[20], "expires": line[21:27], "nationality": line[10:13]}


def _long_number(number: str, optional: str) -> tuple[str, str]:
    """A number of more than nine characters runs on in the optional data, up to its check digit (9303-5 §4.2.2)."""
    if number[9] != "<":
        _check(number)
        return number[:9].rstrip("<"), optional.rstrip("<")
    rest, _, optional = optional.partition("<")
    _check(number[:9] + rest)
    return number[:9] + rest[:-1], optional.rstrip("<")


def _check(*fields: str) -> None:
    for text in fields:
        if text[-1] != "<" and check_digit(text[:-1]) != text[-1]:  # a filler: nothing to check (9303-3 §4.9)
            raise BadCardKey("a check digit of the MRZ does not hold")


def _mrz(
    first: str, names: str, *, nationality: str, number: str, optional: str, birth: str, sex: str, expires: str
) -> Mrz:
    surname, _, given = names.partition("<<")
    return Mrz(
        document=first[:2].rstrip("<"),
        issuer=first[2:5].rstrip("<"),
        nationality=nationality.rstrip("<"),
        surname=_words(surname),
        given=_words(given),
        number=number,
        optional=optional,
        birth=birth,
        sex=sex,
        expires=expires,
    )


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split())

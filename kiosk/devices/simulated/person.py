"""The made-up people of the demo: what stands on their cards, outside and inside."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.chip import keys, mrz
from kiosk.domain.citizen import Sex
from kiosk.resources import demo_asset, read_toml

DEFAULT = "vang-thi-my"

SEX_WORDS = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", Sex.UNKNOWN: ""}
_SEX_LETTERS = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: "<"}


@dataclass(frozen=True)
class FaceStyle:
    """How the face is drawn. Colours as #RRGGBB."""

    age: str = "young"  # child | young | old
    headwear: str = "none"  # none | cap | scarf
    hair: str = "#22201F"
    clothes: str = "shirt"  # shirt | trimmed
    colour: str = "#2A4068"


@dataclass(frozen=True)
class Person:
    """One made-up holder of a card."""

    id_number: str
    full_name: str
    birth_date: date
    sex: Sex
    issued: date
    ethnicity: str = ""
    religion: str = ""
    origin: str = ""
    residence: str = ""
    marks: str = ""
    father: str = ""
    mother: str = ""
    spouse: str = ""
    old_id_number: str = ""
    look: FaceStyle = field(default_factory=FaceStyle)

    @property
    def expires(self) -> date | None:
        return keys.expiry(self.birth_date, self.issued)

    @property
    def can(self) -> str:
        return self.id_number[-6:]

    @property
    def mrz(self) -> str:
        """The three lines on the back, joined (TD1, ICAO 9303-5)."""
        first = "IDVNM" + self.id_number[-9:]
        first += mrz.check_digit(self.id_number[-9:]) + self.id_number + "<<"
        first += mrz.check_digit(self.id_number)
        birth, ends = f"{self.birth_date:%y%m%d}", self._mrz_expiry
        second = birth + mrz.check_digit(birth) + _SEX_LETTERS[self.sex] + ends + mrz.check_digit(ends) + "VNM"
        second = second.ljust(29, "<")
        second += mrz.check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
        return first + second + _mrz_name(self.full_name)

    @property
    def mrz_key(self) -> str:
        return mrz.key(self.id_number[-9:], f"{self.birth_date:%y%m%d}", self._mrz_expiry)

    @property
    def _mrz_expiry(self) -> str:
        return f"{self.expires:%y%m%d}" if self.expires else keys.NO_EXPIRY

    @property
    def qr_text(self) -> str:
        """The QR code printed on the card."""
        days = f"{self.birth_date:%d%m%Y}", f"{self.issued:%d%m%Y}"
        sex = SEX_WORDS[self.sex]
        return "|".join((self.id_number, self.old_id_number, self.full_name, days[0], sex, self.residence, days[1]))


def load(path: Path) -> Person:
    """One person's file. Raises OSError, TOMLDecodeError, TypeError or ValueError for a file that is none."""
    table = read_toml(path)
    table["sex"] = Sex(table["sex"])
    table["look"] = FaceStyle(**table.get("look", {}))
    return Person(**table)


def person(name: str = DEFAULT) -> Person:
    """One of the project's own people, by file name."""
    return load(demo_asset("people", f"{name}.toml"))


def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in demo_asset("people").glob("*.toml")))


_MRZ_LETTERS = frozenset(" ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _mrz_name(full_name: str) -> str:
    """Family name first, letters without marks; an apostrophe is left out, a hyphen is a filler (ICAO 9303-3 §4.6)."""
    plain = unicodedata.normalize("NFD", full_name.upper().replace("Đ", "D").replace("-", " "))
    family, _, given = "".join(letter for letter in plain if letter in _MRZ_LETTERS).partition(" ")
    return f"{family}<<{given}".replace(" ", "<")[:30].ljust(30, "<")

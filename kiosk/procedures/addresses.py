"""Addresses as papers and portals want them, and those on cards read by the units of today.

An address is a commune's code and what stands before it (house, hamlet); its names are those of a day. Since 01/07/2025
there are two levels (Luật Tổ chức chính quyền địa phương 72/2025/QH15); cards issued before have three, and names that
are gone. Where an old name is known it stands beside the new one, for the land book and the register still have it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.domain.cleaning import cleaned
from kiosk.procedures.area_search import bare, plain
from kiosk.procedures.area_units import AdministrativeUnit
from kiosk.procedures.areas import AreaDirectory

_SHORT = {
    **{"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "h": "huyện", "q": "quận"},
    **{"p": "phường", "x": "xã", "t": "tỉnh"},
}
_SHORT_KIND = re.compile(r"(tp|tx|tt|[hqpxt])(?:\. ?| )", re.IGNORECASE)

_BETWEEN = (r"[,;]", r"[,;]| - ")
"""What stands between the parts of a line. A dash comes second: the name of Chân Mây - Lăng Cô has one."""

_LEVELS = (3, 2)
"""A commune with district and province, as it was; a commune with its province."""

_MOST_CANDIDATES = 100


@dataclass(frozen=True)
class AddressReading:
    """What of a written address is known. ``communes``: those it may lie in today, the likely one first; none where it
    could not be read. ``old``: the name it had, where that is gone: "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang"."""

    detail: str
    old: str = ""
    communes: tuple[AdministrativeUnit, ...] = ()

    @property
    def commune(self) -> AdministrativeUnit | None:
        """Where there is no doubt."""
        return self.communes[0] if len(self.communes) == 1 else None


class AddressBook:
    """Addresses by ``areas``."""

    def __init__(self, areas: AreaDirectory) -> None:
        self._areas = areas

    def line(self, unit: str, detail: str, day: date, old: str = "") -> str:
        """For paper: "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang (trước đây: xã Tả Lủng, …)"; by the names of ``day``.

        A code that names nothing on that day leaves ``detail`` alone: nothing is made up.
        """
        commune = self._areas.commune(unit, day)
        names = [commune.in_sentence, self._within(commune, day)] if commune else []
        text = ", ".join(part for part in (detail.strip(" ,"), *names) if part)
        text = text[:1].upper() + text[1:]
        return f"{text} (trước đây: {old})" if old and old not in text else text

    def portal(self, unit: str, detail: str, day: date, old: str = "") -> Mapping[str, str]:
        """For an exchange: codes and names apart, and the whole line. Names of the parts are the e-form's own words."""
        commune = self._areas.commune(unit, day)
        province = self._areas.province(commune.province, day) if commune else None
        return {
            "MaTinh": province.code if province else "",
            "TenTinh": province.name if province else "",
            "MaXa": commune.code if commune else "",
            "TenXa": commune.name if commune else "",
            "ChiTiet": detail,
            "TenCu": old,
            "DiaChi": self.line(unit, detail, day, old),
        }

    def read(self, text: str, day: date) -> AddressReading:
        """An address in one line, as a card or a person writes it: "Thôn Má Lủng, Tả Lủng, Đồng Văn, Hà Giang"."""
        whole = cleaned(text)
        for between in _BETWEEN:
            parts = [part for part in (part.strip() for part in re.split(between, whole)) if part]
            for levels in _LEVELS:
                if len(parts) >= levels and (units := self._named(parts[-levels:], day)):
                    return self._reading(", ".join(parts[:-levels]), units, day)
        return AddressReading(whole)

    def _named(self, parts: Sequence[str], day: date) -> Sequence[AdministrativeUnit]:
        """The units whose name is the first part and that lie within the others."""
        name, *within = (_written_out(part) for part in parts)
        matches = self._areas.search(" ".join((name, *within)), day, most=_MOST_CANDIDATES)
        return [one.unit for one in matches if _is_named(one.unit, name) and _lies_in(one.unit, within)]

    def _reading(self, detail: str, units: Sequence[AdministrativeUnit], day: date) -> AddressReading:
        now = tuple(dict.fromkeys(commune for unit in units for commune in self._areas.now(unit, day)))
        first = units[0]
        old = "" if first.in_force(day) else f"{first.in_sentence}, {first.within}"
        return AddressReading(detail, old, now)

    def _within(self, commune: AdministrativeUnit, day: date) -> str:
        province = self._areas.province(commune.province, day)
        return province.in_sentence if province and not commune.became else commune.within


def _written_out(part: str) -> str:
    """H. Đồng Văn as huyện Đồng Văn."""
    match = _SHORT_KIND.match(part)
    return f"{_SHORT[match[1].lower()]} {part[match.end() :]}" if match else part


def _is_named(unit: AdministrativeUnit, name: str) -> bool:
    typed = plain(name)
    return typed in (plain(unit.name), plain(unit.bare)) or (
        unit.kind == "Thị trấn" and bare(typed) == plain(unit.bare)
    )


def _lies_in(unit: AdministrativeUnit, parts: Sequence[str]) -> bool:
    """Each part is, with its kind or without, one of those on the unit's line."""
    lines = [plain(one) for one in unit.within.split(", ")]
    return len(parts) == len(lines) and all(
        line == plain(part) or line.endswith(f" {_without_kind(plain(part))}")
        for line, part in zip(lines, parts, strict=True)
    )


def _without_kind(name: str) -> str:
    for kind in ("thanh pho ", "thi xa ", "huyen ", "quan ", "tinh "):
        name = name.removeprefix(kind)
    return name

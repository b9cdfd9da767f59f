"""A slip: what is wrong in a procedure's file, and in which line. Never a bug: people write these files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class SourcePlace:
    """Where something stands: the file as people call it, the line from 1, and the key in it. ``lines``: of a table,
    where each of its keys stands."""

    file: str
    line: int
    key: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, key: str) -> SourcePlace:
        """The place of one key of this table; the table's own where it is not there."""
        if key not in self.lines:
            return self
        return SourcePlace(self.file, self.lines[key], f"{self.key}.{key}" if self.key else key)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Slip:
    """``reason`` is a word key below ``slip.``; ``values`` fill its sentence."""

    place: SourcePlace
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        more = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.place}: {self.place.key} {self.reason}" + (f" ({more})" if more else "")


class SlipsFound(ValueError):
    """A procedure that cannot come into force, and everything that was found wrong with it."""

    def __init__(self, slips: tuple[Slip, ...]) -> None:
        super().__init__("; ".join(map(str, slips)))
        self.slips = slips

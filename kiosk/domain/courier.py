"""What a stick's visit did, for the screen and the commands. Codes, never people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExportProgress:
    """How far it is: submissions, and bytes written to the stick."""

    done: int
    total: int
    bytes: int


@dataclass(frozen=True)
class Stayed:
    """A submission that is not on the stick. ``why``: full | lost (a part of it is not in the store) | stopped |
    unnamed (the portal calls its question by what no stick can say; it goes by line)."""

    code: str
    why: str


@dataclass(frozen=True)
class Exported:
    """``carried`` is all that the stick holds now; ``files_kept`` were there and proved from an earlier time."""

    bundle: str
    carried: tuple[str, ...]
    stayed: tuple[Stayed, ...]
    files_written: int
    files_kept: int
    bytes_written: int

    def as_json(self) -> dict[str, Any]:
        return {
            "bundle": self.bundle,
            "carried": list(self.carried),
            "stayed": [{"code": one.code, "why": one.why} for one in self.stayed],
            "files_written": self.files_written,
            "files_kept": self.files_kept,
            "bytes_written": self.bytes_written,
        }


@dataclass(frozen=True)
class CameHome:
    """What the answers on one stick changed here, by provisional code. ``refused`` are files that were not believed."""

    settled: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()  # could not be read at the portal: they go again
    answers: int = 0
    stale: int = 0  # applied before
    refused: tuple[str, ...] = ()  # names of files

    def told_as(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Arrived:
    """What a marked stick found here: how many wait to be taken along, and what it brought home. ``renewed``: a newer
    catalogue or program too, for the next start."""

    waiting: int
    home: CameHome
    renewed: bool = False

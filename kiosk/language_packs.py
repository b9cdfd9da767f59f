"""Languages beside Vietnamese and English, each a folder: ``assets/packs/CODE`` with words, speech and fonts.

A pack may say little: what it lacks is said in Vietnamese. None is on by itself: the settings name those that are, and
one that is a sample, or was written by a machine and checked by nobody, says so wherever it can be chosen.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.resources import ASSETS

PACKS = ASSETS / "packs"


@dataclass(frozen=True)
class LanguagePack:
    """``checked_by``: who of its speakers read it over; empty where nobody did. ``sample``: not for people yet."""

    code: str
    name: str  # of the language, in itself
    checked_by: str = ""
    sample: bool = False
    machine: bool = False

    @property
    def unproven(self) -> bool:
        return self.sample or (self.machine and not self.checked_by)

    @property
    def folder(self) -> Path:
        return PACKS / self.code


@cache
def pack(code: str) -> LanguagePack:
    """The pack of that code. ConfigError where there is none, or none that can be read."""
    path = PACKS / code / "pack.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        provenance = table["provenance"]
        return LanguagePack(
            code,
            str(table["name"]),
            str(provenance["checked_by"]),
            sample=table.get("sample", False) is True,
            machine=provenance["machine"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"packs: {code}: {type(error).__name__}", key="packs", rule="pack", given=code) from error


def packs_named(codes: str) -> tuple[LanguagePack, ...]:
    """Those that the settings name, several with a space between them. ConfigError."""
    return tuple(pack(code) for code in codes.split())


def packed_fonts() -> tuple[Path, ...]:
    return tuple(sorted(PACKS.glob("*/fonts/*.ttf")))


def recorded_keys(code: str) -> tuple[str, ...]:
    """Of the sentences of a language that somebody has spoken: ``speech/start.begin.wav``."""
    return tuple(sorted(path.stem for path in (PACKS / code / "speech").glob("*.wav")))


def recording(code: str, key: str) -> Path:
    """A recorded sentence of a language."""
    return PACKS / code / "speech" / f"{key}.wav"

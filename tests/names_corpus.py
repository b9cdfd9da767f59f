"""The corpus of odd names (corpus/names.toml), each with the fate that it must meet."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from kiosk.resources import asset

CORPUS = Path(__file__).with_name("corpus") / "names.toml"


@dataclass(frozen=True)
class Entry:
    """``fate``: unchanged, cleaned, asked (the person is asked whether it is so), refused."""

    given: str
    fate: str
    becomes: str = ""
    why: str = ""

    @property
    def honest(self) -> bool:
        return self.fate in ("unchanged", "asked")


def entries() -> list[Entry]:
    return [_entry(item) for item in tomllib.loads(CORPUS.read_text("utf-8"))["names"]]


def _entry(item: dict[str, object]) -> Entry:
    given = str(item["given"]) * int(str(item.get("repeat", 1)))
    if item.get("decomposed"):
        given = unicodedata.normalize("NFD", given)
    becomes = str(item.get("becomes", given))
    return Entry(given, str(item["fate"]), becomes, str(item.get("why", "")))


def short(entry: Entry) -> str:
    return entry.given.encode("unicode_escape").decode()[:40] or "nothing"


def letters() -> frozenset[int]:
    """What the kiosk's own fonts can print."""
    fonts = [TTFont(path, lazy=True) for path in asset("fonts").rglob("*.ttf")]
    return frozenset(code for font in fonts for code in font.getBestCmap())

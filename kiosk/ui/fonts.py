"""The bundled fonts: Be Vietnam Pro, Noto Sans behind it for the letters of the minority orthographies, and Noto Sans
Khmer behind both for a script of its own."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from kiosk.language_packs import packed_fonts
from kiosk.resources import asset

FAMILIES = ("Be Vietnam Pro", "Noto Sans", "Noto Sans Khmer")
SECOND_FIRST = ("Noto Sans", "Be Vietnam Pro", "Noto Sans Khmer")


def families_for(text: str) -> tuple[str, ...]:
    """The faces for ``text``, the first of which has all its letters: a name with ĕ or ƀ is set in the second whole."""
    foreign = {mark for mark in text if mark > "\u00ff" and (mark.isalpha() or "\u0300" <= mark <= "\u036f")}
    return FAMILIES if all(map(_in_main_face, foreign)) else SECOND_FIRST


@lru_cache(maxsize=2048)
def _in_main_face(mark: str) -> bool:
    return _main_face().supportsCharacter(ord(mark))


@lru_cache(maxsize=1)
def _main_face() -> QRawFont:
    load_fonts()
    return QRawFont.fromFont(QFont(FAMILIES[0]))


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Load every font file once and return the families. Needs a QGuiApplication. A file that fails is a bug."""
    families: list[str] = []
    for path in (*sorted(asset("fonts").glob("*.ttf")), *packed_fonts()):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise ValueError(f"{path.name} is no font")
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))

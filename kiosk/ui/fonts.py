"""The bundled fonts: Be Vietnam Pro, and Noto Sans behind it for the letters of the minority orthographies."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontDatabase

from kiosk.resources import asset

FAMILIES = ("Be Vietnam Pro", "Noto Sans")


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Load every font file once and return the families. Needs a QGuiApplication. A file that fails is a bug."""
    families: list[str] = []
    for path in sorted(asset("fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise ValueError(f"{path.name} is no font")
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))

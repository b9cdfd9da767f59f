"""What every known failure has."""

from __future__ import annotations

from typing import ClassVar


class KioskError(Exception):
    """A failure the program knows. ``detail`` is for the log, never personal; ``values`` fill the words."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str = "", **values: str | int) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.values = values

"""A slip, ready for the thermal printer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Strip:
    """A slip as a picture: PNG, 1 bit, ``width`` pixels at ``dpi`` (80 mm roll: 576 px at 203 dpi)."""

    png: bytes
    dpi: int = 203
    title: str = ""  # no personal data: it shows up in the spool

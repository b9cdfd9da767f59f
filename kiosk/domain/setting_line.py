"""One entry of the settings as a technician reads it: texts, whatever kind of value stands there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SettingLine:
    """``meaning``: its words. A secret's values are no more than whether there is one."""

    name: str
    meaning: str
    value: str
    set_up: str
    default: str
    changed: bool
    changeable: bool
    secret: bool

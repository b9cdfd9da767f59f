"""What each entry of the settings file may be. An entry that has no rule here may be any text of one line.

A slip of a technician's hand must show at the start, by the name of the entry, and not weeks later: a key that was
meant to lie in the chip and lies in a file, a night that never comes, a screen that is never wiped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MOST_TEXT = 400  # characters
YEARS = 36_525.0  # days: a hundred years

Rule = Callable[[Any], bool]
"""Whether a value may stand there."""


def between(least: float, most: float) -> Rule:
    """A number: no truth value, not NaN, and infinite only where ``most`` is."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def whole(least: int, most: int) -> Rule:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def one_of(*choices: str | int) -> Rule:
    return lambda value: type(value) in (str, int) and value in choices


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def line(value: Any) -> bool:
    """A text of one line; it may be empty."""
    return isinstance(value, str) and len(value) <= MOST_TEXT and (value.isprintable())


def words(value: Any) -> bool:
    """A text of one line that says something."""
    return line(value) and bool(value.strip())


def shaped(pattern: str) -> Rule:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def folder(value: Any) -> bool:
    """The same folder wherever the program is started: whoever may choose the working folder chooses nothing else."""
    return isinstance(value, str) and words(value) and Path(value).is_absolute()


def portal(value: Any) -> bool:
    """Empty, or an address with a host. Which of them may be spoken to is ``kiosk.config.may_speak_to``'s."""
    if not line(value) or not value:
        return bool(value == "")
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


RULES: Mapping[str, Rule] = {
    "data": folder,
    "trust": folder,
    "language": one_of("vi", "en"),
    "theme": one_of("light", "dark", "contrast"),
    "text": one_of(100, 125, 150, 200),
    "demo": truth,
    "office.unit": shaped(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*"),
    "office.kiosk": shaped(r"[A-Za-z0-9]{1,32}"),
    "office.authority": words,
    "office.commune": words,
    "office.bank": shaped(r"(\d{6})?"),
    "portal.url": portal,
    "portal.connect_timeout": between(0.1, 600),
    "portal.read_timeout": between(0.1, 3600),
    "portal.probe_interval": between(0.1, 3600),
    "portal.papers_from": whole(0, 24),
    "portal.papers_until": whole(0, 24),
    "portal.metered": one_of("yes", "no", "auto"),
    "delays.idle_ask": between(1, 600),
    "delays.idle_wipe": between(1, 900),
    "delays.debounce": between(0, 5),
    "delays.steady": between(0, 10),
    "delays.card_wait": between(1, 3600),
    "delays.relay": between(0, 120),
    "devices.camera": words,
    "devices.sticks": one_of("mounted", "none", "simulated"),
    "devices.screen_mm_wide": between(50, 5000),
    "keeping.documents_days": between(0, YEARS),
    "keeping.unproven_days": between(0, math.inf),
    "keeping.draft_days": between(0, YEARS),
    "keeping.idle_from": whole(0, 24),
    "keeping.idle_until": whole(0, 24),
    "keeping.key": one_of("file", "tpm"),
    "scan.text_layer": one_of("off", "idle"),
    "scan.view_mm": lambda value: between(50, 2000)(value) or (between(0, 0)(value)),
}
"""By the entry's name, with its section before it."""

APART = (("portal.papers_from", "portal.papers_until"), ("keeping.idle_from", "keeping.idle_until"))
"""Hours from and until: an interval that is empty would never come."""


def allowed(name: str, value: Any) -> bool:
    """Whether ``value`` may stand at ``name`` in the settings."""
    return RULES.get(name, line)(value)

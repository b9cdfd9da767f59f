"""What each entry of the settings file may be. An entry that has no rule here may be any text of one line.

A slip of a technician's hand must show at the start, by the name of the entry, and not weeks later: a key that was
meant to lie in the chip and lies in a file, a night that never comes, a screen that is never wiped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MOST_TEXT = 400  # characters
MOST_NAME = 120  # characters of what stands at the head of every page and paper; the longest true one has 60
_QUEUE = re.compile(r"([^\s/#-][^\s/#]{0,126})?")
YEARS = 36_525.0  # days: a hundred years


@dataclass(frozen=True)
class SettingRule:
    """What may stand at an entry. ``words`` is the key below ``config.rule`` that says it; ``values`` fill them."""

    words: str
    allows: Callable[[Any], bool]
    values: Mapping[str, str | int] = field(default_factory=dict)


def between(least: float, most: float) -> SettingRule:
    """A number: no truth value, not NaN, and infinite only where ``most`` is."""
    return SettingRule("between", lambda value: _is_number(value) and least <= value <= most, _ends(least, most))


def whole(least: int, most: int) -> SettingRule:
    number = between(least, most)
    return SettingRule("whole", lambda value: isinstance(value, int) and number.allows(value), number.values)


def one_of(*choices: str | int) -> SettingRule:
    names = ", ".join(str(choice) for choice in choices)
    return SettingRule("one-of", lambda value: type(value) in (str, int) and value in choices, {"choices": names})


def shaped(pattern: str, example: str) -> SettingRule:
    """A text that ``pattern`` matches whole; ``example`` is one, for people."""
    return SettingRule(
        "shaped",
        lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None,
        {"example": example},
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _ends(least: float, most: float) -> Mapping[str, str | int]:
    return {"least": f"{least:g}", "most": f"{most:g}" if math.isfinite(most) else "inf"}


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_TEXT and value.isprintable()


def _says_something(value: Any) -> bool:
    return _is_line(value) and bool(value.strip())


def _is_full_path(value: Any) -> bool:
    return _says_something(value) and Path(value).is_absolute()


def _is_address(value: Any) -> bool:
    """One of this machine's own, in numbers: a name may lead anywhere, and all of them at once is nobody's wish."""
    try:
        return isinstance(value, str) and not ip_address(value).is_unspecified
    except ValueError:
        return False


def _is_camera(value: Any) -> bool:
    """An index of a few digits, or whatever else says something. Not every digit that Python knows names a camera."""
    return _says_something(value) and (not value.isdigit() or (value.isascii() and len(value) <= 3))


def _is_pin_place(value: Any) -> bool:
    return value in ("", "ask") or _is_full_path(value)


def _is_portal(value: Any) -> bool:
    """Empty, or an address with a host. Which of them may be spoken to is ``kiosk.config.may_speak_to``'s."""
    if not _is_line(value) or not value:
        return bool(value == "")
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


truth = SettingRule("truth", lambda value: isinstance(value, bool))
line = SettingRule("line", _is_line, {"most": MOST_TEXT})
"""A text of one line; it may be empty."""

words = SettingRule("words", _says_something, {"most": MOST_TEXT})
"""A text of one line that says something."""

name = SettingRule("words", lambda value: _says_something(value) and len(value) <= MOST_NAME, {"most": MOST_NAME})
short_line = SettingRule("line", lambda value: _is_line(value) and len(value) <= MOST_NAME, {"most": MOST_NAME})

folder = SettingRule("folder", _is_full_path)
"""The same folder wherever the program is started: whoever may choose the working folder chooses nothing else."""

portal = SettingRule("portal", _is_portal)
queue = SettingRule(
    "shaped", lambda value: _is_line(value) and _QUEUE.fullmatch(value) is not None, {"example": "TSP143"}
)
"""A queue as CUPS names one, or empty: nothing that ``lpstat`` reads as an option of its own."""

sound_device = shaped(r"(?!(file|tee)\b)\w+(:([\w=,.-]|([0-9A-F]{2}:){5}[0-9A-F]{2})+)?", "default:CARD=PCH")
"""One of ``aplay -L``. ALSA's ``file`` and ``tee`` write files and start programs, also as the slave of another."""

key_chip = shaped(r"device:/[\w/.-]+|(swtpm|mssim|tabrmd)(:[^\s]+)?", "device:/dev/tpmrm0")
"""A TCTI that is known. Others start a program (``cmd``), or are the path of a library that is loaded."""

own_port = SettingRule("own-port", lambda value: whole(1024, 65535).allows(value) or whole(0, 0).allows(value))
view = SettingRule("view", lambda value: between(50, 2000).allows(value) or between(0, 0).allows(value))

RULES: Mapping[str, SettingRule] = {
    "data": folder,
    "trust": folder,
    "language": one_of("vi", "en"),
    "packs": shaped(r"([a-z]{2,3}( [a-z]{2,3})*)?", "hmn"),
    "theme": one_of("light", "dark", "contrast"),
    "text": one_of(100, 125, 150, 200),
    "demo": truth,
    "office.unit": shaped(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*", "H15.50.05.13"),
    "office.kiosk": shaped(r"[A-Za-z0-9]{1,32}", "DV01"),
    "office.authority": name,
    "office.commune": name,
    "office.province": short_line,
    "office.health_station": short_line,
    "office.hotline": short_line,
    "office.hours": short_line,
    "office.bank": shaped(r"(\d{6})?", "970436"),
    "portal.url": portal,
    "portal.connect_timeout": between(1, 600),
    "portal.read_timeout": between(5, 3600),
    "portal.probe_interval": between(1, 3600),
    "portal.papers_from": whole(0, 23),
    "portal.papers_until": whole(0, 24),
    "portal.metered": one_of("yes", "no", "auto"),
    "delays.idle_ask": between(1, 600),
    "delays.idle_wipe": between(1, 900),
    "delays.debounce": between(0, 5),
    "delays.changed_rest": between(0, 5),
    "delays.steady": between(0, 10),
    "delays.card_wait": between(1, 3600),
    "delays.relay": between(0, 120),
    "devices.camera": SettingRule("camera", _is_camera),
    "devices.printer": queue,
    "devices.document_printer": queue,
    "devices.sticks": one_of("mounted", "none", "simulated"),
    "devices.screen_mm_wide": between(50, 5000),
    "counter.desk": shaped(r"[A-Z][A-Z0-9]{0,5}", "Q1"),
    "counter.idle": between(10, 3600),
    "counter.idle_out": between(60, 86400),
    "hall.address": SettingRule("address", lambda value: value == "" or _is_address(value)),
    "hall.port": whole(1024, 65535),
    "monitoring.port": own_port,
    "keeping.documents_days": between(0, YEARS),
    "keeping.unproven_days": between(0, math.inf),
    "keeping.draft_days": between(0, YEARS),
    "keeping.idle_from": whole(0, 23),
    "keeping.idle_until": whole(0, 24),
    "keeping.key": one_of("file", "tpm"),
    "keeping.chip": key_chip,
    "keeping.pin": SettingRule("pin", _is_pin_place),
    "sound.click": truth,
    "sound.success": truth,
    "sound.attention": truth,
    "devices.speech": one_of("espeak-ng", "none", "simulated"),
    "speech.headphones": sound_device,
    "speech.loudspeaker": sound_device,
    "speech.keys": one_of("pad", "switches"),
    "speech.rate": one_of(75, 100, 125, 150, 200),
    "scan.text_layer": one_of("off", "idle"),
    "scan.view_mm": view,
}
"""By the entry's name, with its section before it."""

APART = (("portal.papers_from", "portal.papers_until"), ("keeping.idle_from", "keeping.idle_until"))
"""Hours from and until: an interval that is empty would never come."""

BELOW = (("delays.idle_ask", "delays.idle_wipe"),)
"""Seconds of which the first are fewer: nobody is asked after the screen was wiped, and no wait is negative."""


def crossings(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each entry of ``values`` that does not go with another: its name, the rule's words, the other's name."""
    yield from ((one, "apart", other) for one, other in APART if one in values and values[one] == values[other])
    yield from ((one, "below", other) for one, other in BELOW if one in values and values[one] >= values[other])


def rule_of(name: str) -> SettingRule:
    """The rule of the entry ``name``."""
    return RULES.get(name, line)


def allowed(name: str, value: Any) -> bool:
    """Whether ``value`` may stand at ``name`` in the settings."""
    return rule_of(name).allows(value)

"""Pages out of templates (Jinja2). Every value is escaped, whichever template it is for and wherever it came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.words import words

TEMPLATES = Path(__file__).with_name("templates")

_TONES: Mapping[str, str] = {
    "2": "info",
    "3": "err",
    "4": "info",
    "5": "warn",
    "6": "warn",
    "8": "err",
    "9": "ok",
    "10": "ok",
}


def render(name: str, **values: object) -> str:
    """One page. A template that names a value which it was not given is a bug and raises."""
    return _ENVIRONMENT.get_template(name).render(values)


def moment(at: datetime) -> str:
    return f"{at:%H:%M %d/%m/%Y}"


def _second(at: datetime) -> str:
    return f"{at:%H:%M:%S %d/%m}"


def _status_name(status: str) -> str:
    return words().say(f"status.legal_name.{status}")


def _status_tone(status: str) -> str:
    return _TONES.get(status, "")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = {"moment": moment, "second": _second, "status_name": _status_name, "status_tone": _status_tone}
    environment.filters.update(filters)
    return environment


_ENVIRONMENT = _environment()

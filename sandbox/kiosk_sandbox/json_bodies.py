"""JSON from outside, as every door reads it: within bounds, and of texts that any database can keep."""

from __future__ import annotations

from typing import Any

from kiosk.bounded import OutOfBounds, read_json
from kiosk_sandbox.limits import MOST_BYTES


def read_from(body: bytes | str, most: int = max(MOST_BYTES.values())) -> Any:
    """The value in ``body``. OutOfBounds if it is none, or a text in it holds NUL, which PostgreSQL keeps nowhere."""
    value = read_json(body, most)
    if _has_nul(value):
        raise OutOfBounds("NUL in a text")
    return value


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or _has_nul(item) for name, item in value.items())
    return isinstance(value, list) and any(map(_has_nul, value))

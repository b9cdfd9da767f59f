"""The one bounded reader of JSON from outside: the portal, sticks, invitations, backups, child processes.

What a stranger sends is measured before it is parsed: its bytes, and how deep it is nested (a parser that recurses ends
a thread with RecursionError at some thousand brackets). Time follows from both: the parser is linear, and how long the
bytes may take to come is for whoever reads them from a line (``kiosk.sync.transport.dead_peer_detector``).
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

MOST_BYTES = 4 << 20
"""Of one text; who expects less says so."""

MOST_DEPTH = 32
"""Lists and objects within one another: the dossier exchange uses six, TUF's metadata seven."""

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class OutOfBounds(ValueError):
    """Too long, too deep, or no JSON at all. It says nothing of what was in it."""


def read_json(data: bytes | str, most: int = MOST_BYTES, depth: int = MOST_DEPTH) -> Any:
    """The value that ``data`` (UTF-8, RFC 8259) holds; OutOfBounds if it is none within these bounds.

    NaN and Infinity (no JSON) and lone surrogates (no text that could be kept or sent on) are refused too.
    """
    try:
        raw = data.encode() if isinstance(data, str) else bytes(data)
        if len(raw) > most:
            raise OutOfBounds(f"{len(raw)} bytes, {most} at most")
        if _depth(raw) > depth:
            raise OutOfBounds(f"nested more than {depth} deep")
        value = json.loads(raw, parse_constant=_no_number)
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()
    except OutOfBounds:
        raise
    except (ValueError, RecursionError) as error:  # RecursionError: by what the parser counts and this does not
        raise OutOfBounds(type(error).__name__) from None
    return value


def read_object(data: bytes | str, most: int = MOST_BYTES, depth: int = MOST_DEPTH) -> dict[str, Any]:
    """As ``read_json``, where nothing but an object will do."""
    value = read_json(data, most, depth)
    if not isinstance(value, dict):
        raise OutOfBounds("no object")
    return value


def _depth(raw: bytes) -> int:
    """How deep lists and objects lie within one another; what stands inside of texts does not count."""
    if raw.count(b"[") + raw.count(b"{") <= 1:
        return 1
    deepest = now = 0
    for bracket in _BRACKET.findall(_TEXT.sub(b"", raw)):
        now += 1 if bracket in b"[{" else -1
        deepest = max(deepest, now)
    return deepest


def _no_number(name: str) -> NoReturn:
    raise OutOfBounds(f"{name} is no number")

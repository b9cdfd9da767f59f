"""The last word of a kiosk that leaves service, as both sides sign it."""

from __future__ import annotations

import json
from collections.abc import Mapping

PURPOSE = b"kiosk farewell\n"


def farewell_text(facts: Mapping[str, str]) -> bytes:
    """The same bytes for the same facts."""
    return PURPOSE + json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

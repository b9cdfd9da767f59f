"""The name of a kiosk that moved to another unit: ``DATA/office.json``, over the settings for as long as these still
have the old name.

Written by a move alone, once a certificate in the new name is here. What the settings say of bank and account was the
old unit's and counts no more: fees are paid at the counter until an administrator writes the new ones into the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Config, Office
from kiosk.durable import read_bounded, write_durably

FILE = "office.json"
_NAMES = ("unit", "kiosk", "authority", "commune", "province")
_MOST = 16 << 10  # bytes


def put_over(folder: Path, old: Office, new: Office) -> None:
    """``new`` in the place of ``old`` from the next start on; durable when this returns. A kiosk that moves once more
    is still known to its settings by the first name."""
    first, before = [old.unit, old.kiosk], _read(folder)
    if before is not None and before[1]["unit"] in (old.unit, new.unit):
        first = before[0]
    fields = {"from": first, "to": {name: asdict(new)[name] for name in _NAMES}}
    write_durably(folder / FILE, json.dumps(fields, ensure_ascii=False).encode(), 0o600)


def renamed(config: Config) -> Config:
    """``config`` under the name that this kiosk moved to; as it is where it never moved, or its settings know."""
    known = _read(config.data)
    if known is None or known[0] != [config.office.unit, config.office.kiosk]:
        return config
    return config.with_(office=replace(config.office, **known[1], bank="", account=""))


def _read(folder: Path) -> tuple[list[str], dict[str, str]] | None:
    try:
        fields = read_object(read_bounded(folder / FILE, _MOST))
        names = {name: str(fields["to"][name]) for name in _NAMES}
        return [str(one) for one in fields["from"]], names
    except (OSError, OutOfBounds, KeyError, TypeError):
        return None

"""Settings that were changed at this kiosk: ``DATA/settings.toml``, over the file that the service was set up with.

The service's own file belongs to root, and a technician at the screen is not root. What decides who is believed here,
who this kiosk is, where money and submissions go, stays in that file alone: whoever may write the data folder changes
none of it. A change is on trial until the kiosk has come up with it; after ``TRIES`` starts that did not, the settings
that it came up with last are in force again. Nothing in these files keeps a kiosk from starting.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.config import MOST_SETTINGS, Config, laid_over
from kiosk.durable import read_bounded, write_durably
from kiosk.errors import ConfigError, SettingInvalid
from kiosk.language_packs import packs_named
from kiosk.moved_office import renamed
from kiosk.toml_source import TomlFault, TomlSource, read_source

log = logging.getLogger(__name__)

FILE, BEFORE, GOOD = "settings.toml", "settings.before.toml", "settings.good.toml"
"""Below the data folder: in force, those before the last change, and those that the kiosk came up with before it."""

REFUSED, TRIAL = "settings.refused.toml", "settings.trial"
"""Those that did not come up, and how often those on trial were tried."""

FILES = (FILE, BEFORE, GOOD, REFUSED, TRIAL)

TRIES = 3
_ELSEWHERE = (
    *("data", "trust", "demo", "courier.", "portal.url", "portal.username", "portal.password"),
    *("keeping.key", "keeping.pin", "office.unit", "office.kiosk", "office.bank", "office.account", "hall."),
)


def may_be_local(name: str) -> bool:
    """Whether the entry ``name`` may be changed at the kiosk."""
    return not any(name == one or (one.endswith(".") and name.startswith(one)) for one in _ELSEWHERE)


def effective(config: Config) -> Config:
    """``config`` with what was changed here over it, under the name that this kiosk moved to. What cannot be used gives
    way to what the kiosk came up with before it."""
    return renamed(_changed(config))


def _changed(config: Config) -> Config:
    for name in (FILE, GOOD, BEFORE):
        try:
            return over(config, read(config.data, name))
        except FileNotFoundError:
            if name == FILE:
                return config  # nothing was ever changed, or all was taken back
        except (OSError, ConfigError, TomlFault) as error:
            log.warning("settings: %s cannot be used: %s", name, type(error).__name__)
    return config


def over(config: Config, source: TomlSource) -> Config:
    """``config`` with the entries of ``source`` that may be local. SettingInvalid where one of them cannot be used."""
    table = {name: _allowed(value, name) for name, value in source.table.items()}
    local = {name: value for name, value in table.items() if value is not None}
    changed = laid_over(config, TomlSource(source.name, source.text, local))
    if "packs" in local:
        _need_packs(changed.packs, source.where("packs"))
    return changed


def _need_packs(codes: str, where: str) -> None:
    """A pack that there is not would be missed at the start alone. SettingInvalid."""
    try:
        packs_named(codes)
    except ConfigError as error:
        raise SettingInvalid(f"{where}: {error.detail}", **(error.values | {"where": where})) from error


def _allowed(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if may_be_local(f"{name}.{key}")}
    return value if may_be_local(name) else None


def read(folder: Path, name: str = FILE) -> TomlSource:
    """OSError, TomlFault."""
    return read_source(read_bounded(folder / name, MOST_SETTINGS), name)


def written(table: Mapping[str, Mapping[str, Any]]) -> bytes:
    """``table`` as TOML; entries of no section stand under the empty name."""
    parts = []
    for section, entries in sorted(table.items()):
        if entries:
            head = [f"[{section}]"] if section else []
            parts.append("\n".join([*head, *(f"{key} = {_value(one)}" for key, one in sorted(entries.items()))]))
    return ("\n\n".join(parts) + "\n").encode()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


# --- on trial ---------------------------------------------------------------------------------------------------------


def put_in_force(folder: Path, text: bytes) -> None:
    """``text`` from the next start on, on trial; what was there stands ready to come back. OSError."""
    now = _bytes(folder / FILE)
    if _tried(folder) is None:  # what is on trial itself is nothing to fall back on
        write_durably(folder / GOOD, now, 0o600)
    write_durably(folder / BEFORE, now, 0o600)
    write_durably(folder / TRIAL, b"0", 0o600)
    write_durably(folder / FILE, text, 0o600)
    (folder / REFUSED).unlink(missing_ok=True)


def waits(folder: Path) -> bool:
    """Whether a change has not been started with yet."""
    try:
        return _tried(folder) == 0
    except OSError:
        return False


def count_start(folder: Path) -> None:
    """One more start with settings on trial; those that were tried often enough give way to what came up."""
    with contextlib.suppress(OSError):
        if (tried := _tried(folder)) is None:
            return
        if tried < TRIES:
            write_durably(folder / TRIAL, str(tried + 1).encode("ascii"), 0o600)
            return
        write_durably(folder / REFUSED, _bytes(folder / FILE), 0o600)
        good = folder / (GOOD if (folder / GOOD).exists() else BEFORE)
        write_durably(folder / FILE, _bytes(good), 0o600)
        (folder / TRIAL).unlink(missing_ok=True)


def passed(folder: Path) -> None:
    """The kiosk has come up with them."""
    with contextlib.suppress(OSError):
        (folder / TRIAL).unlink(missing_ok=True)


def _tried(folder: Path) -> int | None:
    """None: nothing is on trial."""
    try:
        text = read_bounded(folder / TRIAL, 20)
    except FileNotFoundError:
        return None
    except OSError:
        return TRIES
    return int(text) if text.isdigit() else TRIES


def _bytes(path: Path) -> bytes:
    try:
        return read_bounded(path, MOST_SETTINGS)
    except OSError:
        return b""

"""What a technician sends to those who mend the program: how the kiosk stands, and nobody's data.

A zip of plain files that a person can read before it leaves the house. Dossiers are counted and never named: neither
their codes, nor anything that was written in them, is in it. A part that cannot be told says why, and stops no other.
"""

from __future__ import annotations

import io
import json
import platform
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import kiosk
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.durable import read_bounded, write_named
from kiosk.errors import KioskError
from kiosk.resources import catalogue_version
from kiosk.services.crash_trace import MOST_BYTES, NAME
from kiosk.services.opening import StoreAccess, looked_at, store_exists
from kiosk.services.settings import SettingsDesk
from kiosk.words import Words

JOURNAL_ENTRIES = 2_000
"""The newest ones that are taken along."""

_CODE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}|H\d\d(?:\.\d\d)*-\d{6}-\d+|\b\d{9,12}\b")
_OWN_PACKAGES = (
    "PySide6",
    "requests",
    "pyscard",
    "opencv-python",
    "numpy",
    "onnxruntime",
    "sqlite-utils",
    "cryptography",
)
Part = Callable[[], str]


def write_bundle(config: Config, file: Path, texts: Words) -> tuple[str, ...]:
    """Write the bundle; the names of what is in it. FileNotWritten."""
    parts: Mapping[str, Part] = {
        "README.txt": lambda: texts.say("support.about"),
        "machine.json": lambda: _json(_machine(config)),
        "health.json": lambda: _json(_health(config, texts)),
        "settings.json": lambda: _json(_settings(config)),
        "queue.json": lambda: _json(_queue(config)),
        "journal.jsonl": lambda: "\n".join(_journal(config)),
        "crash.txt": lambda: _crash(config),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, part in parts.items():
            bundle.writestr(name, _text_of(part))
    write_named(file, packed.getvalue(), 0o600)
    return tuple(parts)


def _text_of(part: Part) -> str:
    """The part, or the kind of what kept it from being told."""
    try:
        return part()
    except KioskError as error:
        return f"error: {error.code}\n"
    except Exception as error:  # whatever is broken here is what the bundle is made for
        return f"error: {type(error).__name__}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _machine(config: Config) -> dict[str, Any]:
    room = shutil.disk_usage(config.data)
    return {
        "at": office_time().isoformat(),
        "unit": config.office.unit,
        "kiosk": config.office.kiosk,
        "program": kiosk.__version__,
        "catalogue": catalogue_version() or "0",
        "python": platform.python_version(),
        "system": _system(),
        "kernel": platform.release(),
        "machine": platform.machine(),
        "packages": dict(_packages()),
        "disk": {"total": room.total, "free": room.free},
        "memory": _memory(),
    }


def _system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.system()


def _packages() -> Iterator[tuple[str, str]]:
    for name in _OWN_PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            yield name, metadata.version(name)


def _memory() -> dict[str, int]:
    """Kilobytes (proc_meminfo(5))."""
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    table = {line.partition(":")[0]: int(line.split()[1]) for line in lines}
    return {name: table[name] for name in ("MemTotal", "MemAvailable", "SwapFree")}


def _health(config: Config, texts: Words) -> list[dict[str, Any]]:
    from kiosk.services.health import detail, examination, remedy

    return [
        {
            "part": one.part,
            "state": one.state.value,
            "needed": one.needed,
            "detail": _without_codes(detail(one, texts)),
            "remedy": remedy(one, texts),
        }
        for one in examination(StoreAccess.by(config), texts)
    ]


def _settings(config: Config) -> dict[str, Any]:
    desk = SettingsDesk(config)
    changed = {one.name: one.value for one in desk.entries() if one.value != one.default and one.name not in _PRIVATE}
    return {"differs": changed, "refused": desk.refused}


_PRIVATE = frozenset({"portal.username", "office.account", "office.bank"})


def _queue(config: Config) -> list[dict[str, Any]]:
    """What waits, oldest first, by its age in hours: no code, no procedure's subject, no name."""
    from kiosk.services.queue import listing

    now = office_time()
    return [
        {
            "procedure": one["procedure"],
            "status": one["status"],
            "attempts": one["attempts"],
            "reason": str(one["reason"]).split(":", 1)[0],  # the code alone: the portal's words may name a person
            "hours": round((now - datetime.fromisoformat(one["filed_at"])).total_seconds() / 3600, 1),
            "bytes": one["size"],
        }
        for one in listing(config)
    ]


def _journal(config: Config) -> Iterator[str]:
    """The newest events: number, time, kind and facts, without what they are about."""
    if not store_exists(config):
        return
    with looked_at(config) as store:
        after = max(0, store.journal.head().number - JOURNAL_ENTRIES)
        for one in store.journal.entries(after):
            facts = {name: _without_codes(text) for name, text in one.entry.facts.items()}
            line = {"number": one.number, "at": one.at.isoformat(), "kind": one.entry.kind.value, "facts": facts}
            yield json.dumps(line, ensure_ascii=False)


def _crash(config: Config) -> str:
    """Names of functions and lines; empty where it never fell."""
    with suppress(OSError):
        return read_bounded(config.data / NAME, 2 * MOST_BYTES).decode(errors="replace")
    return ""


def _without_codes(text: str) -> str:
    """Codes of dossiers and long numbers as dots."""
    return _CODE.sub("…", text)

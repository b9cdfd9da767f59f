"""The state of every part, found by looking and never by trusting the settings.

A part is looked at by a :class:`Check`; ``checks`` gives those that need nothing but the machine. Rooms that know more
(the store its key, the link its portal) bring checks of their own to :func:`examine`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.clock import WRITTEN
from kiosk.config import Config
from kiosk.confinement import Walls, walls
from kiosk.devices import pcsc
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CardError

FAR = date(2046, 1, 1)
"""No true clock runs this far ahead: a dead battery wakes up in 1970, 1990 or 2039-and-later."""

DISK_LOW = 2 * 10**9  # bytes: about a hundred filings with photographed papers, a week without a line
DISK_FULL = 250 * 10**6  # bytes: the store takes no new visits; the one under way must still become durable
LINE_WAIT = 2.0  # seconds that the doctor waits for a daemon or a server to answer

PACKAGES = (
    "PySide6", "cv2", "numpy", "PIL", "pikepdf", "zxingcpp", "qrcode", "sqlcipher3", "sqlite_utils", "cryptography",
    "ecdsa", "asn1crypto", "requests", "holidays", "tuf", "pypdfium2", "wasmtime", "fontTools", "msgspec", "typst",
)  # fmt: skip
"""The modules of requirements/kiosk.in; what must compile has a line of its own."""

SCREEN_LIBRARIES = (
    "libGL.so.1", "libEGL.so.1", "libglib-2.0.so.0", "libfontconfig.so.1", "libfreetype.so.6", "libdbus-1.so.3",
    "libxkbcommon.so.0", "libxkbcommon-x11.so.0", "libxcb-cursor.so.0",
)  # fmt: skip
"""What Qt loads from the system; requirements/apt-screen.txt names the packages they come in."""


@dataclass(frozen=True)
class Finding:
    """What was found of one part. Words: ``doctor.part.PART`` names it, ``doctor.PART.OUTCOME.detail`` says how it is,
    and, unless it is ready, ``doctor.PART.OUTCOME.remedy`` what to do. ``values`` fill them and are never personal."""

    part: str
    state: State
    outcome: str
    needed: bool  # without it no resident can be served here
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def down(self) -> bool:
        """Whether this keeps residents from being served."""
        return self.needed and self.state is State.MISSING


Check = Callable[[], Finding]
"""Looks at one part and comes back within a few seconds. A known failure is something found, not raised."""


def examine(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Look at everything, in order."""
    return tuple(check() for check in checks)


def checks(config: Config, today: date, pixels: Sequence[Check] = ()) -> tuple[Check, ...]:
    """The checks that need nothing but the machine and its settings, in the order a technician works.

    ``pixels``: those of ``pixel_health``, which a kiosk that runs does without: its own worker has the camera."""
    devices = config.devices
    return (
        packages,
        screen,
        partial(clock, today),
        partial(disk, config.data),
        partial(card_reader, devices.card_reader),
        *pixels,
        cell,
        partial(printer, devices.printer),
        partial(binding, "flatbed", "sane"),
        partial(binding, "key-chip", "tpm2_pytss"),
        partial(portal, config.portal.url),
    )


def packages() -> Finding:
    """Python and every package that came with a lock."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        return Finding("packages", State.MISSING, "missing", True, {"names": ", ".join(missing)})
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("packages", State.READY, "ready", True, {"version": version, "count": len(PACKAGES)})


def screen() -> Finding:
    """The system's libraries behind the window; whether a display is plugged in shows itself."""
    missing = [name for name in SCREEN_LIBRARIES if not _loads(name)]
    if missing:
        return Finding("screen", State.MISSING, "missing", True, {"names": ", ".join(missing)})
    return Finding("screen", State.READY, "ready", True)


def clock(today: date) -> Finding:
    """Receipts, deadlines and the trust in certificates hang on the date."""
    values = {"today": today.isoformat()}
    if WRITTEN <= today < FAR:
        return Finding("clock", State.READY, "ready", True, values)
    return Finding("clock", State.MISSING, "wrong", True, values)


def disk(data: Path) -> Finding:
    """Room and leave to write where the kiosk keeps its data. The folder itself may not exist yet."""
    place = next(folder for folder in (data.absolute(), *data.absolute().parents) if is_there(folder))
    free = shutil.disk_usage(place).free
    values: dict[str, str | int] = {"folder": str(data), "free": f"{free / 10**9:.1f}"}
    if not os.access(place, os.W_OK):
        return Finding("disk", State.MISSING, "forbidden", True, values)
    if free < DISK_FULL:
        return Finding("disk", State.MISSING, "full", True, values)
    if free < DISK_LOW:
        return Finding("disk", State.DEGRADED, "low", True, values)
    return Finding("disk", State.READY, "ready", True, values)


def card_reader(setting: str, daemon: Path | None = None, readers: Callable[[], list[str]] | None = None) -> Finding:
    """Binding, daemon and reader, in the order in which one needs the other. ``daemon`` is pcscd's socket."""
    finding = partial(Finding, "card-reader", needed=True)
    if setting == "simulated":
        return finding(State.READY, "simulated")
    if importlib.util.find_spec("smartcard") is None:
        return finding(State.MISSING, "no-binding", values={"packages": _packages_for("smartcard")})
    if not _listens(daemon or Path(os.environ.get("PCSCLITE_CSOCK_NAME", "/run/pcscd/pcscd.comm"))):
        return finding(State.MISSING, "no-daemon")
    names = (readers or _readers)()
    if not names:
        return finding(State.MISSING, "no-reader")
    return finding(State.READY, "ready", values={"names": ", ".join(names)})


def cell(layers: Walls | None = None) -> Finding:
    """What the kernel gives to shut in whatever decodes strangers' files. Without it no such file is opened."""
    here = layers or walls()
    if not here.seccomp:
        return Finding("cell", State.MISSING, "none", False)
    if not here.landlock:
        return Finding("cell", State.DEGRADED, "no-landlock", False)
    return Finding("cell", State.READY, "ready", False, {"abi": here.landlock})


def printer(setting: str, look: Callable[[str], DeviceHealth] | None = None) -> Finding:
    """Without a printer the receipt is shown and sent, so nobody is turned away."""
    finding = partial(Finding, "printer", needed=False, values={"queue": setting})
    if setting == "simulated":
        return finding(State.READY, "simulated")
    if setting == "none":
        return finding(State.MISSING, "none")
    state = (look or _spooled)(setting).state
    return finding(state, {State.READY: "ready", State.DEGRADED: "no-paper", State.MISSING: "missing"}[state])


def binding(part: str, module: str) -> Finding:
    """An optional part of which only the Python binding is looked at."""
    there = importlib.util.find_spec(module) is not None
    return Finding(part, State.READY if there else State.MISSING, "ready" if there else "missing", False)


def portal(url: str) -> Finding:
    """Whether something answers at the portal's address. What is filed without it waits in the queue."""
    finding = partial(Finding, "portal", needed=False, values={"url": url})
    if not url:
        return finding(State.DEGRADED, "none")
    return finding(State.READY, "ready") if answers(url) else finding(State.DEGRADED, "no-answer")


def _packages_for(module: str) -> str:
    """What scripts/setup wrote down when it could not compile the binding of ``module``."""
    note = Path(sys.prefix, "missing.txt")
    lines = note.read_text("utf-8").splitlines() if note.exists() else []
    return next((line.partition(" needs ")[2] for line in lines if line.startswith(module)), "")


def is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # below a folder that this user may not look into, or a name longer than any is
        return False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(LINE_WAIT)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def answers(url: str) -> bool:
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "rtsp": 554}.get(parts.scheme, 80)
    try:
        socket.create_connection((parts.hostname or "", port), LINE_WAIT).close()
    except OSError:
        return False
    return True


def _readers() -> list[str]:
    try:
        with pcsc.Context() as context:
            return [slot.name for slot in context.slots()]
    except CardError:  # none, or the daemon went while we looked
        return []


def _spooled(queue: str) -> DeviceHealth:
    from kiosk.devices.printer import CupsPrinter

    return CupsPrinter(queue).health()

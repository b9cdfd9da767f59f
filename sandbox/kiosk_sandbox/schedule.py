"""Which fault strikes which request, and when: as a file, ``POST /faults``, or the request itself says."""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

KINDS = (
    "latency",
    "drop",
    "reset",
    "status",
    "captive",
    "redirect",
    "truncate",
    "lost",
    "cut",
    "clock",
    "clip",
    "double",
)


_TYPES: Mapping[str, Any] = {"str": str, "int": int, "float": int | float}
_MOST = 2**31  # of any number: bytes, or seconds, and a Date that is not beyond all calendars


@dataclass(frozen=True)
class PortalFault:
    kind: str
    path: str = ""
    service: str = ""
    method: str = ""
    times: int = 1
    skip: int = 0
    every: int = 1
    after: float = 0.0
    until: float = 0.0  # 0: no end
    seconds: float = 0.0
    status: int = 503
    retry_after: int = 0
    bytes: int = 0


def fault_from(data: Mapping[str, Any]) -> PortalFault:
    """``ValueError`` names what is wrong."""
    known = {item.name: item for item in fields(PortalFault)}
    if data.get("kind") not in KINDS:
        raise ValueError(f"kind: one of {', '.join(KINDS)}")
    for name, value in data.items():
        if name not in known:
            raise ValueError(f"unknown: {name}")
        if not isinstance(value, _TYPES[str(known[name].type)]) or isinstance(value, bool):
            raise ValueError(f"{name}: wrong type")
        if not isinstance(value, str) and not 0 <= abs(value) < _MOST:
            raise ValueError(f"{name}: too much")
    if data.get("every", 1) < 1:
        raise ValueError("every: at least 1")
    if not 200 <= data.get("status", 503) <= 599:
        raise ValueError("status: one of HTTP")
    return PortalFault(**data)


def faults_from(path: Path) -> list[PortalFault]:
    """The ``[[faults]]`` of a TOML file. OSError, ValueError."""
    with path.open("rb") as file:
        return [fault_from(item) for item in tomllib.load(file).get("faults", ())]


def fault_asked(text: str) -> PortalFault:
    """The fault of a ``Sandbox-Fault`` header. ``ValueError`` names what is wrong."""
    kind, *pairs = (part.strip() for part in text.split(";"))
    known = {item.name: str(item.type) for item in fields(PortalFault)}
    fields_asked: dict[str, Any] = {"kind": kind}
    for pair in pairs:
        name, _, value = pair.partition("=")
        fields_asked[name] = {"int": int, "float": float}.get(known.get(name, ""), str)(value)
    return fault_from(fields_asked)


class Schedule:
    """The faults in force, and how often each has struck."""

    def __init__(self, faults: Iterable[PortalFault] = (), monotonic: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._monotonic = monotonic
        self._faults: list[tuple[PortalFault, int, float]] = [(fault, 0, monotonic()) for fault in faults]

    def add(self, *faults: PortalFault) -> None:
        with self._lock:
            self._faults += [(fault, 0, self._monotonic()) for fault in faults]

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def as_json(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) | {"met": met} for fault, met, _ in self._faults]

    def wants_service(self, path: str) -> bool:
        """Must the body be read to know whether a fault strikes?"""
        with self._lock:
            return any(fault.service and path.startswith(fault.path) for fault, _, _ in self._faults)

    def strike(self, path: str, method: str, service: str) -> PortalFault | None:
        """The first fault that meets this request, counted; None if all is well."""
        with self._lock:
            for index, (fault, met, since) in enumerate(self._faults):
                if not (_meets(fault, path, method, service) and _in_time(fault, self._monotonic() - since)):
                    continue
                if fault.times and met >= fault.skip + fault.times * fault.every:
                    continue
                self._faults[index] = (fault, met + 1, since)
                if met >= fault.skip and (met - fault.skip + 1) % fault.every == 0:
                    return fault
        return None


def _meets(fault: PortalFault, path: str, method: str, service: str) -> bool:
    return path.startswith(fault.path) and fault.service in ("", service) and fault.method.upper() in ("", method)


def _in_time(fault: PortalFault, elapsed: float) -> bool:
    return fault.after <= elapsed and (not fault.until or elapsed < fault.until)

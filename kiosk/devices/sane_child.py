"""One scan in a process of its own: SANE's drivers are C libraries of many hands, and may hang or crash.

Run as ``python -m kiosk.devices.sane_child trays|scan DEVICE [TRAY DPI]``. Standard output carries messages, one line
of JSON each; a page is followed by its raw RGB bytes. A line on standard input, or its end, cancels.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any

A4_MM = (210.0, 297.0)
_DUPLEX = re.compile(r"duplex|both|two.?sided", re.IGNORECASE)
_FEEDER = re.compile(r"adf|feeder|sheet|tray", re.IGNORECASE)
_FAULTS = (  # the words of sane_strstatus()
    ("out of documents", "empty"),
    ("jammed", "jammed"),
    ("cover is open", "open"),
    ("busy", "busy"),
    ("cancelled", "cancelled"),
)


def tray_of(source: str) -> str:
    """The tray that a driver's own word for its source means: there is no standard for it."""
    if _DUPLEX.search(source):
        return "duplex"
    return "feeder" if _FEEDER.search(source) else "flatbed"


def trays_of(sources: Sequence[str]) -> dict[str, str]:
    """The driver's word for each tray it has; one without a word for it is a flatbed."""
    trays: dict[str, str] = {}
    for source in sources:
        trays.setdefault(tray_of(source), source)
    return trays or {"flatbed": ""}


def fault_of(words: str) -> str:
    return next((fault for sign, fault in _FAULTS if sign in words.lower()), "gone")


class Child:
    """Talks on ``out``; ``sane`` is the binding, ``error`` what it raises for a status of the driver's."""

    def __init__(self, sane: Any, error: type[Exception], out: IO[bytes]) -> None:
        self._sane, self._error, self._out = sane, error, out

    def run(self, words: Sequence[str]) -> None:
        try:
            self._sane.init()
            with self._opened(words[1]) as device:
                if words[0] == "trays":
                    self._tell(trays=sorted(trays_of(_sources(device))))
                else:
                    self._scan(device, words[2], int(words[3]))
        except (self._error, RuntimeError, LookupError, AttributeError) as error:
            self._tell(fault=fault_of(str(error)), detail=type(error).__name__)

    def _opened(self, name: str) -> Any:
        devices = [device[0] for device in self._sane.get_devices() if name in (device[0], "")]
        return self._sane.open(devices[0])

    def _scan(self, device: Any, tray: str, dpi: int) -> None:
        threading.Thread(target=_cancel_on_word, args=(device,), daemon=True).start()
        _set_up(device, tray, dpi)
        count = 0
        while tray != "flatbed" or count == 0:
            try:
                device.start()
                page = device.snap(no_cancel=tray != "flatbed").convert("RGB")
            except self._error as error:
                fault = fault_of(str(error))
                self._tell(**({"end": count} if fault == "empty" and count else {"fault": fault, "detail": "page"}))
                device.cancel()
                return
            self._tell(width=page.width, height=page.height, dpi=round(device.resolution))
            self._out.write(page.tobytes("raw", "BGR"))
            self._out.flush()
            count += 1
        self._tell(end=count)

    def _tell(self, **message: Any) -> None:
        self._out.write(json.dumps(message).encode() + b"\n")
        self._out.flush()


def _sources(device: Any) -> Sequence[str]:
    return tuple(device["source"].constraint or ()) if "source" in device.opt else ()


def _set_up(device: Any, tray: str, dpi: int) -> None:
    options = device.opt
    if source := trays_of(_sources(device)).get(tray):
        device.source = source
    if "mode" in options:
        device.mode = next((mode for mode in options["mode"].constraint or () if mode.lower() == "color"), "Color")
    if "depth" in options and options["depth"].is_settable() and options["depth"].is_active():
        device.depth = 8
    device.resolution = dpi
    for name, corner in (("tl_x", 0.0), ("tl_y", 0.0), ("br_x", A4_MM[0]), ("br_y", A4_MM[1])):
        if name in options:
            limit = options[name].constraint
            setattr(device, name, min(corner, limit[1]) if isinstance(limit, tuple) else corner)


def _cancel_on_word(device: Any) -> None:
    sys.stdin.readline()
    device.cancel()


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a driver prints goes to the log, not between the messages
    try:
        import sane
        from _sane import error
    except ImportError:
        out.write(b'{"fault": "gone", "detail": "no binding"}\n')
        return
    Child(sane, error, out).run(sys.argv[1:])
    out.flush()
    os._exit(0)  # some drivers hang in their own clean-up


if __name__ == "__main__":
    main()

"""Whether headphones are plugged in, by the kernel's switch for the socket (SW_HEADPHONE_INSERT, input.h).

A sound card that senses its socket is an input device with that switch; the state is asked once and every change comes
as an event, so that nothing is polled. A socket without a sensor, and headphones with a sound card of their own (USB),
have no such switch: then it is not known.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from kiosk.closing import close_all

INPUTS, NODES = Path("/sys/class/input"), Path("/dev/input")

EV_SW, SW_HEADPHONE_INSERT = 0x05, 0x02  # linux/input-event-codes.h
EVIOCGSW = 2 << 30 | 8 << 16 | ord("E") << 8 | 0x1B  # linux/input.h, for 8 bytes
EVENT = struct.Struct("@llHHi")  # struct input_event


def switches(inputs: Path = INPUTS) -> tuple[str, ...]:
    """The input devices that tell of a plug: event3."""
    return tuple(sorted(one.parts[-4] for one in inputs.glob("event*/device/capabilities/sw") if _senses(one)))


def _senses(capabilities: Path) -> bool:
    """A bitmap in words of 64 bits, the highest first."""
    try:
        return bool(int(capabilities.read_text("ascii").split()[-1], 16) >> SW_HEADPHONE_INSERT & 1)
    except (OSError, ValueError, IndexError):
        return False


def _state(node: int) -> bool:
    """Whether a plug is in now. OSError."""
    bits = bytearray(8)
    fcntl.ioctl(node, EVIOCGSW, bits)
    return bool(bits[0] >> SW_HEADPHONE_INSERT & 1)


class KernelHeadphones:
    """``HeadphoneSocket`` of this machine; several sockets are as one. A switch that goes away is asked no more."""

    def __init__(self, inputs: Path = INPUTS, nodes: Path = NODES, state: Callable[[int], bool] = _state) -> None:
        self._plugs: dict[int, bool] = {}
        for name in switches(inputs):
            with suppress(OSError):  # not ours to read: then it is not known
                node = os.open(nodes / name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
                self._plugs[node] = False
                self._plugs[node] = state(node)
        self._listeners: list[Callable[[bool], None]] = []
        self._ends = os.pipe()
        self._thread = threading.Thread(target=self._run, name="kiosk-headphones", daemon=True)
        if self._plugs:
            self._thread.start()

    @property
    def plugged(self) -> bool | None:
        return any(self._plugs.values()) if self._plugs else None

    def subscribe(self, listener: Callable[[bool], None]) -> None:
        self._listeners.append(listener)

    def close(self) -> None:
        nodes, self._plugs = tuple(self._plugs), {}
        close_all(self._end, *(partial(os.close, one) for one in (*nodes, *self._ends)))

    def _end(self) -> None:
        os.write(self._ends[1], b".")
        if self._thread.is_alive():
            self._thread.join()

    # --- on the thread ---

    def _run(self) -> None:
        nodes, before = set(self._plugs), self.plugged
        while nodes:
            ready, _, _ = select.select([*nodes, self._ends[0]], [], [])
            if self._ends[0] in ready:
                return
            nodes.difference_update([node for node in ready if not self._heard(node)])
            if self.plugged is not before:
                before = self.plugged
                for listener in self._listeners:
                    listener(before is True)

    def _heard(self, node: int) -> bool:
        """Take what the switch tells; False where it is gone, and its plug with it."""
        try:
            events = os.read(node, EVENT.size * 64)
        except BlockingIOError:
            return True
        except OSError:
            events = b""
        if not events:
            self._plugs[node] = False
            return False
        for _, _, kind, code, value in EVENT.iter_unpack(events[: len(events) // EVENT.size * EVENT.size]):
            if (kind, code) == (EV_SW, SW_HEADPHONE_INSERT):
                self._plugs[node] = bool(value)
        return True

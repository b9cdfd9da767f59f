"""A bad line between two network namespaces: rate, delay, loss in bursts, and a middlebox that forgets its flows.

    with Link(SHAPES["S1"]) as link:
        server = link.far("python", "-m", "kiosk", "portal", "--host", FAR)
        client = link.near("curl", "-T", "paper.pdf", f"http://{FAR}:8000/")

Packets cross from one TUN device to the other through this process, which queues, delays and loses them as a ``Shape``
says; TCP on both ends is the kernel's own. Needs Linux and root (``usable`` says why not). Nothing outside the
two namespaces is touched, and they go with the ``with``.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import heapq
import itertools
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

NEAR, FAR = "10.88.0.1", "10.88.0.2"
_CLONE_NEWNET = 0x40000000
_TUNSETIFF, _TUN_NO_PI = 0x400454CA, 0x1001
_TCP, _SYN, _RST, _ACK = 6, 0x02, 0x04, 0x10


@dataclass(frozen=True)
class Shape:
    """``rate`` in bit/s each way, counted on IP packets; ``rtt`` in seconds, empty queue; ``loss`` of packets each way,
    in runs of ``burst`` on average (Gilbert); every ``reset`` seconds all flows are forgotten, by RST or ``silent``;
    ``queue`` seconds of packets wait before the line, more are dropped."""

    rate: float
    rtt: float
    loss: float
    burst: float = 1.0
    reset: float = 0.0
    silent: bool = False
    queue: float = 1.0
    mtu: int = 1400


SHAPES = {
    "S1": Shape(256e3, 0.6, 0.02, reset=60),
    "S4": Shape(256e3, 0.6, 0.02, reset=60, silent=True),
    "S2": Shape(64e3, 0.8, 0.10, burst=4, reset=120),
}


def usable() -> str:
    """Why there can be no link on this machine; empty if there can."""
    if os.geteuid() != 0:
        return "namespaces need root"
    if shutil.which("ip") is None or not Path("/dev/net/tun").exists():
        return "no ip, or no /dev/net/tun"
    probe = subprocess.run(
        ["unshare", "-n", "ip", "tuntap", "add", "t0", "mode", "tun"], capture_output=True, check=False
    )
    return probe.stderr.decode().strip()


@dataclass
class Way:
    """One direction: when its queue is empty, and what became of the packets."""

    to: int  # the device at the other end
    free: float = 0.0
    bad: bool = False
    packets: int = 0
    bytes: int = 0  # that entered the line, lost ones too
    lost: int = 0
    overflowed: int = 0


@dataclass
class Link:
    shape: Shape
    seed: int = 1
    congestion: str = "bbr"  # for who does not choose: the peers get the best there is
    ways: list[Way] = field(default_factory=list)
    resets: int = 0
    began: float = 0.0  # monotonic; when the first packet came from the near end

    def __enter__(self) -> Link:
        name = f"line{os.getpid()}{_number()}"
        self._names = (f"{name}n", f"{name}f")
        self._random = random.Random(self.seed)
        devices = [self._device(self._names[0], NEAR, FAR), self._device(self._names[1], FAR, NEAR)]
        self.ways = [Way(devices[1]), Way(devices[0])]
        self._devices = devices
        self._heap: list[tuple[float, int, int, bytes]] = []
        self._serial = itertools.count()
        self._flows: dict[bytes, int] = {}  # flow -> the last acknowledgement that its sender gave
        self._dead: set[bytes] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="line", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for device in self._devices:
            os.close(device)
        for name in self._names:
            _ip("netns", "del", name)

    def near(self, *command: str, **options: object) -> subprocess.Popen[bytes]:
        """Start a command at the kiosk's end."""
        return subprocess.Popen(["ip", "netns", "exec", self._names[0], *command], **options)  # type: ignore[call-overload, no-any-return]

    def far(self, *command: str, **options: object) -> subprocess.Popen[bytes]:
        """Start a command at the portal's end."""
        return subprocess.Popen(["ip", "netns", "exec", self._names[1], *command], **options)  # type: ignore[call-overload, no-any-return]

    # --- the two ends ------------------------------------------------------------------------------------------------

    def _device(self, name: str, mine: str, theirs: str) -> int:
        _ip("netns", "add", name)
        made: list[int] = []
        entering = threading.Thread(
            target=lambda: made.append(_tun_within(name))
        )  # a thread has a namespace of its own
        entering.start()
        entering.join()
        within = ["netns", "exec", name, "ip"]
        _ip(*within, "addr", "add", mine, "peer", theirs, "dev", "line0")
        _ip(*within, "link", "set", "line0", "up", "mtu", str(self.shape.mtu), "txqueuelen", "1000")
        _ip(*within, "link", "set", "lo", "up")
        for key, value in (("tcp_no_metrics_save", "1"), ("tcp_congestion_control", self.congestion)):
            tell = f"echo {value} > /proc/sys/net/ipv4/{key}"
            subprocess.run(["ip", "netns", "exec", name, "sh", "-c", tell], check=False, stderr=subprocess.DEVNULL)
        return made[0]

    # --- the packets -------------------------------------------------------------------------------------------------

    def _carry(self) -> None:
        following = time.monotonic() + (self.shape.reset or float("inf"))
        while not self._over.is_set():
            now = time.monotonic()
            if now >= following:
                following += self.shape.reset
                self._forget()
            while self._heap and self._heap[0][0] <= now:
                _, _, device, packet = heapq.heappop(self._heap)
                _write(device, packet)
            patience = min(0.05, max(0.0, self._heap[0][0] - now)) if self._heap else 0.05
            for device in select.select(self._devices, [], [], patience)[0]:
                self._take(device)

    def _take(self, device: int) -> None:
        way = self.ways[self._devices.index(device)]
        while True:
            try:
                packet = os.read(device, 65536)
            except BlockingIOError:
                return
            if packet[0] >> 4 == 4 and self._known(device, packet):
                self._send(way, packet)

    def _send(self, way: Way, packet: bytes) -> None:
        now = time.monotonic()
        if way.free - now > self.shape.queue:
            way.overflowed += 1
            return
        way.free = max(now, way.free) + len(packet) * 8 / self.shape.rate
        if not self.began and way is self.ways[0]:
            self.began = now
        way.packets, way.bytes = way.packets + 1, way.bytes + len(packet)
        if self._lost(way):
            way.lost += 1
        else:
            heapq.heappush(self._heap, (way.free + self.shape.rtt / 2, next(self._serial), way.to, packet))

    def _lost(self, way: Way) -> bool:
        leave = 1 / self.shape.burst
        enter = leave * self.shape.loss / (1 - self.shape.loss)
        if self.shape.burst == 1:
            return self._random.random() < self.shape.loss
        way.bad = self._random.random() >= leave if way.bad else self._random.random() < enter
        return way.bad

    # --- the middlebox -----------------------------------------------------------------------------------------------

    def _known(self, device: int, packet: bytes) -> bool:
        """Does the packet pass? One of a forgotten flow does not: it is answered with RST, or with nothing."""
        if packet[9] != _TCP:
            return True
        head = (packet[0] & 15) * 4
        flow, flags = packet[12:20] + packet[head : head + 4], packet[head + 13]
        back = flow[4:8] + flow[:4] + flow[10:12] + flow[8:10]
        seen = int.from_bytes(packet[head + 8 : head + 12], "big")
        if flags & _SYN:
            self._dead -= {flow, back}
        if flow in self._dead or back in self._dead:
            if not self.shape.silent and not flags & _RST:
                _write(device, _reset(back, seen))
            return False
        self._flows[flow] = seen
        return True

    def _forget(self) -> None:
        self.resets += 1
        for flow, seen in self._flows.items():
            self._dead.add(flow)
            if not self.shape.silent:
                back = flow[4:8] + flow[:4] + flow[10:12] + flow[8:10]
                _write(self._devices[0 if flow[:4] == socket.inet_aton(NEAR) else 1], _reset(back, seen))
        self._flows.clear()


_numbers = itertools.count()


def _number() -> int:
    return next(_numbers)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _tun_within(name: str) -> int:
    """A TUN device made inside a namespace, by a thread that stays there and ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    space: IO[bytes]
    with Path(f"/run/netns/{name}").open("rb") as space:
        if libc.setns(space.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", b"line0", _TUN_NO_PI))
    return device


def _write(device: int, packet: bytes) -> None:
    with contextlib.suppress(OSError):  # its end is going away
        os.write(device, packet)


def _reset(flow: bytes, sequence: int) -> bytes:
    """A RST on ``flow`` (addresses, then ports), at a number its receiver has acknowledged up to."""
    tcp = struct.pack("!4sIIBBHHH", flow[8:12], sequence, 0, 5 << 4, _RST, 0, 0, 0)
    pseudo = flow[:8] + struct.pack("!HH", _TCP, len(tcp))
    tcp = tcp[:16] + _checksum(pseudo + tcp) + tcp[18:]
    ip = struct.pack("!BBHHHBBH8s", 0x45, 0, 40, 0, 0x4000, 64, _TCP, 0, flow[:8])
    return ip[:10] + _checksum(ip) + ip[12:] + tcp


def _checksum(data: bytes) -> bytes:
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)

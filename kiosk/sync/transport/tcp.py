"""What the kernel knows of a connection, and what it can be asked to do better on a bad line. Elsewhere than on Linux
everything here does nothing, and the timeouts of the layer above have to do.
"""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from pathlib import Path

BBR = b"bbr"
_STALL_MS = 30_000  # unacknowledged this long, a connection is dead, whatever else is known of it
_UNSENT = 32 * 1024  # bytes the kernel takes ahead of the line: more would only be lost with the connection
_MOST_RTO_MS = 3_000  # a line that lost a whole window is tried again this soon, not after 4, 8, 16 seconds...
_RTO_STEP = 0.2  # ...and where the round trip is known, when an acknowledgement is overdue: told anew when so much off
_SOONEST = 1.0  # seconds of silence that mean nothing, on the fastest line
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", 18)
_CONGESTION = getattr(socket, "TCP_CONGESTION", 13)
_NOTSENT_LOWAT = getattr(socket, "TCP_NOTSENT_LOWAT", 25)
_RTO_MAX_MS = 44  # linux/tcp.h, since 6.15; older kernels say no
_THIN_LINEAR_TIMEOUTS = 16
_MAX_PACING_RATE = 47  # asm-generic/socket.h: SO_MAX_PACING_RATE
_FLOOR_LASTS = 9.0  # seconds; after 10, BBR runs its line dry for a round trip to measure the floor anew
_LONG_RTT = 0.2  # seconds; below it that dry round costs too little to be worth anything
_SHORT_QUEUE = 0.12  # seconds that may wait in the line: never idle, and nobody is held up...
_FEW_PACKETS = 2.5 * 1400  # ...bytes, on a slow line
_GAIN = 0.5  # a second of queue too much halves the pace: it is gone after two round trips of a long line
_MORE, _LESS = 1.05, 0.4  # an empty queue: the line may carry more, a twentieth each round; and the other end
_LEFT = 0.25  # of the pace is kept while somebody else's message goes by
_MEMORY = 4  # spells of ``_FLOOR_LASTS`` whose best rate counts


@dataclass(frozen=True)
class Info:
    """A part of ``struct tcp_info`` (linux/tcp.h). Times in seconds, rates in bytes per second."""

    in_flight: int  # segments sent and not acknowledged
    unsent: int  # bytes given to the kernel and not yet to the line
    silence: float  # since the last acknowledgement came
    rtt: float
    variation: float
    floor: float  # the shortest round trip seen
    timeout: float  # when the kernel would send again
    rate: float  # delivered lately
    idle: bool  # that was less than the line could have carried: there was not more to send
    acked: int  # bytes since the connection began

    @property
    def overdue(self) -> float:
        """Seconds of silence after which it is worth a packet to ask. On a moving line acknowledgements come one after
        another; a round trip and its variation is how long the whole pipe takes to say something."""
        return max(_SOONEST, 1.25 * self.rtt + 2 * self.variation)

    @property
    def starved(self) -> bool:
        """There is something to send, and for more than a round trip the kernel has sent nothing of it."""
        return bool(self.unsent) and not self.in_flight and self.silence > self.rtt + self.variation


def info(connection: socket.socket) -> Info | None:
    """None where the kernel does not say."""
    try:
        raw = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 232)
    except (OSError, AttributeError):
        return None
    if len(raw) < 168:
        return None

    def word(at: int) -> int:
        return int.from_bytes(raw[at : at + 4], sys.byteorder)

    def long(at: int) -> int:
        return int.from_bytes(raw[at : at + 8], sys.byteorder)

    return Info(
        in_flight=word(24),
        unsent=word(144),
        silence=word(56) / 1e3,
        rtt=word(68) / 1e6,
        variation=word(72) / 1e6,
        floor=word(148) / 1e6,
        timeout=word(8) / 1e6,
        rate=float(long(160)),
        idle=bool(raw[7] & 1),
        acked=long(120),
    )


def options() -> list[tuple[int, int, int | bytes]]:
    """For every new connection. Those that this kernel does not know are left out."""
    wanted: list[tuple[int, int, int | bytes]] = [
        (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        (socket.IPPROTO_TCP, _USER_TIMEOUT, _STALL_MS),
        (socket.IPPROTO_TCP, _NOTSENT_LOWAT, _UNSENT),
        (socket.IPPROTO_TCP, _THIN_LINEAR_TIMEOUTS, 1),
        (socket.IPPROTO_TCP, _RTO_MAX_MS, _MOST_RTO_MS),
    ]
    if "bbr" in _allowed_congestion_controls():
        wanted.append((socket.IPPROTO_TCP, _CONGESTION, BBR))
    with socket.socket() as probe:
        return [option for option in wanted if set_option(probe, *option)]


def set_option(connection: socket.socket, level: int, name: int, value: int | bytes) -> bool:
    try:
        connection.setsockopt(level, name, value)
    except OSError:
        return False
    return True


def _allowed_congestion_controls() -> list[str]:
    try:
        return Path("/proc/sys/net/ipv4/tcp_allowed_congestion_control").read_text().split()
    except OSError:  # another system, or a closed /proc
        return []


class Pace:
    """Keeps one sending connection at the line's rate and its queue short, with BBR where the kernel has it.

    BBR measures the line's floor every ten seconds by letting it run dry for a round trip. On a line with 600 ms that
    is a twentieth of all it can carry (measured: 86 % against 93 %, docs/sync.md). The floor is known: the kernel keeps
    it for minutes. So a little before that time BBR is begun anew on the living connection.

    What keeps the queue short is a cap on the pace, steered by how much longer than the floor a round trip takes: what
    waits in the line's queue holds up whoever comes after it, a small form first of all, and a full one loses packets.
    """

    def __init__(self, connection: socket.socket, began: float, known_rate: float = 0.0) -> None:
        """``known_rate``: what the line carried before this connection, in bytes per second; 0 if nothing is known."""
        self._connection = connection
        self._anchored = began
        self._rates = [known_rate]
        self._steered = known_rate > 0
        self._set = 0.0
        self._leaving_until = float("-inf")
        self._rto = Rto(connection)
        here = info(connection)
        if here is not None and here.floor >= _LONG_RTT:
            self._steer(began, here)

    @property
    def rate(self) -> float:
        """Bytes per second that the line carried lately; 0 before anything is known."""
        return max(self._rates)

    def begin(self) -> None:
        """A request is coming: one of many, the pace goes on."""

    def observe(self, now: float, info: Info) -> None:
        """Called every moment while something is being sent. ``now`` is monotonic."""
        self._rto.bound(info.overdue)
        if info.in_flight and not info.idle:
            self._rates[-1] = max(self._rates[-1], info.rate)
        if info.floor < _LONG_RTT:
            return
        if info.starved:  # by a rate that was measured on the small requests before, or on one that was lost
            self._begin_anew(now)
        elif now - self._anchored >= _FLOOR_LASTS:
            self._rates = [*self._rates, 0.0][-_MEMORY:]
            self._begin_anew(now)
        self._steer(now, info)

    def leave(self, now: float, size: int) -> None:
        """Leave most of the line to ``size`` bytes of somebody else's, for as long as they take."""
        if self.rate:
            self._leaving_until = max(now, self._leaving_until) + size / self.rate
            if self._steered:
                self._cap(_LEFT)

    def _begin_anew(self, now: float) -> None:
        self._anchored = now
        begin_anew(self._connection)

    def _steer(self, now: float, info: Info) -> None:
        """A line whose rate is not known yet is left to the kernel until its queue shows."""
        if not self.rate:
            return
        short, queue = max(_SHORT_QUEUE, _FEW_PACKETS / self.rate), info.rtt - info.floor
        self._steered = self._steered or queue > short
        if self._steered:
            self._cap(_LEFT if now < self._leaving_until else min(_MORE, max(_LESS, 1 + _GAIN * (short - queue))))

    def _cap(self, share: float) -> None:
        """The best rate of the last while lies a few in a hundred above the true one: that is room enough."""
        pace = self.rate * share
        if abs(pace - self._set) > 0.01 * self._set:
            self._set = pace
            set_pace(self._connection, pace)


class Haste:
    """Sends each message at once: what is known of the line from one message says nothing when the next one comes."""

    rate = 0.0  # told by nobody

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._rto = Rto(connection)

    def begin(self) -> None:
        """A message is coming. BBR would let it trickle at the rate of the last one, which was too small to tell."""
        begin_anew(self._connection)

    def observe(self, now: float, info: Info) -> None:
        self._rto.bound(info.overdue)

    def leave(self, now: float, size: int) -> None:
        """Nothing goes before what is in haste."""


class Rto:
    """Bounds how long the kernel waits before it sends again: to the line's own rhythm, without doubling.

    A burst of losses may be over any moment, and a few packets of 1.4 kB are cheaper than an idle line.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._most = _MOST_RTO_MS / 1e3

    def bound(self, overdue: float) -> None:
        if abs(overdue - self._most) > _RTO_STEP * self._most:
            self._most = overdue
            set_option(self._connection, socket.IPPROTO_TCP, _RTO_MAX_MS, int(overdue * 1e3))


def begin_anew(connection: socket.socket) -> None:
    """Have BBR forget what it measured on a living connection. Where there is no BBR nothing happens."""
    if set_option(connection, socket.IPPROTO_TCP, _CONGESTION, b"reno"):
        set_option(connection, socket.IPPROTO_TCP, _CONGESTION, BBR)


def set_pace(connection: socket.socket, rate: float) -> None:
    """The most bytes per second that the kernel may send on the connection."""
    set_option(connection, socket.SOL_SOCKET, _MAX_PACING_RATE, int(min(rate, 0x7FFFFFFF)))

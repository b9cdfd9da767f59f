"""Watches the connection that is sending, and ends it when it is dead: in seconds, where a timeout takes a minute.

A middlebox that forgets a flow without a word leaves a connection that looks alive. What tells it from a line that is
only bad: no acknowledgement comes any more on the old connection, while a new one to the same place is answered. So
when acknowledgements stay out, a spare connection is begun; the old one is given up only when the spare has been
answered and the old one has still not. The spare is then used for going on. A line that is down answers neither, and
nothing is thrown away.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

from kiosk.sync.transport import tcp

_TICK = 0.1  # seconds between two looks
_KNOCK = 0.3  # seconds between two spares, until one is answered: 60 bytes each, and the line's return is known at once
_MOST_SPARES = 12

WHOLE_ANSWER = 600.0
"""Seconds in which a handshake is done, and an answer is whole from when all of its request was given to the line: a
megabyte at 14 kbit/s. A server that says a byte a second would else hold the queue for weeks."""


class DeadPeerDetector:
    """For one connection at a time. ``opened`` and ``spare`` are called by the thread that sends."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, *, haste: bool = False) -> None:
        """``haste``: it sends small messages now and then, beside others that fill the line."""
        self._monotonic = monotonic
        self._haste = haste
        self._lock = threading.Lock()
        self._watch = threading.Event()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: socket.socket | None = None
        self._pace: tcp.Pace | tcp.Haste | None = None
        self._silence: Silence | None = None
        self._spares: list[Spare] = []
        self._connecting: socket.socket | None = None  # the same connection, by a handle that TLS does not take away
        self._until: float | None = None  # when what comes has to be whole
        self._cut = False
        self.rate = 0.0  # bytes per second that the line carried lately; 0 while nothing is known
        self.connections = 0  # connections that were opened
        self.given_up = 0  # connections that were found dead

    def connecting(self, connection: socket.socket) -> None:
        """A connection is there, and TLS is begun on it: done in time, or ended."""
        with self._lock:
            self._forget_connecting()
            self._connecting, self._until, self._cut = connection.dup(), self._monotonic() + WHOLE_ANSWER, False

    def answer_begins(self) -> None:
        """All of a request was given to the line: its answer is whole in time, or its connection is ended."""
        with self._lock:
            self._until, self._cut = self._monotonic() + WHOLE_ANSWER, False

    def answer_ends(self) -> bool:
        """Whether it was whole in time: what was cut may look like an answer."""
        with self._lock:
            self._until = None
            return not self._cut

    def opened(self, connection: socket.socket) -> None:
        """From now on this is the connection that is watched."""
        with self._lock:
            self._forget_connecting()
            self._connection, self._until = connection, None
            self.connections += 1
            now = self._monotonic()
            self._pace = tcp.Haste(connection) if self._haste else tcp.Pace(connection, now, self.rate)
            self._silence = Silence()
            self._drop_spares()

    def spare(self) -> socket.socket | None:
        """A connection that was made meanwhile, ready to be used; None if there is none."""
        with self._lock:
            spare = self._answered(self._monotonic())
            if spare is None:
                self._drop_spares()
                return None
            self._spares = []
            return spare.taken()

    @contextlib.contextmanager
    def sending(self) -> Iterator[None]:
        """While this lasts, the connection is watched."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="line guard", daemon=True)
            self._thread.start()
        with self._lock:
            if self._pace is not None:
                self._pace.begin()
        self._watch.set()
        try:
            yield
        finally:
            self._watch.clear()
            with self._lock:
                self._forget_connecting()
                self._until = None

    def leave(self, size: int) -> None:
        """Leave most of the line to a message of ``size`` bytes on another connection. From any thread."""
        with self._lock:
            if self._pace is not None:
                self._pace.leave(self._monotonic(), size)

    def close(self) -> None:
        self._over.set()
        self._watch.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            self._drop_spares()

    # --- the watching thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while self._watch.wait() and not self._over.wait(_TICK):
            with self._lock:
                self._look()

    def _look(self) -> None:
        self._cut_what_is_late()
        connection, pace, silence = self._connection, self._pace, self._silence
        if connection is None or pace is None or silence is None:
            return
        info = tcp.info(connection)
        if info is None:
            return
        now = self._monotonic()
        pace.observe(now, info)
        self.rate = pace.rate
        quiet = silence.lasts(now, info)
        if quiet < info.overdue:
            self._drop_spares()
        elif (spare := self._answered(now)) is None:
            self._knock(connection, now)
        elif quiet >= _repeated(info) and now - spare.answered_at >= max(0.1, info.variation):
            self._give_up(connection)

    def _cut_what_is_late(self) -> None:
        if self._until is None or self._monotonic() < self._until:
            return
        self._until, self._cut = None, True
        for connection in (self._connecting, self._connection):
            if connection is not None:
                with contextlib.suppress(OSError):  # it went by itself meanwhile
                    connection.shutdown(socket.SHUT_RDWR)

    def _forget_connecting(self) -> None:
        if self._connecting is not None:
            self._connecting.close()
            self._connecting = None

    def _knock(self, connection: socket.socket, now: float) -> None:
        """Begin one more spare. What was sent into a burst of losses is asked for by nobody, and the kernel tries again
        after seconds; small questions meanwhile find the burst's end."""
        if self._spares and now - self._spares[-1].begun < _KNOCK:
            return
        if len(self._spares) == _MOST_SPARES:
            self._spares.pop(0).close()
        spare = Spare.to(connection, now)
        if spare is not None:
            self._spares.append(spare)

    def _answered(self, now: float) -> Spare | None:
        """The first spare that is made; the others are not needed any more."""
        answering = next((spare for spare in self._spares if spare.answered(now)), None)
        if answering is not None:
            self._drop_spares(answering)
            self._spares = [answering]
        return answering

    def _give_up(self, connection: socket.socket) -> None:
        self.given_up += 1
        self._connection = None
        with contextlib.suppress(OSError):  # it went by itself meanwhile
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.shutdown(socket.SHUT_RDWR)

    def _drop_spares(self, but: Spare | None = None) -> None:
        for spare in self._spares:
            if spare is not but:
                spare.close()
        self._spares = []


def _repeated(info: tcp.Info) -> float:
    """Seconds of silence after which what the kernel sent again when it was overdue (RFC 6298: a round trip and four
    times its variation) would have been acknowledged by an other end that knows the connection."""
    return 2 * info.rtt + max(0.2, 4 * info.variation)


class Silence:
    """How long a connection that waits for an acknowledgement has had none."""

    def __init__(self) -> None:
        self._waiting_since: float | None = None

    def lasts(self, now: float, info: tcp.Info) -> float:
        if not info.in_flight:
            self._waiting_since = None
            return 0.0
        if self._waiting_since is None:
            self._waiting_since = now
        return min(info.silence, now - self._waiting_since)


class Spare:
    """A connection to the same place, being made."""

    def __init__(self, connection: socket.socket, begun: float) -> None:
        self._connection = connection
        self.begun = begun
        self._refused = False
        self.answered_at = 0.0

    @classmethod
    def to(cls, other: socket.socket, now: float) -> Spare | None:
        """None if the other end is not known any more."""
        spare = None
        try:
            spare = socket.socket(other.family, socket.SOCK_STREAM)
            spare.setblocking(False)
            for option in tcp.options():
                tcp.set_option(spare, *option)
            spare.connect_ex(other.getpeername())
        except OSError:
            if spare is not None:
                spare.close()
            return None
        return cls(spare, now)

    def answered(self, now: float) -> bool:
        if not self.answered_at and not self._refused:
            _, ready, _ = select.select([], [self._connection], [], 0)
            if ready:  # the kernel tells of an error once
                self._refused = self._connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
                self.answered_at = 0.0 if self._refused else now
        return bool(self.answered_at)

    def taken(self) -> socket.socket:
        """The connection, which has been answered."""
        self._connection.setblocking(True)
        return self._connection

    def close(self) -> None:
        self._connection.close()

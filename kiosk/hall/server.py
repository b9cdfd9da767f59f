"""The hall's server: who may connect, how many, how fast; threads that end when it stops.

The standard library's ``socketserver`` and ``http.server`` with bounds of our own (docs/decisions). Whoever has no
certificate of the authority does not get past the handshake, unless somebody was invited and has not come yet.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from kiosk.closing import close_all
from kiosk.errors import HallBusy
from kiosk.hall.door import HallHandler, HallPatience
from kiosk.hall.enrolling import HallEnrolling
from kiosk.hall.news import HallBoard
from kiosk.hall.operations import CALL_BYTES
from kiosk.hall.seats import HallCounter
from kiosk.hall.service import HallService
from kiosk.hall.streams import linger

log = logging.getLogger(__name__)

CONNECTIONS, PER_HOST, UNPROVEN = 48, 12, 24
"""``UNPROVEN``: of those, the ones that have no certificate yet. Where they are too many the oldest is hung up on:
who holds connections open, from however many addresses, keeps out nobody whose handshake takes milliseconds."""
PAPERS_AT_ONCE = 2
BURST, PER_SECOND = 120.0, 20.0
"""Requests of one counter: typing in the search asks eight times a second at most."""


class HallServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Bound when made; served between ``start`` and ``stop``."""

    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    request_queue_size = 32

    def __init__(
        self,
        place: tuple[str, int],
        service: HallService,
        board: HallBoard,
        enrolling: HallEnrolling,
        patience: HallPatience | None = None,
        running: Callable[[], float] = monotonic,
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        self.service, self.board, self.enrolling = service, board, enrolling
        self.patience = patience or HallPatience()
        self._running = running
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._hosts: Counter[str] = Counter()
        self._unproven: dict[socket.socket, None] = {}  # the oldest first
        self._paces: dict[str, tuple[float, float]] = {}
        self._papers = threading.BoundedSemaphore(PAPERS_AT_ONCE)
        self._thread: threading.Thread | None = None
        super().__init__(place, HallHandler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> None:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.2,), name="kiosk-hall")
        self._thread.start()

    def stop(self) -> None:
        """Nobody is let in any more, and everybody is hung up on; what was in the middle is asked again (``acts``)."""
        close_all(self.board.close, self._end_thread, self.cut, self.server_close)

    def _end_thread(self) -> None:
        if self._thread is not None:
            self.shutdown()
            self._thread.join()

    def cut(self) -> None:
        """Hang up on everybody, as a pulled plug does."""
        with self._guard:
            for one in tuple(self._open):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        self.board.release()

    # --- one connection ---

    def verify_request(self, request: Any, client_address: Any) -> bool:
        with self._guard:
            if self._hosts[client_address[0]] >= PER_HOST:
                return False
            full = len(self._open) >= CONNECTIONS or len(self._unproven) >= UNPROVEN
            if full and self._unproven:
                oldest = next(iter(self._unproven))
                del self._unproven[oldest]
                self._open.discard(oldest)
                with contextlib.suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
            return len(self._open) < CONNECTIONS

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
            self._unproven[request] = None
            self._hosts[client_address[0]] += 1
        super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread: a handshake that does not come holds up nobody."""
        try:
            context = self.enrolling.context()
            request.settimeout(self.patience.handshake)
            request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with context.wrap_socket(request, server_side=True, do_handshake_on_connect=False) as secured:
                with self._guard:
                    self._open.discard(request)  # the socket is the secured one's now
                    if request in self._unproven:
                        self._open.add(secured)
                        self._unproven[secured] = self._unproven.pop(request)
                    else:
                        raise OSError("made room for another")
                try:
                    secured.do_handshake()
                    if secured.getpeercert(binary_form=True):
                        with self._guard:
                            self._unproven.pop(secured, None)
                    HallHandler(secured, client_address, self)
                finally:
                    linger(secured)
                    with self._guard:
                        self._open.discard(secured)
                        self._unproven.pop(secured, None)
        except (OSError, ssl.SSLError) as error:  # no certificate, no TLS, gone: said to the log without a name
            log.info("hall: %s", getattr(error, "reason", None) or type(error).__name__)
        finally:
            with self._guard:
                self._open.discard(request)
                self._unproven.pop(request, None)
                self._hosts[client_address[0]] -= 1
                self._hosts += Counter()

    def shutdown_request(self, request: Any) -> None:
        with contextlib.suppress(OSError):
            request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.critical("bug in the hall's server", exc_info=False)

    # --- for the handler ---

    def counter(self, shown: bytes) -> HallCounter:
        return self.enrolling.admitted(shown)

    def paced(self, counter: HallCounter) -> None:
        """HallBusy where this counter asks faster than anybody works."""
        now = self._running()
        with self._guard:
            left, then = self._paces.get(counter.fingerprint, (BURST, now))
            left = min(BURST, left + (now - then) * PER_SECOND)
            self._paces[counter.fingerprint] = (max(0.0, left - 1), now)
        if left < 1:
            raise HallBusy("too fast")

    @contextlib.contextmanager
    def room_for(self, most: int) -> Iterator[None]:
        """Few large requests at once. HallBusy."""
        if most <= CALL_BYTES:
            yield
            return
        if not self._papers.acquire(timeout=self.patience.body):
            raise HallBusy("papers of others")
        try:
            yield
        finally:
            self._papers.release()

    def news(self, counter: HallCounter, token: str, mark: str, seconds: float) -> bytes:
        self.service.seats.of(counter, token)
        return self.board.wait(mark, seconds)

"""The figures of this kiosk over HTTP, on this machine alone and where the settings ask for it: ``/metrics``."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kiosk.errors import StoreError
from kiosk.open_metrics import MEDIA_TYPE
from kiosk.store import Store

log = logging.getLogger(__name__)

ALARM = "monitoring-port"
HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
FRESH = 5.0  # seconds: what was asked so lately is not counted again
PATIENCE = 5.0  # seconds for a request
AT_ONCE = 4


class MetricsServer(ThreadingHTTPServer):
    """Bound when made. ``text`` gives the figures; whoever asks too many at once is told 503."""

    daemon_threads = True

    def __init__(self, port: int, text: Callable[[], str], monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__((HOST, port), MetricsHandler)
        self._text, self._monotonic = text, monotonic
        self._guard, self._at, self._last = threading.Lock(), float("-inf"), ""
        self.free = threading.BoundedSemaphore(AT_ONCE)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def figures(self) -> str:
        """Fresh enough: made once for all who ask at one time."""
        with self._guard:
            if self._monotonic() - self._at > FRESH:
                self._last, self._at = self._text(), self._monotonic()
            return self._last

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.info("metrics: a request broke off")


class MetricsHandler(BaseHTTPRequestHandler):
    server_version, sys_version = "kiosk", ""
    timeout = PATIENCE
    server: MetricsServer

    def do_GET(self) -> None:
        # A page that a browser of this machine shows may ask by a name of its own for this address: it gets nothing.
        if self.headers.get("Host", "").partition(":")[0] not in NAMES:
            return self._answer(403)
        if self.path.partition("?")[0] != "/metrics":
            return self._answer(404)
        if not self.server.free.acquire(blocking=False):
            return self._answer(503)
        try:
            return self._answer(200, self.server.figures())
        except StoreError:
            return self._answer(503)
        finally:
            self.server.free.release()

    def _answer(self, status: int, text: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", MEDIA_TYPE if text else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Nothing: monitoring asks all day."""


@contextmanager
def metrics_served(port: int, store: Store, text: Callable[[], str]) -> Iterator[MetricsServer | None]:
    """For as long as it lasts; nothing where ``port`` is 0. A port that is taken is an alarm and stops nothing."""
    if not port:
        yield None
        return
    try:
        server = MetricsServer(port, text)
    except OSError as error:
        log.warning("metrics: %s", error.strerror)
        store.alarms.report(ALARM, str(port))
        yield None
        return
    store.alarms.clear(ALARM)
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), name="kiosk-metrics", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

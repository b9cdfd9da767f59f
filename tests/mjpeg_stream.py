"""A camera on the network, for tests: an MJPEG stream on a free loopback port that can be pulled and put back."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Stream:
    """Serves one JPEG over and over until it is unplugged."""

    def __init__(self, jpeg: bytes) -> None:
        self._jpeg = jpeg
        self._pulled = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.plug()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/camera.mjpeg"

    def plug(self) -> None:
        self._pulled.clear()
        handler = _handler(self._jpeg, self._pulled)
        self._server = _Server(("127.0.0.1", self._port), handler)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        if self._server is None:
            return
        self._pulled.set()
        self._server.shutdown()
        self._server.server_close()
        self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that goes away is what these tests are about."""


def _handler(jpeg: bytes, pulled: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode()
            while not pulled.wait(0.02):
                self.wfile.write(head + jpeg + b"\r\n")
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: Any) -> None: ...

    return Handler

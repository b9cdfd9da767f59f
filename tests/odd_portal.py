"""A server that answers whatever a test wants, to meet what the sandbox portal never says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]
GREETING: Reply = (204, {"Tus-Resumable": "1.0.0", "Tus-Extension": "creation,checksum"}, b"")


def as_json(body: object) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


class OddPortal:
    """``answers`` by path; each is a reply, or is asked with the request's body. ``seen`` holds what was asked."""

    def __init__(self, **answers: Reply | Callable[[bytes], Reply]) -> None:
        self.answers: dict[str, Reply | Callable[[bytes], Reply]] = {
            "files": GREETING,
            "auth": as_json({"error_code": "0", "session": "s"}),
            **answers,
        }
        self.seen: list[tuple[str, str, bytes]] = []
        self.url = ""

    def answer(self, method: str, path: str, body: bytes) -> Reply:
        self.seen.append((method, path, body))
        reply = self.answers.get(path.strip("/"), (404, {}, b""))
        return reply(body) if callable(reply) else reply


@contextmanager
def odd_portal(**answers: Reply | Callable[[bytes], Reply]) -> Iterator[OddPortal]:
    portal = OddPortal(**answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, said = portal.answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(said))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_OPTIONS = do_PATCH = do_HEAD = _any  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

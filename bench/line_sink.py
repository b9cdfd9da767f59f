"""A server that takes any PUT: HOST PORT."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        if self.headers.get("Expect"):
            self.send_response_only(100)
            self.end_headers()
        left = int(self.headers["Content-Length"])
        while left > 0 and (piece := self.rfile.read1(min(left, 65536))):
            left -= len(piece)
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()


server = ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Sink)
print("up", flush=True)
server.serve_forever()

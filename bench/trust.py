"""What mutual trust costs on the wire: bytes each way for the first greeting and for the next on the same connection.

python bench/trust.py
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from kiosk.store import Store
from kiosk.sync.portal import Portal
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership, enrol
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, settings


class Counting:
    """A door in front of ``port`` that counts what goes through, up and down, without what TCP adds."""

    def __init__(self, port: int) -> None:
        self.up = self.down = 0
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            near, _ = self._listening.accept()
            far = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pump, args=(near, far, "up"), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, "down"), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        while data := source.recv(65536):
            setattr(self, way, getattr(self, way) + len(data))
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)

    def taken(self) -> tuple[int, int]:
        """Bytes up and down since the last call."""
        told = (self.up, self.down)
        self.up = self.down = 0
        return told


def main() -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder) / "authority", clock)
        with PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as server:
            door = Counting(urlsplit(server.url).port or 0)
            store = Store.open(Path(folder) / "store", clock)
            floor = TrustedTime(store.notes, clock)
            url = f"https://127.0.0.1:{door.port}"
            invitation = authority.invite(OFFICE.unit, OFFICE.kiosk, url)
            enrol(json.dumps(invitation).encode(), OFFICE, store.keys, floor, Line())
            door.taken()
            portal = Portal(settings(url), OFFICE.unit, membership=Membership.of(store.keys, floor))
            for name in ("handshake and greeting", "greeting, same connection"):
                portal.hello()
                up, down = door.taken()
                print(f"{name:<28} {up:5d} B up  {down:5d} B down")
            portal.close()
            store.close()


if __name__ == "__main__":
    main()

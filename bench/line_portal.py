"""The sandbox portal for bench/sync.py, at the far end of its line: FOLDER. One session is open from the start."""

import sys
from datetime import timedelta
from pathlib import Path

from link import FAR

from kiosk.portal.server import PortalServer, office_time

PORT, SESSION = 8640, "bench-session"

server = PortalServer(Path(sys.argv[1]) / "portal", host=FAR, port=PORT, accounts={"kiosk": "tap-huan"})
server.sessions._open[SESSION] = office_time() + timedelta(hours=5)
print("up", flush=True)
server.serve()

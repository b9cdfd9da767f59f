"""The sandbox portal at the far end of the line of bench/sync.py: FOLDER. An open session is written there."""

import sys
from datetime import timedelta
from pathlib import Path

from link import FAR

from kiosk.config import Office
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.server import PortalServer

PORT = 8640

server = PortalServer(
    Path(sys.argv[1]) / "portal", host=FAR, port=PORT, session_lasts=timedelta(hours=5), accounts={"kiosk": "tap-huan"}
)
(Path(sys.argv[1]) / "session").write_text(server.sessions.opened(Caller(Office().unit, Office().kiosk)))
print("up", flush=True)
server.serve()

"""Certificates for the hall: signed by the authority that this kiosk is enrolled with, over the kiosk's own line."""

from __future__ import annotations

import json

from kiosk.config import PortalSettings
from kiosk.errors import NotEnrolled
from kiosk.sync.transport.contract import accepted, envelope
from kiosk.sync.transport.http import Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.messages import GrantAnswer
from kiosk.sync.transport.streamed_body import Body


def certify(member: Membership | None, settings: PortalSettings, role: str, name: str, request: str) -> str:
    """The certificate (PEM) for ``request`` (PKCS #10, PEM): ``role`` is ``hall``, for this kiosk as whoever serves
    counters, or ``counter``, for one of its unit. NotEnrolled, ItemRefused with the portal's words, LineError."""
    if member is None:
        raise NotEnrolled("no enrolment")
    patience = (settings.connect_timeout, settings.read_timeout)
    transport = Transport(Line(), *patience, member.trust())
    asked = json.dumps({"role": role, "name": name, "csr": request}).encode()
    try:
        place = f"{member.settings(settings).url.rstrip('/')}/hall"
        reply = transport.send("POST", place, {"Content-Type": "application/json"}, Body(asked))
        return str(accepted(envelope(reply), GrantAnswer)["certificate"])
    finally:
        transport.close()

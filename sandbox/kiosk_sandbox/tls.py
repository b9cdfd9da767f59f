"""The portal's end of TLS 1.3: who is asked for a certificate, and that whoever is turned away hears why.

Dates of a kiosk's certificate are not looked at here: a portal whose clock is wrong, or a kiosk that was off for a
year, would be cut off without a word. The door above says it in HTTP, and leads to the renewal (``mutual``).
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL's X509_VERIFY_PARAM_set_flags."""

_RENEW = timedelta(days=30)  # before its end the portal's own certificate is made anew

OwnCertificate = Callable[[], tuple[Path, datetime, datetime]]
"""Makes the portal's certificate: a PEM file with its key, and from when until when it is good."""


class Alerting(ssl.SSLObject):
    """Sends the alert of a handshake that failed (RFC 8446 §6.2). asyncio drops what was still to be sent at a failure,
    and the other end sees a broken cable: so a failure first looks like a wait, which sends it."""

    _failed: ssl.SSLError | None = None

    def do_handshake(self) -> None:
        if self._failed is not None:
            raise self._failed
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            self._failed = error
            raise ssl.SSLWantReadError("the alert goes first") from error


class _Own:
    """Contexts with the portal's own certificate, made anew when by the clock it is not good or soon will not be: a
    portal that started with a wrong clock mends itself when the clock is set."""

    def __init__(self, authority: str, make: OwnCertificate, clock: Callable[[], datetime]) -> None:
        self._authority, self._make, self._clock = authority, make, clock
        self._fresh = self.context = self._context()
        self.context.sni_callback = self._look

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_verify_locations(cadata=self._authority)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.verify_flags |= NO_CHECK_TIME
        context.sslobject_class = Alerting
        path, self._begins, self._ends = self._make()
        context.load_cert_chain(path)
        return context

    def _look(self, spoken: Any, _name: str | None, _context: ssl.SSLContext) -> None:
        """At each handshake."""
        if not self._begins <= self._clock() <= self._ends - _RENEW:
            self._fresh = self._context()
        if self._fresh is not self.context:
            spoken.context = self._fresh


def serving(authority: str, make: OwnCertificate, clock: Callable[[], datetime]) -> ssl.SSLContext:
    """A server's context: a certificate of ``authority`` (PEM) is asked for, and none is demanded."""
    return _Own(authority, make, clock).context

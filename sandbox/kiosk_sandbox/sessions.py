"""Who is signed in, until when: a token that any worker can check, signed with this portal's own secret."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kiosk_sandbox.database import PortalDatabase

_FACT = "session-secret"


_PER_KIOSK = 5 / 200 * 1.03  # seconds: the requests of one filing, at what this portal can serve, and a little room


class Sessions:
    """``accounts`` are names and passwords. ``clock`` gives aware moments."""

    def __init__(
        self,
        accounts: Mapping[str, str],
        clock: Callable[[], datetime],
        database: PortalDatabase,
        lasts: timedelta = timedelta(minutes=30),
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self._database = database
        self._lasts = lasts
        self._secret = database.fact(_FACT)

    def sign_in(self, username: str, password: str) -> str:
        """A new session, or empty if the password is wrong."""
        expected = self._accounts.get(username, "")
        if not secrets.compare_digest(expected.encode(), password.encode()) or not expected:
            return ""
        return self.opened("kiosk")

    def opened(self, kind: str) -> str:
        """A session of that kind, for whoever has shown who they are."""
        until = int((self._clock() + self._lasts).timestamp())
        told = f"{until:x}.{secrets.token_hex(4)}"
        return f"{told}.{self._mark(kind, told)}"

    def turn(self, username: str) -> str:
        """When that kiosk comes after an outage that all shared: its place among them, and the seconds they take."""
        names = list(self._accounts)
        return f"{names.index(username) / len(names):.4f} {len(names) * _PER_KIOSK:.0f}"

    def living(self, session: str, kind: str = "kiosk") -> bool:
        told, _, mark = session.rpartition(".")
        if not told or not secrets.compare_digest(mark.encode(), self._mark(kind, told).encode()):
            return False
        return int(told.partition(".")[0], 16) > self._clock().timestamp()

    def end_all(self) -> None:
        """As if their time were over."""
        self._secret = secrets.token_hex(16)
        self._database.set_fact(_FACT, self._secret)

    def _mark(self, kind: str, told: str) -> str:
        return hmac.new(self._secret.encode(), f"{kind}:{told}".encode(), hashlib.sha256).hexdigest()[:24]

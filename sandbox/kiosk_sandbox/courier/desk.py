"""How a desk for sticks comes in where the portal is behind TLS: with a certificate of an officer's, good for a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.tls import Enrolment
from kiosk_sandbox.authority import Authority

__all__ = ["Membership", "officers_membership"]


def officers_membership(authority: Authority, unit: str, url: str, clock: Callable[[], datetime]) -> Membership:
    """For one stick: nothing of it is kept."""
    certificate, key = authority.officer(unit)
    enrolment = Enrolment(url, unit, "", authority.certificate, certificate, key)
    nothing = _InMemory()
    return Membership(nothing, TrustedTime(nothing, clock), enrolment)


class _InMemory:
    """Notes and secrets that end with the desk's work."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}
        self._secrets: dict[str, bytes] = {}

    def get(self, name: str) -> str:
        return self._notes.get(name, "")

    def set(self, name: str, value: str) -> None:
        self._notes[name] = value

    def secret(self, name: str) -> bytes:
        return self._secrets.get(name, b"")

    def keep_secret(self, name: str, value: bytes) -> None:
        self._secrets[name] = value

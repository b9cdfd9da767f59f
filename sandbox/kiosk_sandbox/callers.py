"""Who is at the door: a kiosk, by its certificate or its account, or an officer of a unit. Every right hangs on this.

    a kiosk      its own filings, uploads, changes and reports, whatever names and numbers a request holds
    an officer   the dossiers, uploads and kiosks of the unit; no other unit's
    nobody       the greeting, the sign-ins, enrolment, and what everybody may have (signing keys' successions, updates)

Kiosks of one unit share nothing: none has a screen for what was filed at another. The table of all doors is a test
(tests/contracts/test_portal_doors.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from kiosk_sandbox.authority import name_of

OFFICER = "can-bo"
"""The name of the officer's account that every sandbox has."""


@dataclass(frozen=True)
class Caller:
    """``kiosk`` is empty for an officer of ``unit``, and for another one-stop system that speaks for the unit."""

    unit: str
    kiosk: str = ""

    @property
    def is_kiosk(self) -> bool:
        return bool(self.kiosk)

    @property
    def name(self) -> str:
        """``UNIT/KIOSK``, or ``UNIT/``: what its uploads are kept under."""
        return f"{self.unit}/{self.kiosk}"

    def is_named(self, unit: str, kiosk: str) -> bool:
        return (self.unit, self.kiosk) == (unit, kiosk)

    def oversees(self, unit: str) -> bool:
        """An officer sees the kiosks of the unit and of those below it: H15 those of H15.50.05.13."""
        return not self.is_kiosk and (unit == self.unit or unit.startswith(f"{self.unit}."))

    def may_bring_for(self, other: Caller) -> bool:
        """An officer takes sticks in for the kiosks of the unit; a kiosk speaks for itself."""
        return self == other or (not self.is_kiosk and other.is_kiosk and self.unit == other.unit)


@dataclass(frozen=True)
class PortalAccount:
    """A name's password, and who signs in by it."""

    password: str = field(repr=False)
    caller: Caller


def accounts_of(given: Mapping[str, str | PortalAccount], here: Caller) -> dict[str, PortalAccount]:
    """``given`` with whom each account is: a password alone is that of the kiosk that the portal was set up for."""
    return {
        name: item if isinstance(item, PortalAccount) else PortalAccount(item, here) for name, item in given.items()
    }


def caller_named(text: str) -> Caller:
    """The reverse of ``Caller.name``."""
    unit, _, kiosk = text.partition("/")
    return Caller(unit, kiosk)


def shown_by(request: Request) -> Caller | None:
    """The kiosk whose certificate came with the connection."""
    shown = request.scope.get("state", {}).get("peer", b"")
    return Caller(*name_of(shown)) if shown else None


def bearer(request: Request) -> str:
    """What stands behind ``Authorization: Bearer``; empty if nothing does."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def place_of(request: Request) -> str:
    """The address that a request comes from; whatever a header says of another is anybody's word."""
    return request.client.host if request.client else ""

"""The portal's word on arrivals, as a test needs it: true ones, and ones that only look so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.arrival import Arrival, SignedArrival, read_arrival
from kiosk.domain.calendar import ZONE
from kiosk.store import Store
from sandbox import OFFICE

AT = datetime(2026, 11, 24, 8, 30, tzinfo=ZONE)
KEY = Ed25519PrivateKey.generate()


def public(key: Ed25519PrivateKey = KEY) -> bytes:
    return key.public_key().public_bytes_raw()


def word(code: str, sha256: str, size: int, key: Ed25519PrivateKey = KEY, **other: str) -> str:
    """The line that ``key`` signs."""
    named = {"unit": OFFICE.unit, "kiosk": OFFICE.kiosk, "upload": sha256} | other
    made = Arrival(named["unit"], named["kiosk"], code, sha256, size, AT, named["upload"])
    sign: Callable[[bytes], bytes] = key.sign
    return made.signed(public(key), sign)


def arrived(store: Store, code: str) -> tuple[SignedArrival, ...]:
    """Give the store the portal's word about every paper of this delivered filing that lacks it."""
    made = tuple(read_arrival(word(code, sha256, size)) for sha256, size in store.arrivals.missing(code))
    store.arrivals.keep(made)
    return made

"""Trust anchors: what this kiosk believes because somebody put it there, each from its one place.

    TRUST/*.pem, *.crl, *.ml       who issues cards (CSCA, ICAO 9303-12)
    TRUST/updates/root.json        who publishes catalogue and program (TUF root metadata)
    courier.seal, courier.sign     the portal's keys, by the settings or the enrolment
    the store's enrolment          the portal's authority (TLS), from the invitation

Where nothing was put, nothing is believed. The made-up issuer, publisher and portal belong to the demo, and their
private keys are everybody's: outside the demo they count for nothing, even where somebody copies them into ``TRUST``.
They are known by the SHA-256 in ``assets/trust/barred.toml``; they themselves lie with the sandbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kiosk.config import Config
from kiosk.durable import read_bounded
from kiosk.errors import SandboxMissing
from kiosk.resources import asset, demo_asset, read_toml

if TYPE_CHECKING:
    from kiosk.chip.trust import TrustStore
    from kiosk.sync.updates.releases import Release

MOST_ROOT = 64 << 10  # bytes of root metadata, as the updater's own limit


def card_issuers(config: Config) -> TrustStore:
    """Whose cards are genuine. ConfigError for a folder that cannot be read."""
    from kiosk.chip.trust import TrustStore
    from kiosk.devices.card_identity import demo_trust, load_trust

    if config.demo:
        return load_trust(config.trust) if config.trust else demo_trust()
    return load_trust(config.trust, barred=_barred("certificates")) if config.trust else TrustStore()


def update_root(config: Config) -> bytes:
    """The root metadata that every update must come from; empty where there is none that can be read as such, and then
    no update is taken."""
    place = config.trust / "updates" / "root.json" if config.trust else None
    if place is None or not place.is_file():
        return _demo_root() if config.demo else b""
    try:
        root = read_bounded(place, MOST_ROOT)
    except OSError:
        return b""
    keys = _keys(root)
    return root if keys and (config.demo or not keys & _barred("publisher_keys")) else b""


def signed_program(config: Config) -> Callable[[Release], bool]:
    """Whether a program that came by an update is, file by file, what our publisher signed."""
    from kiosk.sync.updates import FOLDER
    from kiosk.sync.updates.program import names_program
    from kiosk.sync.updates.proof import proved

    return lambda release: proved(release, config.data / FOLDER, update_root(config), names_program)


def signed_catalogue(config: Config) -> Callable[[Release], bool]:
    """The same of a catalogue."""
    from kiosk.sync.updates import FOLDER
    from kiosk.sync.updates.catalogue import names_catalogue
    from kiosk.sync.updates.proof import proved

    return lambda release: proved(release, config.data / FOLDER, update_root(config), names_catalogue)


def _demo_root() -> bytes:
    """Of the made-up publisher; empty where the sandbox is not installed."""
    try:
        return demo_asset("trust", "updates", "root.json").read_bytes()
    except SandboxMissing:
        return b""


def _barred(kind: str) -> frozenset[str]:
    """The SHA-256 of what never counts outside the demo, in hexadecimal."""
    return frozenset(read_toml(asset("trust", "barred.toml"))[kind])


def _keys(root: bytes) -> set[str]:
    """The SHA-256 of the Ed25519 public keys in root metadata; none where it is none."""
    try:
        signed: dict[str, Any] = json.loads(root)["signed"]
        return {sha256(_key_bytes(str(key["keyval"]["public"]))).hexdigest() for key in signed["keys"].values()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()


def _key_bytes(public: str) -> bytes:
    """However its hexadecimal digits are written, it is the same key."""
    try:
        return bytes.fromhex(public)
    except ValueError:
        return public.encode()

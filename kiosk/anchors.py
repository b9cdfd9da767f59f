"""Trust anchors: what this kiosk believes because somebody put it there, each from its one place.

    TRUST/*.pem, *.crl, *.ml       who issues cards (CSCA, ICAO 9303-12)
    TRUST/updates/root.json        who publishes catalogue and program (TUF root metadata)
    courier.seal, courier.sign     the portal's keys, by the settings or the enrolment
    the store's enrolment          the portal's authority (TLS), from the invitation

Where nothing was put, nothing is believed. The made-up issuer, publisher and portal belong to the demo, and their
private keys are everybody's: outside the demo they count for nothing, even where somebody copies them into ``TRUST``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.config import Config
from kiosk.resources import asset

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
    return load_trust(config.trust, barred=demo_trust()) if config.trust else TrustStore()


def update_root(config: Config) -> bytes:
    """The root metadata that every update must come from; empty where there is none, and then no update is taken."""
    place = config.trust / "updates" / "root.json" if config.trust else None
    if place is None or not place.is_file():
        return _demo_root() if config.demo else b""
    try:
        with place.open("rb") as file:
            root = file.read(MOST_ROOT)
    except OSError:
        return b""
    return root if config.demo or not _keys(root) & _keys(_demo_root()) else b""


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
    return asset("trust", "demo", "updates", "root.json").read_bytes()


def _keys(root: bytes) -> set[str]:
    """The public keys in root metadata; none where it is none."""
    try:
        signed: dict[str, Any] = json.loads(root)["signed"]
        return {str(key["keyval"]["public"]) for key in signed["keys"].values()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()

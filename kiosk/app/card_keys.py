"""What the visit asks of a card's QR and of shared lists, as functions."""

from __future__ import annotations

from kiosk.devices.card_identity import key_from_qr
from kiosk.domain.card_reading import CardKey
from kiosk.errors import BadCardKey
from kiosk.resources import asset, read_toml


def shared_values(name: str) -> tuple[str, ...]:
    """The names of one shared list, in its own order."""
    return tuple(item["name"] for item in read_toml(asset("values", f"{name}.toml"))["values"])


def card_key(text: str) -> CardKey | None:
    """The key printed in a card's QR; None where the text is no card's."""
    try:
        return key_from_qr(text)
    except BadCardKey:
        return None

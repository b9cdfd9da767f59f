"""The portal's signed word that a document lies safe with it: on this word alone a kiosk erases its own copy.

One line of text, the same in an answer over the line and in an answer on a stick:

    KA1 UNIT KIOSK CODE SHA256 SIZE TIME UPLOAD KEY SIGNATURE

It names the filing that the document belongs to, so that no word about one filing frees the papers of another. KEY is
the start of the public key that signed it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

HEADER = "Kiosk-Arrival"
"""In the portal's answers about a document that is whole and on its disk."""

ABOUT = "Kiosk-Filing"
"""In the kiosk's requests: UNIT/KIOSK/CODE, what the document is for."""

LONGEST = 600  # characters
KEY_SIGNS = 16

_HEAD = "KA1"
_SIGNED = b"kiosk arrival\n"
_SHA256, _PLAIN, _NUMBER = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9A-Za-z.\-]{1,64}"), re.compile(r"\d{1,15}")


@dataclass(frozen=True)
class Arrival:
    """``size`` bytes with this SHA-256, for the filing ``code`` of one kiosk, were durable at ``at``."""

    unit: str
    kiosk: str
    code: str
    sha256: str
    size: int
    at: datetime  # aware, by the portal's clock
    upload: str  # the portal's own name for it

    def signed(self, public: bytes, sign: Callable[[bytes], bytes]) -> str:
        """The line. ``sign`` makes the 64-byte Ed25519 signature that ``public`` (32 bytes) verifies."""
        text = self._text(public.hex()[:KEY_SIGNS])
        return f"{text} {_written(sign(_SIGNED + text.encode()))}"

    def _text(self, key: str) -> str:
        parts = (self.unit, self.kiosk, self.code, self.sha256, str(self.size), self.at.isoformat(), self.upload, key)
        return " ".join((_HEAD, *parts))


@dataclass(frozen=True)
class SignedArrival:
    """A line, taken apart and not yet believed."""

    text: str  # as it came
    word: Arrival
    key: str  # the start of the public key, hexadecimal
    signed: bytes
    signature: bytes


def _written(signature: bytes) -> str:
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def read_arrival(text: str) -> SignedArrival:
    """ValueError if it is none."""
    parts = text.split(" ")
    if len(text) > LONGEST or len(parts) != 10 or parts[0] != _HEAD:
        raise ValueError("not an arrival")
    unit, kiosk, code, sha256, size, at, upload, key, signature = parts[1:]
    shaped = _SHA256.fullmatch(sha256) and _NUMBER.fullmatch(size)
    if not (shaped and all(_PLAIN.fullmatch(part) for part in (unit, kiosk, code, upload, key))):
        raise ValueError("out of shape")
    try:
        proof = base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no signature") from error
    if _written(proof) != signature:  # base64 has several ways to write the same bytes
        raise ValueError("no signature")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    arrival = Arrival(unit, kiosk, code, sha256, int(size), moment, upload)
    return SignedArrival(text, arrival, key, _SIGNED + text.rpartition(" ")[0].encode(), proof)

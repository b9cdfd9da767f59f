"""Where things lie on a stick. The names say nothing about anyone; what is counted and how long it is can be seen.

KIOSK/out/BUNDLE.0, BUNDLE.1       what is in a bundle: two places: one is whole whenever the stick is pulled
KIOSK/out/BUNDLE/000000/00000001   forms and papers
KIOSK/in/KIOSK-KEY/00000001        the portal's answers
KIOSK/in/KIOSK-KEY/signers         how its signing keys follow one another
"""

from __future__ import annotations

import hashlib
import re

MARK = "KIOSK/courier"
"""Says that this stick is an office's own, for carrying."""

OUT = "KIOSK/out"
IN = "KIOSK/in"
SLOTS = ("0", "1")
"""The manifest's two places, written in turn."""

MANIFEST = re.compile(r"([0-9a-f]{16})\.[01]")


def manifest(bundle: str, slot: str) -> str:
    return f"{OUT}/{bundle}.{slot}"


def piece(bundle: str, file: str) -> str:
    """In folders of 256: FAT looks a name up by reading the whole folder."""
    return f"{OUT}/{bundle}/{file[:6]}/{file}"


def answers(public: bytes) -> str:
    """The folder of the answers to the kiosk with that Ed25519 key."""
    return f"{IN}/{hashlib.sha256(public).hexdigest()[:16]}"


def signers(public: bytes) -> str:
    """Beside the answers: how the portal's signing keys follow one another, each line proving itself."""
    return f"{answers(public)}/signers"


def file_name(number: int) -> str:
    return f"{number:08x}"

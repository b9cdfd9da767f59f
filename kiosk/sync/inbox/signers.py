"""Whose signature counts as the portal's: the keys that were pinned, and those that such a key has named to follow it.

A portal that changes its key signs the next one with the present one, and tells of it (``GET /signers``, and a file
among the answers on a stick) before it uses it. A succession proves itself, so it may come by any road; a kiosk that
was without a line meanwhile follows the chain later. What was pinned and is taken back takes its successors with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.arrival import KEY_SIGNS, SignedArrival
from kiosk.sync.courier.sealing import holds
from kiosk.sync.ports import KeyValueStore

NOTE = "portal.signers"  # the successions that hold, among the store's notes
MOST_SUCCESSIONS = 20  # successions that are kept: as many years of a key a year

_HEAD = "KN1"
_FOLLOWS = b"kiosk signer\n"


def succession(follower: bytes, by: bytes, signature: bytes) -> str:
    """One line: the key ``follower`` (32 bytes) counts as ``by`` does, in whose name ``signature`` is."""
    return f"{_HEAD} {follower.hex()} {by.hex()} {signature.hex()}"


def follows(follower: bytes) -> bytes:
    """What the present key signs of the next one."""
    return _FOLLOWS + follower


class Signers:
    """``pinned`` are 32 bytes each. ``notes`` keep what is learnt over restarts."""

    def __init__(self, pinned: Iterable[bytes] = (), notes: KeyValueStore | None = None) -> None:
        self._pinned = tuple(dict.fromkeys(pinned))
        self._notes = notes

    @property
    def keys(self) -> tuple[bytes, ...]:
        """All that count now; empty where none was ever pinned."""
        return tuple(self._chained(self._lines()))

    def learn(self, lines: Iterable[str]) -> bool:
        """Keep what of these successions begins at a key that counts. Whether there was anything new."""
        known = self._lines()
        chained = self._chained((*known, *list(lines)[:MOST_SUCCESSIONS]))
        fresh = [line for line in chained.values() if line and line not in known]
        if fresh and self._notes is not None:
            self._notes.set(NOTE, "\n".join([*known, *fresh][-MOST_SUCCESSIONS:]))
        return bool(fresh)

    def vouch(self, arrival: SignedArrival) -> bool:
        """Is it signed by a key that counts?"""
        return any(holds(key, arrival.signature, arrival.signed) for key in self.keys if self._named(key, arrival))

    def know(self, arrival: SignedArrival) -> bool:
        """Is it at least in the name of a key that counts?"""
        return any(self._named(key, arrival) for key in self.keys)

    def _named(self, key: bytes, arrival: SignedArrival) -> bool:
        return key.hex()[:KEY_SIGNS] == arrival.key

    def _lines(self) -> tuple[str, ...]:
        return tuple(self._notes.get(NOTE).splitlines()) if self._notes else ()

    def _chained(self, lines: Iterable[str]) -> dict[bytes, str]:
        """Each key that counts, with the line that made it count; the pinned with none."""
        believed = dict.fromkeys(self._pinned, "")
        left = [(line, *succession_read) for line in lines if (succession_read := _read(line))]
        grown = True
        while grown:
            grown = False
            for line, follower, by, signature in left:
                if by in believed and follower not in believed and holds(by, signature, follows(follower)):
                    believed[follower], grown = line, True
        return believed


def _read(line: str) -> tuple[bytes, bytes, bytes] | None:
    parts = line.split(" ")
    if len(parts) != 4 or parts[0] != _HEAD or [len(part) for part in parts[1:]] != [64, 64, 128]:
        return None
    try:
        return bytes.fromhex(parts[1]), bytes.fromhex(parts[2]), bytes.fromhex(parts[3])
    except ValueError:
        return None

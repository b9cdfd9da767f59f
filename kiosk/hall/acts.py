"""Idempotency keys: an act that is asked again, because its answer was lost, is not done again.

While the kiosk runs the answer itself is kept, in memory. Across a power cut two notes say what was begun and what was
ended, and no more: nothing of a person. A key that was begun and not ended is not tried again by itself, since nobody
knows whether it was done: an officer looks first.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

from kiosk.errors import ActBroken, ActDoneBefore, HallProtocol, KioskError

if TYPE_CHECKING:
    from kiosk.sync.ports import KeyValueStore

KEPT = 256
"""Keys that are remembered across a power cut, the newest: hours of a busy hall, where a repeat comes in seconds."""

ANSWERS = 64
"""Answers that are kept in memory."""

_BEGUN, _DONE = "begun", "done"


@dataclass
class _Act:
    digest: str
    ended: Event = field(default_factory=Event)
    answer: bytes | None = None


class ActLedger:
    """Safe from any thread."""

    def __init__(self, notes: KeyValueStore) -> None:
        self._notes = notes
        self._guard = Lock()
        self._acts: OrderedDict[str, _Act] = OrderedDict()
        self._slots: dict[str, int] = {}
        self._before: dict[str, str] = {}
        self._next = 0
        self._read()

    def once(self, key: str, asked: bytes, act: Callable[[], bytes]) -> bytes:
        """The answer of ``act``, done now, or when ``key`` was first asked. ActDoneBefore and ActBroken where that was
        before this start; HallProtocol where the same key comes with something else."""
        digest = hashlib.sha256(asked).hexdigest()
        with self._guard:
            known = self._acts.get(key)
            if known is None:
                self._refuse_earlier(key)
                mine = self._acts[key] = _Act(digest)
        if known is not None:
            return _repeated(known, digest)
        return self._first(key, mine, act)

    def _first(self, key: str, mine: _Act, act: Callable[[], bytes]) -> bytes:
        begun = False
        try:
            self._note(key, _BEGUN)
            begun = True
            mine.answer = act()
            with contextlib.suppress(KioskError):  # a full disk: it was done all the same
                self._note(key, _DONE)
        finally:
            mine.ended.set()
            with self._guard:
                if mine.answer is None:
                    self._acts.pop(key, None)
                    self._before.update({key: _BEGUN} if begun else {})
                self._forget_oldest()
        return mine.answer

    def _refuse_earlier(self, key: str) -> None:
        state = self._before.get(key)
        if state == _DONE:
            raise ActDoneBefore("before the last start")
        if state == _BEGUN:
            raise ActBroken("begun and not ended")

    def _forget_oldest(self) -> None:
        while len(self._acts) > ANSWERS:
            key, act = next(iter(self._acts.items()))
            if not act.ended.is_set():
                break
            del self._acts[key]
            self._before[key] = _DONE

    def _note(self, key: str, state: str) -> None:
        with self._guard:
            if key not in self._slots:
                self._slots[key] = self._next
                self._next = (self._next + 1) % KEPT
            slot = self._slots[key]
            for old in [one for one, place in self._slots.items() if place == slot and one != key]:
                del self._slots[old]
                self._before.pop(old, None)
        self._notes.set(_name(slot), f"{key} {state}")
        if state == _BEGUN:
            self._notes.set(_NEXT, str(self._next))

    def _read(self) -> None:
        place = self._notes.get(_NEXT)
        self._next = int(place) % KEPT if place.isdigit() else 0
        for slot in range(KEPT if place else 0):
            key, _, state = self._notes.get(_name(slot)).partition(" ")
            if key:
                self._slots[key], self._before[key] = slot, state


def _repeated(known: _Act, digest: str) -> bytes:
    if known.digest != digest:
        raise HallProtocol("another act under the same key")
    known.ended.wait()
    if known.answer is None:
        raise ActBroken("ended without an answer")
    return known.answer


_NEXT = "hall.acts"


def _name(slot: int) -> str:
    return f"hall.act.{slot:03d}"

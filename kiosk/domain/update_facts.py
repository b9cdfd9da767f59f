"""What of the catalogue and the program is in force, what lies before it, and whose word counts for a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ComingUpdate:
    """What could be taken, before any of it is fetched. ``size``: bytes that would come, in ``files``; ``carried``: on
    a stick, else by line. ``hindrance``: packages (this machine lacks what it needs), spurned (it did not work here
    before), or empty. The rest as in UpdateFacts."""

    kind: str
    version: str
    new: bool
    size: int
    files: int
    carried: bool
    published: datetime | None = None
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signed_by: tuple[str, ...] = ()
    keys: int = 0
    hindrance: str = ""


@dataclass(frozen=True)
class UpdateFacts:
    """Versions are empty for what is built in. ``waits``: another one comes with the next start; ``before``: where the
    way back leads; ``published`` and ``until`` are the publisher's moments, None where nothing was ever taken.
    ``notes``: what changed with ``named``, by language; ``signed_by``: the keys that signed it, of ``keys``."""

    kind: str  # catalogue | program
    running: str
    named: str
    before: str
    trusted: bool  # a publisher's root is pinned here
    published: datetime | None = None
    until: datetime | None = None
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signed_by: tuple[str, ...] = ()
    keys: int = 0

    @property
    def waits(self) -> bool:
        return self.named != self.running

"""A readiness report as its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadinessReport:
    """``document`` is what is signed, as JSON; ``pdf`` shows the same, with the signature in its foot."""

    document: bytes
    pdf: bytes = field(repr=False)
    name: str  # of its files, without an ending

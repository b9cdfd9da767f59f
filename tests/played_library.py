"""``smartcard.scard`` as a base to play on: whatever is not played is the real one's."""

from __future__ import annotations

from typing import Any

import pytest

scard = pytest.importorskip("smartcard.scard", reason="pyscard is not installed")


class PlayedLibrary:
    """One context, always to be had."""

    def __getattr__(self, name: str) -> Any:
        return getattr(scard, name)

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:
        return scard.SCARD_S_SUCCESS, 1

    def SCardReleaseContext(self, context: int) -> int:
        return int(scard.SCARD_S_SUCCESS)

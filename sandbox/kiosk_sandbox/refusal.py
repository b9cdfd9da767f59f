"""How the portal says no."""

from __future__ import annotations


class OfficeRefused(Exception):
    """The office does not take this; ``str`` is why, in words, and ``code`` is for the envelope."""

    def __init__(self, words: str, code: str = "4") -> None:
        super().__init__(words)
        self.code = code

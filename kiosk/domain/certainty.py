"""How sure a fact is. What is unsure shows nothing that depends on it without an officer's word."""

from __future__ import annotations

import enum


class Certainty(enum.Enum):
    """The letters that data write after a fact."""

    SEEN = "S"  # in two independent sources, or in a line-by-line transcription of the official text
    ONE_SOURCE = "P"  # in one secondary source
    PORTAL = "portal"  # in the portal's procedure data of 18/07/2026
    BELIEVED = "B"  # by general knowledge
    UNSURE = "U"

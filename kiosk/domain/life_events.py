"""What has happened in a family: the ways by which people come to a procedure."""

from __future__ import annotations

LIFE_EVENTS = ("birth", "identity", "marriage", "death", "home", "land", "support", "copies", "business")
"""In the order of their tiles; words under ``choose.event.``."""

OTHER = "other"
"""A procedure that no tile leads to: it is found by search."""

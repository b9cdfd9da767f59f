"""Places on a picture, as plain numbers."""

from __future__ import annotations

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, in pixels of the picture they belong to (pixel centres are whole)."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; right and bottom lie outside."""

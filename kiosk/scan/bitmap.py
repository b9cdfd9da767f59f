"""A picture as plain bytes: what crosses between processes, and to who shows it. No numpy, no OpenCV."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Bitmap:
    """``height`` rows of ``width`` pixels, three bytes each: blue, green, red. No gap between rows.

    Raises ValueError where there are not exactly as many bytes as that takes.
    """

    width: int
    height: int
    pixels: bytes | memoryview = field(repr=False)

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 1 or len(self.pixels) != 3 * self.width * self.height:
            raise ValueError(f"{len(self.pixels)} bytes for {self.width} x {self.height}")


@dataclass(frozen=True, eq=False)
class GreyBitmap:
    """As ``Bitmap``, with one byte a pixel."""

    width: int
    height: int
    pixels: bytes | memoryview = field(repr=False)

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 1 or len(self.pixels) != self.width * self.height:
            raise ValueError(f"{len(self.pixels)} bytes for {self.width} x {self.height}")

"""What a look at a test sheet on the tray says of camera, lamp and tray: plain numbers and one picture."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.scan.bitmap import Bitmap
from kiosk.scan.geometry import Corners

LEAST_SHARP = 2.8  # of ``quality.sharpness`` at the scale of a live frame
LIGHT = (100.0, 245.0)  # grey levels of the paper: darker and thin strokes break up, brighter and they drown
MOST_UNEVEN = 0.25  # of the brightest zone: what the darkest may lack
MOST_TILT = 5.0  # degrees
LEAST_DPI = 200.0  # the law asks for 200 dots an inch (of a scan)


@dataclass(frozen=True)
class TrayMeasure:
    """``zones``: sharpness upper left, upper right, in the middle, lower left, lower right; -1 where nothing is
    printed. ``light``: grey level of the paper, 0 to 255; ``uneven``: 0 to 1; ``tilt``: degrees; ``dpi``: dots an inch
    of a sheet of A4 in the camera's own picture; ``view_mm``: how many millimetres of the tray the picture shows from
    left to right, by the same sheet."""

    frame: Bitmap
    width: int
    height: int
    corners: Corners | None = None
    whole: bool = False
    zones: tuple[float, ...] = ()
    light: float = 0.0
    uneven: float = 0.0
    tilt: float = 0.0
    dpi: float = 0.0
    view_mm: float = 0.0

    @property
    def sharpness(self) -> float:
        """The least of the zones that have print; 0 where none has."""
        return min((zone for zone in self.zones if zone >= 0), default=0.0)

    @property
    def checks(self) -> dict[str, bool]:
        """Each measure, and whether it holds."""
        return {
            "sharpness": self.sharpness >= LEAST_SHARP,
            "frame": self.corners is not None and self.whole and abs(self.tilt) <= MOST_TILT,
            "light": LIGHT[0] <= self.light <= LIGHT[1],
            "even": self.corners is not None and self.uneven <= MOST_UNEVEN,
            "scale": self.dpi >= LEAST_DPI,
        }

    @property
    def passed(self) -> bool:
        return all(self.checks.values())

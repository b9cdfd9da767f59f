"""The system behind every screen: colours, type, and the one ``Look`` that all widgets share.

Every number in a widget is a pixel of the base screen, 1080 wide and 1920 high (or 1920 x 1080 when the screen lies
down). ``Look.px`` brings it to the real screen: the scale is the smaller of the two directions, so that nothing is ever
wider or higher than the glass: 1366 x 768 is 0.71, and a screen of the base's own size is exactly 1.

Text has a second factor, the size that the person chose: 100, 125, 150 or 200 %. The largest roles stop growing at a
cap and wrap instead; all others follow in full, so 200 % doubles the reading text.
"""

from __future__ import annotations

import enum
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont

from kiosk.ui.fonts import families_for, load_fonts
from kiosk.ui.layout_cache import LayoutCache
from kiosk.ui.palettes import CONTRAST, DARK, LIGHT, READ_TOGETHER, SEEN_TOGETHER, THEMES, Theme
from kiosk.ui.weak_signal import WeakSignal

BASE_SHORT, BASE_LONG = 1080, 1920
TEXT_SIZES = (100, 125, 150, 200)

__all__ = [
    "CONTRAST",
    "DARK",
    "LIGHT",
    "READ_TOGETHER",
    "SEEN_TOGETHER",
    "THEMES",
    "Look",
    "Metrics",
    "TextRole",
    "Theme",
]


class TextRole(enum.Enum):
    """What a text is. (px at 100 %, line height, weight, where it stops growing)"""

    DISPLAY = (104, 1.24, 700, 112)
    NAME = (96, 1.24, 700, 106)
    CODE = (118, 1.2, 800, 118)
    H1 = (60, 1.28, 700, 100)
    H2 = (42, 1.35, 700, 84)
    START = (64, 1.25, 700, 100)
    TITLE = (40, 1.32, 700, 80)
    BUTTON = (40, 1.3, 700, 80)
    BUTTON_PLAIN = (40, 1.3, 600, 80)
    SMALL_BUTTON = (36, 1.3, 600, 72)
    QUIET_BUTTON = (34, 1.3, 600, 68)
    VALUE = (40, 1.32, 600, 80)
    ENTRY = (56, 1.3, 600, 96)
    LEAD = (36, 1.45, 400, 72)
    BODY = (33, 1.42, 400, 66)
    BODY_STRONG = (33, 1.42, 600, 66)
    LABEL = (30, 1.4, 500, 60)
    STEP = (28, 1.4, 500, 56)
    LABEL_STRONG = (30, 1.4, 700, 60)
    CHIP = (27, 1.3, 600, 54)
    FLOOR = (25, 1.3, 600, 50)
    KEY = (42, 1.2, 500, 64)
    STAFF_H1 = (34, 1.3, 700, 60)
    STAFF_BODY = (22, 1.4, 500, 44)
    STAFF_STRONG = (22, 1.4, 700, 44)
    STAFF_HEAD = (20, 1.3, 600, 40)

    @property
    def size(self) -> int:
        return self.value[0]

    @property
    def line(self) -> float:
        return self.value[1]

    @property
    def weight(self) -> int:
        return self.value[2]

    @property
    def cap(self) -> int:
        return self.value[3]


_TIGHT = (TextRole.DISPLAY, TextRole.NAME, TextRole.H1)
"""The largest letters stand a little closer."""


@dataclass(frozen=True)
class Metrics:
    """How large things are: ``scale`` for everything, ``text`` (per cent) for letters besides."""

    scale: float = 1.0
    text: int = 100
    glass_mm: float = 300.0  # the longer side of the glass; at 300, 96 pixels of the base screen are 15 mm

    @staticmethod
    def scale_for(size: QSize) -> float:
        """The scale at which the base screen, upright or lying as ``size`` is, fits into it."""
        wide = size.width() > size.height()
        base = (BASE_LONG, BASE_SHORT) if wide else (BASE_SHORT, BASE_LONG)
        return min(size.width() / base[0], size.height() / base[1])

    def px(self, number: float) -> int:
        """``number`` pixels of the base screen; never less than one where it was not nothing."""
        return max(1, round(number * self.scale)) if number > 0 else round(number * self.scale)

    def mm(self, number: float) -> int:
        """``number`` millimetres of glass in pixels."""
        return self.px(number * BASE_LONG / self.glass_mm)

    def letters(self, role: TextRole) -> int:
        """Pixel size of a role's letters."""
        grown = min(role.size * self.text / 100, max(role.cap, role.size))
        return self.px(grown)


class Grasp:
    """What fingers hold now. Two fingers on two things choose none of them, until all are lifted."""

    def __init__(self) -> None:
        self._things: set[int] = set()
        self.spoiled = False

    def take(self, thing: object) -> None:
        self._things.add(id(thing))
        self.spoiled = self.spoiled or len(self._things) > 1

    def spoil(self) -> None:
        """What is held now counts for nothing: a second finger came, or something was laid over it."""
        self.spoiled = bool(self._things)

    def let_go(self, thing: object) -> bool:
        """Whether what was held counts."""
        counts = not self.spoiled
        self._things.discard(id(thing))
        self.spoiled = self.spoiled and bool(self._things)
        return counts


class Look(QObject):
    """Theme, sizes and manners, shared by all widgets of a window; ``changed`` when any of them is another."""

    tapped = Signal()  # a touch or a key was taken

    def __init__(
        self,
        theme: Theme = LIGHT,
        scale: float = 1.0,
        text_percent: int = 100,
        reduced_motion: bool = False,
        debounce: float = 0.3,
        rest: float = 0.8,
        clock: Callable[[], float] = time.monotonic,
        glass_mm: float = Metrics.glass_mm,
    ) -> None:
        super().__init__()
        self.changed = WeakSignal()
        load_fonts()
        self.theme = theme
        self.metrics = Metrics(scale, text_percent, glass_mm)
        self.reduced_motion = reduced_motion
        self.keys_in_use = False  # the focus ring shows only to those who steer by keys
        self._debounce = debounce
        self.rest = rest  # seconds that a button takes no touch after its meaning has changed
        self.grasp = Grasp()
        self._clock = clock
        self._last_tap = -1e9
        self.layouts = LayoutCache()  # laid-out text, by these metrics; forgotten at the end of a visit
        self._pixels: dict[float, int] = {}  # by the same; asked for some thousand times a page

    # --- what it is ---

    @property
    def text_percent(self) -> int:
        return self.metrics.text

    @property
    def scale(self) -> float:
        return self.metrics.scale

    @property
    def large(self) -> bool:
        """Text so large that rows become columns and words give way to icons."""
        return self.metrics.text >= 200

    def px(self, number: float) -> int:
        pixels = self._pixels.get(number)
        if pixels is None:
            pixels = self._pixels[number] = self.metrics.px(number)
        return pixels

    def font(self, role: TextRole, weight: int | None = None, size: int | None = None, text: str = "") -> QFont:
        """The font of a role with tabular figures; ``size`` in real pixels, where a text must shrink to fit. The face
        is the one that has all letters of ``text``: no name is set in two.

        The same object each time: who changes it takes a copy.
        """
        return _font(role, size or self.metrics.letters(role), weight or role.weight, families_for(text))

    def line_height(self, role: TextRole) -> int:
        return round(self.metrics.letters(role) * role.line)

    def colour(self, token: str) -> QColor:
        """The colour under a token's name; ``AttributeError`` for a name that is none."""
        return QColor(getattr(self.theme, token))

    # --- what changes it ---

    def set_theme(self, theme: Theme | str) -> None:
        self.theme = THEMES[theme] if isinstance(theme, str) else theme
        self.changed.emit()

    def set_text(self, percent: int) -> None:
        self._measure_by(replace(self.metrics, text=percent))

    def set_scale(self, scale: float) -> None:
        if scale != self.metrics.scale:
            self._measure_by(replace(self.metrics, scale=scale))

    def _measure_by(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.layouts.forget()
        self._pixels.clear()
        self.changed.emit()

    def fit(self, size: QSize) -> None:
        """Take the scale of a window."""
        self.set_scale(Metrics.scale_for(size))

    def set_reduced_motion(self, reduced: bool) -> None:
        self.reduced_motion = reduced
        self.changed.emit()

    # --- manners ---

    def now(self) -> float:
        """The clock that manners go by, in seconds."""
        return self._clock()

    def take_tap(self) -> bool:
        """True if this tap counts: a second one within the debounce is the same trembling finger."""
        now = self._clock()
        if now - self._last_tap < self._debounce:
            return False
        self._last_tap = now
        self.tapped.emit()
        return True


@functools.lru_cache(maxsize=256)
def _font(role: TextRole, pixels: int, weight: int, families: tuple[str, ...]) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role in _TIGHT:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.2)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font

"""The system behind every screen: colours, type, and the one ``Look`` that all widgets share.

Every number in a widget is a pixel of the base screen, 1080 wide and 1920 high (or 1920 x 1080 when the screen lies
down). ``Look.px`` brings it to the real screen: the scale is the smaller of the two directions, so that nothing is ever
wider or higher than the glass: 1366 x 768 is 0.71, and a screen of the base's own size is exactly 1.

Text has a second factor, the size that the person chose: 100, 125, 150 or 200 %. The largest roles stop growing at a
cap and wrap instead; all others follow in full, so 200 % doubles the reading text.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont

from kiosk.ui.fonts import FAMILIES, load_fonts

BASE_SHORT, BASE_LONG = 1080, 1920
TEXT_SIZES = (100, 125, 150, 200)


@dataclass(frozen=True)
class Theme:
    """Colours by their role, as #RRGGBB. ``on_x`` is what is written on a field of ``x``."""

    name: str
    paper: str  # page
    surface: str  # card, footer
    field: str  # where one writes, and a letter key
    sunk: str  # keyboard bed, waiting, neutral chip
    ink: str
    ink2: str  # secondary text
    line: str  # decorative rule and card edge; never the only cue
    line2: str  # edge of a control
    track: str  # progress not yet made; always with words
    action: str  # chàm: primary, selected, a field being written
    on_action: str
    action_deep: str  # primary, pressed
    action_text: str  # chàm as a letter or an edge, on paper, surface and tint
    tint: str  # quiet button, icon plate, selected row
    son: str  # lacquer: band, start field, emblem only
    on_son: str
    on_son2: str  # cream
    motif: str  # the drum on the lacquer
    gold: str  # hairline, emblem, frame: graphic only
    gold_deep: str
    gold_tint: str
    ok: str
    on_ok: str
    ok_tint: str
    warn: str
    on_warn: str
    warn_tint: str
    err: str
    err_tint: str
    live: str  # outline of a page that is seen whole
    key_machine: str  # a key that does something instead of writing a letter
    key_edge: str
    on_plate: str = "#FFFFFF"  # the plate behind an icon on a tint
    shadow: str = "#463014"
    edges: int = 0  # px of a full edge around every area; 0 where colour and shadow do it


LIGHT = Theme(
    name="light",
    paper="#F7F2E8",
    surface="#FFFDF8",
    field="#FFFFFF",
    sunk="#EDE5D6",
    ink="#231B15",
    ink2="#54483C",
    line="#DCD0BC",
    line2="#85766A",
    track="#DACDB8",
    action="#173F6B",
    on_action="#FFFFFF",
    action_deep="#0E2C4E",
    action_text="#173F6B",
    tint="#E2EAF2",
    son="#8E1B1B",
    on_son="#FFFFFF",
    on_son2="#FCEFD6",
    motif="#9E3723",
    gold="#E0AE3C",
    gold_deep="#6A4600",
    gold_tint="#FBEFD2",
    ok="#14532F",
    on_ok="#FFFFFF",
    ok_tint="#E0EEE3",
    warn="#6B3F00",
    on_warn="#FFFFFF",
    warn_tint="#FCEBC6",
    err="#96130D",
    err_tint="#FBE5E0",
    live="#6FE0A0",
    key_machine="#DACDB8",
    key_edge="#CBBDA6",
)

DARK = Theme(
    name="dark",
    paper="#1A1511",
    surface="#262019",
    field="#120E0B",
    sunk="#322A21",
    ink="#F7EEE1",
    ink2="#D3C5B3",
    line="#4B4035",
    line2="#A6957F",
    track="#51473B",
    action="#A9CCF2",
    on_action="#0C2138",
    action_deep="#CFE3F9",
    action_text="#A9CCF2",
    tint="#20364C",
    son="#6E1414",
    on_son="#FFFFFF",
    on_son2="#FCEFD6",
    motif="#7E2A1C",
    gold="#E0AE3C",
    gold_deep="#F4D48A",
    gold_tint="#3B2F14",
    ok="#93DDB4",
    on_ok="#0C2417",
    ok_tint="#173726",
    warn="#F7CC82",
    on_warn="#2B1A00",
    warn_tint="#432F0E",
    err="#FFB4AA",
    err_tint="#4A1A15",
    live="#6FE0A0",
    key_machine="#4A3F32",
    key_edge="#0C0907",
    on_plate="#120E0B",
    shadow="#000000",
)

CONTRAST = Theme(
    name="contrast",
    paper="#000000",
    surface="#000000",
    field="#000000",
    sunk="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    line="#FFFFFF",
    line2="#FFFFFF",
    track="#000000",
    action="#FFD84A",
    on_action="#000000",
    action_deep="#FFFFFF",
    action_text="#FFD84A",
    tint="#000000",
    son="#000000",
    on_son="#FFFFFF",
    on_son2="#FFFFFF",
    motif="#2E2E2E",
    gold="#FFD84A",
    gold_deep="#FFD84A",
    gold_tint="#000000",
    ok="#7DFFB4",
    on_ok="#000000",
    ok_tint="#000000",
    warn="#FFD84A",
    on_warn="#000000",
    warn_tint="#000000",
    err="#FFB3A8",
    err_tint="#000000",
    live="#7DFFB4",
    key_machine="#000000",
    key_edge="#000000",
    on_plate="#000000",
    shadow="#000000",
    edges=4,
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}

READ_TOGETHER: tuple[tuple[str, str], ...] = (
    *((fg, bg) for fg in ("ink", "ink2", "action_text", "err") for bg in ("paper", "surface", "field")),
    *((fg, bg) for fg in ("ink", "ink2") for bg in ("sunk", "tint", "gold_tint", "warn_tint", "err_tint", "ok_tint")),
    *((deep, f"{deep}_tint") for deep in ("ok", "warn", "err")),
    *((deep, bg) for deep in ("ok", "warn", "gold_deep") for bg in ("paper", "surface")),
    ("gold_deep", "gold_tint"),
    ("action_text", "tint"),
    ("action_text", "on_plate"),
    ("ink", "key_machine"),
    ("on_action", "action"),
    ("on_action", "action_deep"),
    ("on_ok", "ok"),
    ("on_warn", "warn"),
    ("on_son", "son"),
    ("on_son2", "son"),
    ("on_son2", "motif"),
)
"""Every pair of text and ground that some widget paints; the tests hold each to WCAG 2.2."""

SEEN_TOGETHER: tuple[tuple[str, str], ...] = (
    ("line2", "paper"),
    ("line2", "surface"),
    ("line2", "sunk"),
    ("action", "paper"),
    ("action", "surface"),
    ("action", "track"),
    ("ok", "paper"),
    ("warn", "paper"),
    ("err", "field"),
    ("gold", "son"),
)
"""Edges and graphics that carry a meaning: 3:1 (WCAG 2.2, 1.4.11)."""


class Role(enum.Enum):
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


_TIGHT = (Role.DISPLAY, Role.NAME, Role.H1)
"""The largest letters stand a little closer."""


@dataclass(frozen=True)
class Metrics:
    """How large things are: ``scale`` for everything, ``text`` (per cent) for letters besides."""

    scale: float = 1.0
    text: int = 100

    @staticmethod
    def scale_for(size: QSize) -> float:
        """The scale at which the base screen, upright or lying as ``size`` is, fits into it."""
        wide = size.width() > size.height()
        base = (BASE_LONG, BASE_SHORT) if wide else (BASE_SHORT, BASE_LONG)
        return min(size.width() / base[0], size.height() / base[1])

    def px(self, number: float) -> int:
        """``number`` pixels of the base screen; never less than one where it was not nothing."""
        return max(1, round(number * self.scale)) if number > 0 else round(number * self.scale)

    def letters(self, role: Role) -> int:
        """Pixel size of a role's letters."""
        grown = min(role.size * self.text / 100, max(role.cap, role.size))
        return self.px(grown)


class Look(QObject):
    """Theme, sizes and manners, shared by all widgets of a window; ``changed`` when any of them is another."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme = LIGHT,
        scale: float = 1.0,
        text_percent: int = 100,
        reduced_motion: bool = False,
        debounce: float = 0.3,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        load_fonts()
        self.theme = theme
        self.metrics = Metrics(scale, text_percent)
        self.reduced_motion = reduced_motion
        self.keys_in_use = False  # the focus ring shows only to those who steer by keys
        self._debounce = debounce
        self._clock = clock
        self._last_tap = -1e9

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
        return self.metrics.px(number)

    def font(self, role: Role, weight: int | None = None, size: int | None = None) -> QFont:
        """The font of a role with tabular figures; ``size`` in real pixels, where a text must shrink to fit."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(size or self.metrics.letters(role))
        font.setWeight(QFont.Weight(weight or role.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if role in _TIGHT:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.2)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def line_height(self, role: Role) -> int:
        return round(self.metrics.letters(role) * role.line)

    def colour(self, token: str) -> QColor:
        """The colour under a token's name; ``AttributeError`` for a name that is none."""
        return QColor(getattr(self.theme, token))

    # --- what changes it ---

    def set_theme(self, theme: Theme | str) -> None:
        self.theme = THEMES[theme] if isinstance(theme, str) else theme
        self.changed.emit()

    def set_text(self, percent: int) -> None:
        self.metrics = Metrics(self.metrics.scale, percent)
        self.changed.emit()

    def set_scale(self, scale: float) -> None:
        if scale != self.metrics.scale:
            self.metrics = Metrics(scale, self.metrics.text)
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
        return True

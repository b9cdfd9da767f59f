"""The counter's kit with maintenance's words: larger letters, upright pages, states, quiet rules of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from kiosk.domain.machine_health import CellState
from kiosk.ui.counter.parts import MOST_PICTURE, StaffButton, StaffKit, dressed
from kiosk.ui.counter.style import enlarged, style_sheet
from kiosk.ui.counter.wide_label import OutcomeLabel
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, Theme
from kiosk.ui.widgets.rooted import RootedShowing

TINTS = {
    CellState.GOOD: ("ok", "circle-check"),
    CellState.LOOK: ("warn", "alert-triangle"),
    CellState.BROKEN: ("err", "circle-x"),
    CellState.ABSENT: ("plain", ""),
}
BADGE, MOST_BADGE = 17, 1.5
"""Letters of a number beside an icon, and how much they grow at most."""

_COLOURS = {"ok": "ok", "warn": "warn", "err": "err", "plain": "ink2", "info": "action_text"}


class MaintenanceKit(StaffKit):
    """Its own words first, then the counter's. Where it is ``narrow``, the rail has icons alone."""

    def __init__(self, look: Look, strings: Strings, size: QSize, text_percent: int = 100) -> None:
        super().__init__(look, strings, size, text_percent)
        self._window_high = size.height()

    def shown_high(self, number: float, part: float = 0.6) -> int:
        """Of something that holds letters and is scrolled in itself: no more than ``part`` of the window."""
        return min(self.tall(number), round(part * self._window_high))

    def say(self, key: str, /, **values: object) -> str:
        own = f"maintenance.ui.{key}"
        return self.strings.say(own if self.strings.has(own) else f"counter.ui.{key}", **values)

    def percent(self, part: float) -> str:
        """99,8 %, where 1 is all."""
        return f"{self.strings.words.number(part * 100, 1)} %"

    def label(self, text: str = "", role: str = "") -> QLabel:
        """Commands stand between grave accents in the words; on a screen they are words like others."""
        return super().label(text.replace("`", ""), role)

    def outcome(self, role: str = "ok", text: str = "") -> OutcomeLabel:
        one = OutcomeLabel()
        one.setProperty("role", role)
        one.setTextFormat(Qt.TextFormat.PlainText)
        one.setText(text)
        return one

    def chip(self, text: str, tint: str, picture: str = "") -> StateChip:
        return StateChip(self, text, tint, picture)

    def mark(self, button: StaffButton, *, on: bool) -> None:
        """One of a row of choices: whether it is the one."""
        button.setChecked(on)
        dressed(button.words, "choice-on" if on else "")

    def state(self, state: CellState) -> StateChip:
        """Icon, word and tint together: never colour alone."""
        tint, picture = TINTS[state]
        return StateChip(self, self.strings.say(f"maintenance.state.{state.value}"), tint, picture)

    def plate(self, picture: str, size: float = 48, colour: str = "action_text") -> QFrame:
        """An icon on its plate."""
        frame = QFrame()
        frame.setProperty("role", "plate")
        side = self.px(size * min(self.letters, MOST_PICTURE))
        frame.setFixedSize(side, side)
        box = self.row(frame)
        box.addWidget(self.picture(picture, size * 0.58, colour), 0, Qt.AlignmentFlag.AlignCenter)
        return frame

    def mono(self, text: str) -> QLabel:
        one = self.label(text, "mono")
        one.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        return one

    def note(self, text: str, tint: str = "warn", picture: str = "info-circle") -> QFrame:
        """A tinted line of words with its icon, if it has one."""
        frame = QFrame()
        frame.setProperty("role", f"note-{tint}")
        box = self.row(frame, margin=14, gap=12)
        if picture:
            box.addWidget(self.picture(picture, 28, _COLOURS[tint]), 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.label(text, ""), 1)
        return frame


class LaidButton(RootedShowing, QPushButton):
    """A button as large as what is laid out in it, which may be several lines."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)

    def seal(self) -> None:
        """What lies in it hears no touch of its own."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        if policy.verticalPolicy() is QSizePolicy.Policy.Fixed:  # as Qt has it for a button: its words are one line
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalMinimumSize() if layout else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        layout = self.layout()
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else -1


class StateChip(RootedShowing, QFrame):
    """A word in its tint, with its icon."""

    def __init__(self, kit: MaintenanceKit, text: str, tint: str, picture: str) -> None:
        super().__init__()
        self.setProperty("role", f"tag-{tint}")
        box: QHBoxLayout = kit.row(self, gap=6)
        box.setContentsMargins(kit.px(12), 0, kit.px(14), 0)
        if picture:
            box.addWidget(kit.picture(picture, 22, _COLOURS[tint]))
        self.words = kit.label(text, f"tag-{tint}-words")
        box.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


def maintenance_style(look: Look, letters: float) -> str:
    """The counter's rules with maintenance's, letters and what holds them larger by ``letters``; but the rail of icons,
    which has room for so much and no more."""
    return enlarged(style_sheet(look) + _own(look), letters) + _icon_rail(look, BADGE * min(letters, MOST_BADGE))


def _tints(theme: Theme) -> Mapping[str, tuple[str, str]]:
    """By a state's name: its letters and its ground."""
    return {
        "ok": (theme.ok, theme.ok_tint),
        "warn": (theme.warn, theme.warn_tint),
        "err": (theme.err, theme.err_tint),
        "info": (theme.action_text, theme.tint),
        "plain": (theme.ink2, theme.sunk),
    }


def _pixels(look: Look, number: float) -> str:
    return f"{max(1, round(number * look.scale))}px"


def _icon_rail(look: Look, small: float) -> str:
    """``small``: the letters of a number beside an icon."""
    px = partial(_pixels, look)
    rules = [
        f"QLabel[role=badge-{name}] {{ background: {ground}; color: {deep}; font-size: {px(small)}; font-weight: 700;"
        f" border: {px(1.5)} solid {deep}; border-radius: {px(small * 0.6)}; padding: {px(1)} {px(5)}; }}"
        for name, (deep, ground) in _tints(look.theme).items()
    ]
    place = f"QPushButton[role=icon-place] {{ min-height: {px(72)}; max-height: {px(84)}; }}"
    return "\n".join((place, *rules))


def _own(look: Look) -> str:
    theme, px = look.theme, partial(_pixels, look)
    edge = px(theme.edges) if theme.edges else px(1.5)
    rules = [
        f"QFrame[role=tag-{name}] {{ background: {ground}; border-radius: {px(18)}; min-height: {px(36)};"
        f" max-height: {px(36)}; }} QLabel[role=tag-{name}-words] {{ color: {deep}; font-size: {px(18)};"
        f" font-weight: 600; }} QFrame[role=note-{name}] {{ background: {ground}; border-radius: {px(14)}; }}"
        f" QLabel[role={name}] {{ color: {deep}; font-weight: 600; }}"
        for name, (deep, ground) in _tints(theme).items()
    ]
    return f"""
    QWidget#maintenance {{ background: {theme.paper}; }}
    QWidget#inner {{ background: {theme.paper}; }}
    QWidget#strip {{ background: {theme.sunk}; border-top: {px(1)} solid {theme.line}; }}
    QFrame[role=plate] {{ background: {theme.tint}; border-radius: {px(12)}; }}
    QFrame[role=wrong] {{ background: {theme.surface}; border: {px(3)} solid {theme.err}; border-radius: {px(20)}; }}
    QFrame[role=quote] {{ background: {theme.sunk}; border-left: {px(6)} solid {theme.line2};
        border-radius: {px(12)}; }}
    QFrame[role=fact] {{ background: {theme.surface}; border-right: {px(1.5)} solid {theme.line}; }}
    QPushButton[role=place] {{ border: none; border-radius: 0; background: transparent; min-height: {px(62)};
        padding: 0; text-align: left; }}
    QPushButton[role=place]:checked {{ background: {theme.tint}; border-left: {px(6)} solid {theme.action}; }}
    QPushButton[role=icon-place] {{ border: none; border-radius: 0; background: transparent; padding: 0; }}
    QPushButton[role=icon-place]:checked {{ background: {theme.tint}; border-left: {px(6)} solid {theme.action}; }}
    QPushButton[role=cell] {{ border: {edge} solid {theme.line}; border-radius: {px(18)}; padding: 0;
        text-align: left; }}
    QPushButton[role=cell]:checked {{ background: {theme.tint}; border: {px(3)} solid {theme.action}; }}
    QPushButton[role=cell-warn] {{ border: {px(3)} solid {theme.warn}; border-radius: {px(18)}; padding: 0; }}
    QPushButton[role=cell-err] {{ border: {px(3)} solid {theme.err}; border-radius: {px(18)}; padding: 0; }}
    QPushButton[role=cell-plain] {{ background: {theme.sunk}; border: {edge} solid {theme.line};
        border-radius: {px(18)}; padding: 0; }}
    QPushButton:disabled {{ background: {theme.sunk}; border: {px(2)} dashed {theme.line2}; color: {theme.ink2}; }}
    QPushButton QLabel:disabled {{ color: {theme.ink2}; }}
    QLabel[role=mono] {{ font-family: "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: {px(18)}; }}
    QPushButton[role=choice]:checked {{ background: {theme.action}; border-color: {theme.action}; }}
    QLabel[role=choice-on] {{ color: {theme.on_action}; font-weight: 700; }}
    QLabel[role=away] {{ font-size: {px(72)}; font-weight: 800; }}
    QLabel[role=cell-name] {{ font-size: {px(21)}; font-weight: 700; }}
    QLabel[role=cell-detail] {{ font-size: {px(18)}; color: {theme.ink2}; }}
    QProgressBar {{ background: {theme.track}; border: none; border-radius: {px(7)}; max-height: {px(14)};
        min-height: {px(14)}; text-align: center; }}
    QProgressBar::chunk {{ background: {theme.action}; border-radius: {px(7)}; }}
    {" ".join(rules)}
    """


def grown(widget: QWidget) -> QWidget:
    """Takes what room there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return widget

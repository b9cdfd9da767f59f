"""The strip above the counter's pages on an officer's own computer: each kiosk of the hall, the chosen one marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal

from kiosk.services.counter.hall_view import HallKioskView
from kiosk.ui.counter.parts import LaidOutButton, StaffKit, emptied, let_touches_through
from kiosk.ui.widgets.rooted import Rooted

MOST_WORDED = 4
"""Kiosks that find room with their words at 1366 pixels and 100 %; where there are more, pictures say it."""


class HallStrip(Rooted):
    """``chosen``: a kiosk's name; its drawer and reports are shown from then on."""

    chosen = Signal(str)
    counters = Signal()  # the list of officers' computers is wanted

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._kit = kit
        outer = kit.column(self)
        outer.setContentsMargins(kit.px(28), kit.px(6), kit.px(28), kit.px(6))
        self._line = kit.bar(gap=14)
        outer.addLayout(self._line)
        self._views: tuple[HallKioskView, ...] = ()
        self._with_counters = False

    def show_kiosks(self, views: Sequence[HallKioskView], *, counters: bool = False) -> None:
        """Painted anew only where something is another. ``counters``: whether who signed in may see the computers."""
        if (tuple(views), counters) == (self._views, self._with_counters):
            return
        self._views, self._with_counters = tuple(views), counters
        emptied(self._line)
        short = len(views) * self._kit.letters > MOST_WORDED
        for view in views:
            self._line.addWidget(HallKioskButton(self._kit, view, partial(self.chosen.emit, view.kiosk), short=short))
        self._line.addStretch(1)
        if counters:
            words = self._kit.strings.say("hall.counters.title")
            self._line.addWidget(self._kit.button(words, self.counters.emit, picture="key"))


class HallKioskButton(LaidOutButton):
    """One kiosk: its name, and how it stands; ``short``: by its picture alone."""

    def __init__(self, kit: StaffKit, view: HallKioskView, choose: partial[None], *, short: bool) -> None:
        super().__init__()
        self.setProperty("role", "option")
        self.setCheckable(True)
        self.setChecked(view.chosen)
        words, role = state_of(kit, view)
        line = kit.row(self, gap=10)
        line.setContentsMargins(kit.px(16), 0, kit.px(16), 0)
        line.addWidget(kit.picture(*_picture(view)))
        line.addWidget(kit.label(view.kiosk, "h3"))
        if not short:
            line.addWidget(kit.label(words, f"chip-{role}"))
        let_touches_through(self)
        self.setAccessibleName(f"{view.kiosk}: {words}")
        self.clicked.connect(lambda _=False: choose())


def _picture(view: HallKioskView) -> tuple[str, float, str]:
    """Its name, size and colour."""
    if not view.there:
        return "circle-x", 26, "err"
    if not view.signed_in:
        return "key", 26, "warn"
    return ("bell", 26, "warn") if view.ringing else ("device-desktop", 26, "action_text" if view.step else "ok")


def step_words(kit: StaffKit, step: str) -> str:
    """Where somebody is; of a step that this computer's program does not know, that somebody is there."""
    key = f"hall.step.{step}"
    return kit.strings.say(key if kit.strings.has(key) else "hall.step.other")


def state_of(kit: StaffKit, view: HallKioskView) -> tuple[str, str]:
    """The words, and the chip they stand in."""
    say = kit.strings.say
    if not view.there:
        heard = f"{view.heard:%H:%M}" if view.heard else ""
        return (say("hall.away_since", at=heard) if heard else say("hall.away")), "err"
    if not view.signed_in:
        return say("hall.pin_wanted"), "warn"
    if view.ringing is not None:
        return say("hall.ringing", at=f"{view.ringing:%H:%M}"), "warn"
    if view.helper is not None:
        return say("hall.helped", person=view.helper.person), "info"
    if view.step:
        return say("hall.at_step", step=step_words(kit, view.step)), "info"
    return say("hall.free"), "ok"

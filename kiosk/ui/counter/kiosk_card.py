"""A kiosk of the hall on the first page: a visit by its step alone, the bell, who helps, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QWidget

from kiosk.domain.visit import WAYS, ProgressSegment, VisitStep
from kiosk.services.counter.hall_view import HallKioskView
from kiosk.ui.counter.hall_strip import state_of, step_words
from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit, emptied
from kiosk.ui.widgets.rooted import Rooted

IN_A_ROW = 3


@dataclass(frozen=True)
class KioskActs:
    """What the cards lead to, each for a kiosk by its name."""

    take: Callable[[str], object]  # goes to the bell, and helps where that is allowed
    coming: Callable[[str], object]  # answers the bell alone
    offer: Callable[[str], object]
    open: Callable[[str], object]  # the glass that this officer helps at
    withdraw: Callable[[str], object]


def segment_of(step: str) -> ProgressSegment | None:
    """Where ``step`` lies on the resident's way; None beside it."""
    known = {one.value: one for one in VisitStep}
    return WAYS.get(known[step]) if step in known else None


class WayBar(Rooted):
    """How far somebody has come, in segments."""

    def __init__(self, kit: StaffKit, number: int, of: int) -> None:
        super().__init__()
        self._kit, self._number, self._of = kit, number, of
        self.setFixedHeight(kit.px(9))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, gap = self._kit.look.theme, self._kit.px(8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() - gap * (self._of - 1)) / self._of
        for place in range(self._of):
            painter.setBrush(QColor(theme.action if place < self._number else theme.line))
            painter.setPen(QColor(0, 0, 0, 0))
            box = QRectF(place * (wide + gap), 0, wide, self.height())
            painter.drawRoundedRect(box, self.height() / 2, self.height() / 2)
        painter.end()


class KioskCards(Rooted):
    """All kiosks of the hall; who calls stands first. ``tick`` counts a bell's seconds on."""

    def __init__(self, kit: StaffKit, acts: KioskActs) -> None:
        super().__init__()
        self._kit, self._acts = kit, acts
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(kit.px(16))
        self._counting: list[tuple[QLabel, datetime]] = []
        self._shown: tuple[HallKioskView, ...] = ()
        self._minute = ""

    @property
    def views(self) -> tuple[HallKioskView, ...]:
        return self._shown

    @property
    def ringing(self) -> tuple[HallKioskView, ...]:
        """Those that call, who has waited longest first."""
        calling = [one for one in self._shown if one.ringing is not None and one.there]
        return tuple(sorted(calling, key=lambda one: (one.ringing is None, one.ringing)))

    def show_kiosks(self, views: Sequence[HallKioskView], now: datetime) -> None:
        """Built anew only where something is another, or a minute has passed."""
        rank = {one.kiosk: place for place, one in enumerate(views)}
        order = sorted(
            views,
            key=lambda one: (one.ringing is None, one.ringing.timestamp() if one.ringing else 0.0, rank[one.kiosk]),
        )
        minute = f"{now:%H:%M}"
        if tuple(order) == self._shown and minute == self._minute:
            self.tick(now)
            return
        self._shown, self._minute = tuple(order), minute
        self._counting.clear()
        emptied(self._grid)
        narrow, large = self._kit.narrow, self._kit.letters > MOST_BESIDE
        beside = 1 if large else 2 if narrow else IN_A_ROW
        rows = -(-len(order) // beside)
        wide = -(-len(order) // rows) if rows else 1
        for place, view in enumerate(order):
            card = self._card(view, now, first=place == 0, small=rows > 1 and not narrow)
            self._grid.addWidget(card, place // wide, place % wide)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        for label, since in self._counting:
            waited = max(0, int((now - since).total_seconds()))
            label.setText(f"{waited // 60}:{waited % 60:02d}")

    def _card(self, view: HallKioskView, now: datetime, *, first: bool, small: bool) -> QFrame:
        kit = self._kit
        rings = view.ringing is not None and view.there
        frame, box = kit.card(role="ringing" if rings else "card")
        frame.setObjectName(f"kiosk-{view.kiosk}")
        if small:
            box.setContentsMargins(*(kit.px(14),) * 4)
            box.setSpacing(kit.px(6))
        head = kit.bar(gap=10)
        head.addWidget(kit.picture("bell" if rings else "device-desktop", 32, "warn" if rings else "action_text"))
        head.addWidget(kit.label(view.kiosk, "h2"))
        head.addStretch(1)
        words, tone = _chip(kit, view)
        head.addWidget(kit.label(words, f"chip-{tone}"))
        box.addLayout(head)
        if rings and view.ringing is not None:
            self._bell(box, view.ringing)
        if view.there and view.step:
            self._way(box, view, now, small=small)
        self._remark(box, view, rings=rings, small=small)
        box.addStretch(1)
        self._buttons(box, view, rings=rings, first=first)
        return frame

    def _bell(self, box: QBoxLayout, since: datetime) -> None:
        line = self._kit.row(gap=12)
        count = self._kit.label("", "figure")
        self._counting.append((count, since))
        line.addWidget(count)
        line.addWidget(self._kit.label(self._kit.say("rings_since", at=f"{since:%H:%M}"), "second"))
        line.addStretch(1)
        box.addLayout(line)

    def _way(self, box: QBoxLayout, view: HallKioskView, now: datetime, *, small: bool) -> None:
        kit, say = self._kit, self._kit.strings.say
        segment = segment_of(view.step)
        words = step_words(kit, view.step)
        if segment is not None:
            words = say("hall.way", n=segment.number, of=segment.of, step=say(f"way.{segment.key}"))
        line = kit.row()
        line.addWidget(kit.label(words, "strong"))
        line.addStretch(1)
        line.addWidget(kit.label(_minutes(kit, view.step_since, now), "second"))
        box.addLayout(line)
        if segment is not None:
            box.addWidget(WayBar(kit, segment.number, segment.of))
        if view.since is not None and not small:
            box.addWidget(kit.label(say("hall.there_since", at=f"{view.since:%H:%M}"), "second"))

    def _remark(self, box: QBoxLayout, view: HallKioskView, *, rings: bool, small: bool) -> None:
        kit, say = self._kit, self._kit.strings.say
        text = ""
        if not view.there or not view.signed_in:
            text = ""
        elif view.helper is not None:
            at = f"{view.helper.since:%H:%M}"
            text = say("hall.i_help_since" if view.helper.mine else "hall.helped_by", person=view.helper.person, at=at)
        elif rings and not view.caller_here:
            text = say("hall.caller_gone")
        elif view.step and not view.asked and not small:
            text = say("hall.step_only")
        elif view.coming is not None and not view.step:
            text = say("hall.coming", person=view.coming.person, at=f"{view.coming.since:%H:%M}")
        if text:
            box.addWidget(kit.label(text, "second"))

    def _buttons(self, box: QBoxLayout, view: HallKioskView, *, rings: bool, first: bool) -> None:
        kit, say, acts, name = self._kit, self._kit.strings.say, self._acts, view.kiosk
        if not view.there or not view.signed_in:
            return
        line = kit.bar()
        if rings:
            role, key = ("primary", "F4") if first else ("", "")
            line.addWidget(
                kit.button(kit.say("i_help"), lambda: acts.take(name), role=role, key=key, picture="hand-finger")
            )
            line.addWidget(kit.button(say("hall.soon"), lambda: acts.coming(name)))
        elif view.helper is not None:
            if view.helper.mine:
                line.addWidget(kit.button(say("hall.look_again"), lambda: acts.open(name), picture="device-desktop"))
        elif view.offered:
            line.addWidget(kit.label(say("hall.offered", person=view.offered), "second"))
            line.addWidget(kit.button(say("hall.withdraw"), lambda: acts.withdraw(name)))
        elif view.asked:
            line.addWidget(kit.button(kit.say("i_help"), lambda: acts.take(name), picture="hand-finger"))
        elif view.step:
            line.addWidget(kit.button(say("hall.offer"), lambda: acts.offer(name), picture="users"))
        line.addStretch(0 if rings else 1)
        box.addLayout(line)


def _chip(kit: StaffKit, view: HallKioskView) -> tuple[str, str]:
    """In a word, since the card says the rest; the strip's words where the kiosk cannot be worked with."""
    if not view.there or not view.signed_in:
        return state_of(kit, view)
    if view.ringing is not None:
        return kit.say("ringing"), "warn"
    word, tone = ("helping", "plain") if view.helper else ("alone", "info") if view.step else ("free", "ok")
    return kit.strings.say(f"hall.chip.{word}"), tone


def _minutes(kit: StaffKit, since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    return kit.strings.say("hall.minutes", n=max(0, int((now - since).total_seconds() // 60)))


def named_card(cards: QWidget, kiosk: str) -> QFrame | None:
    """The card of that kiosk."""
    return cards.findChild(QFrame, f"kiosk-{kiosk}")

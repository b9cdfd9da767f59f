"""Officers' own computers, for the chief: who is let in where, and shutting one out at every kiosk of the commune."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kiosk.services.counter.counters import KnownCounter
from kiosk.ui.counter.parts import StaffKit, emptied, scrolled
from kiosk.ui.widgets.rooted import Rooted

TONES = {"enrolled": "ok", "revoked": "err", "invited": "warn"}


class CounterTable(Rooted):
    """One row a computer; ``own``: the one that this is, which nobody shuts out from itself. ``revoke`` is told a name
    once it was asked for twice."""

    def __init__(self, kit: StaffKit, own: str, revoke: Callable[[str], object]) -> None:
        super().__init__()
        self._kit, self._own, self._revoke = kit, own, revoke
        self._asked = ""
        self._rows: tuple[KnownCounter, ...] = ()
        say = kit.strings.say
        box = kit.column(self, gap=10)
        box.addWidget(kit.label(say("hall.counters.title"), "h2"))
        box.addWidget(kit.label(say("hall.counters.why"), "second"))
        area, self._list = scrolled(kit)
        area.setMinimumHeight(kit.px(430))
        box.addWidget(area, 1)

    def show_counters(self, rows: Sequence[KnownCounter], asked: str = "") -> None:
        """``asked``: the name whose revocation waits for a second touch."""
        self._rows, self._asked = tuple(rows), asked
        emptied(self._list)
        names: dict[str, list[KnownCounter]] = {}
        for one in rows:
            names.setdefault(one.name, []).append(one)
        for name, keys in sorted(names.items()):
            self._list.addWidget(self._row(name, keys))
        if not rows:
            self._list.addWidget(self._kit.label(self._kit.strings.say("hall.no_counters"), "second"))
        self._list.addStretch(1)

    def _row(self, name: str, keys: Sequence[KnownCounter]) -> QWidget:
        kit, say = self._kit, self._kit.strings.say
        frame, box = kit.card()
        frame.setObjectName(f"counter-{name}")
        line = kit.row()
        line.addWidget(kit.label(say("hall.counter", counter=name), "h3"))
        states = {one.state for one in keys}
        for state in sorted(states):
            where = ", ".join(sorted({one.listed_by for one in keys if one.state == state and one.listed_by}))
            text = say(f"hall.state.{state}")
            line.addWidget(kit.label(f"{text}: {where}" if where else text, f"chip-{TONES[state]}"))
        line.addStretch(1)
        if name == self._own:
            line.addWidget(kit.label(say("hall.counters.own"), "second"))
        elif states & {"enrolled", "invited"}:
            sure = name == self._asked
            words = say("hall.counters.sure" if sure else "hall.counters.revoke", counter=name)
            line.addWidget(kit.button(words, lambda: self._touched(name), role="danger"))
        box.addLayout(line)
        revoked = next((one for one in keys if one.state == "revoked" and one.kiosk), None)
        if revoked is not None:
            at = f"{datetime.fromisoformat(revoked.at):%H:%M %d/%m/%Y}"
            values: Mapping[str, object] = {"at": at, "kiosk": revoked.kiosk, "by": revoked.by}
            box.addWidget(kit.label(say("hall.counters.revoked_at", **values), "second"))
        return frame

    def _touched(self, name: str) -> None:
        if self._asked == name:
            self._revoke(name)
        else:
            self.show_counters(self._rows, asked=name)

"""The chief's list of officers' computers, as a dialog over any page."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.rights import StaffAct
from kiosk.services.counter.counters import KnownCounter
from kiosk.ui.counter.counters import CounterTable
from kiosk.ui.counter.stage import CounterStage


class CountersPresenter:
    """``own``: the name of this computer."""

    def __init__(self, stage: CounterStage, own: str) -> None:
        self._stage, self._own = stage, own
        self.table: CounterTable | None = None

    @property
    def may(self) -> bool:
        session = self._stage.session
        return session is not None and session.may(StaffAct.COUNTERS)

    def open(self) -> None:
        self._stage.open(self._stage.desks.counters.list, self._show)

    def _show(self, rows: Sequence[KnownCounter]) -> None:
        self.table = CounterTable(self._stage.kit, self._own, self.revoke)
        self.table.show_counters(rows)
        self._stage.frame.show_dialog(self.table)

    def revoke(self, name: str) -> None:
        """At the kiosk that answers; it is carried to the others, and the list says where it has come to."""

        def done(_: object) -> None:
            self._stage.act(self._stage.desks.counters.list, self._again)
            self._stage.say_after(self._stage.kit.strings.say("hall.counters.done", counter=name))

        self._stage.act(lambda session: self._stage.desks.counters.revoke(session, name), done)

    def _again(self, rows: Sequence[KnownCounter]) -> None:
        if self.table is not None and self._stage.frame.dialog is not None:
            self.table.show_counters(rows)

"""The presenter of the updates: each act said before and after, in words and in the journal."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.staff_session import StaffSession
from kiosk.domain.update_facts import ComingUpdate, UpdateFacts
from kiosk.errors import KioskError
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.updates import UpdatesPage


class UpdatesPresenter:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage = stage
        self.page = UpdatesPage(stage.kit)
        self._coming: dict[str, ComingUpdate] = {}
        self.page.looked.connect(self.look_for)
        self.page.dropped.connect(self._drop)
        self.page.taken.connect(self.take)
        self.page.back.connect(self.back)

    def open(self) -> None:
        self._stage.show(self.page, "updates")
        self.page.result.setText("")
        self._coming = {}
        self.look()

    def close(self) -> None:
        """Nothing goes on beside it."""

    def look(self) -> None:
        self._stage.act(lambda _: self._stage.desks.updates.facts(), self._show, lane="reading")

    def _show(self, facts: Sequence[UpdateFacts]) -> None:
        self.page.show_facts(facts, self._coming)

    def look_for(self, kind: str, carried: bool) -> None:
        """What is newest there, and nothing is taken yet."""
        desks = self._stage.desks
        self.page.result.setText(self._stage.kit.say("updates_asking"))
        self._stage.act(
            lambda _: desks.updates.coming(kind, desks.sticks.folder() if carried else None),
            self._offer,
            self._failed,
            lane="reading",
        )

    def _offer(self, coming: ComingUpdate) -> None:
        self.page.result.setText("" if coming.new else self._stage.kit.say("updates_same"))
        self._coming.pop(coming.kind, None)
        if coming.new:
            self._coming[coming.kind] = coming
        self._show(self.page.facts)

    def _drop(self, kind: str) -> None:
        self._coming.pop(kind, None)
        self._show(self.page.facts)

    def take(self, kind: str, carried: bool) -> None:
        desks, say = self._stage.desks, self._stage.kit.say

        def work(session: StaffSession) -> bool:
            desks.acts.note(session, "update", kind=kind, way="stick" if carried else "line")
            return desks.updates.take(kind, desks.sticks.folder() if carried else None)

        self.page.result.setText(say("updates_asking"))
        self._stage.act(
            work, lambda new: self._ended("updates_new" if new else "updates_same"), self._failed, lane="reading"
        )

    def back(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> str:
            desks.acts.note(session, "update-back")
            return desks.updates.back()

        self._stage.act(work, lambda _: self._ended("updates_went_back"), self._failed, lane="reading")

    def _ended(self, key: str) -> None:
        self.page.result.setText(self._stage.kit.say(key))
        self._coming = {}
        self.look()

    def _failed(self, error: KioskError) -> None:
        self.page.result.setText("")
        self._stage.tell(error)

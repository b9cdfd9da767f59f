"""The presenter of the keys: shares on paper one after the other, the key in force only once all of them are out."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer

from kiosk.domain.key_facts import PrintedKey, RecoveryTrial
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.keys import KeysPage
from kiosk.ui.maintenance.share_strip import share_strip
from kiosk.ui.maintenance.stage import MaintenanceStage

NEEDED, COUNT = 3, 5
"""Shares that open the key, and that are printed: two may be lost, and no two people open it."""

FOLLOW = 200  # ms between two looks at how far a change of key is


class KeysPresenter:
    """``office``: its name, for the slips. A key that is being printed is here alone, until the page is left."""

    def __init__(self, stage: MaintenanceStage, office: str) -> None:
        self._stage, self._office = stage, office
        self.page = KeysPage(stage.kit)
        self._drawn: PrintedKey | None = None
        self._lines: list[str] = []
        self._cancel: threading.Event | None = None
        page = self.page
        page.begun.connect(self._draw)
        page.printed.connect(self._print)
        page.adopted.connect(self._adopt)
        page.dropped.connect(self._drop)
        page.rotated.connect(self._rotate)
        page.shares.given.connect(self._try)
        page.shares.looked.connect(self._look_for_share)
        self._follow = QTimer(page, interval=FOLLOW)
        self._follow.timeout.connect(self._look_at_rotation)

    def open(self) -> None:
        self._stage.show(self.page, "keys")
        self._drop()
        self.page.shares.show_result("")
        self.page.result.setText("")
        self.look()

    def close(self) -> None:
        self._drop()
        self._lines = []
        if self._cancel is not None:
            self._cancel.set()

    def look(self) -> None:
        self._stage.act(lambda _: self._stage.desks.keys.facts(), self.page.show_facts)

    # --- the recovery key ---

    def _draw(self) -> None:
        self._stage.act(lambda _: self._stage.desks.keys.draw(NEEDED, COUNT), self._drew)

    def _drew(self, key: PrintedKey) -> None:
        if not self._stage.is_shown(self.page):
            return  # left meanwhile: the key is nobody's
        self._drawn = key
        self.page.show_printing(0, COUNT)

    def _print(self, place: int) -> None:
        if (key := self._drawn) is None:
            return
        now, desks = self._stage.desks.clock(), self._stage.desks
        strip = share_strip(self._stage.kit, self._office, key, place, now)

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "recovery-share", place=str(place))
            desks.trials.print_strip(strip)

        self._stage.act(work, lambda _: self._printed(place), lane="printer")

    def _printed(self, place: int) -> None:
        if self._drawn is not None:
            self.page.show_printing(place, COUNT)

    def _adopt(self) -> None:
        if (key := self._drawn) is None:
            return
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "recovery-key")
            desks.keys.adopt(key)

        self._stage.act(work, lambda _: self._adopted())

    def _adopted(self) -> None:
        self._drop()
        self._lines = []
        self.look()

    def _drop(self) -> None:
        self._drawn = None
        self.page.show_printing(0, 0)

    # --- a share, tried ---

    def _try(self, text: str) -> None:
        lines = [*self._lines, text]

        def work(session: StaffSession) -> RecoveryTrial:
            self._stage.desks.acts.note(session, "recovery-try")
            return self._stage.desks.keys.test("\n".join(lines))

        self._stage.act(work, lambda trial: self._tried(trial, lines), self._refused)

    def _tried(self, trial: RecoveryTrial, lines: list[str]) -> None:
        say = self._stage.kit.say
        self._lines = [] if trial.opens else lines
        numbers = ", ".join(map(str, trial.numbers))
        words = say("share_opens") if trial.opens else say("share_right", numbers=numbers, missing=trial.missing)
        self.page.shares.show_result(words)
        self.look()

    def _refused(self, error: KioskError) -> None:
        self.page.shares.show_result("")
        self._stage.tell(error)

    def _look_for_share(self) -> None:
        desks = self._stage.desks
        self.page.shares.show_waiting()
        self._cancel = self._stage.watch(
            lambda _, work: desks.trials.code_in_view(desks.keys.printed, work.cancel),
            self._try,
            self._refused,
            lane="camera",
        )

    # --- the store's key ---

    def _rotate(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "key-change")
            desks.keys.rotate()

        self.page.show_rotating(0.0)
        self._follow.start()
        self._stage.act(work, lambda _: self._rotated("keys_rotated"), self._not_rotated, lane="reading")

    def _look_at_rotation(self) -> None:
        """On the painting thread: two sizes of files, and the store itself is busy."""
        self.page.show_rotating(self._stage.desks.keys.rotation_done())

    def _rotated(self, words: str) -> None:
        self._follow.stop()
        self.page.show_rotating(None)
        self.page.result.setText(self._stage.kit.say(words) if words else "")
        self.look()

    def _not_rotated(self, error: KioskError) -> None:
        self._rotated("")
        self._stage.tell(error)

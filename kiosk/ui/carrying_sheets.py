"""What an officer sees while a stick is in: the question, how far it is, and that it can be taken out."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import Signal

from kiosk.domain.courier import Arrived, CameHome, Exported, ExportProgress
from kiosk.errors import KioskError
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import CENTRE, Bar, ButtonKind, Label


class CarrySheet(Overlay):
    closed = Signal()
    closes_itself = True

    def news(self, arrived: Arrived) -> list[LeafRow]:
        """What the stick brought, in words; nothing where it brought nothing."""
        renewed = [self._block(self.say("carry.renewed"), "ok")] if arrived.renewed else []
        return [*self._home(arrived.home), *renewed]

    def _home(self, home: CameHome) -> list[LeafRow]:
        if home.refused:
            return [self._block(self.say("carry.refused"), "err")]
        if not home.answers:
            return []
        counts = {"settled": len(home.settled), "told": len(home.changed), "parked": len(home.parked)}
        return [self._block(self.say("carry.home", **counts), "ok")]

    def _block(self, text: Text, colour: str) -> LeafRow:
        return LeafRow((Label(self.look, text, TextRole.BODY_STRONG, colour, CENTRE),), optional=False)


class AskSheet(CarrySheet):
    started = Signal()

    def __init__(self, look: Look, strings: Strings, arrived: Arrived) -> None:
        super().__init__(look, strings)
        start = self.button("carry.start", ButtonKind.PRIMARY, self.started, "usb")
        later = self.button("carry.later", ButtonKind.SECONDARY, self.closed)
        title, line = self.say("carry.ask", count=arrived.waiting), self.say("carry.ask-line")
        self.fill("usb", title, line, *self.news(arrived), start, later)


class BusySheet(CarrySheet):
    stopped = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        self._bar = Bar(look)
        stop = self.button("carry.stop", ButtonKind.SECONDARY, self.stopped)
        self.fill("usb", self.say("carry.busy"), self.say("carry.busy-line"), self._bar, stop)

    def show_progress(self, progress: ExportProgress) -> None:
        self._bar.set_fraction(progress.done / max(1, progress.total))
        size = self.strings.words.number(progress.bytes / 1e6, 1)
        counted = self.say("carry.count", done=progress.done, total=progress.total)
        self._bar.set_words(counted, self.say("carry.bytes", size=size))


class EndSheet(CarrySheet):
    """Whatever it ended with: one button, and the stick can go."""

    @classmethod
    def exported(cls, look: Look, strings: Strings, report: Exported) -> Self:
        sheet = cls(look, strings)
        count, stayed = len(report.carried), len(report.stayed)
        whole = sheet.say("carry.done-line", count=count)
        line = sheet.say("carry.stayed", count=count, stayed=stayed) if stayed else whole
        return sheet._filled("circle-check", sheet.say("carry.done"), line)

    @classmethod
    def nothing(cls, look: Look, strings: Strings, arrived: Arrived) -> Self:
        sheet = cls(look, strings)
        return sheet._filled("circle-check", sheet.say("carry.done"), sheet.say("carry.nothing"), *sheet.news(arrived))

    @classmethod
    def failed(cls, look: Look, strings: Strings, error: KioskError) -> Self:
        sheet = cls(look, strings)
        message, remedy = (sheet.say(f"error.{error.code}.{part}", **error.values) for part in ("message", "remedy"))
        return sheet._filled("alert-triangle", message, remedy, sheet._block(sheet.say("carry.safe"), "ok"))

    def _filled(self, icon: str, title: Text, line: Text, *more: LeafRow) -> Self:
        self.fill(icon, title, line, *more, self.button("carry.close", ButtonKind.PRIMARY, self.closed, "check"))
        return self

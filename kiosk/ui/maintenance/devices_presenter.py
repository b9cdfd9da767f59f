"""The presenter of the devices: each test on its device's lane; a failure is said in its panel and stops no other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kiosk.domain.card_reading import ReadProgress
from kiosk.domain.card_trial import CardTrial
from kiosk.domain.jobs import JobOutcome, JobRecord
from kiosk.errors import KioskError
from kiosk.scan.tray_measure import TrayMeasure
from kiosk.ui.bell import Bell
from kiosk.ui.maintenance.device_camera import CameraPanel
from kiosk.ui.maintenance.device_card import GOOD_VERDICTS, CardPanel
from kiosk.ui.maintenance.device_simple import (
    ColoursPanel,
    KeypadPanel,
    PrinterPanel,
    ScannerPanel,
    SoundPanel,
    TouchPanel,
)
from kiosk.ui.maintenance.devices import DevicesPage, TrialPanel
from kiosk.ui.maintenance.glass import ColourFields, GlassTest, TouchGrid
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.trial_strip import trial_strip

CELLS = {"screen": "touch", "sticks": "touch"}
"""Cells of the overview that have no test of their own name."""


class DevicesPresenter:
    """``office``: its name, for the strip. ``bell``: what the sound is tried with. ``cover``: what the
    tests of the glass lie over."""

    def __init__(self, stage: MaintenanceStage, office: str, bell: Bell, cover: Callable[[], QWidget]) -> None:
        self._stage, self._office, self._bell, self._cover = stage, office, bell, cover
        kit = stage.kit
        self.touch, self.card, self.camera = TouchPanel(kit), CardPanel(kit), CameraPanel(kit)
        self.printer, self.scanner, self.sound = PrinterPanel(kit), ScannerPanel(kit), SoundPanel(kit)
        self.colours, self.keypad = ColoursPanel(kit), KeypadPanel(kit)
        panels: tuple[TrialPanel, ...] = (
            *(self.touch, self.card, self.camera, self.printer),
            *(self.scanner, self.sound, self.colours, self.keypad),
        )
        self.page = DevicesPage(kit, panels)
        self._device = "card-reader"
        self._cancel: threading.Event | None = None
        self.glass: GlassTest | None = None
        self.page.chosen.connect(self.choose)
        self._wire(panels)

    def _wire(self, panels: tuple[TrialPanel, ...]) -> None:
        self.card.wanted.connect(self._read_card)
        self.camera.started.connect(self._measure)
        self.printer.started.connect(self._print)
        self.scanner.started.connect(self._scan)
        self.sound.started.connect(self._sound)
        self.keypad.started.connect(self.keypad.listen)
        self.touch.started.connect(self._touch_grid)
        self.colours.started.connect(self._colour_fields)
        for panel in panels:
            panel.judged.connect(partial(self._judged, panel.device))

    def open(self) -> None:
        self._stage.show(self.page, "devices")
        self.choose(self._device)
        self._list()

    def part(self, cell: str) -> None:
        """Which device the overview led to."""
        self._device = CELLS.get(cell, cell)

    def close(self) -> None:
        """A read under way is given up, the camera is let go."""
        if self._cancel is not None:
            self._cancel.set()
        self._end_glass()
        self.page.shown.stop()
        self._stage.desks.trials.let_go()

    def choose(self, device: str) -> None:
        if self._cancel is not None:
            self._cancel.set()
        self.page.shown.stop()
        self._device = device
        panel = self.page.show_panel(device)
        self.page.command = panel.command
        self._stage.frame.command.setText(panel.command)

    def _list(self) -> None:
        trials = self._stage.desks.trials
        absent = () if trials.has_scanner else ("scanner",)
        self._stage.act(lambda _: trials.all(), lambda records: self.page.show_records(records, absent))

    # --- the tests ---

    def _read_card(self, digits: str) -> None:
        trials = self._stage.desks.trials
        self.card.show_waiting(not digits)
        self._cancel = self._stage.watch(
            lambda _, work: trials.read_card(digits, work.tell, work.cancel),
            self._card_read,
            partial(self._failed, self.card.device, self.card.show_failure),
            self._card_news,
            lane="card",
        )

    def _card_news(self, news: object) -> None:
        if isinstance(news, ReadProgress):
            self.card.show_part(news.part.value)

    def _card_read(self, trial: CardTrial) -> None:
        self.card.show_trial(trial)
        good = trial.verdict in GOOD_VERDICTS
        self._write("card-reader", good, trial.seconds, access=trial.access, commands=len(trial.exchanges))

    def _measure(self) -> None:
        self.camera.show_waiting()
        self._device_work("camera", "camera", self._stage.desks.trials.measure_tray, self._measured)

    def _measured(self, measure: TrayMeasure) -> None:
        self.camera.show_measure(measure)
        facts = {"sharpness": round(measure.sharpness, 1), "dpi": round(measure.dpi), "light": round(measure.light)}
        self._write("camera", measure.passed, 0.0, **{key: str(value) for key, value in facts.items()})

    def _print(self) -> None:
        strip = trial_strip(self.printer.say("strip"), self._office, self._stage.desks.clock())
        self.printer.show_strip(strip)
        self.printer.show_waiting()
        work = partial(self._stage.desks.trials.print_strip, strip)
        self._device_work("printer", "printer", work, lambda _: self.printer.show_done())

    def _scan(self) -> None:
        self.scanner.show_waiting()
        trials = self._stage.desks.trials
        self._cancel = self._stage.watch(
            lambda _, work: trials.scan_page(work.cancel),
            lambda page: self.scanner.show_page(*page),
            partial(self._failed, "scanner", self.scanner.show_failure),
            lane="scanner",
        )

    def _sound(self) -> None:
        if self._bell.ring():
            self.sound.show_done()
        else:
            self.sound.show_failure(self.sound.say("silent"))
            self._write("sound", False)

    def _touch_grid(self) -> None:
        grid = TouchGrid(self._stage.kit, self._cover())
        grid.finished.connect(self._touched)
        self.glass = grid

    def _touched(self, count: int, whole: int, fingers: int) -> None:
        self._end_glass()
        self.touch.result.setText(self.touch.say("done", count=count, all=whole, fingers=fingers))
        self._write("touch", count == whole, 0.0, cells=count, fingers=fingers)

    def _colour_fields(self) -> None:
        fields = ColourFields(self._stage.kit, self._cover())
        fields.finished.connect(self._coloured)
        self.glass = fields

    def _coloured(self) -> None:
        self._end_glass()
        self.colours.show_done()

    # --- how they came out ---

    def _judged(self, device: str, good: bool) -> None:
        self._write(device, good)

    def _write(self, device: str, good: bool, seconds: float = 0.0, **facts: str | int) -> None:
        outcome = JobOutcome.DONE if good else JobOutcome.LOOK
        self._record(device, outcome, seconds, **facts)

    def _record(self, device: str, outcome: JobOutcome, seconds: float = 0.0, **facts: str | int) -> None:
        desks = self._stage.desks

        def work(session: Any) -> JobRecord:
            desks.acts.note(session, "trial", device=device, outcome=outcome.value)
            return desks.trials.write(device, outcome, seconds, **facts)

        self._stage.act(work, lambda _: self._list())

    def _failed(self, device: str, show: Callable[[str], None], error: KioskError) -> None:
        """Said in the panel, with its remedy; the page stands."""
        if self._stage.session is not None:
            show(self._stage.sentence(error))
            self._record(device, JobOutcome.FAILED, 0.0, error=error.code)

    def _device_work(self, device: str, lane: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        panel: TrialPanel = self.camera if device == "camera" else self.printer
        self._stage.act(lambda _: work(), done, partial(self._failed, device, panel.show_failure), lane=lane)

    def _end_glass(self) -> None:
        glass, self.glass = self.glass, None
        if glass is not None:
            glass.hide()
            glass.deleteLater()

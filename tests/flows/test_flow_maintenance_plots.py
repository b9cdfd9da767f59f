"""What maintenance paints by itself: words stay in their place, and none lies over another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.domain.calendar import ZONE
from kiosk.domain.card_reading import ReadPart
from kiosk.domain.card_trial import TrialStep
from kiosk.domain.line_history import LineReport
from kiosk.ui.maintenance import device_card, line_plot
from kiosk.ui.maintenance.device_card import Waterfall
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.line_plot import LinePlot
from kiosk.ui.strings import Strings
from kiosk.ui.theme import THEMES, Look

Written = list[tuple[QRectF, str, float]]
"""Each text that was painted, its place, and how wide it is."""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType, QWidget, QSize], Written]:
    def painted(module: ModuleType, widget: QWidget, size: QSize) -> Written:
        texts: Written = []

        class Watched(QPainter):
            def drawText(self, *words: Any) -> None:
                texts.append((QRectF(words[0]), words[-1], self.fontMetrics().horizontalAdvance(words[-1])))
                super().drawText(*words)

        monkeypatch.setattr(module, "QPainter", Watched)
        widget.resize(size)
        widget.grab()
        return texts

    return painted


def kit(letters: int, language: str) -> MaintenanceKit:
    return MaintenanceKit(Look(THEMES["light"]), Strings(language), QSize(1920, 1080), letters)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("letters", [100, 200])
def test_each_step_of_a_read_has_room_for_its_name(qapp: object, written: Any, language: str, letters: int) -> None:
    waterfall = Waterfall(kit(letters, language))
    waterfall.show_steps(tuple(TrialStep(part, place * 0.3, 0.2, 7) for place, part in enumerate(ReadPart)))
    for wide in (430, 520, 900):
        names = written(device_card, waterfall, QSize(wide * letters // 100, 700))
        assert len(names) > len(ReadPart)
        assert [text for place, text, advance in names if advance > place.width() + 1] == []


@pytest.mark.parametrize("letters", [100, 200])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_no_day_of_the_axis_lies_over_another(qapp: object, written: Any, letters: int, days: int) -> None:
    until = datetime(2026, 12, 1, 20, 30, tzinfo=ZONE)
    plot = LinePlot(kit(letters, "vi"), lambda row: "")
    plot.show_report(LineReport(until - timedelta(days=days), until, (), (), (), (), None))
    for wide in range(5 * letters, 1700, 40):
        texts = written(line_plot, plot, QSize(wide, 800))
        days_seen = [(place, advance) for place, text, advance in texts if re.fullmatch(r"\d\d[/:]\d\d", text)]
        spans = [(place.center().x() - advance / 2, place.center().x() + advance / 2) for place, advance in days_seen]
        assert len(spans) >= 2 and all(before[1] < after[0] for before, after in pairwise(spans)), wide

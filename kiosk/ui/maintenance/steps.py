"""Steps of a long act: done with their moment, the one that is next, those to come; and where there is no way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit


def _number(kit: MaintenanceKit, number: int, tint: str) -> QWidget:
    """Round: as wide as it is high, whatever the digit."""
    chip = kit.chip(str(number), tint)
    chip.setFixedWidth(kit.tall(36))
    box = chip.layout()
    assert box is not None
    box.setContentsMargins(0, 0, 0, 0)
    chip.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    chip.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return chip


def show_steps(
    kit: MaintenanceKit,
    box: QVBoxLayout,
    names: Sequence[tuple[str, str]],
    done: Mapping[str, datetime],
    no_return: str = "",
) -> None:
    """``names``: each step's key and its words, in order; ``no_return``: the key after which nothing goes back."""
    emptied(box)
    following = next((key for key, _ in names if key not in done), "")
    for number, (key, words) in enumerate(names, start=1):
        line = kit.row(gap=14)
        if key in done:
            line.addWidget(kit.picture("circle-check", 34, "ok"))
        else:
            line.addWidget(_number(kit, number, "info" if key == following else "plain"))
        column = kit.column(gap=0)
        column.addWidget(kit.label(words, "h3" if key == following or key in done else ""))
        if key in done:
            column.addWidget(kit.label(f"{done[key]:%H:%M %d/%m}", "second"))
        elif key == no_return:
            column.addWidget(kit.label(kit.say("no_return"), "warn"))
        line.addLayout(column, 1)
        box.addLayout(line)
    box.addStretch(1)

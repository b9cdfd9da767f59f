"""Who works here, and what each role may do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted

RIGHTS_LINES = ("{0}", "{h[1]} {1} · {h[2]} {2} · {h[3]} {3}")
"""Of a right, in a list of one column."""


class StaffSheet(Rooted):
    """Who works here, and what each role may do: to be read."""

    def __init__(
        self, kit: StaffKit, lines: Sequence[Sequence[str]], rights: Sequence[tuple[str, Sequence[bool]]]
    ) -> None:
        super().__init__()
        say = kit.strings.say
        box = kit.column(self, gap=12)
        box.addWidget(kit.label(say("counter.review.staff"), "h2"))
        heads = [say(f"counter.review.{one}") for one in ("number", "name", "role", "card", "state")]
        table = StaffTable(kit, heads, (110, 0, 230, 110, 180), 48, ("{1}|{4}", "{0} · {2}|{h[3]} {3}"))
        table.setFixedHeight(kit.tall(30 + 78 * min(5, len(lines)) if kit.narrow else 60 + 50 * min(5, len(lines))))
        table.fill(lines)
        box.addWidget(table)
        roles = [say(f"staff.role.{one}") for one in ("officer", "chief", "technician")]
        matrix = StaffTable(kit, [say("counter.review.may"), *roles], (0, 180, 120, 190), 40, RIGHTS_LINES)
        matrix.setFixedHeight(kit.tall(430))
        matrix.fill([(f"<b>{text}</b>", *("✓" if one else "–" for one in marks)) for text, marks in rights])
        matrix.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.addWidget(matrix)

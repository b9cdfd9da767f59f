"""The first picture waits for no page of staff's; soon after it all of them are there."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QObject

from kiosk.app.late_imports import ROOMS, LateImports, late_modules

ALLOWED = {"kiosk.ui.maintenance.corner", "kiosk.ui.maintenance.starting_anew", "kiosk.ui.staff.errand"}
"""The ways in."""


def loaded_with(module: str) -> set[str]:
    program = f"import sys, {module}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_window_loads_none_of_staffs_pages() -> None:
    early = loaded_with("kiosk.app.window")
    assert {one for one in early if one.startswith(tuple(f"{room}." for room in ROOMS))} == ALLOWED
    assert not early & {"kiosk.app.maintenance_desks", "kiosk.services.counter.counter", "kiosk.hall.hosting"}


def test_they_are_loaded_one_by_one_while_nobody_stands_there(qapp) -> None:
    free, done, parent = [True], list[int](), QObject()
    late = LateImports(lambda: free[0], lambda: done.append(1), parent)
    late._left = iter(("kiosk.words", "kiosk.clock"))
    late.step()
    free[0] = False
    for _ in range(5):
        late.step()
    assert next(late._left) == "kiosk.clock", "somebody stood there"
    free[0] = True
    late.step()
    assert done == [1]
    late.close()


def test_all_of_them_are_named() -> None:
    names = set(late_modules())
    assert {"kiosk.ui.counter.presenter", "kiosk.ui.maintenance.presenter", "kiosk.app.maintenance_desks"} <= names
    assert len(names) > 100

"""Makes the helpers beside this file importable from every test. Nothing heavy is imported until it is asked for."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import every_page
import one_window_rule
import pytest
import run_cache
import sampling

if TYPE_CHECKING:
    from visit_stage import Resident

    from kiosk_sandbox.server import PortalServer
    from sandbox import Kiosk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

AGAIN = 50
"""After so many tests that painted, everything is looked through."""
_painted = itertools.count(1)

PAINTED = {"qapp", "qtbot", "resident", "practised"}
PAINTERS = ("PySide6", "kiosk.ui", "kiosk.app.window", "kiosk.tour", "visit_stage", "resident_board")


def paints(item: pytest.Item) -> bool:
    """Whether a test may make widgets: by its fixtures, or by what its file imports."""
    names = vars(getattr(item, "module", item)).values()
    return bool(PAINTED & set(getattr(item, "fixturenames", ()))) or any(
        str(getattr(one, "__module__", None) or getattr(one, "__name__", "")).startswith(PAINTERS) for one in names
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="every row of every table (tests/sampling.py)")
    parser.addoption("--sample", default="", metavar="SEED", help="the rows that another run has played")


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import settings

    settings.register_profile("kiosk", deadline=None)  # no test here is one of the clock on the wall
    settings.load_profile("kiosk")
    sampling.settle(config)
    if folder := run_cache.begin():
        config.add_cleanup(lambda: run_cache.end(folder))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(sampling.current().words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The rows of this run; and the long ones are begun first: else one process plays a tour at the end, and the others
    have nothing to do."""
    out = sampling.left_out(items, sampling.current(), sampling.slow())
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in out])
    items[:] = [item for item in items if item.nodeid not in out]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def sample() -> sampling.Sample:
    """What of a long table is played this time, for a test that walks through one."""
    return sampling.current()


@pytest.fixture(autouse=True)
def no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window that outlives its test hears every event of those that follow, and the suite grows slower and slower.

    Until the last of it is gone Python's collector runs on this thread alone: a widget freed by a portal's or another
    worker's thread brings the process down (kiosk/ui/gc_guard.py).
    """
    painting = paints(request.node)
    if painting:
        gc.disable()
    yield
    if close_windows():
        collect()
    gc.enable()


def collect() -> None:
    """What is left are modules and their like: not to be looked through again after each test, but now and then, for
    what a module's fixture has held meanwhile."""
    if next(_painted) % AGAIN == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def close_windows() -> bool:
    """Whether there was any."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    windows = app.topLevelWidgets() if app else []
    for window in windows:
        window.close()
        window.deleteLater()
    if windows:
        app.sendPostedEvents(None, sys.modules["PySide6.QtCore"].QEvent.Type.DeferredDelete.value)
    return bool(windows)


@pytest.fixture(autouse=True)
def one_window(no_window_left: None) -> Iterator[None]:
    """Where a test paints, exactly one window is on the glass: the program's own, or what a bench looks at alone."""
    one_window_rule.watch()
    yield
    found = one_window_rule.faults()
    assert not found, found


@pytest.fixture(autouse=True)
def every_page_is_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever document a test makes on its way, its pages have their ink and its colours.

    Unless they are meant to lose some: ``@pytest.mark.loses_ink("why")``.
    """
    meant = request.node.get_closest_marker("loses_ink")
    assert meant is None or any(meant.args), "why is this page meant to lose ink?"
    every_page.watch()
    yield
    found, every_page.faults[:] = every_page.faults[:], []
    lost, every_page.lost[:] = every_page.lost[:], []
    assert not found, found
    assert meant is not None or not lost, lost


@pytest.fixture
def portal() -> Iterator[PortalServer]:
    """A real sandbox portal on a free loopback port."""
    from sandbox import sandbox

    with sandbox() as server:
        yield server


@pytest.fixture
def box(tmp_path: Path, portal: PortalServer) -> Iterator[Kiosk]:
    """A kiosk with a real store, set up for ``portal``."""
    from sandbox import Kiosk

    made = Kiosk(tmp_path / "store", portal.url)
    yield made
    made.close()


@pytest.fixture
def resident(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    """A person at a whole kiosk: the window, simulated devices, a real store, a real portal."""
    from visit_stage import kiosk

    with kiosk(tmp_path / "kiosk") as made:
        yield made


@pytest.fixture
def practised(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    """The same, for what is not about pictures: a paper that was seen once is known (practised_eyes.py)."""
    from practised_eyes import practised_eyes
    from visit_stage import kiosk

    with kiosk(tmp_path / "kiosk", eyes=practised_eyes) as made:
        yield made

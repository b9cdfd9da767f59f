"""Makes the helpers beside this file importable from every test. Nothing heavy is imported until it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sandbox import Kiosk

    from kiosk.portal.server import PortalServer


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

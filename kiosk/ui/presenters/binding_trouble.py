"""A paper that could not be bound is told where the person stands, whatever page that is."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.flow import Flow
from kiosk.ui.resident.not_bound import NotBoundOverlay


def tell_not_bound(flow: Flow, again: Callable[[], None], later: Callable[[], None]) -> None:
    """Lay the note over the page; ``again`` binds once more, ``later`` goes on without the paper."""
    overlay = NotBoundOverlay(flow.look, flow.strings)
    for asked, act in ((overlay.again, again), (overlay.laterAsked, later)):
        asked.connect(lambda: flow.shell.overlay(None))
        asked.connect(act)
    overlay.officerAsked.connect(flow.call_officer)
    overlay.closed.connect(lambda: flow.shell.overlay(None))
    flow.shell.overlay(overlay)

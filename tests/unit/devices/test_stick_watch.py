"""Whoever waits for a stick looks when something has changed, and seldom besides."""

from __future__ import annotations

import threading
from pathlib import Path

from kiosk.devices import removable
from kiosk.devices.removable import stick_at, watched
from kiosk.domain.stick import StickEvent, StickInfo


def test_nothing_is_looked_at_while_nothing_changes(tmp_path: Path, monkeypatch) -> None:
    looks, events, cancel, now = list[float](), list[StickEvent](), threading.Event(), [100.0]
    there: list[StickInfo] = []
    monkeypatch.setattr(removable.time, "monotonic", lambda: now[0])

    def look() -> tuple[StickInfo, ...]:
        looks.append(now[0])
        return tuple(there)

    def pause(seconds: float) -> bool:
        now[0] += seconds
        if len(looks) == 1 and now[0] > 101 and not there:
            there.append(plugged)
            return True
        if now[0] > 105:
            cancel.set()
        return False

    plugged = stick_at(tmp_path)
    assert plugged is not None
    watched(look, events.append, cancel, None, pause)
    assert [(one.stick, one.arrived) for one in events] == [(plugged, True)]
    assert 100 < looks[1] <= 101 + 2 * removable._WAIT, "at once when it is told"
    assert len(looks) <= 5, "of the 25 times that it woke"


def test_what_comes_untold_is_seen_all_the_same(tmp_path: Path, monkeypatch) -> None:
    """A stick may be told of before it is mounted whole."""
    events, cancel, now = list[StickEvent](), threading.Event(), [100.0]
    plugged = stick_at(tmp_path)
    assert plugged is not None
    monkeypatch.setattr(removable.time, "monotonic", lambda: now[0])

    def pause(seconds: float) -> bool:
        now[0] += seconds
        if now[0] > 104:
            cancel.set()
        return False

    watched(lambda: (plugged,) if now[0] > 101 else (), events.append, cancel, None, pause)
    assert [one.arrived for one in events] == [True]

"""A worker that met a bug rests longer each time, and never for ever."""

from __future__ import annotations

from kiosk.backoff import Backoff


def test_rests_double_up_to_the_longest_and_begin_anew_after_work() -> None:
    rests = Backoff(60.0, 3600.0)
    assert [rests.failed() for _ in range(8)] == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    rests.worked()
    assert rests.failed() == 60

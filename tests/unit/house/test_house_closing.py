"""What closes several things closes each of them, whichever of the others fails."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from kiosk.closing import close_all
from scripts import checks, closers


@pytest.mark.parametrize("failing", [(), (0,), (1,), (2,), (0, 2), (0, 1, 2)], ids=str)
def test_each_is_closed_in_turn_although_others_fail(failing: tuple[int, ...]) -> None:
    closed: list[int] = []

    def close(one: int) -> None:
        closed.append(one)
        if one in failing:
            raise OSError(one)

    try:
        close_all(*(partial(close, one) for one in range(3)))
    except OSError as error:
        chain = [error, error.__context__, error.__context__ and error.__context__.__context__]
        assert [one.args[0] for one in chain if one is not None] == sorted(failing, reverse=True)
    else:
        assert not failing
    assert closed == [0, 1, 2]


@pytest.mark.parametrize(
    ("body", "is_fault"),
    [
        ("self.a.close()\n        self.b.shutdown(wait=True)", True),
        ("for one in self.many:\n            one.close()", True),
        ("if self.a:\n            self.a.close()\n        self.b.cleanup()", True),
        ("close_all(self.a.close, self.b.close)", False),
        ("self.timer.stop()\n        self.a.close()", False),
        ("self.a.close()", False),
    ],
)
def test_a_closer_that_leaves_the_second_open_is_found(tmp_path: Path, body: str, is_fault: bool) -> None:
    path = tmp_path / "kiosk/thing.py"
    path.parent.mkdir()
    path.write_text(f"class Thing:\n    def close(self):\n        {body}\n", "utf-8")
    assert list(closers.faults(tmp_path)) == (
        ["closers: kiosk/thing.py:2 close: let close_all() call each"] if is_fault else []
    )


def test_the_house_is_held_to_it() -> None:
    assert closers.faults in checks.CHECKS

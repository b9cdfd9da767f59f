"""Bytes that drip: every one within its patience, and all of them too late."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import HallTooLarge
from kiosk.hall.streams import BoundedReader, send_all


class Dripping:
    """One byte at a time, each ``seconds`` after the last."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now, self.patience = seconds, 0.0, 0.0
        self.sent = 0

    def running(self) -> float:
        return self.now

    def settimeout(self, seconds: float) -> None:
        self.patience = seconds

    def recv_into(self, view: Any) -> int:
        self.now += self.seconds
        if self.seconds > self.patience:
            raise TimeoutError
        view[:1] = b"x"
        return 1

    def sendall(self, data: bytes) -> None:
        self.now += self.seconds
        self.sent += len(data)


def test_what_drips_in_ends_by_its_moment_however_patient_each_byte_is() -> None:
    line = Dripping(0.4)
    reader = BoundedReader(line, line.running)  # type: ignore[arg-type]
    reader.allow(100, 2.0)
    with pytest.raises(TimeoutError):
        for _ in range(100):
            reader.read(1)
    assert line.now <= 2.4


def test_what_is_more_than_was_allowed_is_not_read() -> None:
    line = Dripping(0.0)
    reader = BoundedReader(line, line.running)  # type: ignore[arg-type]
    reader.allow(3, 9.0)
    assert [reader.read(1) for _ in range(3)] == [b"x"] * 3
    with pytest.raises(HallTooLarge):
        reader.read(1)


def test_an_answer_that_is_taken_too_slowly_ends() -> None:
    line = Dripping(0.4)
    with pytest.raises(TimeoutError):
        send_all(line, b"y" * (64 << 10) * 20, 2.0, line.running)  # type: ignore[arg-type]
    assert line.sent < (64 << 10) * 8

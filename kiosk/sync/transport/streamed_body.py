"""What is sent, as a file: requests then bounds each write by the timeout, and not the whole sending by one."""

from __future__ import annotations


class Body:
    """Bytes from ``start`` on, read in pieces without copying what went before. Knows its length."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self._data = memoryview(data)[start:]
        self._at = 0

    def __len__(self) -> int:
        return len(self._data)

    def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size is None or size < 0 else min(len(self._data), self._at + size)
        piece = bytes(self._data[self._at : end])
        self._at = end
        return piece

    def rewind(self) -> None:
        self._at = 0

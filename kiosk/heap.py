"""How the C library's heap keeps what was freed: mallopt(3), of glibc alone.

Left to itself, glibc takes the first freed picture as a sign that more will come: from then on blocks of that size lie
on the heap, where one small neighbour keeps megabytes. A kiosk runs for months; here, large blocks always go back.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

LARGE = 256 * 1024
"""Bytes from which on a block is a mapping of its own, given back when it is freed."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # malloc.h
_LIBC = ctypes.CDLL(None)


def keep_small() -> None:
    """Large blocks go back at once, and all threads share two heaps. To be said before the first large block."""
    with suppress(AttributeError):  # another C library
        for parameter, value in ((_ARENA_MAX, 2), (_MMAP_THRESHOLD, LARGE), (_TRIM_THRESHOLD, LARGE)):
            _LIBC.mallopt(parameter, value)


def give_back() -> None:
    """What lies free between blocks goes back to the system (malloc_trim(3))."""
    with suppress(AttributeError):
        _LIBC.malloc_trim(0)

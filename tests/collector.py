"""Every object that the collector knows of, looked at while no other thread runs.

It also gives out a tuple that another thread is still filling, and one more reference breaks that tuple there:
CPython's ``_PyTuple_Resize`` asks for a single one, and the thread ends with a SystemError.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 30.0  # seconds: longer than such a look takes


@contextmanager
def every_object() -> Iterator[list[object]]:
    """What is left after a collection; empty again at the end, when the other threads go on. Wait for none of them."""
    before, found = sys.getswitchinterval(), list[object]()
    sys.setswitchinterval(LONG)
    try:
        gc.collect()  # longer than a switch: a thread that waited by the old interval has had its turn by now
        found += gc.get_objects()
        yield found
    finally:
        found.clear()
        sys.setswitchinterval(before)

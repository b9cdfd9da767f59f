"""Large blocks go back to the system when they are freed, also after the first of them."""

from __future__ import annotations

import subprocess
import sys

from kiosk.own_python import bare_surroundings

PROBE = """
import ctypes, sys
from kiosk import heap

class Mallinfo(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd",
                "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")]  # malloc.h

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Mallinfo
if sys.argv[1] == "small":
    heap.keep_small()
bytes(8_000_000)  # a freed picture: glibc would keep all that are smaller on its heap from now on
before = libc.mallinfo2().hblkhd
kept = bytes(2_000_000)
print(libc.mallinfo2().hblkhd - before)
"""


def mapped(way: str) -> int:
    """Bytes that two million more were mapped with."""
    words = [sys.executable, "-P", "-s", "-c", PROBE, way]
    return int(subprocess.run(words, env=bare_surroundings({}), capture_output=True, text=True, check=True).stdout)


def test_a_large_block_is_a_mapping_of_its_own_also_after_one_was_freed() -> None:
    assert mapped("small") >= 2_000_000
    assert mapped("as glibc does") == 0

"""What the cell for files from outside costs: python bench/outside.py

Each figure is the median of nine, in milliseconds on the clock; only figures of one run count against each other.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from PIL import Image

from kiosk.devices.simulated.camera import paper
from kiosk.scan import decoder_process, outside
from kiosk.scan.decode import decode

ROUNDS = 9
SHUT = """
import time
from kiosk import confinement
began = time.perf_counter()
confinement.shut_in()
print(time.perf_counter() - began)
"""


def main() -> None:
    photograph, face = paper("birth-notice").read_bytes(), small()
    rows = {
        "a process shuts itself in": shut,
        "a child is started, a small picture decoded, the child ended": lambda: timed(lambda: outside.face(face)),
        "the same with a child that waited": lambda: waited(lambda: outside.face(face)),
        "the photograph of a notice, decoded here": lambda: timed(lambda: decode(photograph)),
        "the same in a child that waited": lambda: waited(lambda: outside.first(photograph)),
    }
    for name, measure in rows.items():
        print(f"{statistics.median(measure() for _ in range(ROUNDS)) * 1000:8.1f}  {name}")


def small() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((480, 600), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def waited(work: Callable[[], object]) -> float:
    """With a child that has loaded everything, and looks for its file."""
    outside.prepare()
    child = decoder_process._spare._child
    assert child is not None
    while decoder_process._spent(child) == 0 or _is_busy(child.pid):
        time.sleep(0.05)
    return timed(work)


def _is_busy(pid: int) -> bool:
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
        return file.read().rpartition(")")[2].split()[0] != "S"


def shut() -> float:
    return float(subprocess.run([sys.executable, "-c", SHUT], capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()

"""What it costs a kiosk that an officer sees its glass: the painting thread's share, the encoding, the bytes.

Beside the cost of a picture stands that of painting the same page once for the glass itself, in the same run.

    python bench/mirror.py [--rounds N]

A real window of 1080 x 1920 (offscreen) at the start and at the form, pictures of 562 x 1000 as JPEG.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "sandbox")]

from PySide6.QtCore import QBuffer, QIODevice, QSize  # noqa: E402 - what lies beside this file
from PySide6.QtGui import QImage  # noqa: E402
from visit_stage import Resident, kiosk  # noqa: E402

from kiosk.app.window import application  # noqa: E402
from kiosk.ui.mirror import PACE, QUALITY  # noqa: E402


def jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def median(rounds: int, act: Callable[[], object]) -> float:
    """In milliseconds."""
    spans = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        spans.append((time.perf_counter() - began) * 1000)
    return statistics.median(spans)


def measure(page: str, resident: Resident, rounds: int) -> None:
    mirror, window = resident.house.mirror, resident.house.window
    glass = median(rounds, window.grab)
    picture = median(rounds, mirror.picture)
    image = mirror.picture()
    encoding = median(rounds, lambda: jpeg(image))
    print(
        f"{page:<10} paint the glass {glass:6.1f} ms   the picture {picture:6.1f} ms ({picture / glass:4.2f} of it, "
        f"at most every {PACE} ms: {picture / PACE * 100:4.1f} % of the thread)   encode {encoding:5.1f} ms, "
        f"elsewhere   {len(jpeg(image)) / 1000:5.1f} kB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    app = application()
    with tempfile.TemporaryDirectory() as folder, kiosk(Path(folder) / "kiosk", size=QSize(1080, 1920)) as resident:
        measure("start", resident, args.rounds)
        resident.at_form()
        measure("form", resident, args.rounds)
    app.processEvents()


if __name__ == "__main__":
    main()

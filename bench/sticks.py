"""Exports to a stick, killed at every single step; and what sealing costs. ``python bench/sticks.py [--every N]``

Steps are what the system is asked for on the stick: a folder or a file made, bytes written, synced, renamed, removed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import dying_export  # noqa: E402
from courier_post import Post  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: E402

from kiosk.sync.courier.sealing import place, seal  # noqa: E402
from sandbox import Kiosk, document, sandbox  # noqa: E402

PAPERS = 2  # of 3 kB, in each of the submissions
FILED = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth step only")
    parser.add_argument("--seal", action="store_true", help="only what sealing costs")
    given = parser.parse_args()
    sealing()
    if not given.seal:
        kills(given.every)


def sealing() -> None:
    """Beside SHA-256 of the same bytes, in the same run."""
    to, data = X25519PrivateKey.generate().public_key().public_bytes_raw(), os.urandom(16 << 20)
    costs = []
    for work in (lambda: seal(data, to, place("0" * 16, "0")), lambda: hashlib.sha256(data).digest()):
        began = time.perf_counter()
        for _ in range(5):
            work()
        costs.append((time.perf_counter() - began) / 5)
    small = len(seal(b"x", to, b"")) - 1
    rate = len(data) / costs[0] / 1e6
    print(f"sealing: {rate:.0f} MB/s, {costs[0] / costs[1]:.2f} of SHA-256's time; {small} bytes more a file")


def kills(every: int) -> None:
    last, killed = 0, 0
    while True:
        with tempfile.TemporaryDirectory() as folder, sandbox() as portal:
            post = Post(Path(folder), portal, Kiosk(Path(folder) / "store", portal.url))
            filed = [post.kiosk.desk.file(*(document(3_000, 9 * n + m) for m in range(PAPERS))) for n in range(FILED)]
            died = dying_export.run(post, last)
            dying_export.comes_again(post, filed)
            post.kiosk.close()
        if died.returncode == 0:
            break
        killed += 1
        last += every
    print(f"{killed} exports killed, of {died.stdout.strip()} steps: nothing lost, nothing twice, all carried readable")


if __name__ == "__main__":
    main()

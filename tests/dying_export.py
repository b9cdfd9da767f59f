"""An export in a process of its own, killed at its Nth step on the stick: STORE STICK SEAL N on the command line.

Steps are what the system is asked for on the stick: a folder or a file made, bytes written, synced, renamed, removed.
Prints how many there were when it comes to its end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from courier_post import Post, stick

from kiosk import catalogue
from kiosk.domain.submission import Submission
from kiosk.store import Store
from kiosk.sync.courier.export import Exporter
from sandbox import OFFICE, Clock

STEPS = ("mkdir", "write", "fdatasync", "fsync", "replace", "unlink")


def run(post: Post, last: int) -> subprocess.CompletedProcess[str]:
    """The export of ``post``, killed at step ``last``."""
    post.folder.mkdir(exist_ok=True)
    child = [sys.executable, __file__, post.kiosk.store.folder, post.folder, post.registry.seal.hex(), str(last)]
    return subprocess.run(child, check=False, capture_output=True, text=True)


def comes_again(post: Post, filed: Sequence[Submission]) -> None:
    """What the killed export left is good for all that counts as carried; the next one brings the rest."""
    carried = {one.code for one in post.kiosk.store.carriage.carried()}
    taken = post.take() if list((post.folder / "KIOSK/out").glob("*.[01]")) else []
    assert not any(one.damaged or one.error for one in taken)
    assert carried <= {answer.code for one in taken for answer in one.taken} <= {one.code for one in filed}
    assert set(post.export().carried) == {one.code for one in filed}
    post.take()
    post.whole(filed)
    post.home()
    assert post.kiosk.store.outbox.pending_count() == 0


def main(store: str, folder: str, seal: str, last: str) -> None:
    seen = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **given: Any) -> Any:
            nonlocal seen
            if seen == int(last):
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1
            return call(*args, **given)

        return step

    with Store.open(Path(store), Clock()) as opened:
        exporter = Exporter(opened, OFFICE, catalogue.procedure, bytes.fromhex(seal))
        on = stick(Path(folder))
        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        exporter.run(on)
    sys.stdout.write(f"{seen}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One pass over a store in a process of its own: FOLDER URL. Says when it is ready, and waits for a line to begin."""

from __future__ import annotations

import sys
from pathlib import Path

from sandbox import Kiosk


def main(folder: str, url: str) -> None:
    box = Kiosk(Path(folder), url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    box.engine.run_once(prompted=True)
    box.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A scripted visit and its sync against the sandbox portal, ended everywhere: what was lost, doubled or left half.

    python bench/kills.py --visits 1000 [--seed N]   SIGKILL at random instants, from start to the last pass
    python bench/kills.py --points                   SIGKILL at every checkpoint of the store
    python bench/kills.py --calls                    at every call to the disk: killed, killed half way through the
                                                     bytes, EIO, ENOSPC or EROFS from then on, EIO of a read (wants cc)
    python bench/kills.py --room FOLDER              with 16 KiB more room each time; FOLDER is a small disk of its own:
                                        unshare -m sh -c 'mount -t tmpfs -o size=12m k FOLDER && exec python ...'

Each life is a forked child (``tests/visit_life.py``): start, what the last life left, consent, savepoints, a paper, the
filing, the slip, a pass over loopback, the portal's changes, the housekeeping. After each a restart: what was announced
exists, whole, with its paper to the byte, is at the portal exactly once after one more pass, and nothing else is; a
draft or its submission, never both, never neither.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import visit_sweep


def swept(*given: object, env: dict[str, str] | None = None) -> int:
    """One sweep in a process of its own; how many faults it found."""
    command = [sys.executable, visit_sweep.__file__, *map(str, given)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if ran.returncode:
        print(ran.stderr)
        return 1
    told = json.loads(ran.stdout)
    faults = Counter(told["faults"])
    ends = ", ".join(f"{count} {name}" for name, count in told["ends"].items())
    print(
        f"{' '.join(map(str, given))}: {told['lives']} lives, {told['killed']} killed, {told['filings']} announced, ",
        end="",
    )
    print(f"{told['minutes']} min: {dict(faults) or 'none lost, doubled or half'} (ends: {ends})", flush=True)
    return faults.total()


def calls() -> int:
    with tempfile.TemporaryDirectory() as folder:
        env = visit_sweep.preloaded(Path(folder))
        if env is None:
            sys.exit("no C compiler here")
        return sum(swept("calls", how, 1, 1, env=env) for how in visit_sweep.HOWS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", action="store_true")
    parser.add_argument("--calls", action="store_true")
    parser.add_argument("--room", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    faults = swept("instants", args.visits, args.seed) if args.visits else 0
    faults += swept("points", 1, 1) if args.points else 0
    faults += calls() if args.calls else 0
    faults += swept("room", args.room, 16384) if args.room else 0
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Which tests the suite plays by turns: ``python -m scripts.slow_tests LOG``, the output of a run at rest with
``scripts/test --all --durations=0 --durations-min=0.05``.

Writes ``tests/slow_tests.txt``: the tests of the log that took ``SLOW`` seconds and more, nearly all of its time
(tests/sampling.py). Of a run that played a sample, those of the list before that it left out stay.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "tests" / "slow_tests.txt"
SLOW = 0.4
"""Seconds, set-up and tidying included."""
_LINE = re.compile(r"([0-9.]+)s (?:call|setup|teardown) +(tests/.+?)\s*$")


def seconds(lines: Iterable[str]) -> Counter[str]:
    """What each test took, set-up and tidying included, by its name."""
    taken = Counter[str]()
    for match in filter(None, map(_LINE.match, lines)):
        taken[match[2]] += float(match[1])  # type: ignore[assignment]  # a Counter of seconds
    return taken


def dear(taken: Counter[str]) -> set[str]:
    """The names of those that are slow."""
    return {name for name, cost in taken.items() if cost >= SLOW}


def main() -> int:
    with Path(sys.argv[1]).open(encoding="utf-8", errors="replace") as log:
        taken = seconds(log)
    before = set(LIST.read_text("utf-8").splitlines()) if LIST.exists() else set()
    names = sorted(dear(taken) | before - set(taken))
    LIST.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    sys.stdout.write(f"{len(names)} tests in {LIST.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

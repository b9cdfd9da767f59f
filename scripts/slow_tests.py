"""Which tests the suite plays by turns: ``python -m scripts.slow_tests LOG``, the output of a run at rest with
``scripts/test --all --durations=0 --durations-min=0.05``.

Writes ``tests/slow_tests.txt``: the dearest tests of the log, as many as take ``SHARE`` of its time together
(tests/sampling.py). Of a run that played a sample, those of the list before that it left out stay.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "tests" / "slow_tests.txt"
SHARE = 0.8
_LINE = re.compile(r"([0-9.]+)s (?:call|setup|teardown) +(tests/.+?)\s*$")


def seconds(lines: Iterable[str]) -> Counter[str]:
    """What each test took, set-up and tidying included, by its name."""
    taken = Counter[str]()
    for match in filter(None, map(_LINE.match, lines)):
        taken[match[2]] += float(match[1])  # type: ignore[assignment]  # a Counter of seconds
    return taken


def dearest(taken: Counter[str], share: float) -> list[str]:
    """The fewest tests that take ``share`` of the time together, by name."""
    left, names = share * sum(taken.values()), []
    for name, cost in taken.most_common():
        if left <= 0:
            break
        names.append(name)
        left -= cost
    return sorted(names)


def main() -> int:
    with Path(sys.argv[1]).open(encoding="utf-8", errors="replace") as log:
        taken = seconds(log)
    before = set(LIST.read_text("utf-8").splitlines()) if LIST.exists() else set()
    names = sorted({*dearest(taken, SHARE), *(before - set(taken))})
    LIST.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    sys.stdout.write(f"{len(names)} tests in {LIST.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

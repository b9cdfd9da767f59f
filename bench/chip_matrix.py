"""Cards x outcomes: what comes of each card of the independent table, and what it costs in commands.

    python bench/chip_matrix.py [--markdown] [GROUP ...]

The cards are those of tests/independent, written from the standard alone. ``--markdown`` prints the table that
docs/chip.md keeps. Ends with 1 where an outcome is not the one the table names.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "independent"))

from card_matrix import Row, rows
from card_outcomes import Outcome, outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("groups", nargs="*", metavar="GROUP")
    args = parser.parse_args()
    logging.disable(logging.WARNING)  # a card opened by BAC says so each time
    wanted = [row for row in rows() if not args.groups or row.group in args.groups]
    found = [(row, outcome(row)) for row in wanted]
    print(*(_markdown(found) if args.markdown else _plain(found)), sep="\n")
    wrong = [row.name for row, came in found if came.words != row.outcome]
    print(
        f"\n{len(found)} cards, {len(found) - len(wrong)} as they must be",
        *(f"NOT: {name}" for name in wrong),
        sep="\n",
    )
    return 1 if wrong else 0


def _plain(found: Iterable[tuple[Row, Outcome]]) -> Iterable[str]:
    yield f"{'card':58}{'outcome':52}{'commands':>9}{'opened':>7}{'next':>6}"
    for row, came in found:
        mark = "" if came.words == row.outcome else "   NOT " + row.outcome
        yield f"{row.name[:57]:58}{came.words[:51]:52}{came.commands:9}{came.openings:7}{came.again:6}{mark}"


def _markdown(found: Iterable[tuple[Row, Outcome]]) -> Iterable[str]:
    yield "| | card | outcome | commands | opened | next of its kind |"
    yield "|---|---|---|---|---|---|"
    last = ""
    for row, came in found:
        group, last = ("" if row.group == last else row.group), row.group
        yield f"| {group} | {row.name} | {came.words} | {came.commands} | {came.openings} | {came.again} |"


if __name__ == "__main__":
    sys.exit(main())

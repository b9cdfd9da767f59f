"""Kiosk, line, sticks, portal and office in any order, killed and restored in between: what was lost or doubled.

    python -m bench.model --examples 500 [--steps 40] [--seed N] [--whole]

Each example is a life of ``tests/exchange_model.py`` of so many steps, and its end with a good line. The first one that
breaks is made as short as can be, and printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from exchange_model import Exchange
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="print what breaks as it was found, at once")
    args = parser.parse_args()
    chosen = settings(
        max_examples=args.examples,
        stateful_step_count=args.steps,
        database=None,
        deadline=None,
        phases=(Phase.generate,) if args.whole else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    began = time.process_time()
    machine = type("Exchange", (seed(args.seed)(Exchange),), {})
    with suppress(KeyboardInterrupt):  # what was done until then is told
        run_state_machine_as_test(machine, settings=chosen)
    told = ", ".join(f"{count} {what}" for what, count in sorted(Exchange.seen.items()))
    print(f"0 broken; {told}; {time.process_time() - began:.0f} s of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Ten thousand kiosks come back at the same instant after a day without a network: how long until all is at the portal?

    python bench/fleet.py [--kiosks 10000] [--seed 1]

A discrete-event model. The kiosks' waits come from kiosk.sync.queue.policy itself, unchanged. Modelled are the portal,
which serves so many requests a second, keeps two seconds of them waiting and turns away the rest, and what a kiosk
with one filing sends: greeting, sign-in, place of a paper, its bytes, the record. "Drain" is the time until the last
filing has arrived, over the time that the portal would need for as many requests in one row.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.errors import PortalDown
from kiosk.sync.queue.policy import Again, Policy, Turn

REQUESTS = 5
DAY = 86_400.0
HOPELESS = 20.0  # times the ideal
QUEUE = 2.0  # seconds of requests that the portal lets wait
RTT = 0.05

Wait = Callable[[Policy, int, float | None], float]


@dataclass(frozen=True)
class Way:
    """How kiosks behave: ``start`` after the network's return, ``again`` after a portal that turned them away."""

    name: str
    start: Callable[[Policy, int, int, float], float]  # policy, which kiosk, of how many, ideal seconds
    again: Wait
    slots: bool


def _jitter(policy: Policy, failures: int, said: float | None) -> float:
    verdict = policy.after(PortalDown(retry_after=said), failures)
    assert isinstance(verdict, Again)
    return verdict.wait


def _turn(policy: Policy, which: int, kiosks: int, ideal: float) -> float:
    """By the portal's word: kiosks in the order of their names, whatever account they share."""
    turn = Turn(which / kiosks, 1.03 * ideal, name(which)).of_kiosk(name(which))
    return policy.back(DAY, turn)


def _own(policy: Policy, which: int, kiosks: int, ideal: float) -> float:
    """By an older portal's word for the one account that all share: how long all take, and no place of one's own."""
    return policy.back(DAY, Turn(0.0, 1.03 * ideal).of_kiosk(name(which)))


def name(which: int) -> str:
    return f"H15.50.05.{which // 20}/DV{which % 20:02d}"


WAYS = [
    Way("again every 5 s", lambda policy, *_: 5 * policy.chance(), lambda *_: 5.0, False),
    Way("full jitter", lambda policy, *_: policy.chance(), _jitter, False),
    Way("Retry-After as a slot", lambda policy, *_: policy.chance(), _jitter, True),
    Way("own place, and slots", _own, _jitter, True),
    Way("back in turn, and slots", _turn, _jitter, True),
]


@dataclass
class Result:
    drain: float
    peak: int
    requests: int
    delivered: int


def run(way: Way, kiosks: int, capacity: float, seed: int) -> Result:
    chance, serial = random.Random(seed), itertools.count()
    policy = Policy(chance.random)
    ideal = kiosks * REQUESTS / capacity
    events = [(way.start(policy, one, kiosks, ideal), next(serial), one, 0, 0) for one in range(kiosks)]
    heapq.heapify(events)
    arrivals: Counter[int] = Counter()
    free = slot = last = 0.0
    delivered = 0
    while events and delivered < kiosks:
        now, _, kiosk, done, failures = heapq.heappop(events)
        if now > HOPELESS * ideal:
            break
        arrivals[int(now)] += 1
        if free - now > QUEUE:
            slot = max(slot, free) + 1 / capacity * (REQUESTS - done)  # room for all that it still has to ask
            said = slot - now if way.slots else None
            heapq.heappush(
                events, (now + way.again(policy, failures + 1, said), next(serial), kiosk, done, failures + 1)
            )
            continue
        free = max(free, now) + 1 / capacity
        if done + 1 == REQUESTS:
            delivered, last = delivered + 1, free
        else:
            heapq.heappush(events, (free + RTT, next(serial), kiosk, done + 1, 0))
    drain = last / ideal if delivered == kiosks else float("inf")
    return Result(drain, max(arrivals.values()), sum(arrivals.values()), delivered)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kiosks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(f"{args.kiosks} kiosks after a day without a network, one filing of {REQUESTS} requests each")
    print(f"{'':26} {'capacity/s':>10} {'drain/ideal':>12} {'peak/s':>8} {'peak/capacity':>14} {'requests/useful':>16}")
    for way in WAYS:
        for capacity in (200, 50):
            found = run(way, args.kiosks, capacity, args.seed)
            drain = "never" if found.drain == float("inf") else f"{found.drain:.2f}"
            useful = args.kiosks * REQUESTS if found.delivered == args.kiosks else max(1, found.delivered * REQUESTS)
            print(
                f"{way.name:26} {capacity:10} {drain:>12} {found.peak:8} {found.peak / capacity:14.2f} "
                f"{found.requests / useful:16.2f}"
            )
    print("goals: drain <= 1.1, peak <= 1.3 times the capacity")


if __name__ == "__main__":
    main()

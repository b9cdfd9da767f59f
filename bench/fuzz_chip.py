"""A hostile card: whatever it says, a known error comes of it and nothing else, in bounded time and memory.

    python -m pip install atheris        # a developer's tool, and no part of the project
    python bench/fuzz_chip.py [--seconds N] [libFuzzer options]
    python bench/fuzz_chip.py --without-atheris [--seconds N]

Coverage-guided where atheris is there; without it the same targets run on random changes of genuine files. Every input
has five seconds and 50 MB: a crash, a hang or a greedy parse ends the run with the input that did it.
"""

from __future__ import annotations

import argparse
import logging
import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime

try:
    import atheris
except ImportError:
    atheris = None  # type: ignore[assignment]

with atheris.instrument_imports(include=["kiosk.chip"]) if atheris else nullcontext():
    from kiosk.chip import active, authenticity, dg13, keys, lds, lengths, pace, security_infos, tlv
    from kiosk.chip.habits import Habits
    from kiosk.chip.reader import CardSession

from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.errors import CardError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TRUST = demo_trust()
SECONDS_AN_INPUT = 5.0
MEMORY = 50 * 1024 * 1024
PLAIN = virtual_files.files(person(), Quirks.of([]))
KEY = keys.from_qr(person().qr_text)


def sod(data: bytes) -> None:
    found = authenticity.parse_sod(data)
    authenticity.verify(found, {"DG1": PLAIN[virtual_files.DG1]}, TRUST, NOW)


def chip_key(data: bytes) -> None:
    found = security_infos.parse_dg14(data).pairing()
    if found:
        key, _ = found
        key.group.times(key.public, 3)


def active_key(data: bytes) -> None:
    active.parse_dg15(data).signed(bytes(64), bytes(8))


def nodes(data: bytes) -> None:
    for node in tlv.parse(data):
        list(tlv.leaves(node))


def answers(data: bytes) -> None:
    """A whole read of a card that answers with these bytes: a length, then so much of an answer, and again."""
    rest = data

    def transmit(_: bytes) -> bytes:
        nonlocal rest
        length, rest = (rest[0], rest[1:]) if rest else (0, b"")
        answer, rest = rest[:length], rest[length:]
        return answer

    CardSession(lambda: transmit, TRUST, Habits()).read(KEY, NOW)


def altered(data: bytes) -> None:
    """A genuine card, opened by BAC, some of whose files are these bytes instead."""
    card = VirtualCard(person(), Quirks.of([Quirk.NO_PACE]))
    files = [virtual_files.DG1, virtual_files.DG2, virtual_files.DG13, virtual_files.DG14, virtual_files.DG15]
    card._files[files[data[0] % len(files)] if data else virtual_files.SOD] = data[1:]

    def connect() -> Callable[[bytes], bytes]:
        card.reset()
        return card.transmit

    CardSession(connect, TRUST, Habits()).read(KEY, NOW)


TARGETS: tuple[tuple[Callable[[bytes], object], bytes], ...] = (
    (nodes, PLAIN[virtual_files.DG13]),
    (lds.parse_com, PLAIN[virtual_files.COM]),
    (lds.parse_dg1, PLAIN[virtual_files.DG1]),
    (lds.parse_dg2, PLAIN[virtual_files.DG2][:600]),
    (dg13.parse, PLAIN[virtual_files.DG13]),
    (chip_key, PLAIN[virtual_files.DG14]),
    (active_key, PLAIN[virtual_files.DG15]),
    (sod, PLAIN[virtual_files.SOD]),
    (lengths.longest, PLAIN[virtual_files.ATR_INFO]),
    (pace.offers, PLAIN[virtual_files.CARD_ACCESS]),
    (answers, bytes.fromhex("02900002900002900010" + "00" * 14 + "9000")),
    (altered, b"\x02" + PLAIN[virtual_files.DG13]),
)


def one_input(data: bytes) -> None:
    """The first byte chooses the target. Anything but a known error goes up, as does a slow or greedy one."""
    if not data:
        return
    target = TARGETS[data[0] % len(TARGETS)][0]
    started = time.process_time()
    tracemalloc.start()
    try:
        target(data[1:])
    except CardError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    spent = time.process_time() - started
    if spent > SECONDS_AN_INPUT or peak > MEMORY:
        raise RuntimeError(f"{target.__name__}: {spent:.1f} s, {peak} bytes")


def seeds() -> Iterator[bytes]:
    for number, (_, genuine) in enumerate(TARGETS):
        yield bytes((number,)) + genuine


def changed(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or put in."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(1, len(body)) if len(body) > 1 else 1
        length = chance.choice((1, 1, 2, 8, 64))
        act = chance.randrange(4)
        if act == 0 and place < len(body):
            body[place] = chance.choice((0, 1, 0x7F, 0x80, 0x82, 0x84, 0xFF, chance.randrange(256)))
        elif act == 1:
            del body[place : place + length]
        elif act == 2:
            body[place:place] = body[place : place + length]
        else:
            body[place:place] = chance.randbytes(length)
    return bytes(body)


def without_coverage(seconds: float, seed: int) -> int:
    """Random changes for so long; the number of inputs tried."""
    chance, end, tried, genuine = random.Random(seed), time.monotonic() + seconds, 0, list(seeds())
    while time.monotonic() < end:
        data = changed(chance.choice(genuine), chance)
        try:
            one_input(data)
        except BaseException:
            print(f"input: {data.hex()}", file=sys.stderr)
            raise
        tried += 1
    return tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-atheris", action="store_true")
    args, rest = parser.parse_known_args()
    logging.disable(logging.WARNING)  # a card opened by BAC says so each time
    if atheris is None or args.without_atheris:
        tried = without_coverage(args.seconds, args.seed)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{tried} inputs in {args.seconds:g} s: known errors only; the process at most {most} MB")
        return
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        own = [f"-max_total_time={int(args.seconds)}", f"-timeout={int(SECONDS_AN_INPUT)}", "-max_len=4096"]
        atheris.Setup([sys.argv[0], *own, *rest, corpus], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

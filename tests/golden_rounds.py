"""Golden filings by touch, one after another in one house: ``python tests/golden_rounds.py [CODE[:KEY] ...]``.

Without names all that nobody has played yet. What fails is told with its reason and a picture of where it stopped, and
the next is played; ``--write`` adds what held to golden_by_touch.txt.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from golden_check import BY_TOUCH, NOT_BY_TOUCH, NOT_PLAYED, by_touch, not_by_touch, play, samples
from practised_eyes import practised_eyes
from PySide6.QtCore import QSize
from visit_stage import UPRIGHT, Resident, kiosk

from kiosk.tour import finger
from kiosk.tour.finger import until
from kiosk.ui.resident import StartScreen, form


def main() -> int:
    args = arguments()
    quick(args.patience)
    wanted, began, failed = list(chosen(args.names)), time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, house(Path(folder), args) as resident:
        for number, (code, key) in enumerate(wanted):
            if time.monotonic() - began > args.minutes * 60:
                say(f"{len(wanted) - number} are left")
                break
            begun = time.monotonic()
            outcome = played(resident, args, code, key)
            say(f"{time.monotonic() - begun:6.1f} s  {code} {key}  {outcome or 'held'}")
            failed += bool(outcome)
            if args.write and not outcome:
                write(code, key)
        resident.bugs.clear()
    return min(failed, 1)


def quick(patience: float) -> None:
    """Nobody looks on: an answer need not be read before the next page, and what comes is seen at once."""
    finger.until.__defaults__ = (patience,)
    finger.GLANCE_MS, form.LINGER_MS = 3, 30


def house(folder: Path, args: argparse.Namespace) -> AbstractContextManager[Resident]:
    size = QSize(1080, 1920) if args.pictures else UPRIGHT
    look = {"language": args.language, "text": args.text, "theme": args.theme}
    return kiosk(folder / "kiosk", size, eyes=practised_eyes, **look)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="CODE[:KEY]")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--patience", type=float, default=15.0, help="seconds until what does not come is given up")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pictures", action="store_true", help="of every screen and paper, at full size")
    parser.add_argument("--language", default="vi")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--text", type=int, default=100)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "golden-rounds")
    return parser.parse_args()


def chosen(names: list[str]) -> Iterator[tuple[str, str]]:
    known = {*by_touch(), *(one for one, why in not_by_touch().items() if not why.startswith(NOT_PLAYED))}
    for code, one in samples():
        asked = code in names or f"{code}:{one.key}" in names
        if asked or (not names and (code, one.key) not in known):
            yield code, one.key


def played(resident: Resident, args: argparse.Namespace, code: str, key: str) -> str:
    """Why it did not hold; empty if it did."""
    out = args.out / f"{code}-{key}" if args.pictures else args.out
    try:
        play(resident, out, code, key, pictures=args.pictures)
        outcome = "; ".join(map(repr, resident.bugs))
    except Exception as error:
        resident.shell.grab().save(str(out / f"{code}-{key}.png"))
        where = traceback.extract_tb(error.__traceback__)[-1]
        outcome = f"{type(error).__name__} {Path(where.filename).name}:{where.lineno} {error}"
        if resident.bugs:
            outcome += f" BUGS {resident.bugs!r}"
        at_the_start_again(resident)
    resident.bugs.clear()
    return outcome


def at_the_start_again(resident: Resident) -> None:
    resident.bench.lift_card()
    resident.bench.take_paper()
    resident.flow.leave("idle")
    until(lambda: isinstance(resident.screen, StartScreen) and resident.shell.at_rest, "the start")


def write(code: str, key: str) -> None:
    kept(BY_TOUCH, {*BY_TOUCH.read_text("utf-8").splitlines(), f"{code} {key}"})
    left = NOT_BY_TOUCH.read_text("utf-8").splitlines()
    kept(NOT_BY_TOUCH, {line for line in left if not line.startswith(f"{code} {key} ")})


def kept(path: Path, lines: set[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")


if __name__ == "__main__":
    sys.exit(main())

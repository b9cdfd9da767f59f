"""Getting 5 MB (or 1 MB) over a bad line: this kiosk and other people's tools, each on its own emulated line.

    python bench/sync.py [--lines S1 S4 S2] [--clients kiosk tuspy tus-js curl rsync] [--seeds 1 2 3] [--quick]

First all clients at once under the first seed, each on a line of its own; then the kiosk under the other seeds; then
forms of 10 KB that are filed while 5 MB go up on S1. Prints, for each line and client, the goodput (payload bits / what
the line can carry) and the bytes on the line for each byte of payload, and the kiosk's mean over the seeds against the
goals. A client that has not finished when ``--patience`` times the ideal is over is stopped, and printed with what it
had put on the line.

Takes about fifteen minutes, nearly all of them waiting; ``--quick`` (S1, one seed, no forms) seven, and
``--urgent`` (the forms alone) four. Needs root (bench/link.py says what for). The peers: tuspy and tus-js-client are
those that ``scripts/setup test`` brings; for the others ``apt-get install curl rsync``. Who is not there is said, and
left out.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from link import FAR, SHAPES, Link, usable

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(sys.prefix) / "peers"
HERE = Path(__file__).resolve().parent
HANDS = ROOT / "tests" / "peers"
SIZES = {"S1": 5_000_000, "S4": 5_000_000, "S2": 1_000_000}
GOALS = {"S1": 85, "S4": 80, "S2": 68}
PORTAL, PLAIN, RSYNC = 8640, 8641, 8730
LOGS = os.environ.get("BENCH_LOGS", "")


@dataclass(frozen=True)
class Outcome:
    line: str
    client: str
    seconds: float
    wire: int
    done: bool

    key: str
    seed: int

    @property
    def goodput(self) -> float:
        """Per cent of what the line can carry; 0 for who has not finished."""
        return 100 * SIZES[self.line] * 8 / SHAPES[self.line].rate / self.seconds if self.done else 0.0

    def row(self) -> str:
        cost = self.wire / SIZES[self.line]
        end = f"{self.seconds:6.0f} s" if self.done else "  never"
        told = f"{self.goodput:6.1f}   {cost:6.3f}" if self.done else f"     0   {cost:6.3f}   (sent for nothing)"
        return f"{self.line:4}  {self.client:28}  {end}  {told}   seed {self.seed}"


def main() -> None:
    args = asked()
    if reason := usable():
        sys.exit(f"no emulated line here: {reason}")
    if not args.urgent:
        table(args)
    if not args.quick:
        with ThreadPoolExecutor(len(args.seeds)) as pool:
            for told in pool.map(urgent, args.seeds):
                print(told, flush=True)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", nargs="+", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--clients", nargs="+", default=list(CLIENTS), choices=list(CLIENTS))
    parser.add_argument("--patience", type=float, default=2.5)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--quick", action="store_true", help="S1 under the first seed only, without the forms")
    parser.add_argument("--urgent", action="store_true", help="the forms alone")
    args = parser.parse_args()
    if args.quick:
        args.lines, args.seeds = ["S1"], args.seeds[:1]
    return args


def table(args: argparse.Namespace) -> None:
    first, *others = args.seeds
    clients = [name for name in args.clients if here(name)]
    print("line  client                          time  goodput%  wire/payload", flush=True)
    outcomes = at_once([(line, name, first) for line in args.lines for name in clients], args.patience)
    if "kiosk" in clients:
        for seed in others:  # one after the other: so many lines at once would share one processor
            outcomes += at_once([(line, "kiosk", seed) for line in args.lines], args.patience)
        for line in args.lines:
            mean = statistics.mean(one.goodput for one in outcomes if (one.line, one.key) == (line, "kiosk"))
            said = f"{mean:.1f} % over {len(args.seeds)} seeds"
            print(f"{line}: this kiosk {said}, goal >= {GOALS[line]} %; wire/payload goal <= 1.08 on S1", flush=True)


def at_once(wanted: list[tuple[str, str, int]], patience: float) -> list[Outcome]:
    """Run them side by side, and print them in this order."""
    with ThreadPoolExecutor(len(wanted)) as pool:
        outcomes = list(pool.map(lambda one: run(*one, patience), wanted))
    for one in outcomes:
        print(one.row(), flush=True)
    return outcomes


def run(line: str, name: str, seed: int, patience: float) -> Outcome:
    """One client on a line of its own."""
    with tempfile.TemporaryDirectory() as folder, Link(SHAPES[line], seed=seed) as link:
        place, size = Path(folder), SIZES[line]
        paper = place / "paper.pdf"
        paper.write_bytes(random.Random(seed).randbytes(size))
        client = CLIENTS[name]
        (place / "line").write_text(line)
        with serving(link, client.server(place)):
            limit = patience * size * 8 / SHAPES[line].rate
            done = persist(link, client, paper, limit)
            seconds, wire = time.monotonic() - link.began, link.ways[0].bytes
        if LOGS:
            shutil.copy(place / "client.log", Path(LOGS) / f"{line}-{name}-{seed}.log")
        return Outcome(line, client.name, seconds, wire, done, name, seed)


def persist(link: Link, client: Client, paper: Path, limit: float) -> bool:
    """Start the client until it says yes: one that gives up is begun again, as a person would. Time counts from its
    first packet: how long a program takes to load is not the line's."""
    until = time.monotonic() + 30 + limit
    while time.monotonic() < min(until, (link.began or until) + limit):
        working = link.near(
            *client.command(paper), env=client.environment(), stdout=log(paper), stderr=subprocess.STDOUT
        )
        try:
            if working.wait(timeout=max(0.1, until - time.monotonic())) == 0:
                return True
        except subprocess.TimeoutExpired:
            working.kill()
            working.wait()
        else:
            time.sleep(1)
    return False


def log(paper: Path) -> int:
    return os.open(paper.parent / "client.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)


@contextlib.contextmanager
def serving(link: Link, command: list[str]) -> Iterator[None]:
    server = link.far(*command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield
    finally:
        server.kill()
        server.wait()


def environment() -> dict[str, str]:
    paths = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


# --- who takes part -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Client:
    name: str
    command: Callable[[Path], list[str]]
    needs: Callable[[], bool] = lambda: True
    server: Callable[[Path], list[str]] = lambda place: [sys.executable, str(HERE / "line_portal.py"), str(place)]
    environment: Callable[[], dict[str, str]] = environment


def session(paper: Path) -> str:
    """One that the portal has opened for who does not sign in by itself."""
    return (paper.parent / "session").read_text()


def _tuspy_environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PEERS / "python")}


def _rsyncd(place: Path) -> list[str]:
    (place / "in").mkdir(exist_ok=True)
    config = place / "rsyncd.conf"
    config.write_text(f"use chroot = no\nuid = 0\ngid = 0\n[in]\npath = {place / 'in'}\nread only = no\n")
    daemon = f"rsync --daemon --no-detach --port={RSYNC} --address={FAR} --config={config}"
    return ["sh", "-c", f"(sleep 1; echo up) & exec {daemon}"]


def _timeout(paper: Path) -> str:
    """What suits rsync best: 10 s of nothing end it, but 30 s on the slow line, where it waits longer for a burst."""
    slow = (paper.parent / "line").read_text() == "S2"
    return f"--timeout={30 if slow else 10}"


def _sink(place: Path) -> list[str]:
    return [sys.executable, str(HERE / "line_sink.py"), FAR, str(PLAIN)]


FILES = f"http://{FAR}:{PORTAL}/files"
CLIENTS = {
    "kiosk": Client("this kiosk", lambda paper: [sys.executable, str(HERE / "line_kiosk.py"), str(paper)]),
    "tuspy": Client(
        "tuspy, 2 s between tries",
        lambda paper: [sys.executable, str(HANDS / "upload_tuspy.py"), FILES, str(paper), "", session(paper)],
        (PEERS / "python").is_dir,
        environment=_tuspy_environment,
    ),
    "tus-js": Client(
        "tus-js-client, 256 KiB",
        lambda paper: [
            "node",
            str(HANDS / "upload.mjs"),
            str(PEERS / "node"),
            FILES,
            str(paper),
            "262144",
            session(paper),
        ],
        lambda: (PEERS / "node").is_dir() and shutil.which("node") is not None,
    ),
    "curl": Client(
        "curl -T",
        lambda paper: ["curl", "-sS", "-f", "-T", str(paper), f"http://{FAR}:{PLAIN}/paper.pdf"],
        lambda: shutil.which("curl") is not None,
        server=_sink,
    ),
    "rsync": Client(
        "rsync --partial --append",
        lambda paper: ["rsync", "--partial", "--append", _timeout(paper), str(paper), f"rsync://{FAR}:{RSYNC}/in/"],
        lambda: shutil.which("rsync") is not None,
        _rsyncd,
    ),
}


def here(name: str) -> bool:
    if CLIENTS[name].needs():
        return True
    print(f"{CLIENTS[name].name}: not on this machine")
    return False


# --- a small form while a big one travels ---------------------------------------------------------------------------


def urgent(seed: int) -> str:
    """Papers go up S1; every few seconds a form of 10 KB is filed. How long until its number is here, at what cost."""
    line = "S1"
    with tempfile.TemporaryDirectory() as folder, Link(SHAPES[line], seed=seed) as link:
        place, size = Path(folder), SIZES[line]
        paper = place / "paper.pdf"
        paper.write_bytes(random.Random(seed).randbytes(size))
        command = [*CLIENTS["kiosk"].command(paper), "--urgent", "15"]
        with serving(link, CLIENTS["kiosk"].server(place)):
            sending = link.near(*command, env=environment(), stdout=subprocess.PIPE)
            said, _ = sending.communicate()
            seconds = time.monotonic() - link.began
    waits = [float(word) for word in said.decode().split()]
    moved = size + 10_000 * len(waits)
    return (
        f"{line}: {len(waits)} forms of 10 KB while {size / 1e6:.0f} MB go up: "
        f"median {statistics.median(waits):.2f} s, most {max(waits):.2f} s; "
        f"bulk {100 * size * 8 / SHAPES[line].rate / seconds:.1f} % "
        f"(with the forms {100 * moved * 8 / SHAPES[line].rate / seconds:.1f} %)"
    )


if __name__ == "__main__":
    main()

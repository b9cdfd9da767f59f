"""Getting 5 MB (or 1 MB) over a bad line: this kiosk and other people's tools, each on its own emulated line, at once.

    python bench/sync.py [--lines S1 S4 S2] [--clients kiosk tuspy tus-js curl rsync] [--urgent] [--seed 1]

Prints, for each line and client, the goodput (payload bits / what the line can carry) and the bytes on the line for
each byte of payload. A client that has not finished when ``--patience`` times the ideal is over is stopped, and printed
with what it had put on the line. ``--urgent`` measures small forms that are filed while 5 MB go up instead. A run takes
about seven minutes, most of them waiting. Needs root (bench/link.py says what for); the peers are those that
``scripts/setup test`` brings, curl and rsync those of the machine.
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
import threading
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

    def row(self) -> str:
        goodput = 100 * SIZES[self.line] * 8 / SHAPES[self.line].rate / self.seconds
        cost = self.wire / SIZES[self.line]
        end = f"{self.seconds:6.0f} s" if self.done else "  never"
        told = f"{goodput:6.1f}   {cost:6.3f}" if self.done else f"     0   {cost:6.3f}   (sent for nothing)"
        return f"{self.line:4}  {self.client:28}  {end}  {told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", nargs="+", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--clients", nargs="+", default=list(CLIENTS), choices=list(CLIENTS))
    parser.add_argument("--patience", type=float, default=2.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--urgent", action="store_true")
    args = parser.parse_args()
    if reason := usable():
        sys.exit(f"no emulated line here: {reason}")
    if args.urgent:
        for told in ThreadPoolExecutor().map(urgent, args.lines, [args.seed] * len(args.lines)):
            print(told)
        return
    outcomes: list[Outcome] = []

    def one(line: str, name: str) -> None:
        outcomes.append(run(line, name, args.seed, args.patience))

    runs = [
        threading.Thread(target=one, args=(line, name)) for line in args.lines for name in args.clients if here(name)
    ]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    names = [client.name for client in CLIENTS.values()]
    print("line  client                          time  goodput%  wire/payload")
    for one in sorted(outcomes, key=lambda item: (list(SIZES).index(item.line), names.index(item.client))):
        print(one.row())
    print("goals: " + ", ".join(f"{line} >= {goal} %" for line, goal in GOALS.items()) + "; wire/payload <= 1.08")


def run(line: str, name: str, seed: int, patience: float) -> Outcome:
    """One client on a line of its own."""
    with tempfile.TemporaryDirectory() as folder, Link(SHAPES[line], seed=seed) as link:
        place, size = Path(folder), SIZES[line]
        paper = place / "paper.pdf"
        paper.write_bytes(random.Random(seed).randbytes(size))
        client = CLIENTS[name]
        with serving(link, client.server(place)):
            limit = patience * size * 8 / SHAPES[line].rate
            done = persist(link, client, paper, limit)
            seconds, wire = time.monotonic() - link.began, link.ways[0].bytes
        if LOGS:
            shutil.copy(place / "client.log", Path(LOGS) / f"{line}-{name}-{seed}.log")
        return Outcome(line, client.name, seconds, wire, done)


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
        "rsync --partial, timeout 10 s",
        lambda paper: [
            "rsync",
            "--inplace",
            "--partial",
            "--timeout=10",
            str(paper),
            f"rsync://{FAR}:{RSYNC}/in/",
        ],
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


def urgent(line: str, seed: int) -> str:
    """Papers go up; every few seconds a form of 10 KB is filed. How long until its number is here, at what cost."""
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

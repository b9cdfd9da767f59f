"""A process in its cell computes, and does nothing else: as root or not, with every Landlock, with none."""

from __future__ import annotations

import json
import os
import platform
import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.confinement import COMPUTING, MACHINES, READING, WORKING, WORKING_X86, Processor, program, walls
from kiosk.devices.health import cell
from kiosk.domain.device_health import State

INSIDE = """
import ctypes, json, mmap, os, socket, subprocess, sys, threading
from pathlib import Path
from kiosk import confinement

key, written, readable, newest, user, parent, works = sys.argv[1:]
if user == "nobody":
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
open_before = os.open(readable + "/font", os.O_RDONLY)
libc = ctypes.CDLL(None, use_errno=True)
shut = confinement.shut_in([Path(readable)], newest=int(newest), works=bool(works))

def came(attempt):
    try:
        return attempt() is not None
    except (OSError, RuntimeError):
        return False

def opened(path, flags=os.O_RDONLY):
    return lambda: os.open(path, flags)

done = {
    "reads the key": came(opened(key)),
    "reads its parent's memory": came(opened(f"/proc/{parent}/mem")),
    "reads its parent's environment": came(opened(f"/proc/{parent}/environ")),
    "lists a folder": came(lambda: os.listdir(os.path.dirname(key))),
    "writes a file": came(opened(written, os.O_WRONLY | os.O_CREAT)),
    "writes beside what it may read": came(opened(readable + "/new", os.O_WRONLY | os.O_CREAT)),
    "empties what it may read": came(opened(readable + "/font", os.O_RDONLY | os.O_TRUNC)),
    "renames": came(lambda: os.rename(readable + "/font", readable + "/other") or 1),
    "opens a socket": came(lambda: socket.socket()),
    "opens a local socket": came(lambda: socket.socket(socket.AF_UNIX)),
    "runs a program": came(lambda: subprocess.run(["/bin/true"])),
    "becomes a program": came(lambda: os.execv("/bin/true", ["true"])),
    "forks": came(os.fork),
    "starts a thread": came(lambda: threading.Thread(target=len, args=("",)).start() or 1),
    "signals its parent": came(lambda: os.kill(int(parent), 0) or 1),
    "traces its parent": libc.ptrace(16, int(parent), 0, 0) == 0,
    "maps code": came(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)),
    "changes its limits": libc.prlimit(0, 7, ctypes.byref((ctypes.c_ulong * 2)(64, 64)), None) == 0,
    "leaves its root": came(lambda: os.chroot("/") or 1),
    "makes a namespace": libc.unshare(0x10000000) == 0,
}
free = {
    "reads what is open": came(lambda: os.read(open_before, 4) == b"font" or None),
    "maps memory": came(lambda: mmap.mmap(-1, 4096)),
    "reads what it may read": came(opened(readable + "/font")),
}
print(json.dumps({"landlock": shut.landlock, "done": done, "free": free}))
"""


@pytest.fixture
def places() -> Iterator[Path]:
    """A key, and a folder that may be read, which everybody could open outside a cell."""
    with tempfile.TemporaryDirectory(prefix="cell") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        (folder / "fonts" / "font").write_text("font")
        (folder / "store.key").write_text("key")
        for path, mode in ((folder, 0o755), (folder / "store.key", 0o644)):
            path.chmod(mode)
        (folder / "fonts").chmod(0o777)
        (folder / "fonts" / "font").chmod(0o666)
        yield folder


@pytest.mark.skipif(platform.machine() not in MACHINES, reason="no table for this processor")
@pytest.mark.parametrize("user", ["as it is", "nobody"])
@pytest.mark.parametrize("newest", [0, 1, 2, 3, 4, 6, 7])
@pytest.mark.parametrize("works", ["", "works"])
def test_whoever_is_in_the_cell_reaches_nothing(places: Path, works: str, newest: int, user: str) -> None:
    if user == "nobody" and os.geteuid() != 0:
        pytest.skip("only root becomes somebody else")
    command = [sys.executable, "-c", INSIDE, places / "store.key", places / "out", places / "fonts", str(newest), user]
    ran = subprocess.run([*command, str(os.getpid()), works], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert [name for name, came in told["done"].items() if came] == (["starts a thread"] if works else [])
    assert told["landlock"] == min(newest, walls().landlock)
    assert told["free"] == {
        "reads what is open": True,
        "maps memory": True,
        "reads what it may read": bool(told["landlock"]),
    }
    assert sorted(path.name for path in places.iterdir()) == ["fonts", "store.key"]
    assert (places / "fonts" / "font").read_text() == "font"


def test_a_process_of_two_threads_is_not_shut_in() -> None:
    """Landlock holds the thread that calls; the other would be free."""
    script = (
        "import threading; from kiosk import confinement\n"
        "stay = threading.Event(); threading.Thread(target=stay.wait, daemon=True).start()\n"
        "try: confinement.shut_in()\n"
        "except confinement.CellRefused as error: print(error)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "more than one thread"


ALLOW, REFUSE, KILL, UNKNOWN = 0x7FFF0000, 0x00050001, 0x80000000, 0x00050026


def ruled(code: bytes, mark: int, number: int, third: int = 0, *, first: int = 0, second: int = 0) -> int:
    """What a filter answers to a call, by the rules of bpf(4) that it uses."""
    data = struct.pack("<iIQ6Q", number, mark, 0, first, second, third, 0, 0, 0)
    lines = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    at, value = 0, 0
    while True:
        what, yes, no, k = lines[at]
        at += 1
        if what == 0x06:
            return k
        if what == 0x20:
            value = struct.unpack_from("<I", data, k)[0]
        elif what == 0x54:
            value &= k
        elif what == 0x74:
            value >>= k
        else:
            at += yes if (value == k if what == 0x15 else value & k) else no


def numbers(header: str) -> Mapping[str, int]:
    """System calls by name, as the kernel's own header has them."""
    path = next((path for path in map(Path, HEADERS[header]) if path.exists()), None)
    if path is None:
        pytest.skip("the kernel's headers are not here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\s*$", path.read_text("ascii"), re.M)
    return {{"fstatat": "newfstatat"}.get(name, name): int(number) for name, number in found}


HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


@pytest.mark.parametrize("reads", [False, True])
@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_table_of_each_processor_names_those_calls_and_no_other(name: str, reads: bool) -> None:
    machine, calls = MACHINES[name], numbers(name)
    code = program(machine, reads=reads)
    allowed = {call for call, number in calls.items() if ruled(code, machine.mark, number) == ALLOW}
    assert allowed == {*COMPUTING, "mmap", "mprotect", *(("openat", *READING) if reads else ())}
    assert {ruled(code, machine.mark, number) for number in calls.values()} == {ALLOW, REFUSE}
    assert calls["seccomp"] == machine.seccomp
    assert (calls["landlock_create_ruleset"], calls["landlock_restrict_self"]) == (444, 446)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_who_works_on_pictures_may_wait_begin_threads_and_speak_to_a_video_device(name: str) -> None:
    machine, calls = MACHINES[name], numbers(name)
    code = program(machine, reads=False, works=True)
    allowed = {call for call, number in calls.items() if ruled(code, machine.mark, number) == ALLOW}
    also = WORKING_X86 if name == "x86_64" else ()
    assert allowed == {*COMPUTING, "mmap", "mprotect", *WORKING, *also}
    assert [calls[call] for call in ("clone", "clone3", "ioctl")] == [machine.clone, machine.clone3, machine.ioctl]
    process, thread = 0x01200011, 0x003D0F00  # flags of fork() and of pthread_create() in glibc
    assert [ruled(code, machine.mark, machine.clone, first=flags) for flags in (process, thread)] == [REFUSE, ALLOW]
    assert ruled(code, machine.mark, machine.clone3) == UNKNOWN
    frame, terminal = 0xC0585611, 0x5412  # VIDIOC_DQBUF; TIOCSTI, which types into a terminal
    assert [ruled(code, machine.mark, machine.ioctl, second=what) for what in (frame, terminal)] == [ALLOW, REFUSE]
    assert ruled(program(machine, reads=False), machine.mark, machine.ioctl, second=frame) == REFUSE


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_code_is_not_mapped_and_files_are_opened_for_reading_alone(machine: Processor) -> None:
    code = program(machine, reads=True)
    mapped = [ruled(code, machine.mark, machine.mapping[0], protection) for protection in (3, 4, 5, 7)]
    assert mapped == [ALLOW, REFUSE, REFUSE, REFUSE]
    writing = (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND, os.O_TMPFILE | os.O_RDWR)
    assert {ruled(code, machine.mark, machine.opening, flags) for flags in writing} == {REFUSE}
    assert ruled(code, machine.mark, machine.opening, os.O_CLOEXEC | os.O_DIRECTORY) == ALLOW
    assert ruled(program(machine, reads=False), machine.mark, machine.opening, 0) == REFUSE


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_another_processors_calls_end_the_process(machine: Processor) -> None:
    assert ruled(program(machine, reads=False), 0x40000003, machine.calls[0]) == KILL


def test_the_doctor_says_how_tight_the_cell_is() -> None:
    from kiosk.confinement import Walls

    assert cell(Walls(7, True)).state is State.READY
    assert (cell(Walls(0, True)).state, cell(Walls(0, True)).outcome) == (State.DEGRADED, "no-landlock")
    assert (cell(Walls(7, False)).state, cell(Walls(0, False)).down) == (State.MISSING, False)

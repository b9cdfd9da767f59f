"""A cell for a process that reads what strangers wrote: Landlock for files, seccomp for every call of the kernel.

What a cell takes away can never be got back, by root neither. A process in it computes on what it was handed: it opens
no file but those below ``readable``, and those for reading alone; it writes to no file, makes no process and no thread,
runs no program, has no socket, sees no other process, and maps no code that it did not bring. One that works on
pictures of our own camera (``works``) may besides begin threads, wait, and speak to a video device that is open.

Kernel: Landlock from 5.13 (landlock(7); ABI 1 to 7 are known here), seccomp filters from 3.17 (seccomp(2)). Where
Landlock is missing, seccomp alone forbids opening anything, ``readable`` too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on every machine
_LANDLOCK_VERSION = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}  # how many rights of files each ABI knows, from the one that brought them
_NET_RIGHTS = 0b11  # bind and connect, from ABI 4
_SCOPES = 0b11  # abstract sockets and signals, from ABI 6

_SET_FILTER, _ACTION_AVAILABLE = 1, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # _REFUSE: with EPERM
_UNKNOWN = 0x00050026  # with ENOSYS: the C library then asks another way
_LOAD, _EQUAL, _ANY_BIT, _RETURN, _AND, _RIGHT = 0x20, 0x15, 0x45, 0x06, 0x54, 0x74
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_THREAD = 0x10000  # CLONE_THREAD: what is begun is a thread, not a process
_VIDEO = 0x56  # 'V': the second byte of every request of V4L2 (linux/videodev2.h)
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | (os.O_TMPFILE & ~os.O_DIRECTORY)
_EXECUTES = 4  # PROT_EXEC


@dataclass(frozen=True)
class Processor:
    """A processor as seccomp sees it: its mark (linux/audit.h) and its numbers of the calls that a cell may make."""

    mark: int
    seccomp: int
    calls: tuple[int, ...]  # that only compute, and read or write what is open
    mapping: tuple[int, ...]  # mmap, mprotect: never for code
    opening: int  # openat: for reading alone
    reading: tuple[int, ...]  # what goes with it
    working: tuple[int, ...]  # what threads do, and who waits
    clone: int  # for threads alone
    clone3: int  # whose flags no filter can see: it is not there
    ioctl: int  # for video alone


COMPUTING = (
    "read", "write", "readv", "writev", "pread64", "lseek", "close", "fstat", "munmap", "mremap", "brk", "madvise",
    "futex", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "exit", "exit_group",
    "getpid", "gettid", "getrandom", "getrusage", "gettimeofday", "clock_gettime", "sched_yield", "sched_getaffinity",
    "sysinfo",
)  # fmt: skip
"""The calls of ``Processor.calls``, in its order."""

READING = ("newfstatat", "statx", "getdents64")
"""The calls of ``Processor.reading``, in its order."""

WORKING = (
    "set_robust_list", "rseq", "clock_nanosleep", "ppoll", "pselect6", "recvfrom",
)  # fmt: skip
"""The calls of ``Processor.working``, in its order."""

WORKING_X86 = ("poll", "select", "nanosleep")
"""And those that the older processor alone has besides."""

MACHINES = {
    "x86_64": Processor(
        0xC000003E,
        317,
        (
            *(0, 1, 19, 20, 17, 8, 3, 5, 11, 25, 12, 28, 202, 13, 14, 15, 131, 219, 60, 231),
            *(39, 186, 318, 98, 96, 228, 24, 204, 99),
        ),
        (9, 10),
        257,
        (262, 332, 217),
        (273, 334, 230, 271, 270, 45, 7, 23, 35),
        56,
        435,
        16,
    ),
    "aarch64": Processor(
        0xC00000B7,
        277,
        (
            *(63, 64, 65, 66, 67, 62, 57, 80, 215, 216, 214, 233, 98, 134, 135, 139, 132, 128, 93, 94),
            *(172, 178, 278, 165, 169, 113, 124, 123, 179),
        ),
        (222, 226),
        56,
        (79, 291, 61),
        (99, 293, 115, 73, 72, 207),
        220,
        435,
        29,
    ),
}
"""By the name that uname(1) gives."""


@dataclass(frozen=True)
class Walls:
    """What this kernel can hold a process with. ``landlock`` is its ABI, 0 where it has none."""

    landlock: int
    seccomp: bool


class CellRefused(OSError):
    """The kernel does not shut this process in. It must not go on."""


def walls() -> Walls:
    """Asked of the kernel; nothing is changed."""
    machine = MACHINES.get(platform.machine())
    action = ctypes.c_uint32(_REFUSE & 0xFFFF0000)
    seccomp = machine is not None and _call(machine.seccomp, _ACTION_AVAILABLE, 0, ctypes.byref(action)) == 0
    return Walls(max(0, _call(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)), seccomp)


def shut_in(readable: Sequence[Path] = (), *, newest: int = 7, works: bool = False) -> Walls:
    """Shut this process in, for good: no file but those below ``readable``, which may be read where there is Landlock.

    The process has one thread, and has loaded all code that it will need. ``newest`` is the newest ABI of Landlock that
    is asked for. Raises CellRefused; nothing from outside may be looked at then.
    """
    if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208  Landlock holds the thread that calls
        raise CellRefused("more than one thread")
    machine, layers = MACHINES.get(platform.machine()), walls()
    if machine is None or not layers.seccomp:
        raise CellRefused("no seccomp")
    landlock = min(layers.landlock, newest)
    _must(_libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _must(_libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))  # no peer looks into it, no core is left
    if landlock:
        _landlock(readable, landlock)
    _seccomp(machine, reads=bool(landlock and readable), works=works)
    return Walls(landlock, True)


def _landlock(readable: Sequence[Path], abi: int) -> None:
    files = (1 << max(count for since, count in _FILE_RIGHTS.items() if since <= abi)) - 1
    attributes = struct.pack("=Q", files)
    if abi >= 4:
        attributes += struct.pack("=Q", _NET_RIGHTS)
    if abi >= 6:
        attributes += struct.pack("=Q", _SCOPES)
    rules = _must(_call(_LANDLOCK_CREATE, attributes, len(attributes), 0))
    try:
        for place in readable:
            _allow(rules, place)
        _must(_call(_LANDLOCK_RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _allow(rules: int, place: Path) -> None:
    """Reading below ``place``; nothing where there is no such folder."""
    try:
        folder = os.open(place, os.O_PATH | os.O_CLOEXEC | os.O_DIRECTORY)
    except OSError:
        return
    try:
        _must(_call(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", _READ_FILE | _READ_DIR, folder), 0))
    finally:
        os.close(folder)


def _seccomp(machine: Processor, *, reads: bool, works: bool) -> None:
    code = program(machine, reads=reads, works=works)
    lines = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("@HP", len(code) // 8, ctypes.addressof(lines))
    _must(_call(machine.seccomp, _SET_FILTER, 0, head))


def program(machine: Processor, *, reads: bool, works: bool = False) -> bytes:
    """The filter, in classic BPF (eight bytes a line): whatever it does not name is refused with EPERM."""
    return b"".join(struct.pack("=HBBI", *line) for line in _lines(machine, reads, works))


def _lines(machine: Processor, reads: bool, works: bool) -> Iterator[tuple[int, int, int, int]]:
    yield _LOAD, 0, 0, _MACHINE
    yield _EQUAL, 1, 0, machine.mark
    yield _RETURN, 0, 0, _KILL  # another machine's numbers would mean other calls
    yield _LOAD, 0, 0, _NUMBER
    for number in (*machine.calls, *(machine.reading if reads else ()), *(machine.working if works else ())):
        yield _EQUAL, 0, 1, number
        yield _RETURN, 0, 0, _ALLOW
    if works:
        yield from _for_work(machine)
    for number in machine.mapping:
        yield from _without(number, _EXECUTES)
    if reads:
        yield from _without(machine.opening, _CHANGES)
    yield _RETURN, 0, 0, _REFUSE


def _for_work(machine: Processor) -> Iterator[tuple[int, int, int, int]]:
    """Threads, and requests to video devices: by what stands in the first argument of the one, the second of the
    other."""
    yield _EQUAL, 0, 1, machine.clone3
    yield _RETURN, 0, 0, _UNKNOWN
    yield _EQUAL, 0, 4, machine.clone
    yield _LOAD, 0, 0, _ARGUMENTS
    yield _ANY_BIT, 0, 1, _THREAD
    yield _RETURN, 0, 0, _ALLOW
    yield _RETURN, 0, 0, _REFUSE
    yield _EQUAL, 0, 6, machine.ioctl
    yield _LOAD, 0, 0, _ARGUMENTS + 8
    yield _AND, 0, 0, 0xFF00
    yield _RIGHT, 0, 0, 8
    yield _EQUAL, 0, 1, _VIDEO
    yield _RETURN, 0, 0, _ALLOW
    yield _RETURN, 0, 0, _REFUSE


def _without(number: int, bits: int) -> Iterator[tuple[int, int, int, int]]:
    """This call, with none of ``bits`` in the low half of its third argument (both machines are little-endian)."""
    yield _EQUAL, 0, 4, number
    yield _LOAD, 0, 0, _ARGUMENTS + 2 * 8
    yield _ANY_BIT, 0, 1, bits
    yield _RETURN, 0, 0, _REFUSE
    yield _RETURN, 0, 0, _ALLOW


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    """syscall(2): -1 where it failed."""
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(_libc().syscall(ctypes.c_long(number), *wide))


def _must(result: int) -> int:
    if result < 0:
        raise CellRefused(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""A disk that forgets: what a process wrote, recorded at its system calls, and cut off at any of them.

The recorder is strace: every write with its bytes, every fsync, every change of a name. The model is stricter than any
disk: what was not synced may be there, or not, or in sectors of 512 bytes; a file's name is durable only once its
folder was synced, names in the order they were changed. Shared memory is gone.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink,mkdir,close"
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+)<([^>]*)>")


@dataclass
class Inode:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # place, bytes; None: cut to that length

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def torn(self, chance: random.Random) -> bytes:
        """What a cut leaves: nothing of what was not synced, all of it, or some sectors."""
        left, mode = bytearray(self.durable), chance.choice(("forgotten", "kept", "torn", "torn"))
        for place, data in self.pending:
            if mode == "forgotten" or (mode == "torn" and data is None and chance.random() < 0.5):
                continue
            if mode == "kept" or data is None:
                _apply(left, (place, data))
                continue
            for begin in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _apply(left, (place + begin, data[begin : begin + SECTOR]))
        return bytes(left)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    place, data = change
    if data is None:
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    content.extend(bytes(max(0, place + len(data) - len(content))))
    content[place : place + len(data)] = data


@dataclass(frozen=True)
class Op:
    call: str
    path: str
    other: str = ""
    place: int = 0
    data: bytes = b""


def record(command: Sequence[str | Path], folder: Path, log: Path) -> list[Op]:
    """Run ``command`` to its end and list what it did below ``folder`` and to ``folder``'s ``.said``."""
    trace = ["strace", "--seccomp-bpf", "-f", "-qq", "-y", "-xx", "-s", str(1 << 24), "-o", log, "-e", f"trace={CALLS}"]
    subprocess.run([*trace, *command], check=True, capture_output=True)
    waiting: dict[str, str] = {}
    ops: list[Op] = []
    places: dict[str, int] = {}
    for line in log.read_text("ascii", errors="replace").splitlines():
        pid, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            waiting[pid] = text.removesuffix("<unfinished ...>")
            continue
        if found := re.match(r"<\.\.\. \w+ resumed>(.*)", text):
            text = waiting.pop(pid, "") + found[1]
        if (op := _op(text, places)) and _below(op, folder):
            ops.append(op)
    return ops


def _below(op: Op, folder: Path) -> bool:
    return op.path.startswith(f"{folder}/") or op.path in (str(folder), str(folder.parent), f"{folder}.said")


def _op(text: str, places: dict[str, int]) -> Op | None:  # noqa: PLR0911 - one line a call
    found = _CALL.match(text)
    if not found or int(found[3]) < 0:
        return None
    call, args = found[1], found[2]
    strings = [bytes.fromhex(one.replace("\\x", "")) for one in _STRING.findall(args)]
    if call in ("rename", "unlink", "mkdir"):
        names = [one.decode() for one in strings]
        return Op(call, names[0], names[1] if len(names) > 1 else "")
    if call == "openat":
        name = strings[0].decode() if strings else ""
        if "O_TRUNC" in args or "O_APPEND" not in args:
            places[name] = 0
        return Op("create", name, "truncate" if "O_TRUNC" in args else "") if "O_CREAT" in args else None
    handle = _HANDLE.match(args)
    path = bytes.fromhex(handle[2].replace("\\x", "")).decode() if handle and handle[2].startswith("\\x") else ""
    path = path or (handle[2] if handle else "")
    if call == "pwrite64":
        return Op("write", path, place=int(args.rsplit(",", 1)[1]), data=strings[-1])
    if call == "write":
        begin = places.get(path, 0)
        places[path] = begin + len(strings[-1]) if strings else begin
        return Op("write", path, place=begin, data=strings[-1] if strings else b"")
    if call == "ftruncate":
        return Op("truncate", path, place=int(args.rsplit(",", 1)[1]))
    return Op("sync", path) if call in ("fsync", "fdatasync") else None


class Disk:
    """The folder's files as a disk that forgets would have them after some of ``ops``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, Inode] = {}  # as the process sees them
        self._durable: dict[str, Inode] = {}
        self._changes: list[tuple[str, str, str, Inode | None]] = []  # call, name, other, inode
        self.said: list[str] = []

    def does(self, op: Op) -> None:
        if op.path == f"{self._folder}.said":
            if op.call == "write":
                self.said += op.data.decode().splitlines()
            return
        getattr(self, f"_{op.call}")(op)

    def _create(self, op: Op) -> None:
        if op.path not in self._names:
            self._names[op.path] = Inode()
            self._changes.append(("create", op.path, "", self._names[op.path]))
        elif op.other:
            self._names[op.path].pending.append((0, None))

    def _write(self, op: Op) -> None:
        if op.path in self._names:
            self._names[op.path].pending.append((op.place, op.data))

    def _truncate(self, op: Op) -> None:
        self._names[op.path].pending.append((op.place, None))

    def _sync(self, op: Op) -> None:
        if op.path in self._names:
            self._names[op.path].sync()
            return
        for change in [one for one in self._changes if str(Path(one[1]).parent) == op.path]:
            self._changes.remove(change)
            _renamed(self._durable, change)

    def _rename(self, op: Op) -> None:
        inode = self._names.pop(op.path)
        self._names[op.other] = inode
        self._changes.append(("rename", op.path, op.other, inode))

    def _unlink(self, op: Op) -> None:
        if self._names.pop(op.path, None):
            self._changes.append(("unlink", op.path, "", None))

    def _mkdir(self, op: Op) -> None:
        """Folders are there from the start: the kiosk's own makes them at its set-up."""

    def cut(self, target: Path, chance: random.Random) -> None:
        """Lay out below ``target`` what is left when the power goes now."""
        names = dict(self._durable)
        for change in self._changes[: chance.randint(0, len(self._changes))]:
            _renamed(names, change)
        (target / "keys").mkdir(mode=0o700, parents=True)
        (target / "public").mkdir()
        for name, inode in names.items():
            if not name.endswith("-shm"):
                path = target / Path(name).relative_to(self._folder)
                path.write_bytes(inode.torn(chance))
                path.chmod(0o600)


def _renamed(names: dict[str, Inode], change: tuple[str, str, str, Inode | None]) -> None:
    call, name, other, inode = change
    if call == "unlink":
        names.pop(name, None)
    elif inode is not None:
        names.pop(name, None)
        names[other or name] = inode

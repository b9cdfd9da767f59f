"""What every port for USB sticks promises, each promise one function over a rig. Run against simulated sticks in the
test's own process, and against mounted ones in a process with mounts of its own (``stick_mounted.py``)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.devices.stick_ports import StickMedium, Sticks
from kiosk.domain.device_health import State
from kiosk.domain.stick import StickEvent, StickInfo
from kiosk.errors import StickFileOdd, StickFileTooLarge, StickFull, StickGone, StickReadOnly

ROOM = 6 << 20
"""About the bytes that a rig's stick holds."""

DATA = bytes(range(256)) * 4096  # 1 MiB


class Rig(Protocol):
    sticks: Sticks

    def plug(self, label: str) -> Path: ...
    def pull(self, label: str) -> None: ...
    def lock(self, label: str) -> None:
        """Slide the switch on its side: read only from now on."""


def opened(rig: Rig, label: str = "KINGSTON") -> tuple[Path, StickMedium]:
    root = rig.plug(label)
    return root, rig.sticks.open(stick(rig, label))


def stick(rig: Rig, label: str) -> StickInfo:
    (found,) = (stick for stick in rig.sticks.sticks() if stick.label == label)
    return found


def left(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.name != "lost+found")


def a_stick_says_what_it_is(rig: Rig) -> None:
    assert rig.sticks.sticks() == ()
    rig.plug("KINGSTON")
    rig.plug("Ảnh của mẹ")
    found = rig.sticks.sticks()
    assert [stick.label for stick in found] == ["KINGSTON", "Ảnh của mẹ"]
    assert all(0 < stick.free_bytes <= stick.total_bytes <= 2 * ROOM and not stick.read_only for stick in found)
    assert rig.sticks.health().state is State.READY


def what_is_written_is_there_whole(rig: Rig) -> None:
    root, medium = opened(rig)
    assert medium.write_file("Hồ sơ/tháng 11/gửi đi.kxa", DATA)
    assert (root / "Hồ sơ/tháng 11/gửi đi.kxa").read_bytes() == DATA
    assert medium.read_file("Hồ sơ/tháng 11/gửi đi.kxa", len(DATA)) == DATA
    assert left(root) == ["Hồ sơ", "Hồ sơ/tháng 11", "Hồ sơ/tháng 11/gửi đi.kxa"]


def it_may_come_in_pieces_and_tells_how_far_it_is(rig: Rig) -> None:
    _, medium = opened(rig)
    told: list[int] = []
    assert medium.write_file(
        "a.bin", (DATA[i : i + 100_000] for i in range(0, len(DATA), 100_000)), progress=told.append
    )
    assert medium.read_file("a.bin", 2 * len(DATA)) == DATA
    assert told == sorted(told) and told[-1] == len(DATA) and len(told) == 11


def a_file_is_replaced_in_one_step(rig: Rig) -> None:
    root, medium = opened(rig)
    medium.write_file("a.bin", b"old")
    seen: list[bytes] = []
    medium.write_file("a.bin", DATA, progress=lambda _: seen.append((root / "a.bin").read_bytes()))
    assert set(seen) == {b"old"}
    assert medium.read_file("a.bin", len(DATA)) == DATA


def a_full_stick_keeps_what_it_had(rig: Rig) -> None:
    root, medium = opened(rig)
    medium.write_file("a.bin", b"old")
    for name in ("a.bin", "b.bin"):
        with pytest.raises(StickFull):
            medium.write_file(name, (DATA for _ in range(20)))
    assert left(root) == ["a.bin"]
    assert medium.read_file("a.bin", 10) == b"old"


def a_locked_stick_says_so_and_can_be_read(rig: Rig) -> None:
    root, medium = opened(rig)
    medium.write_file("a.bin", b"old")
    rig.lock("KINGSTON")
    locked = stick(rig, "KINGSTON")
    assert locked.read_only
    medium = rig.sticks.open(locked)
    for refused in (lambda: medium.write_file("b.bin", DATA), lambda: medium.remove_file("a.bin")):
        with pytest.raises(StickReadOnly):
            refused()
    assert medium.read_file("a.bin", 10) == b"old"
    assert left(root) == ["a.bin"]


def pulled_while_it_is_written_it_says_so_and_has_no_half_file(rig: Rig) -> None:
    _, medium = opened(rig)
    medium.write_file("a.bin", b"old")
    pulled = threading.Event()

    def pull(_: int) -> None:
        if not pulled.is_set():
            pulled.set()
            rig.pull("KINGSTON")

    with pytest.raises(StickGone):
        medium.write_file("a.bin", (DATA, DATA, DATA), progress=pull)
    root, medium = opened(rig)
    assert medium.read_file("a.bin", 10) == b"old"
    assert medium.write_file("a.bin", DATA)
    assert left(root) == ["a.bin"]


def nothing_lands_in_the_empty_folder_of_a_pulled_stick(rig: Rig) -> None:
    root, medium = opened(rig)
    rig.pull("KINGSTON")
    root.mkdir(exist_ok=True)  # the mount point that is left
    for asked in (
        lambda: medium.write_file("a.bin", DATA),
        lambda: medium.read_file("a.bin", 9),
        medium.files,
    ):
        with pytest.raises(StickGone):
            asked()
    assert left(root) == []
    root.rmdir()


def coming_and_going_is_told(rig: Rig) -> None:
    rig.plug("KINGSTON")
    events: list[StickEvent] = []
    told, cancel = threading.Semaphore(0), threading.Event()

    def tell(event: StickEvent) -> None:
        events.append(event)
        told.release()

    watcher = threading.Thread(target=rig.sticks.watch, args=(tell, cancel))
    watcher.start()
    try:
        for step in (
            lambda: None,
            lambda: rig.plug("SANDISK"),
            lambda: rig.pull("KINGSTON"),
            lambda: rig.plug("KINGSTON"),
        ):
            step()
            assert told.acquire(timeout=10)
    finally:
        cancel.set()
        watcher.join(10)
    assert not watcher.is_alive()
    assert [(event.stick.label, event.arrived) for event in events] == [
        ("KINGSTON", True), ("SANDISK", True), ("KINGSTON", False), ("KINGSTON", True),
    ]  # fmt: skip


def a_cancelled_write_leaves_nothing(rig: Rig) -> None:
    root, medium = opened(rig)
    cancel = threading.Event()
    assert not medium.write_file("a.bin", (DATA, DATA), progress=lambda _: cancel.set(), cancel=cancel)
    assert left(root) == []


def no_link_leads_out(rig: Rig) -> None:
    root, medium = opened(rig)
    outside = root.parent.parent / "secret"
    outside.mkdir(exist_ok=True)
    (outside / "key").write_bytes(b"secret")
    (root / "link").symlink_to(outside / "key")
    (root / "folder").symlink_to(outside)
    os.mkfifo(root / "pipe")
    (root / "good.jpg").write_bytes(b"good")
    assert [file.name for file in medium.files(depth=3)] == ["good.jpg"]
    for name in ("link", "folder/key", "pipe", "../secret/key", "/etc/passwd", "absent", "", ".", "a/../../secret/key"):
        with pytest.raises(StickFileOdd):
            medium.read_file(name, 1000)
    for name in ("folder/new", "../new", "/tmp/new", "folder/key"):
        with pytest.raises(StickFileOdd):
            medium.write_file(name, b"x")
    assert medium.write_file("link", b"mine"), "a link in the file's place is replaced, not followed"
    assert sorted(path.name for path in outside.iterdir()) == ["key"]
    assert (outside / "key").read_bytes() == b"secret"


def names_that_some_file_system_refuses_are_refused_by_all(rig: Rig) -> None:
    root, medium = opened(rig)
    for name in ("a:b", "a?", "con", "LPT1.txt", "ends.", "ends ", "new\nline", "a" * 200, "a//b", "x\\y", "a\u202eb"):
        with pytest.raises(StickFileOdd):
            medium.write_file(name, b"x")
    assert left(root) == []


def what_lies_there_is_listed_as_it_is(rig: Rig) -> None:
    root, medium = opened(rig)
    (root / "DCIM" / "100").mkdir(parents=True)
    (root / "DCIM" / "100" / "a.jpg").write_bytes(b"abc")
    odd = "bản sao\n\u202egpj.exe"
    (root / odd).write_bytes(b"x")
    os.close(os.open(os.fsencode(root) + b"/\xff\xfe.jpg", os.O_CREAT | os.O_WRONLY, 0o644))
    os.utime(root / "DCIM" / "100" / "a.jpg", (1_700_000_000, 1_700_000_000))
    names = [file.name for file in medium.files(depth=2)]
    assert sorted(names) == sorted([odd, "DCIM/100/a.jpg", os.fsdecode(b"\xff\xfe.jpg")])
    (one,) = medium.files("DCIM/100")
    assert (one.size, one.modified) == (3, 1_700_000_000)
    assert len(medium.files(depth=2, most=2)) == 2
    assert medium.files(depth=0) == tuple(file for file in medium.files(depth=2) if "/" not in file.name)
    assert all(medium.read_file(name, 10) in (b"abc", b"x", b"") for name in names)


def reading_stops_at_the_limit(rig: Rig) -> None:
    root, medium = opened(rig)
    (root / "a.bin").write_bytes(bytes(1000))
    with pytest.raises(StickFileTooLarge):
        medium.read_file("a.bin", 999)
    assert len(medium.read_file("a.bin", 1000)) == 1000


def a_removed_file_is_gone(rig: Rig) -> None:
    root, medium = opened(rig)
    medium.write_file("a/b.bin", b"x")
    medium.remove_file("a/b.bin")
    medium.remove_file("a/b.bin")
    assert left(root) == ["a"]


PROMISES: tuple[Callable[[Rig], None], ...] = (
    a_stick_says_what_it_is,
    what_is_written_is_there_whole,
    it_may_come_in_pieces_and_tells_how_far_it_is,
    a_file_is_replaced_in_one_step,
    a_full_stick_keeps_what_it_had,
    a_locked_stick_says_so_and_can_be_read,
    pulled_while_it_is_written_it_says_so_and_has_no_half_file,
    nothing_lands_in_the_empty_folder_of_a_pulled_stick,
    coming_and_going_is_told,
    a_cancelled_write_leaves_nothing,
    no_link_leads_out,
    names_that_some_file_system_refuses_are_refused_by_all,
    what_lies_there_is_listed_as_it_is,
    reading_stops_at_the_limit,
    a_removed_file_is_gone,
)

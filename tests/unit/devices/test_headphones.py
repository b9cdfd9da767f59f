"""Whether headphones are plugged in: a kernel's switch played by a pipe, and the twin under the same demands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from kiosk.devices.headphones import EV_SW, EVENT, EVIOCGSW, SW_HEADPHONE_INSERT, KernelHeadphones, switches
from kiosk.devices.simulated.headphones import SimulatedHeadphones

SWITCHES = {"event0": "0", "event3": "14", "event7": "4", "event9": "not a bitmap"}
"""By device; 0x14 is a microphone's socket (bit 4) and one of headphones (bit 2)."""


class Machine:
    """A /sys and a /dev of input devices, whose switches a hand moves."""

    def __init__(self, folder: Path) -> None:
        self.inputs, self.nodes, self.states = folder / "sys", folder / "dev", dict[int, bool]()
        self._ends: dict[str, int] = {}
        self.nodes.mkdir()
        for name, bits in SWITCHES.items():
            place = self.inputs / name / "device/capabilities"
            place.mkdir(parents=True)
            (place / "sw").write_text(f"{bits}\n")
            os.mkfifo(self.nodes / name)
            self._ends[name] = os.open(self.nodes / name, os.O_RDWR)

    def move(self, name: str, kind: int, code: int, value: int) -> None:
        os.write(self._ends[name], EVENT.pack(0, 0, kind, code, value) + EVENT.pack(0, 0, 0, 0, 0))

    def unplug_card(self, name: str) -> None:
        os.close(self._ends.pop(name))

    def close(self) -> None:
        for end in self._ends.values():
            os.close(end)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.close()


def test_only_sockets_that_sense_headphones_are_asked(machine: Machine, tmp_path: Path) -> None:
    assert switches(machine.inputs) == ("event3", "event7") and switches(tmp_path / "none") == ()
    assert EVIOCGSW == 0x8008451B  # as the kernel's header has it for 64 switches


def test_plug_and_pull_are_told_once_each_and_another_switch_is_not(machine: Machine) -> None:
    told: Queue[bool] = Queue()
    socket = KernelHeadphones(machine.inputs, machine.nodes, lambda _: False)
    assert socket.plugged is False
    socket.subscribe(told.put)
    machine.move("event3", EV_SW, SW_HEADPHONE_INSERT, 1)
    assert told.get(timeout=20) is True and socket.plugged is True
    machine.move("event3", EV_SW, 4, 1)  # a microphone
    machine.move("event3", 1, SW_HEADPHONE_INSERT, 0)  # a key
    machine.move("event7", EV_SW, SW_HEADPHONE_INSERT, 1)  # the other socket too
    machine.move("event3", EV_SW, SW_HEADPHONE_INSERT, 0)
    machine.move("event7", EV_SW, SW_HEADPHONE_INSERT, 0)
    assert told.get(timeout=20) is False and told.empty() and socket.plugged is False
    socket.close()


def test_a_plug_that_was_in_before_is_seen_and_a_sound_card_that_goes_takes_it_along(machine: Machine) -> None:
    told: Queue[bool] = Queue()
    socket = KernelHeadphones(machine.inputs, machine.nodes, lambda _: True)
    assert socket.plugged is True
    socket.subscribe(told.put)
    machine.unplug_card("event3")
    machine.unplug_card("event7")
    assert told.get(timeout=20) is False and socket.plugged is False
    socket.close()


def test_where_no_socket_may_be_read_it_is_not_known(machine: Machine, tmp_path: Path) -> None:
    for nodes in (tmp_path / "none", machine.nodes):
        socket = KernelHeadphones(machine.inputs if nodes != machine.nodes else tmp_path / "none", nodes)
        assert socket.plugged is None
        socket.close()


def test_the_twin_keeps_the_same_word() -> None:
    told, socket = list[bool](), SimulatedHeadphones()
    assert socket.plugged is None
    socket.subscribe(told.append)
    for act in (socket.plug, socket.plug, socket.pull):
        act()
    assert told == [True, False] and socket.plugged is False

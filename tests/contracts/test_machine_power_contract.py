"""The machine's power: the simulated one, and the real driver before a logind on a bus of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.devices.machine_power import BUSCTL, LogindPower, MachinePower
from kiosk.devices.simulated.machine_power import SimulatedPower
from kiosk.errors import MachineNotRestarted

STUB = Path(__file__).parents[1] / "logind_stub.py"
Powers = Callable[[str], tuple[MachinePower, Callable[[], bool]]]

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None or not Path(BUSCTL).exists(), reason="dbus-daemon or busctl is not installed"
)
_POLICY = """<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow eavesdrop="true"/>
<allow send_destination="*" eavesdrop="true"/></policy></busconfig>"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A system bus with nobody on it yet."""
    socket, policy = tmp_path / "bus", tmp_path / "bus.conf"
    policy.write_text(_POLICY.format(socket=socket))
    words = ["dbus-daemon", f"--config-file={policy}", "--nofork", "--print-address"]
    daemon = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait(20)


@pytest.fixture(params=["simulated", pytest.param("logind", marks=needs_bus)])
def powers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Powers]:
    """By what logind answers; and whether the machine was started anew."""
    stubs: list[subprocess.Popen[str]] = []

    def simulated(answer: str) -> tuple[MachinePower, Callable[[], bool]]:
        power = SimulatedPower(allowed=answer == "yes")
        return power, lambda: power.restarts > 0

    def real(answer: str) -> tuple[MachinePower, Callable[[], bool]]:
        request.getfixturevalue("bus")
        words = [sys.executable, str(STUB), answer, str(tmp_path / "restarted")]
        stub = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        stubs.append(stub)
        assert stub.stdout is not None
        assert stub.stdout.readline() == "ready\n"
        return LogindPower(), lambda: (tmp_path / "restarted").read_text() == "interactive=False"

    yield simulated if request.param == "simulated" else real
    for stub in stubs:
        stub.terminate()
        stub.wait(20)


def test_where_it_may_it_starts_the_machine_anew(powers: Powers) -> None:
    power, restarted = powers("yes")
    assert power.may_restart()
    power.restart()
    assert restarted()


@pytest.mark.parametrize("answer", ["no", "challenge", "na"])
def test_where_a_password_or_more_would_be_wanted_it_may_not(powers: Powers, answer: str) -> None:
    power, _ = powers(answer)
    assert not power.may_restart()


@needs_bus
def test_without_logind_it_may_not_and_says_so(bus: str) -> None:
    power = LogindPower()
    assert not power.may_restart()
    with pytest.raises(MachineNotRestarted):
        power.restart()

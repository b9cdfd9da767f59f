"""An officer's computer becomes a counter by the commands alone: a real portal behind TLS, a kiosk, processes of their
own; by a file, and by a code that two people read to each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hall_stage import UNIT, free_port

from kiosk.app.hall import hall_host
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import EventKind
from kiosk.errors import CounterCodeWrong, CounterKeyLocked, CounterRefused, HallNotOpen, KioskUntrusted
from kiosk.hall.computer import CounterComputer
from kiosk.hall.hosting import HallHost
from kiosk.hall.joining import HallInvitation, join_by_code, join_by_file, renewed
from kiosk.hall.messages import HallGrant
from kiosk.hall.roles import key_print, new_key
from kiosk.hall_settings import HallSettings
from kiosk.services.enrolment import enrolled, provision
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.visit_help import VisitHelp
from kiosk.store import Reserve, Store
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer

PASSPHRASE = "bảy con gà trống"


@dataclass
class Office:
    data: Path
    settings: Path
    config: Config
    host: HallHost
    portal: PortalServer
    store: Store

    def says(self, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
        """A command on the kiosk."""
        capsys.readouterr()
        code = main(["--json", "--config", str(self.settings), *words])
        return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    authority = Authority(tmp_path / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as portal:
        data, port = tmp_path / "data", free_port()
        settings = tmp_path / "kiosk.toml"
        settings.write_text(f'data = "{data}"\n[hall]\naddress = "127.0.0.1"\nport = {port}\n')
        config = Config(data=data, hall=HallSettings("127.0.0.1", port))
        invitation = json.dumps(authority.invite(UNIT, "DV01", portal.url, "kiosk", "tap-huan")).encode()
        with Store.open(data, office_time, reserve=Reserve(0, 0, 0)) as store:
            provision(config, store, invitation)
            floor = TrustedTime(store.notes, office_time)
            calls = OfficerCalls(store.notes, office_time)
            host = hall_host(config, store, calls, VisitHelp(office_time), enrolled(store), floor)
            assert host is not None
            host.open()
            try:
                yield Office(data, settings, config, host, portal, store)
            finally:
                host.stop()


def counter(folder: Path, *words: str, typed: str = "") -> tuple[int, Any]:
    """A command on the officer's computer, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "kiosk", "--json", "counter", "--folder", str(folder), *words],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode, json.loads(told.stdout)


@pytest.mark.long
def test_by_a_file_then_in_use_then_revoked(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, computer = tmp_path / "q2.json", tmp_path / "q2"
    done, told = office.says(capsys, "desk", "counters", "enrol", "Q2", "--out", str(file))
    assert (done, told["counter"]) == (0, "Q2") and file.stat().st_mode & 0o077 == 0
    assert office.says(capsys, "desk", "counters", "list")[1][0]["state"] == "invited"

    done, told = counter(computer, "enrol", str(file), typed=f"{PASSPHRASE}\n")
    assert (done, told) == (0, {"counter": "Q2", "unit": UNIT, "kiosk": "DV01", "address": "127.0.0.1"})
    assert counter(computer, "kiosks", typed=f"{PASSPHRASE}\n")[1][0]["answers"] is True
    assert counter(computer, "kiosks", typed="sai mật khẩu\n")[1]["error"]["code"] == "hall.passphrase"
    assert b"PRIVATE" not in b"".join(one.read_bytes() for one in computer.iterdir())
    assert CounterComputer(computer).setup().commune == "Xã Đồng Văn"

    (listed,) = office.says(capsys, "desk", "counters", "list")[1]
    assert (listed["counter"], listed["state"], len(listed["key"])) == ("Q2", "enrolled", 24)
    done, told = counter(tmp_path / "again", "enrol", str(file), typed=f"{PASSPHRASE}\n")  # its word is used up
    assert (done, told["error"]["code"]) == (1, "hall.code" if office.host.register.invites else "hall.refused")

    done, told = office.says(capsys, "hall", "revoke", "Q2")
    assert done == 0 and len(told["statement"]) == 32  # signed: the other kiosks take it
    carried = tmp_path / "stick.json"
    assert office.says(capsys, "hall", "statements", "--out", str(carried))[1]["statements"] == 1
    assert office.says(capsys, "hall", "take", str(carried))[1] == {"new": 0}  # it is this kiosk's own
    assert office.says(capsys, "hall", "take", str(file))[1]["error"]["code"] == "hall.protocol"
    (listed,) = office.says(capsys, "hall", "list")[1]
    assert (listed["state"], listed["revoked"]["kiosk"], listed["revoked"]["by"]) == ("revoked", "DV01", "machine")
    assert counter(computer, "kiosks", typed=f"{PASSPHRASE}\n")[1][0]["error"] == "hall.revoked"
    told_of = [one.entry.kind for one in office.store.journal.entries()]
    assert {EventKind.COUNTER_ENROLLED, EventKind.COUNTER_REVOKED} <= set(told_of)
    assert office.says(capsys, "desk", "counters", "revoke", "no name")[1]["error"]["code"] == "hall.unknown-counter"


@pytest.mark.long
def test_by_a_code_that_is_read_off_the_kiosk(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"127.0.0.1:{office.config.hall.port}"
    asks = [sys.executable, "-m", "kiosk", "--json", "counter", "--folder", str(tmp_path / "q3"), "enrol"]
    asks += ["--kiosk", place, "--name", "Q3"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(asks, text=True, **pipes) as screen:  # type: ignore[call-overload]
        shown = re.search(r"([0-9a-f]{4} ?){5}", screen.stderr.readline())
        assert shown is not None
        _, told = office.says(capsys, "desk", "counters", "enrol", "Q3", "--key", shown.group().strip())
        out, _ = screen.communicate(f"{told['code'].lower().replace('-', ' ')}\n{PASSPHRASE}\n")
    assert json.loads(out)["counter"] == "Q3" and screen.returncode == 0


def test_a_code_is_for_one_key_once_and_five_times_wrong_at_most(office: Office) -> None:
    register, port = office.host.register, office.config.hall.port
    mine, thiefs = new_key(), new_key()
    bound = key_print(mine.public_key())[:20]
    code = register.invite("Q4", bound)
    with pytest.raises(CounterCodeWrong):  # who overheard the code has another key
        join_by_code("127.0.0.1", port, thiefs, "Q4", code)
    joined = join_by_code("127.0.0.1", port, mine, "Q4", code)
    assert joined.identity.name == "Q4" and not register.invites
    with pytest.raises(CounterRefused):  # too little of a fingerprint binds nothing
        register.invite("Q5", bound[:8])
    code = register.invite("Q5", bound)
    for _ in range(5):
        with pytest.raises(CounterCodeWrong):
            join_by_code("127.0.0.1", port, mine, "Q5", "00000-00000")
    assert not register.invites
    with pytest.raises(CounterRefused):  # nobody is invited any more: the handshake wants a certificate
        join_by_code("127.0.0.1", port, mine, "Q5", code)
    assert [one.name for one in register.list()] == ["Q4"]


def test_without_a_line_the_code_stays_good(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.errors import LineDown

    key = new_key()
    code = office.host.register.invite("Q6", key_print(key.public_key())[:20])
    sign = office.host.enrolling._sign

    def away(*_: str) -> str:
        raise LineDown("no line")

    office.host.enrolling._sign = away
    with pytest.raises(LineDown):
        join_by_code("127.0.0.1", office.config.hall.port, key, "Q6", code)
    office.host.enrolling._sign = sign
    assert join_by_code("127.0.0.1", office.config.hall.port, key, "Q6", code).identity.name == "Q6"


def test_who_stands_between_and_does_not_know_the_code_is_not_believed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    office.host.register.invite("Q7", key_print(key.public_key())[:20])
    grant = HallGrant(certificate="x", authority="x", unit=UNIT, kiosk="DV01", office="", commune="", proof="0" * 64)
    from kiosk.hall.enrolling import _answer

    monkeypatch.setattr(office.host.enrolling, "enrolled", lambda body: _answer(grant))
    with pytest.raises(CounterCodeWrong):
        join_by_code("127.0.0.1", office.config.hall.port, key, "Q7", "AAAAA-AAAAA")


def test_an_invitation_of_another_authority_opens_nothing(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q8.json"
    office.says(capsys, "desk", "counters", "enrol", "Q8", "--out", str(file))
    said = HallInvitation.read(file.read_bytes())
    other = Authority(tmp_path / "other", office_time).certificate
    with pytest.raises(KioskUntrusted):
        join_by_file(replace(said, authority=other))
    assert office.host.register.invites  # and its word is not used up


def test_a_kiosk_that_serves_no_hall_says_so(office: Office, tmp_path: Path) -> None:
    from kiosk.hall.inviting import write_invitation

    with pytest.raises(HallNotOpen):
        write_invitation(office.config.with_(hall=HallSettings()), office.store, "Q2", tmp_path / "q2.json")
    assert not (tmp_path / "q2.json").exists()
    assert hall_host(
        office.config.with_(hall=HallSettings()),
        office.store,
        OfficerCalls(office.store.notes, office_time),
        VisitHelp(office_time),
        None,
        TrustedTime(office.store.notes, office_time),
    ) is None  # fmt: skip


def test_a_computers_settings_say_what_cannot_be_used(tmp_path: Path) -> None:
    from kiosk.errors import ConfigError

    computer = CounterComputer(tmp_path)
    for text in ('languge = "vi"', 'language = "fr"', "idle = 1", "kiosk = 3", '[[kiosk]]\nname = "a b"', "x = ["):
        (tmp_path / "counter.toml").write_text(text)
        with pytest.raises(ConfigError):
            computer.setup()
    (tmp_path / "counter.toml").write_text('[[kiosk]]\nname = "DV01"\naddress = "192.168.1.20"\n')
    assert computer.setup().places[0].port == 47443
    with pytest.raises(CounterKeyLocked):
        computer.keep(None, "ngắn")  # type: ignore[arg-type]


def test_a_certificate_is_renewed_in_its_last_third_for_the_same_key(office: Office) -> None:
    from kiosk.errors import LineDown

    key = new_key()
    code = office.host.register.invite("Q9", key_print(key.public_key())[:20])
    joined = join_by_code("127.0.0.1", office.config.hall.port, key, "Q9", code)
    now = office_time()
    assert renewed(joined.identity, [joined.place], now) is None
    late = now + timedelta(days=300)
    fresh = renewed(joined.identity, [replace(joined.place, port=1), joined.place], late)  # one of two is away
    assert fresh is not None and fresh.certificate != joined.identity.certificate and fresh.key is key

    def away(*_: str) -> str:
        raise LineDown("no line")

    office.host.enrolling._sign = away
    assert renewed(joined.identity, [joined.place], late) is None

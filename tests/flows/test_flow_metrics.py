"""The kiosk's figures for monitoring: on this machine alone, where they are asked for, and nothing of anybody."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from open_metrics_grammar import families_of
from peopled_store import people_in, residents

from kiosk.app.metrics_server import AT_ONCE, MetricsServer, metrics_served
from kiosk.app.services import AppServices
from kiosk.clock import office_time
from kiosk.config import Config, Devices, PortalSettings
from kiosk.hall_settings import MonitoringSettings
from kiosk.open_metrics import MEDIA_TYPE
from kiosk.store import Store


def ask(port: int, path: str = "/metrics", host: str = "", method: str = "GET") -> tuple[int, str, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    reply = line.getresponse()
    text = reply.read().decode()
    line.close()
    return reply.status, reply.headers.get("Content-Type", ""), text


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServices]:
    bugs: list[BaseException] = []
    config = Config(
        data=tmp_path_factory.mktemp("kiosk") / "data",
        demo=True,
        devices=Devices.all_simulated(),
        monitoring=MonitoringSettings(free_port()),
        portal=PortalSettings("http://127.0.0.1:9"),  # where nobody listens: all stays here
    )
    with AppServices(config, bugs.append) as opened:
        yield opened
    assert not bugs


def test_a_store_full_of_people_is_told_in_figures_that_name_nobody(rooms: AppServices) -> None:
    secrets = people_in(rooms.store)
    rooms.store.notes.set("health.since", json.dumps({"clock": ["good", office_time().isoformat()]}))
    text = rooms.figures.metrics()
    assert [one for one in secrets if one in text] == []
    families = families_of(text)
    assert families["kiosk_waiting_filings"][()] == len(residents())
    assert families["kiosk_parked_filings"][()] == len(range(0, len(residents()), 3))
    assert families["kiosk_alarm"][(("name", "portal-missing"),)] == 1
    assert sum(families["kiosk_line_state"].values()) == 1
    assert families["kiosk_part_state"][(("part", "clock"), ("state", "good"))] == 1
    assert families["kiosk_card_reader_gone"][()] == 0
    labels = {name for samples in families.values() for pairs in samples for name, _ in pairs}
    assert labels == {"state", "name", "part", "version"}


def test_it_is_served_on_this_machine_alone_and_to_whoever_asks_it_by_that_name(rooms: AppServices) -> None:
    port = rooms.figures.config.monitoring.port
    status, kind, text = ask(port)
    assert (status, kind) == (200, MEDIA_TYPE) and "kiosk_waiting_filings" in families_of(text)
    assert ask(port, host=f"localhost:{port}")[0] == 200
    assert ask(port, host="kiosk.attacker.example")[0] == 403, "a page that leads its own name to this address"
    assert ask(port, "/")[0] == 404 and ask(port, "/metrics/../etc")[0] == 404
    assert ask(port, method="POST")[0] == 501
    with pytest.raises(OSError), socket.create_connection((_own_address(), port), timeout=1):
        pass


def test_it_is_off_where_nobody_asked_for_it(tmp_path: Path) -> None:
    assert Config().monitoring.port == 0
    with Store.open(tmp_path, office_time) as store, metrics_served(0, store, str) as server:
        assert server is None


def test_a_port_that_is_taken_is_an_alarm_and_stops_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held, Store.open(tmp_path, office_time) as store:
        port = held.getsockname()[1]
        with metrics_served(port, store, str) as server:
            assert server is None and [one.name for one in store.alarms.all()] == ["monitoring-port"]
        held.close()
        with metrics_served(port, store, lambda: "# EOF\n"):
            assert ask(port)[2] == "# EOF\n" and store.alarms.all() == ()


def test_many_at_once_cost_one_counting(tmp_path: Path) -> None:
    counted: list[int] = []
    gate = threading.Event()

    def text() -> str:
        counted.append(1)
        gate.wait(30)
        return "# EOF\n"

    now = [0.0]
    server = MetricsServer(0, text, lambda: now[0])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    answers: list[int] = []
    askers = [threading.Thread(target=lambda: answers.append(ask(server.port)[0])) for _ in range(AT_ONCE + 3)]
    for one in askers:
        one.start()
    while len(answers) < 3:  # those beyond the few are told at once
        threading.Event().wait(0.01)
    assert set(answers) == {503}
    gate.set()
    for one in askers:
        one.join()
    assert sorted(answers) == [200] * AT_ONCE + [503] * 3 and counted == [1]
    now[0] += 6
    assert ask(server.port)[0] == 200 and len(counted) == 2
    server.shutdown()
    thread.join()
    server.server_close()


def _own_address() -> str:
    """Another address of this machine than the loopback one that is listened on."""
    return "127.0.0.2"

"""A second connection that stands ready while papers fill the first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.errors import LineError
from kiosk.sync.portal import Portal
from kiosk.sync.transport.priority_connection import Beside
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, sandbox, settings


@pytest.fixture
def server() -> Iterator[PortalServer]:
    with sandbox() as server:
        yield server


@pytest.fixture
def filling(server: PortalServer) -> Iterator[Portal]:
    portal = Portal(settings(server.url), OFFICE.unit)
    portal.hello()
    yield portal
    portal.close()


def test_a_connection_stands_before_there_is_anything_to_send(filling: Portal) -> None:
    beside = Beside(filling)
    beside.get_ready()
    beside.get_ready()
    assert beside.connections == 1


def test_what_ended_the_papers_connection_has_ended_this_one(filling: Portal) -> None:
    beside = Beside(filling)
    beside.get_ready()
    filling.start_afresh()
    filling.hello()
    beside.get_ready()
    assert (filling.connections, beside.connections) == (2, 2)


def test_a_line_that_is_gone_is_not_asked_again_and_again(filling: Portal, server: PortalServer) -> None:
    beside = Beside(filling)
    server.stop()
    with pytest.raises(LineError):
        beside.get_ready()
    beside.get_ready()
    assert beside.connections == 0


def test_papers_make_room_for_what_goes_beside_them(filling: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    room: list[int] = []
    monkeypatch.setattr(filling, "leave", room.append)
    beside = Beside(filling)
    beside._signed_in()
    assert room == [len('{"username":"kiosk","password":"tap-huan"}')]
    filling._signed_in()
    assert len(room) == 1

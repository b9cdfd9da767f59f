"""An officer's password is not guessed at without end, and whoever only sits on the portal's lines makes room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests
from requests.adapters import HTTPAdapter
from test_portal_limits import heard, line_to

from kiosk_sandbox.guesses import MOST_WRONG, WAIT, Guesses
from kiosk_sandbox.protocol import PortalProtocol
from kiosk_sandbox.server import PortalServer
from sandbox import sandbox


@pytest.fixture
def running() -> Iterator[PortalServer]:
    with sandbox() as made:
        yield made


def at(address: str) -> requests.Session:
    """Whoever speaks from this address of the loopback."""

    class From(HTTPAdapter):
        def init_poolmanager(self, *args: object, **options: object) -> None:
            super().init_poolmanager(*args, source_address=(address, 0), **options)  # type: ignore[arg-type]

    session = requests.Session()
    session.mount("http://", From())
    return session


def by_page(who: requests.Session, url: str, password: str) -> int:
    answer = who.post(f"{url}/office/sign-in", data={"password": password}, allow_redirects=False, timeout=20)
    return answer.status_code


def by_program(who: requests.Session, url: str, password: str) -> int:
    return who.get(f"{url}/officer", headers={"Authorization": f"Bearer {password}"}, timeout=20).status_code


def by_exchange(who: requests.Session, url: str, password: str) -> int:
    answer = who.post(f"{url}/auth", json={"username": "can-bo", "password": password}, timeout=20).json()
    return 200 if answer["error_code"] == "0" else 401


@pytest.mark.parametrize("door", [by_page, by_program, by_exchange])
def test_who_guesses_waits_and_nobody_elsewhere(running: PortalServer, door) -> None:
    stranger, right = at("127.0.0.2"), running.officer_password
    assert by_page(at("127.0.0.4"), running.url, right) == 303
    said = [door(stranger, running.url, f"x{number}") for number in range(MOST_WRONG)]
    assert set(said[:-1]) == {401} and said[-1] in (401, 429)
    assert by_page(stranger, running.url, right) == 429 and by_program(stranger, running.url, right) == 429
    assert by_exchange(stranger, running.url, right) == 401
    officer = at("127.0.0.3")
    assert by_page(officer, running.url, right) == 303 and by_exchange(officer, running.url, right) == 200


def test_the_wait_ends_and_a_right_password_forgives() -> None:
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    for _ in range(MOST_WRONG - 1):
        guesses.judged("a", right=False)
    guesses.judged("a", right=True)
    guesses.judged("a", right=False)
    assert not guesses.wait("a")
    for _ in range(MOST_WRONG):
        guesses.judged("a", right=False)
    assert guesses.wait("a") == WAIT and not guesses.wait("b")
    now[0] = WAIT
    assert not guesses.wait("a")


def test_who_only_sits_on_the_lines_makes_room(running: PortalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred open what they never use; of more than the portal holds the longest silent goes, and not the kiosk that
    sends."""
    monkeypatch.setattr(PortalProtocol, "most", 20)
    with ExitStack() as lines:
        sending = lines.enter_context(line_to(running))
        sending.sendall(
            b"POST /auth HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 44\r\n\r\n{"
        )
        assert requests.options(f"{running.url}/files", timeout=20).status_code == 204  # by now the portal has read it
        first = lines.enter_context(line_to(running))
        assert requests.options(f"{running.url}/files", timeout=20).status_code == 204
        for _ in range(60):
            lines.enter_context(line_to(running))
        assert requests.options(f"{running.url}/files", timeout=20).status_code == 204
        assert heard(first) == b"", "the one that was silent for longest"
        assert len(running._server.server_state.connections) <= 20
        sending.sendall(b'"username": "kiosk", "password": "falsch!"}}')
        assert sending.recv(20).startswith(b"HTTP/1.1 ")

"""A hall for tests: kiosks and counters on loopback, each with a store, an authority and made-up people of its own."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from counter_stage import DeskClock, open_store, staffed
from cryptography import x509

from kiosk.config import Config, CounterSettings, Office
from kiosk.hall.door import HallPatience
from kiosk.hall.hall import Hall
from kiosk.hall.hosting import HallHost
from kiosk.hall.inviting import register_of
from kiosk.hall.link import KioskLink, LinkPatience
from kiosk.hall.operations import operations
from kiosk.hall.roles import new_key, request_for
from kiosk.hall.wire import CounterIdentity, KioskPlace
from kiosk.hall_settings import HallSettings
from kiosk.services.counter.counter import CounterDesks, counter_over
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.visit_help import VisitHelp
from kiosk.store import Store
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import office_time

UNIT = "H15.50.05.13"
FLOOR = datetime(2026, 11, 1, tzinfo=UTC)
SHORT = HallPatience(handshake=1.5, rest=20.0, body=1.0, paper=5.0, answer=5.0, news=1.0)
QUICK = LinkPatience(connect=2.0, answer=5.0, news=5.0, again=0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class HallAuthority:
    """The authority of a portal, and what it signs for whom. ``away`` is a portal without a line."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder, office_time)
        self._shown: dict[str, bytes] = {}

    def kiosk(self, name: str) -> bytes:
        """The certificate (DER) that a kiosk of the unit shows to its portal."""
        if name not in self._shown:
            key = new_key()
            word = self.authority.invite(UNIT, name, "https://127.0.0.1")["token"]
            self._shown[name] = _der(self.authority.enrol(word, request_for(key, UNIT, name)))
        return self._shown[name]

    def signing(self, kiosk: str) -> Any:
        return lambda role, name, request: self.authority.hall(self.kiosk(kiosk), role, name, request)

    def counter(self, name: str, kiosk: str = "DV01") -> CounterIdentity:
        """An enrolled counter, as if it had been invited at ``kiosk``."""
        key = new_key()
        certificate = self.authority.hall(self.kiosk(kiosk), "counter", name, request_for(key, UNIT, name))
        return CounterIdentity(UNIT, name, self.authority.certificate, certificate, key)


@dataclass
class HallKiosk:
    """One kiosk: its store, its bell, its services, and its hall, which can end and start anew."""

    name: str
    folder: Path
    authority: HallAuthority
    clock: DeskClock = field(default_factory=DeskClock)
    port: int = field(default_factory=free_port)
    patience: HallPatience = SHORT
    store: Store = field(init=False)
    desks: CounterDesks = field(init=False)
    bell: OfficerCalls = field(init=False)
    help: VisitHelp = field(init=False)
    host: HallHost = field(init=False)

    @property
    def place(self) -> KioskPlace:
        return KioskPlace(UNIT, self.name, "127.0.0.1", self.port)

    def start(self) -> HallKiosk:
        self.store = open_store(self.folder, self.clock)
        config = Config(
            data=self.folder,
            office=replace(Office(), kiosk=self.name, unit=UNIT),
            counter=CounterSettings(),
            hall=HallSettings("127.0.0.1", self.port),
        )
        self.bell = OfficerCalls(self.store.notes, self.clock)
        self.help = VisitHelp(self.clock)
        trusted = self.authority.authority.certificate
        register = register_of(self.store, config.office, self.clock, trusted)
        self.desks = counter_over(config, self.store, self.bell, self.clock, self.help, register)
        staffed(self.store, self.clock)
        self.host = HallHost(
            config.hall,
            config.office,
            self.store,
            self.desks,
            register,
            self.bell,
            self.help,
            self.authority.authority.certificate,
            self.authority.signing(self.name),
            lambda: FLOOR,
            self.patience,
        )
        self.host.open()
        return self

    def stop(self) -> None:
        self.host.stop()
        self.store.close()

    @property
    def server(self) -> Any:
        assert self.host.server is not None
        return self.host.server


@contextlib.contextmanager
def hall(folder: Path, *names: str, patience: HallPatience = SHORT) -> Iterator[tuple[HallAuthority, list[HallKiosk]]]:
    authority = HallAuthority(folder / "authority")
    with contextlib.ExitStack() as closing:
        kiosks = []
        for name in names:
            kiosk = HallKiosk(name, folder / name, authority, patience=patience).start()
            closing.callback(kiosk.stop)
            kiosks.append(kiosk)
        yield authority, kiosks


def link(kiosk: HallKiosk, identity: CounterIdentity) -> KioskLink:
    return KioskLink(kiosk.place, identity.context(), QUICK)


def call(at: KioskLink, operation: str, token: str = "", /, **args: Any) -> Any:
    return at.call(operations()[operation], args, token)


def _der(certificate: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER)


@contextlib.contextmanager
def at_counter(identity: CounterIdentity, *kiosks: HallKiosk, idle: float = 300.0) -> Iterator[Hall]:
    """An officer's computer before these kiosks."""
    context = identity.context()
    opened = Hall([KioskLink(one.place, context, QUICK) for one in kiosks], identity.name, kiosks[0].clock, idle)
    try:
        yield opened
    finally:
        opened.close()

"""The demo's world: simulated devices, the sandbox portal on loopback, and a bench with hands for all of them."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import MovableClock, office_time
from kiosk.config import Config, CourierSettings
from kiosk.devices.ports import CardReader, Scanner, SlipPrinter
from kiosk.devices.simulated import person as people
from kiosk.devices.simulated.camera_hands import PaperHands, paper
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.printer import PaperPrinter
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.sticks import SimulatedSticks
from kiosk.devices.simulated.virtual_card import SLOW_FACTOR, VirtualCard
from kiosk.devices.stick_ports import Sticks
from kiosk.errors import ConfigError, KioskError, SandboxMissing
from kiosk.sync.transport.link import Line

if TYPE_CHECKING:
    from kiosk_sandbox.server import PortalServer as PortalServer  # noqa: PLC0414 - the composition root's too

log = logging.getLogger(__name__)

PAPERS = {
    "good": "birth-notice",
    "blurred": "birth-notice-blurred",
    "cut-off": "birth-notice-cut-off",
    "dark": "birth-notice-dark",
}
STICK = "USB-XA"
SHOWN = 1.2  # seconds that a hand holds the card under the camera before it lays it on the reader


def code_of(person: people.Person) -> str:
    """What the QR code on a made-up person's card says."""
    return person.qr_text


def card_of(name: str, *quirks: Quirk) -> VirtualCard:
    """A made-up person's card, as slow as a real one on the air at 106 kbit/s."""
    return laid(people.person(name), *quirks)


def laid(person: people.Person, *quirks: Quirk) -> VirtualCard:
    """Anybody's card, as slow."""
    return VirtualCard(
        person,
        Quirks(frozenset({Quirk.SLOW, *quirks})),
        sleep=lambda seconds: time.sleep(seconds / SLOW_FACTOR),
    )


def portal_server(config: Config) -> PortalServer:
    """The demo's portal, not yet started. Raises SandboxMissing where it, or what it needs, is not installed."""
    try:
        from kiosk_sandbox.server import PortalServer
    except ModuleNotFoundError as error:
        raise SandboxMissing(error.name or "") from error
    config.data.mkdir(parents=True, exist_ok=True)
    return PortalServer(config.data / "sandbox-portal", accounts={"kiosk": "tap-huan"}, office=config.office)


def with_portal(config: Config, server: PortalServer) -> Config:
    """The settings of a kiosk that speaks to the running sandbox portal, which takes sticks in too."""
    portal = replace(config.portal, url=server.url, username="kiosk", password="tap-huan")  # noqa: S106 - its own
    return config.with_(portal=portal, courier=CourierSettings(server.courier.seal.hex(), server.courier.sign.hex()))


class Bench:
    """The hands: every call returns at once. Implements ``ui.dock.Props``."""

    def __init__(
        self,
        reader: SimulatedCardReader,
        camera: PaperHands,
        printer: PaperPrinter,
        line: Line,
        officer: Callable[[str], None],
    ) -> None:
        self.reader, self.camera, self.printer = reader, camera, printer
        self._line, self._officer = line, officer
        self.scanner: Scanner | None = None
        self.sticks: Sticks | None = None
        self.clock = MovableClock()

    @property
    def people(self) -> Sequence[tuple[str, str]]:
        return [(name, people.person(name).full_name.title()) for name in people.names()]

    @property
    def papers(self) -> Sequence[str]:
        return list(PAPERS)

    def show_card(self, person: str) -> None:
        """Hold the card's printed QR under the camera."""
        self.camera.show_code(people.person(person).qr_text)

    def place_card(self, person: str, *quirks: Quirk) -> None:
        """Lay the card on the reader."""
        self.camera.take_away()
        self.reader.lay(card_of(person, *quirks))

    def lay_card(self, person: str) -> None:
        """Both, as a person does it: show it, then lay it down."""
        self.show_card(person)
        hand = threading.Timer(SHOWN, self.place_card, (person,))
        hand.daemon = True
        hand.start()

    def lift_card(self) -> None:
        self.reader.lift()

    def put_paper(self, key: str) -> None:
        self.camera.put(paper(PAPERS[key]))

    def take_paper(self) -> None:
        self.camera.take_away()

    def set_stick(self, plugged: bool) -> None:
        """A stick with the birth notice on it, sharp and blurred."""
        if not isinstance(self.sticks, SimulatedSticks):
            return
        if not plugged:
            self.sticks.pull(STICK)
            return
        root = self.sticks.plug(STICK)
        for name in ("good", "blurred"):
            (root / f"{PAPERS[name]}.jpg").write_bytes(paper(PAPERS[name]).read_bytes())

    def set_clock(self, moment: datetime | None) -> None:
        """What forms and receipts take for now; None: the true time again."""
        self.clock.show(moment)

    def set_plugged(self, plugged: bool) -> None:
        self._line.pulled = not plugged

    def set_roll(self, loaded: bool) -> None:
        self.printer.out_of_paper = not loaded

    def officer(self, action: str) -> None:
        """Let the office act on the newest dossier, away from the painting thread."""
        threading.Thread(target=self._officer, args=(action,), daemon=True).start()


def bench_of(
    reader: CardReader, camera: PaperHands | None, printer: SlipPrinter, line: Line, server: PortalServer | None
) -> Bench:
    """The bench for simulated devices. ConfigError where one of them is real."""
    if not (isinstance(reader, SimulatedCardReader) and camera is not None and isinstance(printer, PaperPrinter)):
        raise ConfigError("the bench has hands for simulated devices only", key="devices")
    return Bench(reader, camera, printer, line, _office(server))


SAID: Mapping[str, Mapping[str, Any]] = {
    "ask": {"note": "Ảnh giấy chứng sinh thiếu góc dưới, mời bà chụp lại giúp.", "papers": ["D1"], "days": 5},
    "refuse": {"note": "Giấy chứng sinh không rõ con dấu của cơ sở y tế."},
    "uphold": {"note": "Con dấu phải thấy rõ tên bệnh viện, mời bà xin lại giấy chứng sinh."},
    "reopen": {"note": "Xã đã hỏi bệnh viện, giấy chứng sinh này dùng được."},
    "fee": {"note": "gửi trích lục về nhà qua bưu điện", "amount": 22_000},
}
"""What the made-up officer gives with an action."""


def _office(server: PortalServer | None) -> Callable[[str], None]:
    """The office behind the sandbox portal, acting on its newest dossier, if it may."""

    def act(action: str) -> None:
        from kiosk_sandbox.remote import RemoteOffice

        if server is None:
            return
        office = RemoteOffice(server.url, server.officer_password)
        for newest in office.dossiers()[:1]:
            try:
                office.act(newest["code"], action, **SAID.get(action, {}))
            except KioskError as error:
                log.info("the office could not: %s", error.code)

    return act


def move_invitation(unit: str, kiosk: str) -> bytes:
    """Another unit's invitation for this kiosk, by an authority that nobody keeps."""
    from kiosk_sandbox.authority import Authority

    with tempfile.TemporaryDirectory(prefix="kiosk-authority-") as folder:
        invitation = Authority(Path(folder), office_time).invite(
            unit, kiosk, "https://cong.example", "kiosk", "tap-huan"
        )
        return json.dumps(invitation).encode()

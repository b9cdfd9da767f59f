"""The drivers that the settings name: real ones, or the demo's simulated ones. Each is imported when it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.anchors import card_issuers
from kiosk.config import Config
from kiosk.devices.ports import Camera, CardReader, Scanner, SlipPrinter
from kiosk.devices.removable import MountedSticks
from kiosk.devices.stick_ports import Sticks


@dataclass(frozen=True)
class Hardware:
    """One of each; None where the settings name none."""

    reader: CardReader
    camera: Camera
    printer: SlipPrinter
    scanner: Scanner | None
    sticks: Sticks | None


def drivers(config: Config) -> Hardware:
    return Hardware(_reader(config), _camera(config), _printer(config), _scanner(config), _sticks(config))


def _reader(config: Config) -> CardReader:
    from kiosk.devices.signer_counts import FILE_NAME, SignerCounts

    trust, signers = card_issuers(config), SignerCounts(config.data / FILE_NAME)
    if config.devices.card_reader == "simulated":
        from kiosk.devices.simulated.card_reader import SimulatedCardReader

        return SimulatedCardReader(trust, relay=config.delays.relay, signers=signers)
    from kiosk.devices.card_reader import PcscCardReader

    name = "" if config.devices.card_reader == "pcsc" else config.devices.card_reader
    return PcscCardReader(trust, name=name, relay=config.delays.relay, signers=signers)


def _camera(config: Config) -> Camera:
    if config.devices.camera == "simulated":
        from kiosk.devices.simulated.camera import SimulatedCamera

        return SimulatedCamera()
    from kiosk.devices.camera import UvcCamera

    return UvcCamera(config.devices.camera)


def _printer(config: Config) -> SlipPrinter:
    if config.devices.printer == "simulated":
        from kiosk.devices.simulated.printer import PaperPrinter

        return PaperPrinter(config.data / "slips")
    from kiosk.devices.printer import CupsPrinter

    return CupsPrinter(config.devices.printer)


def _scanner(config: Config) -> Scanner | None:
    setting = config.devices.scanner
    if setting == "none":
        return None
    if setting == "simulated":
        from kiosk.devices.simulated.scanner import SimulatedScanner, sample

        return SimulatedScanner(glass=sample)
    from kiosk.devices.scanner import SaneScanner

    return SaneScanner("" if setting == "any" else setting)


def _sticks(config: Config) -> Sticks | None:
    if config.devices.sticks == "none":
        return None
    if config.devices.sticks == "simulated":
        from kiosk.devices.simulated.sticks import SimulatedSticks

        return SimulatedSticks(config.data / "sticks")
    return MountedSticks()

"""The drivers that the settings name: real ones, or the demo's simulated ones. Each is imported when it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.anchors import card_issuers
from kiosk.closing import close_all
from kiosk.config import Config
from kiosk.devices.document_station import CameraStation
from kiosk.devices.imaging.port import Imaging
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.devices.imaging.protocol import Setup
from kiosk.devices.machine_power import LogindPower, MachinePower
from kiosk.devices.page_texts import PageTexts
from kiosk.devices.ports import CardReader, DocumentStation, Scanner, SlipPrinter
from kiosk.devices.removable import MountedSticks
from kiosk.devices.simulated.camera_hands import CameraHands, PaperHands
from kiosk.devices.simulated.machine_power import SimulatedPower
from kiosk.devices.stick_ports import Sticks
from kiosk.domain.speech import HeadphoneSocket, SpeechOutput, SpeechPort


@dataclass(frozen=True)
class EyesAndHands:
    """What works on pictures, and the hands under its camera; None where that is a real one."""

    imaging: Imaging
    hands: PaperHands | None


@dataclass(frozen=True)
class Hardware:
    """One of each; None where the settings name none."""

    reader: CardReader
    station: DocumentStation
    hands: PaperHands | None
    printer: SlipPrinter
    scanner: Scanner | None
    sticks: Sticks | None
    speech: SpeechPort | None
    power: MachinePower
    headphones: HeadphoneSocket | None

    def close(self) -> None:
        heard = [one.close for one in (self.headphones, self.speech) if one is not None]
        close_all(*heard, self.station.close, self.reader.close)


def worker_eyes(config: Config) -> EyesAndHands:
    """Pictures are worked on in a process of their own, begun beside whoever calls."""
    camera = config.devices.camera
    hands = CameraHands() if camera == "simulated" else None
    process = ImagingProcess(Setup(camera, config.delays.steady, config.scan.view_mm), hands)
    process.prepare()
    return EyesAndHands(process, hands)


def drivers(config: Config, eyes: Callable[[Config], EyesAndHands] = worker_eyes) -> Hardware:
    """``eyes``: where pictures are worked on; tests have it done in their own process."""
    seeing = eyes(config)
    station = CameraStation(seeing.imaging, PageTexts() if config.scan.text_layer == "idle" else None)
    return Hardware(
        reader=_reader(config),
        station=station,
        hands=seeing.hands,
        printer=_printer(config),
        scanner=_scanner(config),
        sticks=_sticks(config),
        speech=_speech(config),
        power=SimulatedPower() if config.demo else LogindPower(),
        headphones=_headphones(config),
    )


def _reader(config: Config) -> CardReader:
    from kiosk.devices.signer_counts import FILE_NAME, SignerCounts

    trust, signers = card_issuers(config), SignerCounts(config.data / FILE_NAME)
    if config.devices.card_reader == "simulated":
        from kiosk.devices.simulated.card_reader import SimulatedCardReader

        return SimulatedCardReader(trust, relay=config.delays.relay, signers=signers)
    from kiosk.devices.card_reader import PcscCardReader

    name = "" if config.devices.card_reader == "pcsc" else config.devices.card_reader
    return PcscCardReader(trust, name=name, relay=config.delays.relay, signers=signers)


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


def _speech(config: Config) -> SpeechPort | None:
    """None where nothing can be read aloud: then no screen offers it."""
    if config.devices.speech == "simulated":
        from kiosk.devices.simulated.speech import SimulatedSpeech

        return SimulatedSpeech()
    from kiosk.devices.speech import EspeakSpeech, speech_installed

    if config.devices.speech == "none" or not speech_installed():
        return None
    speech = config.speech
    return EspeakSpeech({SpeechOutput.HEADPHONES: speech.headphones, SpeechOutput.LOUDSPEAKER: speech.loudspeaker})


def _headphones(config: Config) -> HeadphoneSocket | None:
    if config.devices.speech == "none":
        return None
    if config.devices.speech == "simulated":
        from kiosk.devices.simulated.headphones import SimulatedHeadphones

        return SimulatedHeadphones()
    from kiosk.devices.headphones import KernelHeadphones

    return KernelHeadphones()

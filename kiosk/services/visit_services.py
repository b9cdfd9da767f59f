"""What the visit works with: ports and desks, made by the composition root, never by a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.config import Config
from kiosk.devices.ports import CardReader, DocumentStation, Scanner, SlipPrinter
from kiosk.devices.stick_ports import Sticks
from kiosk.domain.card_reading import CardKey
from kiosk.domain.procedure import Procedure
from kiosk.domain.speech import HeadphoneSocket, SpeechPort
from kiosk.domain.submission import Submission
from kiosk.language_packs import LanguagePack
from kiosk.services.filing import FilingDesk
from kiosk.services.link_status import LinkStatus
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.places import OfficePlaces
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.services.savepoints import SavepointDesk
from kiosk.services.tracking import DossierTracker
from kiosk.services.visit_help import VisitHelp
from kiosk.services.visit_records import VisitRecords


@dataclass(frozen=True)
class VisitServices:
    """Everything a visit needs from below."""

    config: Config
    clock: Callable[[], datetime]
    reader: CardReader
    station: DocumentStation
    printer: SlipPrinter
    scanner: Scanner | None  # None: this kiosk has no flatbed
    sticks: Sticks | None  # None: its sockets are closed to residents
    packs: tuple[LanguagePack, ...]  # languages beside Vietnamese and English
    speech: SpeechPort | None  # None: nothing is read aloud here
    headphones: HeadphoneSocket | None  # where they are plugged in; None with the voice
    records: VisitRecords
    savepoints: SavepointDesk
    desk: FilingDesk
    places: OfficePlaces
    tracker: DossierTracker
    line: LinkStatus
    way: QueueStatusReader
    calls: OfficerCalls
    help: VisitHelp
    procedures: Mapping[str, Procedure]  # by code, those in force
    ended: Mapping[str, Procedure]  # whose rules are in force no longer, and none have followed
    made_under: Callable[[Submission], Procedure]  # as it was when the filing was handed in; FormError if it is gone
    values: Callable[[str], tuple[str, ...]]  # a shared list by name: ethnic_groups
    key_from_code: Callable[[str], CardKey | None]  # a QR's text; None if it is no card's
    key_from_digits: Callable[[str], CardKey]  # six typed digits; BadCardKey

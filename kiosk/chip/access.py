"""The way in: PACE where the card offers one we speak, else BAC. The one place where this is decided.

BAC is the visible fallback: its name carries the reason, and it is logged. Once a card has offered a PACE that we
speak, BAC is out of the question in that read: whatever goes wrong in PACE may be a wrong key or an attacker's doing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kiosk.chip import bac, lengths, pace
from kiosk.chip.apdu import SW, Command, PlainChannel
from kiosk.chip.channel import CardTransport, Channel
from kiosk.chip.faults import Faltered, passing
from kiosk.chip.files import EF, FileReader, FileRefused
from kiosk.chip.habits import AccessRoute, Habits
from kiosk.chip.keys import AccessKey
from kiosk.chip.tlv import Malformed
from kiosk.errors import ChannelBroken, GroupUnreadable, MrzNeeded, NotAnIdCard

_log = logging.getLogger(__name__)

APPLICATION = bytes.fromhex("A0000002471001")
"""The eMRTD application (ICAO 9303-10 §3.4.2)."""

_ABSENT = (SW.FILE_NOT_FOUND, SW.UNKNOWN_INSTRUCTION, 0x6A81, 0x6A86, 0x6E00)
"""How a card says that it has no such file, or no such command."""

MASTER_FILE = bytes.fromhex("3F00")


@dataclass(frozen=True)
class Access:
    """An open card. ``name`` says how: PACE-CAN, PACE-MRZ, BAC, or BAC-after-PACE- and why."""

    channel: Channel = field(repr=False)
    name: str
    chip: pace.ChipData | None = None  # where PACE proved the chip on the way
    security: bytes = field(default=b"", repr=False)  # EF.CardSecurity, which that proof is held against
    offers: tuple[pace.PaceOffer, ...] = ()  # what EF.CardAccess offered, which nobody has signed


def open_card(line: PlainChannel, key: AccessKey, habits: Habits) -> Access:
    """Raises WrongKey, CardBlocked, NotAnIdCard, MrzNeeded, Faltered and ChannelBroken."""
    _ask_for_lengths(line, habits)
    content, name = _card_access(line, habits)
    if content is not None:
        offers = _offers(content)
        if offers:
            return replace(_by_pace(line, offers, key, habits), offers=offers)
        name = "BAC-after-PACE-unknown"
    return _by_bac(line, key, name)


def _ask_for_lengths(line: PlainChannel, habits: Habits) -> None:
    """Once for each kind of card: it saves trying."""
    if not habits.asked:
        habits.asked = True
        habits.limit(lengths.ask(line) or habits.most)


def _by_pace(line: PlainChannel, offers: tuple[pace.PaceOffer, ...], key: AccessKey, habits: Habits) -> Access:
    """The strongest offer with the first password that the card takes; a card that takes none has no BAC to fall to."""
    refusal: ChannelBroken | None = None
    for offer in offers:
        for password in pace.Password.all_of(key):
            try:
                return _opened(line, offer, password, habits)
            except pace.NotTaken as error:
                refusal = refusal or error
            finally:
                password.wipe()
    raise refusal or ChannelBroken("no key for PACE")


def _opened(line: PlainChannel, offer: pace.PaceOffer, password: pace.Password, habits: Habits) -> Access:
    opened = pace.open_channel(line, offer, password)
    security = _card_security(opened.channel, habits) if opened.chip else b""
    _select_application(opened.channel)
    return Access(opened.channel, f"PACE-{password.name}", opened.chip, security)


def _card_security(channel: Channel, habits: Habits) -> bytes:
    """EF.CardSecurity, which lies beside the application; empty where the card does not give it."""
    try:
        return FileReader(channel, habits).read(EF.CARD_SECURITY)
    except GroupUnreadable:
        return b""


def _by_bac(line: PlainChannel, key: AccessKey, name: str) -> Access:
    _select_application(line)
    if not key.mrz:
        raise MrzNeeded(f"{name}, and no MRZ key")
    _log.warning("card opened by %s", name)
    return Access(bac.open_channel(line, key.mrz), name)


def _select_application(exchange: CardTransport) -> None:
    command = Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION)
    answer = exchange.send(command)
    if not answer.ok and answer.sw not in _ABSENT:
        answer = exchange.send(command)
    if passing(answer.sw) or answer.sw == SW.SECURITY_NOT_SATISFIED:
        raise Faltered(f"selecting the application: {answer.sw:04X}")
    if not answer.ok:
        raise NotAnIdCard(f"no eMRTD application: {answer.sw:04X}")


def _offers(content: bytes) -> tuple[pace.PaceOffer, ...]:
    try:
        return pace.offers(content)
    except Malformed as error:
        raise ChannelBroken("EF.CardAccess is damaged") from error


def _card_access(line: PlainChannel, habits: Habits) -> tuple[bytes | None, str]:
    """EF.CardAccess, or None and the name of the way that is left."""
    refusals = []
    for way in sorted(AccessRoute, key=lambda way: way is not habits.way):
        try:
            content = _WAYS[way](line, habits)
        except FileRefused as refusal:
            refusals.append(refusal.sw)
        except Malformed as error:
            raise ChannelBroken("EF.CardAccess is cut off") from error
        else:
            habits.way = way
            return content, ""
    if any(map(passing, refusals)):
        raise Faltered(f"EF.CardAccess: {refusals[-1]:04X}")  # it was not properly asked for yet
    absent = all(sw in _ABSENT for sw in refusals)
    return None, "BAC" if absent else "BAC-after-PACE-refused"


def _as_it_lies(line: PlainChannel, habits: Habits) -> bytes:
    """By short identifier, or by selection where the card knows none. Shows too how long an answer the card takes."""
    return FileReader(line, habits).read(EF.CARD_ACCESS)


def _master_file_first(line: PlainChannel, habits: Habits) -> bytes:
    line.send(Command(0x00, 0xA4, 0x00, 0x0C, MASTER_FILE))  # 6D00 on some cards: the read says what it came to
    return _as_it_lies(line, habits)


_WAYS: dict[AccessRoute, Callable[[PlainChannel, Habits], bytes]] = {
    AccessRoute.AS_IT_LIES: _as_it_lies,
    AccessRoute.MASTER_FILE_FIRST: _master_file_first,
}

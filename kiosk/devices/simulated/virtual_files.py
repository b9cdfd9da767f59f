"""The files of a virtual card, as an issuer would have written them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from asn1crypto import core

from kiosk.chip import tlv
from kiosk.chip.dg13 import Dg13Field
from kiosk.devices.simulated import faces, security_object
from kiosk.devices.simulated.person import SEX_WORDS, Person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_chip import OFFERS, ChipKeys, security_infos

MASTER = 0x3F0000
"""Files outside the application are kept under their identifier with this before it."""

ATR_INFO, CARD_ACCESS, CARD_SECURITY = MASTER | 0x2F01, MASTER | 0x011C, MASTER | 0x011D
COM, SOD = 0x011E, 0x011D
DG1, DG2, DG13, DG14, DG15 = 0x0101, 0x0102, 0x010D, 0x010E, 0x010F

_CARD_ACCESS = bytes.fromhex(
    "3134300d060804007f0007020202020101300f060a04007f000702020302020201013012060a04007f0007020204020202010202010d"
)
"""EF.CardAccess as real cards were seen to have it: PACE-ECDH-GM-AES-128 over brainpoolP256r1."""

_TAGS = {1: 0x61, 2: 0x75, 13: 0x6D, 14: 0x6E, 15: 0x6F}
_MUTE_ON_LENGTHS = (Quirk.NO_ATR_INFO, Quirk.SHORT_IN_CHANNEL, Quirk.SHORT_PROTECTED)
LONGEST_ANSWER, MEDIUM_ANSWER = 4176, 1200

NO_END = "Không thời hạn"
CHIP_ID = "DEMO000000000001"

_ISSUERS = {
    Quirk.UNKNOWN_ISSUER: "stranger",
    Quirk.REVOKED_ISSUER: "revoked",
    Quirk.EXPIRED_ISSUER: "expired",
}


def files(person: Person, quirks: Quirks) -> dict[int, bytes]:
    """Every file by its identifier."""
    groups = _groups(person, quirks)
    contents = {0x0100 + number: data for number, data in groups.items()} | _outside(person, quirks)
    contents[COM] = _com(groups)
    contents[SOD] = _sod(groups, person, quirks)
    if Quirk.WRONG_HASH in quirks:
        contents[DG13] = contents[DG13].replace(person.full_name.encode(), person.full_name.upper().encode(), 1)
    if Quirk.FORGED_KEY in quirks:
        contents[DG14] = _dg14(ChipKeys.forged(person, quirks), quirks)
    for number in _withheld(quirks):
        contents.pop(number, None)
    return contents


def _withheld(quirks: Quirks) -> Iterable[int]:
    if Quirk.NO_SOD in quirks:
        yield SOD
    if Quirk.HIDDEN_KEY in quirks:
        yield from (DG14, DG15)


def _groups(person: Person, quirks: Quirks) -> dict[int, bytes]:
    groups = {1: _dg1(person, quirks), 2: _dg2(person, quirks), 13: _dg13(person, quirks)}
    keys = ChipKeys.of(person, quirks)
    if Quirk.NO_PROOF not in quirks:
        if Quirk.ACTIVE_ONLY not in quirks:
            groups[14] = _dg14(keys, quirks)
        groups[15] = tlv.encode(0x6F, keys.signature_info())
    return groups


def _dg14(keys: ChipKeys, quirks: Quirks) -> bytes:
    return tlv.encode(0x6E, _security_infos(keys, quirks))


def _security_infos(keys: ChipKeys, quirks: Quirks) -> bytes:
    return security_infos(keys, explicit=Quirk.EXPLICIT_CURVE in quirks, card_access=card_access(quirks))


def _outside(person: Person, quirks: Quirks) -> dict[int, bytes]:
    """The files beside the application."""
    contents = {} if any(quirk in quirks for quirk in _MUTE_ON_LENGTHS) else {ATR_INFO: _atr_info(quirks)}
    if Quirk.NO_PACE not in quirks:
        contents[CARD_ACCESS] = card_access(quirks)
    if Quirk.PACE_CAM in quirks:
        content = _security_infos(ChipKeys.of(person, quirks), quirks)
        kind = security_object.CARD_SECURITY
        contents[CARD_SECURITY] = security_object.signed_data(content, kind, _signed(person), _issuer(quirks))
    return contents


def card_access(quirks: Quirks) -> bytes:
    """As real cards were seen to have it, or with another way of PACE in it."""
    offers = [offer for quirk, offer in OFFERS.items() if quirk in quirks]
    if not offers:
        return _CARD_ACCESS
    offered = (
        tlv.encode(0x30, tlv.encode(0x06, offer.oid), b"\x02\x01\x02", bytes((0x02, 0x01, offer.parameter)))
        for offer in offers
    )
    return tlv.encode(0x31, *offered)


def _atr_info(quirks: Quirks) -> bytes:
    """Card capabilities, and the longest command and answer (ISO/IEC 7816-4 §12.7)."""
    if Quirk.SHORT_ONLY in quirks:
        return tlv.encode(0x47, b"\x80\x01\x80")
    longest = (MEDIUM_ANSWER if Quirk.MEDIUM_READS in quirks else LONGEST_ANSWER).to_bytes(2, "big")
    return tlv.encode(0x47, b"\x80\x01\xc0") + tlv.encode(0x7F66, *(tlv.encode(0x02, longest) for _ in range(2)))


def _com(groups: Iterable[int]) -> bytes:
    tags = bytes(_TAGS[number] for number in sorted(groups))
    return tlv.encode(0x60, tlv.encode(0x5F01, b"0107"), tlv.encode(0x5F36, b"040000"), tlv.encode(0x5C, tags))


def _dg1(person: Person, quirks: Quirks) -> bytes:
    if Quirk.DG1_UNREADABLE in quirks:
        return tlv.encode(0x61, tlv.encode(0x5F1F, bytes(90)))
    return tlv.encode(0x61, tlv.encode(0x5F1F, person.mrz.encode("ascii")))


def _dg2(person: Person, quirks: Quirks) -> bytes:
    """One face in a biometric template (ICAO 9303-10 §4.7.2, ISO/IEC 19794-5)."""
    header = tlv.encode(0x81, b"\x02") + tlv.encode(0x87, b"\x01\x01") + tlv.encode(0x88, b"\x00\x08")
    record = _facial_record(faces.portrait(person.look, jpeg_2000=Quirk.JPEG_2000 in quirks), quirks)
    template = tlv.encode(0x7F60, tlv.encode(0xA1, header), tlv.encode(0x5F2E, record))
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01"), template))


def _facial_record(picture: faces.FacePicture, quirks: Quirks) -> bytes:
    size = picture.width.to_bytes(2, "big") + picture.height.to_bytes(2, "big")
    kind = b"\x01" if Quirk.JPEG_2000 in quirks else b"\x00"
    image = b"\x01" + kind + size + b"\x01\x02" + bytes(4) + picture.data
    facial = (20 + len(image)).to_bytes(4, "big") + bytes(16) + image
    return b"FAC\x00010\x00" + (14 + len(facial)).to_bytes(4, "big") + b"\x00\x01" + facial


def _dg13(person: Person, quirks: Quirks) -> bytes:
    if Quirk.DG13_UNREADABLE in quirks:
        return tlv.encode(0x6D, tlv.encode(0x30, bytes(range(7, 71))))
    items = [_item(number, _text(text)) for number, text in _texts(person)]
    items.append(_parents(person, apart=Quirk.DG13_OTHER_LAYOUT in quirks))
    items.append(_item(Dg13Field.SPOUSE, tlv.encode(0x30, *([_text(person.spouse)] if person.spouse else []))))
    items.append(_item(16, tlv.encode(0x13, CHIP_ID.encode("ascii"))))
    oid = core.ObjectIdentifier("1.0.10646.1.0.8").dump()
    return tlv.encode(0x6D, tlv.encode(0x30, core.Integer(1).dump(), oid, tlv.encode(0x31, *items)))


def _texts(person: Person) -> Iterable[tuple[int, str]]:
    yield Dg13Field.ID_NUMBER, person.id_number
    yield Dg13Field.FULL_NAME, person.full_name
    yield Dg13Field.BIRTH, _day(person.birth_date)
    yield Dg13Field.SEX, SEX_WORDS[person.sex]
    yield Dg13Field.NATIONALITY, "Việt Nam"
    yield Dg13Field.ETHNICITY, person.ethnicity
    yield Dg13Field.RELIGION, person.religion
    yield Dg13Field.ORIGIN, person.origin
    yield Dg13Field.RESIDENCE, person.residence
    yield Dg13Field.MARKS, person.marks
    yield Dg13Field.ISSUED, _day(person.issued)
    yield Dg13Field.EXPIRES, _day(person.expires) if person.expires else NO_END
    if person.old_id_number:
        yield Dg13Field.OLD_ID_NUMBER, person.old_id_number


def _parents(person: Person, *, apart: bool) -> bytes:
    """Two sibling sequences in one account of real cards, one inner sequence in another."""
    names = [_text(person.father), _text(person.mother)]
    values = [tlv.encode(0x30, name) for name in names] if apart else [tlv.encode(0x30, *names)]
    return _item(Dg13Field.PARENTS, *values)


def _item(number: int, *values: bytes) -> bytes:
    return tlv.encode(0x30, core.Integer(number).dump(), *values)


def _text(text: str) -> bytes:
    return tlv.encode(0x13 if text.isdigit() else 0x0C, text.encode())


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _issuer(quirks: Quirks) -> str:
    return next((name for quirk, name in _ISSUERS.items() if quirk in quirks), "trusted")


def _signed(person: Person) -> datetime:
    return datetime.combine(person.issued, time(8), UTC)


def _sod(groups: dict[int, bytes], person: Person, quirks: Quirks) -> bytes:
    whole = security_object.sign(groups, _signed(person), _issuer(quirks))
    if Quirk.FORGED_SIGNATURE in quirks:  # the last byte lies in the signature's second number
        whole = whole[:-1] + bytes((whole[-1] ^ 0x01,))
    return whole

"""What an issuer writes onto a card (ICAO 9303-10): DG1, DG2, DG13 to DG15, and what lies beside the application."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icao_der import integer, oid, seq, tlv
from icao_issuer import CARD_SECURITY, Envelope, SigningKey, ec_key_info, signer
from PIL import Image

if TYPE_CHECKING:
    from icao_card import Profile

_WEIGHTS = (7, 3, 1)
_CIPHERS = {"3des": 1, "aes128": 2, "aes192": 3, "aes256": 4}
_PLAIN_ECDSA = {"sha1": 1, "sha224": 2, "sha256": 3, "sha384": 4, "sha512": 5}


def check(text: str) -> str:
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return str(sum(max(0, values.find(mark)) * _WEIGHTS[at % 3] for at, mark in enumerate(text)) % 10)


@dataclass(frozen=True)
class Holder:
    """A made-up person: place code 999 does not exist. Dates in the MRZ as YYMMDD."""

    number: str = "999192004321"
    mrz_name: str = "HOANG<<THI<MAN"
    name: str = "Hoàng Thị Mận"
    birth: str = "920517"
    birth_check: str = ""
    expires: str = "320517"
    expires_check: str = ""
    sex: str = "F"
    country: str = "VNM"
    document: str = "ID"

    @property
    def mrz(self) -> str:
        """TD1 (ICAO 9303-5 §4.2)."""
        short = self.number[-9:]
        first = f"{self.document:<<2}{self.country:<<3}{short}{check(short)}{self.number}<<{check(self.number)}"
        birth, ends = self.birth + self._birth_check, self.expires + (self.expires_check or check(self.expires))
        second = f"{birth}{self.sex}{ends}{self.country:<<3}"
        second = second.ljust(29, "<")
        second += check(first[5:30] + second[0:7] + second[8:15] + second[18:29])
        return first + second + self.mrz_name.ljust(30, "<")

    @property
    def _birth_check(self) -> str:
        return self.birth_check or check(self.birth)

    @property
    def key(self) -> str:
        """The 24 characters (ICAO 9303-11 §9.7.2)."""
        short = self.number[-9:]
        ends = self.expires + (self.expires_check or check(self.expires))
        return f"{short}{check(short)}{self.birth}{self._birth_check}{ends}"


@functools.cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (240, 320)) -> bytes:
    """No face: a few flat colours. About 3 kB as JPEG."""
    drawn = Image.new("RGB", size, (210, 180, 150))
    drawn.paste((60, 50, 45), (40, 20, size[0] - 40, 110))
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


def dg2(image: bytes, *, generation: str = "19794") -> bytes:
    """One face by ISO/IEC 19794-5, or by ISO/IEC 39794-5 (ICAO 9303-10 §4.7.2.1)."""
    header = tlv(0xA1, tlv(0x81, b"\x02"), tlv(0x87, b"\x01\x01"), tlv(0x88, b"\x00\x08"))
    if generation == "39794":
        version = tlv(0xA0, tlv(0x80, b"\x03"), tlv(0x81, b"\x07\xe3"))
        inside = tlv(0xA1, tlv(0xA0, tlv(0x80, image), tlv(0xA1, tlv(0x80, b"\x00"))))
        data = tlv(0x7F2E, tlv(0x65, version, tlv(0xA1, tlv(0x30, tlv(0x80, b"\x01"), inside))))
    else:
        facial = bytes(16) + b"\x01\x00\x00\xf0\x01\x40" + bytes(6) + image
        facial = (len(facial) + 4).to_bytes(4, "big") + facial
        data = tlv(0x5F2E, b"FAC\x00010\x00" + (14 + len(facial)).to_bytes(4, "big") + b"\x00\x01" + facial)
    return tlv(0x75, tlv(0x7F61, tlv(0x02, b"\x01"), tlv(0x7F60, header, data)))


def text(words: str) -> bytes:
    return tlv(0x0C, words.encode())


def field_of(number: int, *values: bytes) -> bytes:
    return seq(integer(number), *values)


def dg13(*fields: bytes) -> bytes:
    return tlv(0x6D, seq(integer(1), oid("1.0.10646.1.0.8"), tlv(0x31, *fields)))


def usual_dg13(holder: Holder) -> bytes:
    """As public accounts of Vietnamese cards have it."""
    return dg13(
        field_of(1, tlv(0x13, holder.number.encode())),
        field_of(2, text(holder.name)),
        field_of(3, text("17/05/1992")),
        field_of(4, text("Nữ")),
        field_of(5, text("Việt Nam")),
        field_of(6, text("Tày")),
        field_of(7, text("Không")),
        field_of(8, text("Xã Không Có, tỉnh Không Có")),
        field_of(9, text("Thôn Một, xã Không Có, tỉnh Không Có")),
        field_of(10, text("Nốt ruồi cách 2 cm dưới đuôi mắt trái")),
        field_of(11, text("12/08/2021")),
        field_of(12, text("17/05/2032")),
        field_of(13, seq(text("Hoàng Văn Bính"), text("Nông Thị Sáu"))),
        field_of(14, seq()),
        field_of(15, tlv(0x13, b"099900432")),
        field_of(16, tlv(0x13, b"MADEUP0000000001")),
    )


@dataclass
class CardFiles:
    """The files of one card. ``changed``: contents put in the place of the signed ones after signing."""

    holder: Holder = field(default_factory=Holder)
    can: str = "004321"
    envelope: Envelope = field(default_factory=lambda: Envelope(signer()))
    image: bytes = field(default_factory=picture)
    generation: str = "19794"
    national: bytes | None = None
    signed_offers: tuple[object, ...] | None = None  # PACE in DG14; None: what EF.CardAccess offers
    only: tuple[int, ...] = (1, 2, 13, 14, 15)
    changed: Mapping[int, bytes] = field(default_factory=dict)
    without: tuple[int, ...] = ()
    atr_info: bytes | None = None
    chip_seed: str = "chip"

    @property
    def mrz_key(self) -> str:
        return self.holder.key

    def secret(self, password: str | None) -> bytes:
        """What PACE derives its key from (ICAO 9303-11 §9.7.3)."""
        return self.can.encode() if password == "can" else hashlib.sha1(self.mrz_key.encode()).digest()

    def chip_private(self, profile: Profile, *, issued: bool = False) -> int:
        seed = self.chip_seed + (" copy" if profile.clone and not issued else "")
        number = int.from_bytes(hashlib.sha512(seed.encode()).digest(), "big")
        return number % (profile.chip_curve.n - 1) + 1

    def active_key(self, profile: Profile, *, issued: bool = False) -> SigningKey:
        seed = "active" + (" copy" if profile.clone and not issued else "")
        kind = "rsa" if profile.active == "rsa" else "ecdsa"
        return SigningKey(kind, profile.chip_curve, profile.active_hash, seed=seed)

    def all_of(self, profile: Profile) -> dict[tuple[int, int], bytes]:
        groups = {number: data for number, data in self._groups(profile).items() if number in self.only}
        made = {(0, 0x0100 + number): data for number, data in groups.items()}
        made[0, 0x011D] = self.envelope.security_object(groups)
        made[0, 0x011E] = _com(groups)
        made |= {(0, place): data for place, data in self.changed.items()}
        for place in self.without:
            made.pop((0, place), None)
        return made | self._outside(profile)

    def _outside(self, profile: Profile) -> dict[tuple[int, int], bytes]:
        made = {}
        if profile.pace:
            made[0x3F00, 0x011C] = tlv(0x31, *map(_pace_info, profile.pace))
        if any(offer.mapping == "cam" for offer in profile.pace):
            made[0x3F00, 0x011D] = self.envelope.around(self._infos(profile), CARD_SECURITY)
        if self.atr_info is not None:
            made[0x3F00, 0x2F01] = self.atr_info
        return made

    def _groups(self, profile: Profile) -> dict[int, bytes]:
        return {
            1: tlv(0x61, tlv(0x5F1F, self.holder.mrz.encode())),
            2: dg2(self.image, generation=self.generation),
            13: self.national if self.national is not None else usual_dg13(self.holder),
            14: tlv(0x6E, self._infos(profile)),
            15: tlv(0x6F, self.active_key(profile, issued=True).spki),
        }

    def _infos(self, profile: Profile) -> bytes:
        """SecurityInfos (ICAO 9303-11 §9.2)."""
        curve = profile.chip_curve
        public = curve.times(curve.g, self.chip_private(profile, issued=True))
        key = seq(oid("0.4.0.127.0.7.2.2.1.2"), ec_key_info(curve, public, explicit=False))  # type: ignore[arg-type]
        protocol = f"0.4.0.127.0.7.2.2.3.2.{_CIPHERS[profile.chip_cipher]}"
        hashed = oid(f"0.4.0.127.0.7.1.1.4.1.{_PLAIN_ECDSA[profile.active_hash]}")
        active = [seq(oid("2.23.136.1.1.5"), integer(1), hashed)] if profile.active.startswith("ecdsa") else []
        offers = profile.pace if self.signed_offers is None else self.signed_offers
        return tlv(0x31, key, seq(oid(protocol), integer(profile.chip_version)), *active, *map(_pace_info, offers))


def _pace_info(offer) -> bytes:  # type: ignore[no-untyped-def]
    return seq(oid(offer.dotted), integer(2), integer(offer.curve.number))


def _com(groups: Mapping[int, bytes]) -> bytes:
    listed = tlv(0x5C, bytes(groups[number][0] for number in sorted(groups)))
    return tlv(0x60, tlv(0x5F01, b"0107"), tlv(0x5F36, b"040000"), listed)

"""A second virtual card, written from ICAO 9303-10 and -11 and ISO/IEC 7816-4 alone, and strict where cards are strict.

It shares no line with the card that the project simulates, nor with the reader that it is read by: where the two agree,
they agree by the standard. Everything it may do otherwise is in ``Profile``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa
from icao_curves import BP256, PlainCurve, Point
from icao_der import objects, oid, oid_value, tlv, walk
from icao_files import CardFiles
from icao_issuer import SigningKey
from icao_messaging import NotProtected, Session, block_size, cbc, kdf, mac, padded

AID = bytes.fromhex("A0000002471001")
EF_ATR, EF_ACCESS, EF_SECURITY = (0x3F00, 0x2F01), (0x3F00, 0x011C), (0x3F00, 0x011D)
MASTER, APPLICATION = 0x3F00, 0x0000
PACE_OIDS = {"gm": "0.4.0.127.0.7.2.2.4.2", "cam": "0.4.0.127.0.7.2.2.4.6"}
CIPHER_NUMBERS = {"3des": 1, "aes128": 2, "aes192": 3, "aes256": 4}


@dataclass(frozen=True)
class PaceOffer:
    """``takes``: False for one that EF.CardAccess names and MSE:Set AT refuses."""

    mapping: str = "gm"
    cipher: str = "aes128"
    curve: PlainCurve = BP256
    takes: bool = True

    @property
    def dotted(self) -> str:
        return f"{PACE_OIDS[self.mapping]}.{CIPHER_NUMBERS[self.cipher]}"


@dataclass(frozen=True)
class Profile:
    """What this card is like. Status words are what it answers in that case; 0 where it passes it over."""

    most: int = 192  # octets of an answer, as it goes over the line without its status word
    extended: bool = False
    limit: int = 0x6700
    limit_ends_session: bool = False
    past_end: int = 0x6B00
    short_identifiers: int = 0
    master_file: int = 0  # SELECT MF
    second_select_ends: bool = True
    passwords: tuple[str, ...] = ("can", "mrz")
    pace: tuple[PaceOffer, ...] = (PaceOffer(),)
    access_file: int = 0  # EF.CardAccess
    long_lengths: bool = False  # of the data objects in protected answers
    chip_cipher: str = "aes128"
    chip_curve: PlainCurve = BP256
    chip_version: int = 1
    chip_refuses: int = 0
    active: str = "ecdsa"  # ecdsa | ecdsa-der | rsa | none
    active_hash: str = "sha256"
    clone: bool = False  # holds other private keys than those it was issued with
    refuses: dict[int, int] = field(default_factory=dict)  # file identifier in the application -> status word


class StrictCard:
    """``transmit`` after ``reset``; a command that is out of order ends whatever session there is."""

    atr = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")

    def __init__(self, files: CardFiles, profile: Profile = Profile()) -> None:
        self.profile, self._made = profile, files
        self._files = files.all_of(profile)
        self.commands: list[bytes] = []
        self.reset()

    def reset(self) -> None:
        self._directory, self._current = MASTER, None
        self._session: Session | None = None
        self._next: Session | None = None
        self._pace: _Pace | None = None
        self._challenge, self._chosen, self._selections = b"", "", 0

    def transmit(self, apdu: bytes) -> bytes:
        self.commands.append(apdu[:4])
        try:
            header, body, le = _taken_apart(apdu, extended=self.profile.extended)
            data, sw = self._answer(header, body, le)
        except _Refuse as refusal:
            data, sw = b"", refusal.sw
        return data + sw.to_bytes(2, "big")

    def _answer(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if header[0] & 0x0C != 0x0C:
            self._session = None
            return self._plain(header, body, le)
        session = self._session
        if session is None:
            raise _Refuse(0x6882)
        try:
            data, inner = session.open(header, body)
        except NotProtected as error:
            self._session = None
            raise _Refuse(error.sw) from error
        return self._protected(session, header, (data, inner), le)

    def _protected(
        self, session: Session, header: bytes, inner: tuple[bytes, int | None], le: int | None
    ) -> tuple[bytes, int]:
        odd = bool(header[1] & 1)
        try:
            data, sw = _COMMANDS_INSIDE.get(header[1], StrictCard._unknown)(self, header, *inner)
        except _Refuse as refusal:
            if refusal.ends:
                self._session = None
                raise
            data, sw = b"", refusal.sw
        sealed = session.seal(data, sw, odd=odd)
        if len(sealed) > self.profile.most:  # no room for it: the answer is the refusal instead
            session.counter -= 1
            if self.profile.limit_ends_session:
                self._session = None
                raise _Refuse(self.profile.limit)
            sealed, sw = session.seal(b"", self.profile.limit, odd=odd), self.profile.limit
        if le is None:
            raise _Refuse(0x6700)
        if self._next is not None:
            self._session, self._next = self._next, None
        return sealed, 0x9000 if sw in (0x9000, 0x6282) else sw

    def _plain(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        data, sw = _COMMANDS_OUTSIDE.get(header[1], StrictCard._unknown)(self, header, body, le)
        if len(data) > self.profile.most:
            raise _Refuse(self.profile.limit)
        return data, sw

    def _unknown(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        raise _Refuse(0x6D00)

    # --- files (ISO/IEC 7816-4 §11)

    def _select(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if header[3] != 0x0C or le is not None:
            raise _Refuse(0x6A86)
        self._selections += self._session is not None
        if self._selections > 1 and self.profile.second_select_ends:
            raise _Refuse(0x6985, ends=True)
        ways = {0x00: self._select_master, 0x02: self._select_file, 0x04: self._select_application}
        if header[2] not in ways:
            raise _Refuse(0x6A86)
        ways[header[2]](body)
        return b"", 0x9000

    def _select_master(self, body: bytes) -> None:
        if self.profile.master_file or body not in (b"", b"\x3f\x00"):
            raise _Refuse(self.profile.master_file or 0x6A82)
        self._directory, self._current = MASTER, None

    def _select_file(self, body: bytes) -> None:
        place = self._directory, int.from_bytes(body, "big")
        if place not in self._files:
            raise _Refuse(0x6A82)
        self._current = place

    def _select_application(self, body: bytes) -> None:
        if body != AID:
            raise _Refuse(0x6A82)
        self._directory, self._current = APPLICATION, None

    def _read(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if body or le is None:
            raise _Refuse(0x6700)
        offset = header[2] << 8 | header[3]
        if header[2] & 0x80:
            if self.profile.short_identifiers:
                raise _Refuse(self.profile.short_identifiers)
            offset = header[3]
            self._current = self._by_short_identifier(header[2] & 0x1F)
        return self._from(offset, le)

    def _by_short_identifier(self, short: int) -> tuple[int, int]:
        first = 0x2F00 if self._directory == MASTER and short == 1 else 0x0100
        place = self._directory, first | short
        if place not in self._files:
            raise _Refuse(0x6A82)
        return place

    def _read_far(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        wanted = objects(body)
        if 0x54 not in wanted or le is None:
            raise _Refuse(0x6A80)
        room = le - 2 if le < 130 else le - 3 if le < 259 else le - 4  # what tag and length leave of it
        data, sw = self._from(int.from_bytes(wanted[0x54], "big"), room)
        return tlv(0x53, data), sw

    def _from(self, offset: int, le: int) -> tuple[bytes, int]:
        if self._current is None:
            raise _Refuse(0x6986)
        self._admitted(self._current)
        content = self._files[self._current]
        if offset >= len(content):
            raise _Refuse(0x6B00)
        if offset + le <= len(content):
            return content[offset : offset + le], 0x9000
        past = self.profile.past_end
        if past == 0x6C00:
            raise _Refuse(0x6C00 | min(255, len(content) - offset))
        if past not in (0, 0x6282):
            raise _Refuse(past)
        return content[offset:], past or 0x9000

    def _admitted(self, place: tuple[int, int]) -> None:
        if place == EF_ACCESS and self.profile.access_file:
            raise _Refuse(self.profile.access_file)
        if place in (EF_ACCESS, EF_ATR):
            return
        if self._session is None:
            raise _Refuse(0x6982)
        if refusal := self.profile.refuses.get(place[1]) if place[0] == APPLICATION else None:
            raise _Refuse(refusal)

    # --- the way in (ICAO 9303-11 §4.3, §4.4)

    def _challenge_asked(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if self._directory != APPLICATION or le != 8:
            raise _Refuse(0x6985 if le == 8 else 0x6700)
        self._challenge = secrets.token_bytes(8)
        return self._challenge, 0x9000

    def _mutual(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        seed = hashlib.sha1(self._made.mrz_key.encode()).digest()[:16]
        encryption, authentication = kdf("3des", seed, 1), kdf("3des", seed, 2)
        challenge, self._challenge = self._challenge, b""
        if len(body) != 40 or le != 40 or not challenge:
            raise _Refuse(0x6700 if len(body) != 40 else 0x6985)
        if mac("3des", authentication, padded(body[:32], 8)) != body[32:]:
            raise _Refuse(0x6300)
        opened = cbc("3des", encryption, body[:32], decrypt=True)
        if opened[8:16] != challenge:
            raise _Refuse(0x6300)
        mine = secrets.token_bytes(16)
        secret = bytes(one ^ other for one, other in zip(mine, opened[16:], strict=True))
        counter = int.from_bytes(challenge[4:] + opened[4:8], "big")
        self._session = Session.of("3des", secret, counter, long_lengths=self.profile.long_lengths)
        self._selections = 1
        answer = cbc("3des", encryption, challenge + opened[:8] + mine)
        return answer + mac("3des", authentication, padded(answer, 8)), 0x9000

    def _environment(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if header[2:] != b"\xc1\xa4" or le is not None:
            raise _Refuse(0x6A86)
        wanted = objects(body)
        named = [offer for offer in self.profile.pace if oid_value(offer.dotted) == wanted.get(0x80)]
        if 0x84 in wanted:
            named = [offer for offer in named if bytes([offer.curve.number]) == wanted[0x84]]
        elif len(self.profile.pace) > 1:
            named = []
        if len(named) != 1 or not named[0].takes:
            raise _Refuse(0x6A80)
        password = {b"\x01": "mrz", b"\x02": "can"}.get(wanted.get(0x83, b""))
        if password not in self.profile.passwords:
            raise _Refuse(0x6A88)
        self._pace = _Pace(named[0], self._made.secret(password), self._made.chip_private(self.profile))
        return b"", 0x9000

    def _general(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        pace, wanted = self._pace, objects(body)
        if pace is None or set(wanted) != {0x7C} or le is None:
            raise _Refuse(0x6985)
        answer = pace.step(objects(wanted[0x7C]), last=not header[0] & 0x10)
        if pace.secret is not None:
            self._session = Session.of(pace.offer.cipher, pace.secret, long_lengths=self.profile.long_lengths)
            self._pace, self._selections = None, 0
        return tlv(0x7C, answer), 0x9000

    # --- the proof (§6)

    def _chip_environment(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if self.profile.chip_refuses:
            raise _Refuse(self.profile.chip_refuses)
        wanted, kind = objects(body), header[2:]
        if kind == b"\x41\xa6" and self.profile.chip_cipher == "3des" and 0x91 in wanted:
            self._agree(wanted[0x91])
            return b"", 0x9000
        dotted = f"0.4.0.127.0.7.2.2.3.2.{CIPHER_NUMBERS[self.profile.chip_cipher]}"
        if kind != b"\x41\xa4" or wanted.get(0x80) != oid_value(dotted) or self.profile.chip_cipher == "3des":
            raise _Refuse(0x6A80)
        self._chosen = dotted
        return b"", 0x9000

    def _chip_agreement(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        wanted = objects(objects(body).get(0x7C, b""))
        if not self._chosen or 0x80 not in wanted or le is None:
            raise _Refuse(0x6985)
        self._agree(wanted[0x80])
        return tlv(0x7C), 0x9000

    def _agree(self, theirs: bytes) -> None:
        curve = self.profile.chip_curve
        try:
            shared = curve.times(curve.decode(theirs), self._made.chip_private(self.profile))
        except ValueError:
            raise _Refuse(0x6A80) from None
        secret = _x(curve, shared)
        self._next = Session.of(self.profile.chip_cipher, secret, long_lengths=self.profile.long_lengths)

    def _internal(self, header: bytes, body: bytes, le: int | None) -> tuple[bytes, int]:
        if self.profile.active == "none" or len(body) != 8 or le is None:
            raise _Refuse(0x6985)
        answer = _active_answer(self._made.active_key(self.profile), self.profile, body)
        if len(answer) > le:
            raise _Refuse(0x6700)
        return answer, 0x9000


_Command = Callable[[StrictCard, bytes, bytes, "int | None"], tuple[bytes, int]]

_COMMANDS_INSIDE: dict[int, _Command] = {
    0xA4: StrictCard._select,
    0xB0: StrictCard._read,
    0xB1: StrictCard._read_far,
    0x22: StrictCard._chip_environment,
    0x86: StrictCard._chip_agreement,
    0x88: StrictCard._internal,
}
_COMMANDS_OUTSIDE: dict[int, _Command] = {
    0xA4: StrictCard._select,
    0xB0: StrictCard._read,
    0x22: StrictCard._environment,
    0x86: StrictCard._general,
    0x84: StrictCard._challenge_asked,
    0x82: StrictCard._mutual,
}


def _taken_apart(apdu: bytes, *, extended: bool) -> tuple[bytes, bytes, int | None]:
    """Header, data and Le (ISO/IEC 7816-4 §5.1). Raises _Refuse for lengths that do not add up, or are too long."""
    header, rest = apdu[:4], apdu[4:]
    if len(header) < 4:
        raise _Refuse(0x6700)
    long = len(rest) > 1 and rest[0] == 0 and len(rest) != 1
    if long and not extended:
        raise _Refuse(0x6700)
    size, rest = (2, rest[1:]) if long else (1, rest)
    if not rest:
        return header, b"", None
    if len(rest) == size:
        return header, b"", int.from_bytes(rest, "big") or 256**size
    count, rest = int.from_bytes(rest[:size], "big"), rest[size:]
    body, left = rest[:count], rest[count:]
    if not count or len(body) != count or len(left) not in (0, size):
        raise _Refuse(0x6700)
    return header, body, (int.from_bytes(left, "big") or 256**size) if left else None


class _Refuse(Exception):
    def __init__(self, sw: int, *, ends: bool = False) -> None:
        super().__init__(f"{sw:04X}")
        self.sw, self.ends = sw, ends


def _x(curve: PlainCurve, point: Point) -> bytes:
    if point is None:
        raise _Refuse(0x6A80)
    return point[0].to_bytes(curve.size, "big")


class _Pace:
    """One run with generic or chip authentication mapping."""

    def __init__(self, offer: PaceOffer, password: bytes, chip_private: int) -> None:
        self.offer, self._password, self._chip = offer, password, chip_private
        self.secret: bytes | None = None
        self._at = 0

    def step(self, sent: dict[int, bytes], *, last: bool) -> bytes:
        expected, act = ((None, self._nonce), (0x81, self._map), (0x83, self._agree), (0x85, self._prove))[self._at]
        if set(sent) != ({expected} - {None}) or last is not (self._at == 3):
            raise _Refuse(0x6A80 if last is (self._at == 3) else 0x6883)
        try:
            answer = act(sent[expected] if expected else b"")
        except ValueError:
            raise _Refuse(0x6A80) from None
        self._at += 1
        return answer

    def _nonce(self, _: bytes) -> bytes:
        self._s = secrets.token_bytes(16)
        return tlv(0x80, cbc(self.offer.cipher, kdf(self.offer.cipher, self._password, 3), self._s))

    def _map(self, theirs: bytes) -> bytes:
        curve = self.offer.curve
        self._own = curve.scalar()
        shared = curve.times(curve.decode(theirs), self._own)
        self._generator = curve.add(curve.times(curve.g, int.from_bytes(self._s, "big") % curve.n), shared)
        return tlv(0x82, curve.encode(curve.times(curve.g, self._own)))

    def _agree(self, theirs: bytes) -> bytes:
        curve, private = self.offer.curve, self.offer.curve.scalar()
        self._theirs, self._mine = theirs, curve.encode(curve.times(self._generator, private))
        self._shared = _x(curve, curve.times(curve.decode(theirs), private))
        return tlv(0x84, self._mine)

    def _token(self, public: bytes) -> bytes:
        covered = tlv(0x7F49, oid(self.offer.dotted), tlv(0x86, public))
        key = kdf(self.offer.cipher, self._shared, 2)
        return mac(self.offer.cipher, key, padded(covered, 8) if self.offer.cipher == "3des" else covered)

    def _prove(self, theirs: bytes) -> bytes:
        if theirs != self._token(self._mine):
            raise _Refuse(0x6300)
        self.secret = self._shared
        answer = tlv(0x86, self._token(self._theirs))
        return answer + (tlv(0x8A, self._chip_data()) if self.offer.mapping == "cam" else b"")

    def _chip_data(self) -> bytes:
        curve, name = self.offer.curve, self.offer.cipher
        scalar = self._own * pow(self._chip, -1, curve.n) % curve.n
        key = kdf(name, self._shared, 1)
        iv = cbc(name, key, b"\xff" * block_size(name))
        return cbc(name, key, padded(scalar.to_bytes(curve.size, "big"), block_size(name)), iv=iv)


def _active_answer(key: SigningKey, profile: Profile, question: bytes) -> bytes:
    """ECDSA as two numbers (BSI TR-03111) or in DER; RSA by ISO/IEC 9796-2 scheme 1."""
    if profile.active == "rsa":
        return _partly_recoverable(key, profile.active_hash, question)
    signature = key.sign(question)
    if profile.active == "ecdsa-der":
        return signature
    size = (profile.chip_curve.n.bit_length() + 7) // 8
    numbers = objects_in_order(objects(signature)[0x30])
    return b"".join(int.from_bytes(number, "big").to_bytes(size, "big") for number in numbers)


def objects_in_order(data: bytes) -> list[bytes]:
    return [value for _, value, _ in walk(data)]


def _partly_recoverable(key: SigningKey, name: str, question: bytes) -> bytes:
    private = key.private
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("no RSA key")
    trailer = {
        "sha1": b"\xbc",
        "sha224": b"\x38\xcc",
        "sha256": b"\x34\xcc",
        "sha384": b"\x36\xcc",
        "sha512": b"\x35\xcc",
    }
    numbers = private.private_numbers()
    size = numbers.public_numbers.n.bit_length() // 8
    made = hashlib.new(name)
    recoverable = secrets.token_bytes(size - 1 - made.digest_size - len(trailer[name]))
    made.update(recoverable + question)
    block = b"\x6a" + recoverable + made.digest() + trailer[name]
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")

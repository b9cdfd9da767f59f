"""The card's side of PACE and of BAC. Each gives the session keys, or the status word with which it refuses."""

from __future__ import annotations

import hashlib
import secrets

from kiosk.chip import bac, mapping, pace, tlv
from kiosk.chip.apdu import SW, Command, Response
from kiosk.chip.channel import SessionKeys, session_keys
from kiosk.chip.crypto import AUTHENTICATION, PASSWORD, Cipher, pad, same
from kiosk.chip.curves import random_scalar
from kiosk.chip.mapping import Mapping
from kiosk.devices.simulated.person import Person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.errors import ChannelBroken

DEFAULT_OFFERS = frozenset({pace.PaceOffer(pace.ECDH_GM + b"\x02", 13)})

_BROKEN = 0x6F00


class CardPace:
    """One run of PACE, from MSE:Set AT to the fourth GENERAL AUTHENTICATE (ICAO 9303-11 §4.4)."""

    def __init__(
        self, person: Person, quirks: Quirks, offers: frozenset[pace.PaceOffer] = DEFAULT_OFFERS, chip_key: int = 0
    ) -> None:
        """``offers``: what this card speaks. ``chip_key``: its static private key, for the mapping that proves it."""
        self._offers, self._chip_key = offers, chip_key
        self._passwords = {
            pace.CAN: person.can.encode("ascii"),
            pace.MRZ: hashlib.sha1(person.mrz_key.encode("ascii")).digest(),  # noqa: S324  as the standard has it
        }
        self._quirks = quirks
        self._offer: pace.PaceOffer | None = None
        self._step = 0
        self.keys: SessionKeys | None = None

    def set_at(self, command: Command) -> Response:
        """Choose algorithm and password."""
        if Quirk.BLOCKED in self._quirks:
            return Response(b"", SW.BLOCKED)
        wanted = {node.tag: node.value for node in tlv.parse(command.data)}
        offer = pace.PaceOffer(wanted.get(0x80, b""), int.from_bytes(wanted.get(0x84, b"\x0d"), "big"))
        password = self._passwords.get(int.from_bytes(wanted.get(0x83, b""), "big"))
        if offer not in self._offers or password is None:
            return Response(b"", SW.WRONG_DATA)
        self._offer, self._password, self._step = offer, password, 0
        return Response(b"", 0x63C1 if Quirk.ONE_TRY_LEFT in self._quirks else SW.OK)

    def authenticate(self, command: Command) -> Response:
        """The next GENERAL AUTHENTICATE."""
        steps = (self._nonce, self._map, self._agree, self._prove)
        if self._offer is None or self._step >= len(steps):
            return Response(b"", SW.CONDITIONS_NOT_SATISFIED)
        if self._step == 2 and Quirk.PACE_BROKEN in self._quirks:
            return Response(b"", _BROKEN)
        try:
            sent = tlv.only(command.data, 0x7C).children()
            answer = steps[self._step](self._offer, sent[0].value if sent else b"")
        except (tlv.Malformed, ChannelBroken):
            return Response(b"", SW.WRONG_DATA)
        self._step += 1
        return answer

    def _nonce(self, offer: pace.PaceOffer, _: bytes) -> Response:
        length = 16 if offer.mapping is not Mapping.INTEGRATED else -(-offer.cipher.key_length // 16) * 16
        self._secret_nonce = secrets.token_bytes(length)
        key = offer.cipher.derive(self._password, PASSWORD)
        return _dynamic(0x80, offer.cipher.encrypt(key, self._secret_nonce))

    def _map(self, offer: pace.PaceOffer, theirs: bytes) -> Response:
        group = offer.group
        if offer.mapping is Mapping.INTEGRATED:
            self._generator = mapping.integrated(group, offer.cipher, self._secret_nonce, theirs)
            return _dynamic(0x82, b"")
        self._mine_mapped = random_scalar(group.order)
        shared = group.times(group.decode(theirs), self._mine_mapped)
        self._generator = mapping.generic(group, self._secret_nonce, shared)
        return _dynamic(0x82, group.encode(group.times(group.generator, self._mine_mapped)))

    def _agree(self, offer: pace.PaceOffer, theirs: bytes) -> Response:
        group, mine = offer.group, random_scalar(offer.group.order)
        self._theirs, self._mine = theirs, group.encode(group.times(self._generator, mine))
        self._secret = group.secret(group.times(group.decode(theirs), mine))
        return _dynamic(0x84, self._mine)

    def _prove(self, offer: pace.PaceOffer, theirs: bytes) -> Response:
        key = offer.cipher.derive(self._secret, AUTHENTICATION)
        if not same(theirs, pace.token(offer, key, self._mine)):
            return Response(b"", SW.AUTHENTICATION_FAILED)
        proof = pace.token(offer, key, self._theirs)
        if Quirk.PACE_FORGED in self._quirks:
            proof = bytes(len(proof))
        self.keys = session_keys(offer.cipher, self._secret)
        body = tlv.encode(0x86, proof)
        if offer.mapping is Mapping.CHIP_AUTHENTICATION:
            body += tlv.encode(0x8A, self._chip_data(offer, self.keys))
        return Response(tlv.encode(0x7C, body), SW.OK)

    def _chip_data(self, offer: pace.PaceOffer, keys: SessionKeys) -> bytes:
        """The mapping's key over the static one, encrypted (§4.4.3.5.1)."""
        order = offer.group.order
        scalar = self._mine_mapped * pow(self._chip_key, -1, order) % order
        plain = pad(scalar.to_bytes((order.bit_length() + 7) // 8, "big"), 16)
        return keys.cipher.encrypt(keys.encryption, plain, pace.chip_vector(keys))


class CardBac:
    """GET CHALLENGE and EXTERNAL AUTHENTICATE (ICAO 9303-11 §4.3)."""

    def __init__(self, person: Person) -> None:
        secret = bac.seed(person.mrz_key)
        self._encryption, self._authentication = (Cipher.TRIPLE_DES.derive(secret, n) for n in (1, 2))
        self._challenge = b""
        self.keys: SessionKeys | None = None

    def challenge(self) -> Response:
        self._challenge = secrets.token_bytes(8)
        return Response(self._challenge, SW.OK)

    def authenticate(self, command: Command) -> Response:
        cipher, sealed, mac = Cipher.TRIPLE_DES, command.data[:32], command.data[32:]
        if len(sealed) != 32 or not same(cipher.mac(self._authentication, sealed), mac):
            return Response(b"", SW.AUTHENTICATION_FAILED)
        opened = cipher.decrypt(self._encryption, sealed)
        theirs, challenge, their_half = opened[:8], opened[8:16], opened[16:]
        if not self._challenge or challenge != self._challenge:
            return Response(b"", SW.AUTHENTICATION_FAILED)
        half = secrets.token_bytes(16)
        mixed = bytes(one ^ other for one, other in zip(half, their_half, strict=True))
        counter = int.from_bytes(challenge[4:] + theirs[4:], "big")
        self.keys, self._challenge = session_keys(cipher, mixed, counter), b""
        answer = cipher.encrypt(self._encryption, challenge + theirs + half)
        return Response(answer + cipher.mac(self._authentication, answer), SW.OK)


def _dynamic(tag: int, value: bytes) -> Response:
    return Response(tlv.encode(0x7C, tlv.encode(tag, value)), SW.OK)

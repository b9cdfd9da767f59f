"""The card's side of PACE and of BAC. Each gives the session keys, or the status word with which it refuses."""

from __future__ import annotations

import hashlib
import secrets

from kiosk.chip import bac, pace, tlv
from kiosk.chip.apdu import SW, Command, Response
from kiosk.chip.channel import Keys, session_keys
from kiosk.chip.crypto import AUTHENTICATION, PASSWORD, Cipher, same
from kiosk.chip.curves import random_scalar
from kiosk.devices.simulated.person import Person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.errors import ChannelBroken

_BROKEN = 0x6F00


class CardPace:
    """One run of PACE-ECDH-GM, from MSE:Set AT to the fourth GENERAL AUTHENTICATE (ICAO 9303-11 §4.4)."""

    def __init__(self, person: Person, quirks: Quirks, parameters: frozenset[int] = frozenset({13})) -> None:
        """``parameters``: the numbers of the curves that this card has."""
        self._parameters = parameters
        self._passwords = {
            pace.CAN: person.can.encode("ascii"),
            pace.MRZ: hashlib.sha1(person.mrz_key.encode("ascii")).digest(),  # noqa: S324  as the standard has it
        }
        self._quirks = quirks
        self._offer: pace.Offer | None = None
        self._step = 0
        self.keys: Keys | None = None

    def set_at(self, command: Command) -> Response:
        """Choose algorithm and password."""
        if Quirk.BLOCKED in self._quirks:
            return Response(b"", SW.BLOCKED)
        wanted = {node.tag: node.value for node in tlv.parse(command.data)}
        oid, parameter = wanted.get(0x80, b""), wanted.get(0x84, b"\x0d")[0]
        password = self._passwords.get(wanted.get(0x83, b"\0")[0])
        if oid[:-1] != pace.ECDH_GM or parameter not in self._parameters or password is None:
            return Response(b"", SW.WRONG_DATA)
        self._offer, self._password, self._step = pace.Offer(oid, parameter), password, 0
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

    def _nonce(self, offer: pace.Offer, _: bytes) -> Response:
        self._secret_nonce = secrets.token_bytes(16)
        key = offer.cipher.derive(self._password, PASSWORD)
        return _dynamic(0x80, offer.cipher.encrypt(key, self._secret_nonce))

    def _map(self, offer: pace.Offer, theirs: bytes) -> Response:
        curve, mine = offer.curve, random_scalar(offer.curve.order)
        shared = curve.times(curve.decode(theirs), mine)
        self._generator = pace.mapped_generator(curve, self._secret_nonce, shared)
        return _dynamic(0x82, curve.encode(curve.times(curve.generator, mine)))

    def _agree(self, offer: pace.Offer, theirs: bytes) -> Response:
        curve, mine = offer.curve, random_scalar(offer.curve.order)
        self._theirs, self._mine = theirs, curve.encode(curve.times(self._generator, mine))
        self._secret = curve.x_coordinate(curve.times(curve.decode(theirs), mine))
        return _dynamic(0x84, self._mine)

    def _prove(self, offer: pace.Offer, theirs: bytes) -> Response:
        key = offer.cipher.derive(self._secret, AUTHENTICATION)
        if not same(theirs, pace.token(offer, key, self._mine)):
            return Response(b"", SW.AUTHENTICATION_FAILED)
        proof = pace.token(offer, key, self._theirs)
        if Quirk.PACE_FORGED in self._quirks:
            proof = bytes(len(proof))
        self.keys = session_keys(offer.cipher, self._secret)
        return _dynamic(0x86, proof)


class CardBac:
    """GET CHALLENGE and EXTERNAL AUTHENTICATE (ICAO 9303-11 §4.3)."""

    def __init__(self, person: Person) -> None:
        secret = bac.seed(person.mrz_key)
        self._encryption, self._authentication = (Cipher.TRIPLE_DES.derive(secret, n) for n in (1, 2))
        self._challenge = b""
        self.keys: Keys | None = None

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

"""Is this the chip that was issued, and no copy of its files? Chip authentication and active authentication.

A copy can carry every signed byte, but not the private key that never leaves the chip (ICAO 9303-11 §6.1, §6.2). The
public key counts only if the signed list of hashes covers it: whoever asks sees to that.
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Callable

from kiosk.chip import active, tlv
from kiosk.chip.apdu import ANY_LENGTH, SW, Command, PlainChannel, Response
from kiosk.chip.channel import Channel, SentInPlain, session_keys
from kiosk.chip.crypto import Cipher
from kiosk.chip.curves import RandomScalar, random_scalar
from kiosk.chip.faults import Faltered
from kiosk.chip.security_infos import ChipKey, ChipProtocol
from kiosk.errors import ChannelBroken

CHALLENGE_LENGTH = 8


class ChipProofOutcome(enum.Enum):
    """Whether the chip proved that it is not a copy."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_OFFERED = "not-offered"
    NOT_TRIED = "not-tried"  # by a way that we do not know, or nothing signed to hold it against


class ProofFailed(ChannelBroken):
    """The chip answered, and its answer shows that it does not hold the key: no fault of the line looks like this."""


_NOT_OUR_KEYS = (SW.SM_OBJECTS_MISSING, SW.SM_OBJECTS_WRONG)
"""How a card says that a protected command is not protected by the keys it holds (ISO/IEC 7816-4 table 5)."""


def rekey(
    line: PlainChannel, channel: Channel, key: ChipKey, protocol: ChipProtocol, random: RandomScalar = random_scalar
) -> Channel:
    """Chip authentication, version 1 (ICAO 9303-11 §6.2): the channel under keys that only the genuine chip can reach.

    The proof is that the card goes on talking in the new channel (``still_talks``). Raises ProofFailed for a key that
    is none, Faltered where the card does not go along, and ChannelBroken.
    """
    try:
        private = key.group.key(random(key.group.order))
        public, secret = key.group.encode(private.public), private.agreed(key.public)
    except (ValueError, ArithmeticError, AssertionError) as error:  # a curve that is none, written out by the card
        raise ProofFailed(f"chip authentication: {type(error).__name__}") from error
    send = _by_transport_key if protocol.cipher is Cipher.TRIPLE_DES else _by_general_authenticate
    answer = send(channel, protocol, public)
    if not answer.ok:
        answer = send(channel, protocol, public)
    if not answer.ok:
        raise Faltered(f"chip authentication: {answer.sw:04X}")
    return Channel(line, session_keys(protocol.cipher, secret))


def still_talks(channel: Channel) -> ChipProofOutcome:
    """The first exchange in the new channel is the proof: a few bytes of the file that was read last.

    Whatever it says, no copy could have said it under these keys. Raises ProofFailed where the card holds other keys,
    and SentInPlain where it only left the channel, which a bad moment does as well.
    """
    try:
        channel.send(Command(0x00, 0xB0, 0, 0, le=8))
    except SentInPlain as error:
        if error.sw in _NOT_OUR_KEYS:
            raise ProofFailed(f"after chip authentication: {error.sw:04X}") from error
        raise
    except ChannelBroken as error:
        raise ProofFailed(error.detail) from error
    return ChipProofOutcome.PASSED


def _by_transport_key(channel: Channel, protocol: ChipProtocol, public: bytes) -> Response:
    """MSE:Set KAT, for 3DES (§6.2.4.1)."""
    return channel.send(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, public) + _reference(protocol)))


def _by_general_authenticate(channel: Channel, protocol: ChipProtocol, public: bytes) -> Response:
    """MSE:Set AT, then GENERAL AUTHENTICATE, for AES (§6.2.4.2)."""
    chosen = channel.send(Command(0x00, 0x22, 0x41, 0xA4, tlv.encode(0x80, protocol.oid) + _reference(protocol)))
    if not chosen.ok:
        return chosen
    return channel.send(Command(0x00, 0x86, 0, 0, tlv.encode(0x7C, tlv.encode(0x80, public)), ANY_LENGTH))


def _reference(protocol: ChipProtocol) -> bytes:
    if protocol.number is None:
        return b""
    size = max(1, (protocol.number.bit_length() + 7) // 8)
    return tlv.encode(0x84, protocol.number.to_bytes(size, "big"))


def challenge(
    channel: Channel, key: active.ActiveKey, random: Callable[[int], bytes] = secrets.token_bytes
) -> ChipProofOutcome:
    """Active authentication (ICAO 9303-11 §6.1): the chip signs what it could not foresee.

    An answer too long for a short one is asked for all the same where the length was refused: some cards hand it out in
    pieces (61xx). Raises Faltered and ChannelBroken.
    """
    question = random(CHALLENGE_LENGTH)
    answers = (channel.send(Command(0x00, 0x88, 0, 0, question, length)) for length in (*key.lengths, key.lengths[-1]))
    answer = Response(b"", 0)
    for answer in answers:
        if answer.ok:
            break
    if not answer.ok:
        raise Faltered(f"active authentication: {answer.sw:04X}")
    return ChipProofOutcome.PASSED if key.signed(answer.data, question) else ChipProofOutcome.FAILED

"""ICAO 9303-11, appendix G.1: PACE with generic mapping over brainpoolP256r1, byte for byte; and every pairing."""

from __future__ import annotations

import pytest

from kiosk.chip import mapping, mrz, pace, tlv
from kiosk.chip.apdu import PlainChannel
from kiosk.chip.channel import Channel
from kiosk.chip.crypto import Cipher
from kiosk.chip.curves import STANDARD as CURVES
from kiosk.chip.faults import Faltered
from kiosk.chip.groups import STANDARD
from kiosk.chip.keys import AccessKey
from kiosk.chip.pace import NotTaken
from kiosk.chip.tlv import Malformed
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import NONE
from kiosk.devices.simulated.virtual_access import CardPace
from kiosk.devices.simulated.virtual_card import decode
from kiosk.errors import CardBlocked, ChannelBroken, WrongKey

H = bytes.fromhex
CARD_ACCESS = "31143012060A04007F0007020204020202010202010D"
SEEN_CARD_ACCESS = (
    "3134300d060804007f0007020202020101300f060a04007f000702020302020201013012060a04007f0007020204020202010202010d"
)
KEY = AccessKey(mrz=mrz.key("T22000129", "640812", "101031"))
CHIP_KEY = 0x1234567890ABCDEF1234567890ABCDEF
PRIVATE = (
    0x7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99,
    0xA73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595,
)
SET_AT = "0022C1A412800A04007F0007020204020283010184010D"
NONCE = "10860000027C0000"
MAP = (
    "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
    "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00"
)
AGREE = (
    "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
    "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
)
PROVE = "008600000C7C0A8508C2B0BD78D94BA86600"
TRANSCRIPT = {
    SET_AT: "9000",
    NONCE: "7C12801095A3A016522EE98D01E76CB6B98B42C39000",
    MAP: "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
    "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000",
    AGREE: "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
    "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000",
    PROVE: "7C0A86083ABB9674BCE93C089000",
}


def _run(changes: dict[str, str] | None = None) -> Channel:
    """Against a card that knows the appendix by heart, with these answers changed."""
    answers = TRANSCRIPT | (changes or {})
    private = iter(PRIVATE)
    line = PlainChannel(lambda apdu: H(answers[apdu.hex().upper()]))
    offer = pace.offers(H(CARD_ACCESS))[0]
    return pace.open_channel(line, offer, pace.Password.of(KEY), lambda _: next(private)).channel


def test_the_whole_run_is_that_of_g1():
    keys = _run()._keys
    assert keys.encryption == H("F5F0E35C0D7161EE6724EE513A0D9A7F")
    assert keys.authentication == H("FE251C7858B356B24514B3BD5F4297D1")
    assert keys.counter == 0


def test_the_nonce_opens_with_the_password():
    password = pace.Password.of(KEY)
    assert password.secret == H("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    key = Cipher.AES_128.derive(password.secret, 3)
    assert key == H("89DED1B26624EC1E634C1989302849DD")
    opened = Cipher.AES_128.decrypt(key, H("95A3A016522EE98D01E76CB6B98B42C3"))
    assert opened == H("3F00C4D39D153F2B2A214A078D899B22")


def test_the_mapped_generator_is_that_of_g1():
    curve = STANDARD[13]
    cards = curve.decode(H(TRANSCRIPT[MAP])[4:-2])
    shared = curve.times(cards, PRIVATE[0])
    mapped = mapping.generic(curve, H("3F00C4D39D153F2B2A214A078D899B22"), shared)
    assert curve.encode(mapped) == H(
        "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
        "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
    )


def test_the_can_goes_first():
    password = pace.Password.of(AccessKey(can="001234", mrz=KEY.mrz))
    assert (password.kind, password.secret, password.name) == (pace.CAN, b"001234", "CAN")


def test_the_offer_of_real_cards_is_understood():
    (offer,) = pace.offers(H(SEEN_CARD_ACCESS))
    assert (offer.cipher, offer.parameter) == (Cipher.AES_128, 13)


@pytest.mark.parametrize("protocol", ["0502", "0601", "0202FF"])  # no such mapping; CAM by 3DES; too long
def test_an_unknown_protocol_is_no_offer(protocol):
    oid = H("04007F0007020204" + protocol)
    info = tlv.encode(0x30, tlv.encode(0x06, oid), H("020102"), H("02010D"))
    assert pace.offers(tlv.encode(0x31, info)) == ()


def test_a_damaged_file_is_malformed():
    with pytest.raises(Malformed):
        pace.offers(H(CARD_ACCESS)[:-3])


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        (PROVE, "6300", WrongKey),
        (PROVE, "6982", WrongKey),
        (PROVE, "63C2", WrongKey),
        (PROVE, "6983", CardBlocked),
        (PROVE, "6A80", ChannelBroken),
        (PROVE, "7C0A86083ABB9674BCE93C099000", ChannelBroken),  # a forged proof
        (SET_AT, "63C1", CardBlocked),  # one try left: not spent
        (SET_AT, "6983", CardBlocked),
        (SET_AT, "6A80", NotTaken),  # another offer or password may be taken
        (NONCE, "6982", Faltered),  # no word about the password: worth asking again
        (NONCE, "7C009000", ChannelBroken),
        (NONCE, "7C0380010A9000", ChannelBroken),
        (MAP, "6300", Faltered),  # before the proof, no answer speaks of the password
        (MAP, TRANSCRIPT[MAP].replace("7C438241", "7C438441"), ChannelBroken),
        (MAP, TRANSCRIPT[MAP][:-6] + "559000", ChannelBroken),  # no point of the curve
        (AGREE, "7C438441" + AGREE[18:-2] + "9000", ChannelBroken),  # our own key sent back
    ],
)
def test_every_break_has_its_error(step, answer, error):
    with pytest.raises(error) as caught:
        _run({step: answer})
    assert type(caught.value) is error


def test_the_tries_left_are_told():
    with pytest.raises(WrongKey) as caught:
        _run({PROVE: "63C2"})
    assert caught.value.values["left"] == 2


PAIRS = [(pace.ECDH_GM, parameter, 2) for parameter in sorted(CURVES)]
PAIRS += [(pace.ECDH_GM, parameter, cipher) for cipher in (1, 3, 4) for parameter in (8, 13, 18)]
PAIRS += [(pace.DH_GM, parameter, 2) for parameter in (0, 1, 2)] + [(pace.DH_GM, 0, 1), (pace.DH_GM, 2, 4)]
PAIRS += [(pace.ECDH_IM, parameter, 2) for parameter in sorted(CURVES.keys() - {10})]
PAIRS += [(pace.ECDH_IM, 13, cipher) for cipher in (1, 3, 4)] + [(pace.DH_IM, 0, 2), (pace.DH_IM, 2, 3)]
PAIRS += [(pace.ECDH_CAM, parameter, cipher) for parameter in (12, 13, 17) for cipher in (2, 4)]


@pytest.mark.parametrize(("protocol", "parameter", "cipher"), PAIRS)
def test_both_sides_agree_with_every_mapping_group_and_cipher(protocol, parameter, cipher):
    offer = pace.PaceOffer(protocol + bytes((cipher,)), parameter)
    card = CardPace(person(), NONE, frozenset({offer}), chip_key=CHIP_KEY)
    opened = pace.open_channel(
        PlainChannel(lambda apdu: _answer(card, apdu)), offer, pace.Password(pace.CAN, b"001234")
    )
    channel = opened.channel
    assert card.keys is not None
    assert channel._keys.encryption == card.keys.encryption
    assert channel._keys.authentication == card.keys.authentication
    assert len(card.keys.encryption) == offer.cipher.key_length
    assert (opened.chip is not None) is (protocol == pace.ECDH_CAM)
    if opened.chip:
        group = offer.group
        assert opened.chip.proves(group.times(group.generator, CHIP_KEY))
        assert not opened.chip.proves(group.times(group.generator, CHIP_KEY + 1))


def test_the_integrated_mapping_cannot_use_a_curve_without_simple_roots():
    """NIST P-224: its prime leaves a rest of 1 by 4."""
    with pytest.raises(ChannelBroken):
        mapping.integrated(STANDARD[10], Cipher.AES_128, bytes(16), bytes(range(16)))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_numbers_outside_the_group_are_refused(number):
    """Two is no element of the subgroup of prime order; zero and one are no keys."""
    with pytest.raises(ChannelBroken):
        STANDARD[0].decode(number.to_bytes(128, "big"))


def _answer(card: CardPace, apdu: bytes) -> bytes:
    command = decode(apdu)
    assert command is not None
    return (card.set_at(command) if command.ins == 0x22 else card.authenticate(command)).encode()

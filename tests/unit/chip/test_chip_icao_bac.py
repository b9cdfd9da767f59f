"""ICAO 9303-11, appendix D: Basic Access Control and secure messaging, byte for byte."""

from __future__ import annotations

import pytest

from kiosk.chip import bac, mrz, tlv
from kiosk.chip.apdu import Command, PlainChannel, Response, decode_response
from kiosk.chip.channel import Channel, session_keys
from kiosk.chip.crypto import Cipher, retail_mac
from kiosk.errors import ChannelBroken, WrongKey

H = bytes.fromhex
KEY = "L898902C<369080619406236"
RND_IC, RND_IFD = H("4608F91988702212"), H("781723860C06C226")
K_IFD = H("0B795240CB7049B01C19B33E32804F0B")
EXTERNAL_AUTHENTICATE = "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728"
CARDS_PROOF = "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449"


def test_the_mrz_key_is_the_one_of_d2():
    assert mrz.key("L898902C", "690806", "940623") == KEY
    assert mrz.key("D23145890734", "340712", "950712") == "D23145890734934071279507122"


def test_the_keys_are_those_of_d2():
    seed = bac.seed(KEY)
    assert seed == H("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert Cipher.TRIPLE_DES.derive(seed, 1) == H("AB94FDECF2674FDFB9B391F85D7F76F2")
    assert Cipher.TRIPLE_DES.derive(seed, 2) == H("7962D9ECE03D1ACD4C76089DCE131543")


def _card(answers: dict[str, str]) -> PlainChannel:
    return PlainChannel(lambda apdu: H(answers[apdu.hex().upper()]))


def _random(size: int) -> bytes:
    return {8: RND_IFD, 16: K_IFD}[size]


def test_mutual_authentication_is_that_of_d3():
    line = _card({"0084000008": RND_IC.hex() + "9000", EXTERNAL_AUTHENTICATE: CARDS_PROOF + "9000"})
    channel = bac.open_channel(line, KEY, _random)
    keys = channel._keys
    assert keys.encryption == H("979EC13B1CBFE9DCD01AB0FED307EAE5")
    assert keys.authentication == H("F1CB1F1FB5ADF208806B89DC579DC1F8")
    assert keys.ssc == H("887022120C06C226")


@pytest.mark.parametrize("sw", ["6300", "6982", "6985", "63C2"])
def test_a_refused_key_is_a_wrong_key(sw):
    line = _card({"0084000008": RND_IC.hex() + "9000", EXTERNAL_AUTHENTICATE: sw})
    with pytest.raises(WrongKey):
        bac.open_channel(line, KEY, _random)


def test_a_proof_that_does_not_hold_breaks_the_channel():
    forged = CARDS_PROOF[:-2] + "48"
    line = _card({"0084000008": RND_IC.hex() + "9000", EXTERNAL_AUTHENTICATE: forged + "9000"})
    with pytest.raises(ChannelBroken):
        bac.open_channel(line, KEY, _random)


D4 = [
    (
        Command(0x00, 0xA4, 0x02, 0x0C, H("011E")),
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
        "990290008E08FA855A5D4C50A8ED9000",
        "",
    ),
    (
        Command(0x00, 0xB0, 0, 0, le=4),
        "0CB000000D9701048E08ED6705417E96BA5500",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
        "60145F01",
    ),
    (
        Command(0x00, 0xB0, 0, 4, le=18),
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
        "04303130365F36063034303030305C026175",
    ),
]


def _session() -> Channel:
    keys = session_keys(Cipher.TRIPLE_DES, H("0036D272F5C350ACAC50C3F572D23600"), 0x887022120C06C226)
    return Channel(PlainChannel(lambda apdu: b""), keys)


def test_secure_messaging_is_that_of_d4():
    channel = _session()
    for command, protected, answer, data in D4:
        assert channel.wrap(command).encode() == H(protected)
        opened = channel.unwrap(decode_response(H(answer)))
        assert (opened.data, opened.sw) == (H(data), 0x9000)


@pytest.mark.parametrize("position", range(len(H(D4[1][2])) - 2))
def test_no_byte_of_an_answer_can_change_unseen(position):
    channel = _session()
    channel.wrap(D4[0][0])
    channel.unwrap(decode_response(H(D4[0][2])))
    channel.wrap(D4[1][0])
    changed = bytearray(H(D4[1][2]))
    changed[position] ^= 0x01
    with pytest.raises(ChannelBroken):
        channel.unwrap(decode_response(bytes(changed)))


def _sealed(body: bytes) -> Response:
    """An answer under a checksum that holds, whatever stands in it."""
    keys = _session()._keys
    keys.counter += 2
    return Response(body + tlv.encode(0x8E, keys.mac(body)), 0x9000)


STATUS = tlv.encode(0x99, H("9000"))
ODD_BODIES = {
    "no padding": tlv.encode(0x87, b"\x01" + bytes(8)) + STATUS,
    "half a block": tlv.encode(0x87, b"\x01" + bytes(5)) + STATUS,
    "another padding": tlv.encode(0x87, b"\x02" + bytes(8)) + STATUS,
    "no status": tlv.encode(0x87, b"\x01" + bytes(8)),
    "a short status": tlv.encode(0x99, b"\x90"),
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_even_an_authentic_answer_must_make_sense(body):
    channel = _session()
    channel.wrap(D4[1][0])
    with pytest.raises(ChannelBroken):
        channel.unwrap(_sealed(body))


def test_an_answer_that_is_no_tlv_breaks_the_channel():
    """And is no unreadable file, which a read could do without."""
    with pytest.raises(ChannelBroken):
        _session().unwrap(Response(b"\x30\x85", 0x9000))


def test_an_answer_cannot_be_replayed():
    channel = _session()
    channel.wrap(D4[0][0])
    channel.unwrap(decode_response(H(D4[0][2])))
    channel.wrap(D4[1][0])
    with pytest.raises(ChannelBroken):
        channel.unwrap(decode_response(H(D4[0][2])))


def test_the_retail_mac_of_one_block_is_3des():
    key = H("7962D9ECE03D1ACD4C76089DCE131543")
    assert retail_mac(key, bytes(8)) == Cipher.TRIPLE_DES.encrypt(key, bytes(8))

"""The reader against a card that shares no code with it: every row of the table, and OpenSSL as the third hand."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import replace
from pathlib import Path

import icao_issuer as issuer
import pytest
from card_matrix import NOW, TRUST, Row, rows
from card_outcomes import outcome
from icao_card import Profile
from icao_der import integer, octets, oid, seq, tlv
from icao_files import CardFiles, Holder, dg13, field_of, text
from icao_issuer import HASHES, Envelope, SigningKey, digest, signer

from kiosk.chip import authenticity, signed_data
from kiosk.chip.trust import IssuerTrust
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirks
from kiosk.domain.citizen import PartialBirth, Relative
from kiosk.resources import demo_asset

HERE = Path(__file__).parent
EVERY = rows()


@pytest.mark.sampled(60)
@pytest.mark.parametrize("row", EVERY, ids=lambda row: f"{row.group}: {row.name}")
def test_every_row_of_the_table(row: Row) -> None:
    assert outcome(row, twice=False).words == row.outcome


def test_no_two_rows_are_one():
    assert len({(row.group, row.name) for row in EVERY}) == len(EVERY)


@pytest.mark.parametrize("path", sorted(HERE.glob("icao_*.py")), ids=lambda path: path.name)
def test_the_card_shares_no_code_with_the_reader(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
    assert not names & {"kiosk", "ecdsa", "asn1crypto"}


STRICT = {
    "the strictest usual card": (Profile(), 51, 45),
    "96 bytes an answer": (Profile(most=96), 95, 86),
    "the lenient card": (Profile(most=65536, extended=True, past_end=0x6282), 16, 15),
}


@pytest.mark.parametrize("name", STRICT)
def test_what_a_strict_card_costs(name: str) -> None:
    """Commands of a whole read with a photo of 1 kB, opened once; and of the next card of its kind."""
    profile, first, again = STRICT[name]
    found = outcome(Row("", name, "", profile))
    assert found.openings == 1
    assert (found.commands, found.again) == (first, again)


# --- what DG13 and the MRZ say


def _citizen(files: CardFiles):
    found = outcome(Row("", "", "", files=files), twice=False)
    assert found.who is not None
    return found.who.citizen


NAME = field_of(2, text("Hoàng Thị Mận"))


def test_one_broken_field_loses_itself_and_the_name_keeps_its_marks():
    odd = dg13(field_of(9, tlv(0x0C, b"\xc3\x28")), NAME, field_of(6, text("Tày")), tlv(0x30, b"\x02\x01\x07\x0c\x7f"))
    found = outcome(Row("", "", "", files=CardFiles(national=odd)), twice=False)
    assert found.read is not None
    assert found.read.national is not None
    assert found.read.national.unreadable == (9, 7)
    assert found.who is not None
    citizen = found.who.citizen
    assert (citizen.full_name, citizen.ethnicity, citizen.residence, citizen.religion) == (
        "Hoàng Thị Mận",
        "Tày",
        "",
        "",
    )


def test_letters_come_composed_and_numbers_whole():
    apart = "Hoàng Thị Mận"
    national = dg13(field_of(1, integer(999192004321)), field_of(2, text(apart)), field_of(77, text("mới")))
    found = outcome(Row("", "", "", files=CardFiles(national=national)), twice=False)
    assert found.who is not None
    assert found.who.citizen.full_name == "Hoàng Thị Mận"
    assert found.who.citizen.id_number == "999192004321"
    assert found.read is not None
    assert found.read.national is not None
    assert found.read.national.text(77) == "mới"  # nobody knows the field, and it is kept


FATHER, MOTHER = text("Hoàng Văn Bính"), text("Nông Thị Sáu")
BOTH = (Relative("father", "Hoàng Văn Bính"), Relative("mother", "Nông Thị Sáu"))


@pytest.mark.parametrize(
    ("values", "relatives"),
    [
        ((seq(FATHER, MOTHER),), BOTH),
        ((seq(FATHER), seq(MOTHER)), BOTH),
        ((seq(tlv(0xA1, MOTHER), tlv(0xA0, FATHER)),), BOTH),
        ((seq(), seq(MOTHER)), BOTH[1:]),
        ((seq(text(""), MOTHER),), BOTH[1:]),
        ((seq(FATHER), seq()), BOTH[:1]),
        ((seq(tlv(0xA1, MOTHER)),), BOTH[1:]),
        ((seq(MOTHER),), (Relative("parent", "Nông Thị Sáu"),)),  # nothing says which
        ((MOTHER,), (Relative("parent", "Nông Thị Sáu"),)),
        ((), ()),
    ],
)
def test_a_parent_is_named_by_tag_or_place_and_never_guessed(values, relatives):
    assert _citizen(CardFiles(national=dg13(NAME, field_of(13, *values)))).relatives == relatives


def test_a_spouse_is_no_parent():
    national = dg13(field_of(14, seq(text("Lò Văn Tám"))), NAME, field_of(13, seq()))
    assert _citizen(CardFiles(national=national)).relatives == (Relative("spouse", "Lò Văn Tám"),)


@pytest.mark.parametrize(
    ("words", "birth", "known"),
    [
        ("1945", "45<<<<", PartialBirth(1945)),
        ("00/00/1945", "450000", PartialBirth(1945)),
        ("05/1945", "4505<<", PartialBirth(1945, 5)),
        ("", "45<<<<", PartialBirth(1945)),
        ("", "4505<<", PartialBirth(1945, 5)),
    ],
)
def test_a_birth_that_is_half_known_stays_so(words, birth, known):
    fields = [NAME, *([field_of(3, text(words))] if words else [])]
    holder = Holder(number="999145004321", birth=birth)
    citizen = _citizen(CardFiles(holder=holder, national=dg13(*fields)))
    assert (citizen.birth_date, citizen.partial_birth) == (None, known)
    assert citizen.age_on(NOW.date()) in (80, 81)


def test_a_card_without_an_end_has_not_ended():
    for expires, check in (("991231", ""), ("<<<<<<", "<")):
        files = CardFiles(holder=Holder(expires=expires, expires_check=check), national=dg13(NAME))
        found = outcome(Row("", "", "", files=files), twice=False)
        assert found.who is not None
        assert (found.who.citizen.expires, found.who.expired) == (None, False)


# --- OpenSSL


def _openssl(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=False)


def _verified(cms: bytes, root: Path) -> bytes | None:
    """What OpenSSL finds signed, or None. It looks at the time of signing, as we do."""
    flags = ("-inform", "DER", "-binary", "-purpose", "any", "-no_check_time", "-CAfile", str(root))
    found = _openssl("cms", "-verify", *flags, given=cms)
    return found.stdout if found.returncode == 0 else None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(_openssl("x509", "-inform", "DER", given=issuer.ROOT.der).stdout)
    return path


GROUPS = {1: b"\x61\x03one", 2: b"\x75\x03two"}
KEYS = [SigningKey(), SigningKey(hash="sha512"), SigningKey("rsa"), SigningKey("pss", salt=20)]
"""A curve written out OpenSSL refuses by its own policy; that we take it is in the table."""


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.kind}-{key.hash}")
@pytest.mark.parametrize("ber", [False, True])
def test_openssl_and_we_find_the_same_signed(key, ber, root):
    whole = Envelope(signer(key), ber=ber).security_object(GROUPS)
    header = len(whole) - len(signed_data_of(whole))
    sod = authenticity.parse_sod(whole)
    assert sod.envelope.holds is True
    assert _verified(whole[header:], root) == sod.envelope.content
    broken = whole.replace(digest("sha256", GROUPS[2]), bytes(32))
    assert authenticity.parse_sod(broken).envelope.holds is False
    assert _verified(broken[header:], root) is None


def signed_data_of(sod: bytes) -> bytes:
    from icao_der import objects

    return objects(sod)[0x77]


def test_openssl_verifies_the_list_of_our_own_simulated_card():
    sod = virtual_files.files(person(), Quirks())[virtual_files.SOD]
    assert (
        _verified(signed_data_of(sod), demo_asset("trust") / "csca.pem") == authenticity.parse_sod(sod).envelope.content
    )


def test_we_verify_what_openssl_signs(tmp_path, root):
    from cryptography.hazmat.primitives import serialization

    known = signer()
    (tmp_path / "signer.pem").write_bytes(_openssl("x509", "-inform", "DER", given=known.der).stdout)
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(known.key.private.private_bytes(*pem))
    hashed = seq(*(seq(integer(number), octets(digest("sha256", data))) for number, data in GROUPS.items()))
    content = seq(integer(0), seq(oid(HASHES["sha256"][0])), hashed)
    flags = ("-binary", "-nodetach", "-outform", "DER", "-econtent_type", issuer.SECURITY_OBJECT, "-md", "sha256")
    files = ("-signer", str(tmp_path / "signer.pem"), "-inkey", str(tmp_path / "key.pem"))
    made = _openssl("cms", "-sign", *flags, *files, given=content)
    assert made.returncode == 0, made.stderr
    sod = authenticity.parse_sod(tlv(0x77, made.stdout))
    verdict = authenticity.verify(sod, {f"DG{number}": data for number, data in GROUPS.items()}, TRUST, NOW)
    assert (verdict.hashes, verdict.signature, verdict.issuer) == (True, True, IssuerTrust.TRUSTED)
    assert not authenticity.verify(sod, {"DG1": b"other"}, TRUST, NOW).hashes


def test_of_two_certificates_with_one_number_the_issuer_decides():
    mine = signer()
    other = issuer.certificate("DS", SigningKey(seed="x"), "Elsewhere", SigningKey(seed="y"), serial=mine.serial)
    for inside in ((other.der, mine.der), (mine.der, other.der)):
        whole = Envelope(replace(mine, der=b"".join(inside))).around(b"content", issuer.SECURITY_OBJECT)
        assert signed_data.parse(whole).holds is True


# --- cards that would keep us busy


def test_a_face_that_comes_in_crumbs_is_given_up_on():
    large = CardFiles(image=issuer_picture(400_000))
    found = outcome(Row("", "", "", Profile(most=75), large), twice=False)
    assert found.words == "genuine, passed, PACE-CAN, without DG2"
    assert found.commands < 3300


def issuer_picture(size: int) -> bytes:
    return b"\xff\xd8" + bytes(size)


INFO = seq(oid("1.2.3"), integer(1))


@pytest.mark.parametrize(
    ("place", "words", "content"),
    [
        (
            0x010D,
            "genuine, passed, PACE-CAN, without DG13",
            dg13(*(field_of(number, text("x")) for number in range(9000))),
        ),
        (0x010E, "doubtful, failed, PACE-CAN", tlv(0x6E, tlv(0x31, INFO * 2900))),
        (0x0101, "card.unreadable", b"\x61\x83\x07\xff\xff"),
        (0x011D, "doubtful, not-tried, PACE-CAN, without SOD", b"\x77\x83\x07\xff\xff"),
    ],
)
def test_a_file_far_too_long_is_not_read_to_its_end(place, words, content):
    """Its length is enough to know: none of it is fetched but the first piece."""
    long = CardFiles(changed={place: content})
    found = outcome(Row("", "", "", Profile(), long), twice=False)
    assert found.words == words
    assert found.commands < 60

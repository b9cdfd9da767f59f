"""ICAO 9303-10, appendix A: EF.COM and EF.DG1, byte for byte; 9303-12: the certificates' profiles.

Of part 10 the examples are taken whose files a Vietnamese card has. Part 12 holds no worked example in bytes; its
tables 1 and 2 (certificate profiles) and 4 (revocation lists) are held against what the demo's issuer issues instead,
for that is what every other test is verified with.
"""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID as Oid

from kiosk.chip import lds
from kiosk.resources import demo_asset

H = bytes.fromhex
GROUPS = ("DG1", "DG2", "DG4", "DG12")


@pytest.mark.parametrize(
    ("content", "version"),
    [
        ("60165F0104303130375F36063034303030305C046175766C", "0107"),  # A.1, LDS 1.7
        ("60165F0104313539395F36063034303030305C046175766C", "1599"),  # A.1, LDS 15.99
    ],
)
def test_a1_ef_com(content, version):
    assert lds.parse_com(H(content)) == lds.Com(version, GROUPS)


def test_a21_ef_dg1_of_a_card():
    """As printed; its composite digit is 4 where the rule gives 8, and so is none that a reader may insist on."""
    content = H(
        "615D5F1F5A"
        "493C4E4C44584938353933354638363939393939393939303C3C3C3C3C3C"
        "3732303831343846313130383236384E4C443C3C3C3C3C3C3C3C3C3C3C34"
        "56414E3C4445523C535445454E3C3C4D415249414E4E453C4C4F55495345"
    )
    found = lds.parse_dg1(content)
    assert (found.document, found.issuer, found.number, found.optional) == ("I", "NLD", "XI85935F8", "999999990")
    assert (found.birth, found.sex, found.expires, found.nationality) == ("720814", "F", "110826", "NLD")
    assert (found.surname, found.given) == ("VAN DER STEEN", "MARIANNE LOUISE")
    assert found.key == "XI85935F8672081481108268"


def test_a22_ef_dg1_of_two_lines():
    """The printed example is a character too long and its digits do not add up; here they are put right."""
    content = H(
        "614B5F1F48"
        "493C415441534D4954483C3C4A4F484E3C543C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C"
        "3132333435363738393C484D44373430363232314D31303132333132303132323C3C3C30"
    )
    found = lds.parse_dg1(content)
    assert (found.issuer, found.number, found.nationality) == ("ATA", "123456789012", "HMD")
    assert (found.surname, found.given, found.birth, found.expires) == ("SMITH", "JOHN T", "740622", "101231")


def test_ef_dg1_of_a_passport():
    """The passport of 9303-4, appendix B, as EF.DG1 has it."""
    content = H(
        "615B5F1F58"
        "503C55544F4552494B53534F4E3C3C414E4E413C4D415249413C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C"
        "4C38393839303243333655544F3734303831323246313230343135395A45313834323236423C3C3C3C3C3130"
    )
    found = lds.parse_dg1(content)
    assert (found.document, found.issuer, found.number, found.optional) == ("P", "UTO", "L898902C3", "ZE184226B")
    assert (found.surname, found.given, found.sex) == ("ERIKSSON", "ANNA MARIA", "F")
    assert found.key == "L898902C3674081221204159"


def _certificate(*path: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(demo_asset(*path).read_bytes())


CSCA = _certificate("trust", "csca.pem")
SIGNERS = [_certificate("issuer", f"{name}.pem") for name in ("trusted", "revoked", "expired")]


def test_the_authority_has_the_profile_of_a_csca():
    constraints = CSCA.extensions.get_extension_for_oid(Oid.BASIC_CONSTRAINTS)
    usage = CSCA.extensions.get_extension_for_oid(Oid.KEY_USAGE)
    assert CSCA.version is x509.Version.v3
    assert constraints.critical and constraints.value.ca and constraints.value.path_length == 0
    assert usage.critical and usage.value.key_cert_sign and usage.value.crl_sign
    assert not usage.value.digital_signature
    assert CSCA.extensions.get_extension_for_oid(Oid.SUBJECT_KEY_IDENTIFIER)


@pytest.mark.parametrize("signer", SIGNERS)
def test_the_signers_have_the_profile_of_a_document_signer(signer):
    usage = signer.extensions.get_extension_for_oid(Oid.KEY_USAGE)
    assert signer.version is x509.Version.v3
    assert usage.critical and usage.value.digital_signature and not usage.value.key_cert_sign
    named = signer.extensions.get_extension_for_oid(Oid.AUTHORITY_KEY_IDENTIFIER).value
    own = CSCA.extensions.get_extension_for_oid(Oid.SUBJECT_KEY_IDENTIFIER).value
    assert named.key_identifier == own.digest
    country = signer.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)[0].value
    assert country == CSCA.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)[0].value == country.upper()
    signer.verify_directly_issued_by(CSCA)


def test_the_revocation_list_has_its_profile():
    raw = demo_asset("trust", "csca.crl").read_bytes()
    found = x509.load_pem_x509_crl(raw) if raw.startswith(b"-----") else x509.load_der_x509_crl(raw)
    assert found.issuer == CSCA.subject
    assert found.extensions.get_extension_for_oid(Oid.CRL_NUMBER)
    assert found.extensions.get_extension_for_oid(Oid.AUTHORITY_KEY_IDENTIFIER)
    assert found.is_signature_valid(CSCA.public_key())

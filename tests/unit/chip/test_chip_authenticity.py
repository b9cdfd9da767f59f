"""Passive authentication: every way in which a card can fail to be genuine has its own verdict."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import ecdsa
import pytest
from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from ecdsa.util import sigencode_der
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.chip import authenticity, tlv
from kiosk.chip.signatures import verifies
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import IssuerTrust, TrustStore
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TRUST = demo_trust()
GENUINE = virtual_files.files(person(), Quirks.of([]))
CURVE = GENUINE[virtual_files.SOD].index(bytes.fromhex("2b2403030208010107"))  # the certificate's brainpoolP256r1
VERSION = GENUINE[virtual_files.SOD].index(bytes.fromhex("a003020102")) + 4  # the certificate's


def _verdict(*quirks: Quirk, trust: TrustStore = TRUST) -> authenticity.Verdict:
    files = virtual_files.files(person(), Quirks.of(quirks))
    read = {f"DG{number}": files[0x0100 + number] for number in (1, 2, 13)}
    return authenticity.verify(authenticity.parse_sod(files[virtual_files.SOD]), read, trust, NOW)


def test_a_genuine_card_holds_in_every_part():
    verdict = _verdict()
    assert verdict.groups == {"DG1": True, "DG2": True, "DG13": True}
    assert (verdict.hashes, verdict.signature, verdict.issuer) == (True, True, IssuerTrust.TRUSTED)


@pytest.mark.parametrize(
    ("quirk", "parts"),
    [
        (Quirk.WRONG_HASH, (False, True, IssuerTrust.TRUSTED)),
        (Quirk.FORGED_SIGNATURE, (True, False, IssuerTrust.TRUSTED)),
        (Quirk.UNKNOWN_ISSUER, (True, True, IssuerTrust.UNKNOWN)),
        (Quirk.REVOKED_ISSUER, (True, True, IssuerTrust.REVOKED)),
        (Quirk.EXPIRED_ISSUER, (True, True, IssuerTrust.EXPIRED)),
    ],
)
def test_each_fault_has_its_own_part(quirk, parts):
    verdict = _verdict(quirk)
    assert (verdict.hashes, verdict.signature, verdict.issuer) == parts


def test_only_the_changed_group_fails():
    assert _verdict(Quirk.WRONG_HASH).groups == {"DG1": True, "DG2": True, "DG13": False}


def test_a_group_that_was_not_signed_fails():
    files = virtual_files.files(person(), Quirks.of([]))
    sod = authenticity.parse_sod(files[virtual_files.SOD])
    assert not authenticity.verify(sod, {"DG14": b"\x6e\x00"}, TRUST, NOW).hashes


def test_nothing_read_is_nothing_proven():
    files = virtual_files.files(person(), Quirks.of([]))
    assert not authenticity.verify(authenticity.parse_sod(files[virtual_files.SOD]), {}, TRUST, NOW).hashes


def test_without_authorities_every_issuer_is_unknown():
    assert _verdict(trust=TrustStore()).issuer is IssuerTrust.UNKNOWN


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=400)
@example(place=CURVE, value=0)
@example(place=VERSION, value=1)
@given(place=st.integers(0, len(GENUINE[virtual_files.SOD]) - 1), value=st.integers(0, 255))
def test_a_damaged_list_is_malformed_or_judged(place, value):
    files = GENUINE
    data = bytearray(files[virtual_files.SOD])
    data[place] = value
    try:
        sod = authenticity.parse_sod(bytes(data))
    except Malformed:
        return
    verdict = authenticity.verify(sod, {"DG1": files[virtual_files.DG1]}, TRUST, NOW)
    assert isinstance(verdict.issuer, IssuerTrust)


# --- the algorithms of other issuers


def _certificate(public, signing_key) -> asn1_x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "DS")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(public)
    builder = builder.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    made = builder.sign(signing_key, hashes.SHA256())
    return asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))


def _signer(certificate, algorithm, signature: bytes, digest: str = "sha256") -> cms.SignerInfo:
    sid = {"issuer": certificate.issuer, "serial_number": 7}
    made = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": {"algorithm": digest},
            "signature_algorithm": algorithm,
            "signature": signature,
        }
    )
    return cms.SignerInfo.load(made.dump())


CONTENT = b"what was signed"


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384", "sha512"])
def test_rsa_pkcs1_is_verified(name):
    key = rsa.generate_private_key(65537, 2048)
    certificate = _certificate(key.public_key(), key)
    signature = key.sign(CONTENT, padding.PKCS1v15(), getattr(hashes, name.upper())())
    signer = _signer(certificate, {"algorithm": "rsassa_pkcs1v15"}, signature, name)
    assert verifies(certificate, signer, CONTENT)
    assert not verifies(certificate, signer, CONTENT + b"!")


def test_rsa_pss_is_verified():
    key = rsa.generate_private_key(65537, 2048)
    certificate = _certificate(key.public_key(), key)
    signature = key.sign(CONTENT, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": "sha256"},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
            "salt_length": 32,
        }
    )
    signer = _signer(certificate, {"algorithm": "rsassa_pss", "parameters": parameters}, signature)
    assert verifies(certificate, signer, CONTENT)
    assert not verifies(certificate, signer, CONTENT + b"!")


def test_a_key_with_explicit_curve_parameters_is_verified():
    """As many issuers write them: ``cryptography`` refuses such keys, so another library must read them."""
    key = ecdsa.SigningKey.generate(curve=ecdsa.BRAINPOOLP256r1)
    helper = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(helper.public_key(), helper)
    explicit = key.verifying_key.to_der(curve_parameters_encoding="explicit")
    certificate["tbs_certificate"]["subject_public_key_info"] = asn1_x509.PublicKeyInfo.load(explicit)
    certificate = asn1_x509.Certificate.load(certificate.dump(force=True))
    signature = key.sign(CONTENT, hashfunc=hashlib.sha256, sigencode=sigencode_der)
    signer = _signer(certificate, {"algorithm": "sha256_ecdsa"}, signature)
    assert verifies(certificate, signer, CONTENT)
    assert not verifies(certificate, signer, CONTENT + b"!")


def test_attributes_that_carry_another_digest_are_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key.public_key(), key)
    attributes = cms.CMSAttributes(
        [{"type": "message_digest", "values": [core.OctetString(hashlib.sha256(b"another").digest())]}]
    )
    signer = _signer(certificate, {"algorithm": "sha256_ecdsa"}, key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())))
    signer["signed_attrs"] = attributes
    assert not verifies(certificate, cms.SignerInfo.load(signer.dump(force=True)), CONTENT)


def test_what_is_no_signed_data_is_malformed():
    with pytest.raises(Malformed):
        authenticity.parse_sod(tlv.encode(0x77, cms.ContentInfo({"content_type": "data", "content": b"x"}).dump()))

"""Whom a kiosk believes: authorities, the links between their keys, master lists, and what was taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import ecdsa
import pytest
from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from ecdsa.util import sigencode_der

from kiosk.chip import tlv
from kiosk.chip.certificates import Certificate
from kiosk.chip.trust import MASTER_LIST, IssuerTrust, TrustStore
from kiosk.devices.card_identity import load_trust
from kiosk.errors import ConfigError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONG = timedelta(days=3000)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _made(
    subject,
    key,
    issuer,
    issuer_key,
    *,
    serial=1,
    authority=True,
    first=NOW - LONG,
    last=NOW + LONG,
    pss=False,
    purpose=None,
) -> bytes:
    builder = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer)).serial_number(serial)
    builder = builder.public_key(key.public_key()).not_valid_before(first).not_valid_after(last)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=True)
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else None
    made = builder.sign(issuer_key, hashes.SHA256(), rsa_padding=scheme)
    return made.public_bytes(serialization.Encoding.DER)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _revoking(issuer: str, key, serial: int) -> bytes:
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW).build()
    listed = x509.CertificateRevocationListBuilder().issuer_name(_name(issuer)).last_update(NOW)
    listed = listed.next_update(NOW + LONG).add_revoked_certificate(entry)
    return listed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


ROOT, NEXT, SIGNER, STRANGER = _key(), _key(), _key(), _key()
AUTHORITY = _made("CSCA", ROOT, "CSCA", ROOT)
LINK = _made("CSCA", NEXT, "CSCA", ROOT, serial=2)
OLD_DS = Certificate.of(_made("DS", SIGNER, "CSCA", ROOT, serial=7, authority=False))
NEW_DS = Certificate.of(_made("DS", SIGNER, "CSCA", NEXT, serial=8, authority=False))


def test_an_authority_vouches_for_its_signer_while_both_are_valid():
    short = _made("CSCA", ROOT, "CSCA", ROOT, last=NOW)
    assert TrustStore.of([AUTHORITY]).judge(OLD_DS, NOW) is IssuerTrust.TRUSTED
    assert TrustStore.of([AUTHORITY]).judge(OLD_DS, NOW + 2 * LONG) is IssuerTrust.EXPIRED
    assert TrustStore.of([short]).judge(OLD_DS, NOW - timedelta(days=1)) is IssuerTrust.TRUSTED
    assert TrustStore.of([short]).judge(OLD_DS, NOW + timedelta(days=1)) is IssuerTrust.EXPIRED


def test_of_two_certificates_for_one_key_the_valid_one_counts():
    short = _made("CSCA", ROOT, "CSCA", ROOT, last=NOW)
    assert TrustStore.of([short, AUTHORITY]).judge(OLD_DS, NOW + timedelta(days=1)) is IssuerTrust.TRUSTED


def test_a_link_carries_belief_to_the_next_key():
    assert TrustStore.of([AUTHORITY]).judge(NEW_DS, NOW) is IssuerTrust.UNKNOWN
    assert TrustStore.of([LINK, AUTHORITY]).judge(NEW_DS, NOW) is IssuerTrust.TRUSTED


def test_a_link_over_a_link_too():
    third = _key()
    further = _made("CSCA new name", third, "CSCA", NEXT, serial=3)
    signer = Certificate.of(_made("DS", SIGNER, "CSCA new name", third, authority=False))
    assert TrustStore.of([further, LINK, AUTHORITY]).judge(signer, NOW) is IssuerTrust.TRUSTED


def test_a_link_that_nobody_here_signed_carries_nothing():
    forged = _made("CSCA", STRANGER, "CSCA", STRANGER, serial=2)
    signer = Certificate.of(_made("DS", SIGNER, "CSCA", NEXT, authority=False))
    assert TrustStore.of([LINK]).authorities == ()
    assert TrustStore.of([forged, LINK]).judge(signer, NOW) is IssuerTrust.UNKNOWN


def test_who_may_not_sign_certificates_vouches_for_nobody():
    assert TrustStore.of([_made("CSCA", ROOT, "CSCA", ROOT, authority=False)]).judge(OLD_DS, NOW) is IssuerTrust.UNKNOWN


def test_the_name_of_an_authority_without_its_key_is_worth_nothing():
    forged = Certificate.of(_made("DS", SIGNER, "CSCA", STRANGER, authority=False))
    assert TrustStore.of([AUTHORITY]).judge(forged, NOW) is IssuerTrust.UNKNOWN


@pytest.mark.parametrize(
    ("key", "issuer", "serial", "outcome"),
    [
        (ROOT, "CSCA", 7, IssuerTrust.REVOKED),
        (NEXT, "CSCA", 7, IssuerTrust.REVOKED),  # the next key signs the list for certificates of the old one
        (STRANGER, "CSCA", 7, IssuerTrust.TRUSTED),  # another hand
        (ROOT, "CSCA", 9, IssuerTrust.TRUSTED),  # another certificate
        (ROOT, "Another", 7, IssuerTrust.TRUSTED),  # another authority's list
    ],
)
def test_a_list_revokes_what_it_names_if_its_authority_signed_it(key, issuer, serial, outcome):
    store = TrustStore.of([AUTHORITY, LINK], [_revoking(issuer, key, serial)])
    assert store.judge(OLD_DS, NOW) is outcome


@pytest.mark.parametrize("pss", [False, True])
def test_authorities_sign_by_rsa_too(pss):
    key = rsa.generate_private_key(65537, 2048)
    store = TrustStore.of([_made("CSCA", key, "CSCA", key, pss=pss)], [_revoking("CSCA", key, 9)])
    signer = _made("DS", SIGNER, "CSCA", key, serial=8, authority=False, pss=pss)
    revoked = _made("DS", SIGNER, "CSCA", key, serial=9, authority=False, pss=pss)
    assert store.judge(Certificate.of(signer), NOW) is IssuerTrust.TRUSTED
    assert store.judge(Certificate.of(revoked), NOW) is IssuerTrust.REVOKED


def _explicit(raw: bytes, key: ecdsa.SigningKey, signing: ecdsa.SigningKey) -> bytes:
    """The same certificate for a key with its curve written out, signed by such a key."""
    made = asn1_x509.Certificate.load(raw)
    spki = key.verifying_key.to_der(curve_parameters_encoding="explicit")
    made["tbs_certificate"]["subject_public_key_info"] = asn1_x509.PublicKeyInfo.load(spki)
    body = made["tbs_certificate"].dump(force=True)
    made["signature_value"] = signing.sign(body, hashfunc=hashlib.sha256, sigencode=sigencode_der)
    return made.dump(force=True)


def test_curves_written_out_are_read_in_authorities_signers_and_lists():
    root, own = (ecdsa.SigningKey.generate(curve=ecdsa.BRAINPOOLP384r1) for _ in range(2))
    authority = _explicit(AUTHORITY, root, root)
    signer = Certificate.of(_explicit(OLD_DS.der, own, root))
    assert TrustStore.of([authority]).judge(signer, NOW) is IssuerTrust.TRUSTED
    listed = ec.derive_private_key(root.privkey.secret_multiplier, ec.BrainpoolP384R1())
    assert TrustStore.of([authority], [_revoking("CSCA", listed, 7)]).judge(signer, NOW) is IssuerTrust.REVOKED
    forged = Certificate.of(_explicit(OLD_DS.der, own, own))
    assert TrustStore.of([authority]).judge(forged, NOW) is IssuerTrust.UNKNOWN


def _list_signer(issuer_key) -> bytes:
    return _made("List signer", SIGNER, "CSCA", issuer_key, serial=70, authority=False, purpose="2.23.136.1.1.3")


def _master_list(*listed: bytes, key=SIGNER, certificate: bytes | None = None, kind: str = MASTER_LIST) -> bytes:
    content = tlv.encode(0x30, b"\x02\x01\x00", tlv.encode(0x31, *listed))
    held = certificate or _list_signer(ROOT)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [kind]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
        ]
    )
    parsed = asn1_x509.Certificate.load(held)
    sid = {"issuer": parsed.issuer, "serial_number": parsed.serial_number}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
    }
    body = {
        "version": "v3",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": kind, "content": core.ParsableOctetString(content)},
        "certificates": [parsed],
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)}).dump()


OTHERS = _made("Another land", STRANGER, "Another land", STRANGER)
THEIR_DS = Certificate.of(_made("DS", SIGNER, "Another land", STRANGER, authority=False))


def test_a_master_list_vouches_for_the_authorities_on_it():
    assert TrustStore.of([AUTHORITY]).judge(THEIR_DS, NOW) is IssuerTrust.UNKNOWN
    assert TrustStore.of([AUTHORITY], (), [_master_list(AUTHORITY, OTHERS)]).judge(THEIR_DS, NOW) is IssuerTrust.TRUSTED


@pytest.mark.parametrize(
    "listed",
    [
        _master_list(OTHERS, key=STRANGER),  # the signature does not hold
        _master_list(OTHERS, certificate=_list_signer(STRANGER)),
        _master_list(OTHERS, certificate=_made("DS", SIGNER, "CSCA", ROOT, authority=False)),  # signs documents
        _master_list(OTHERS, certificate=AUTHORITY, key=ROOT),
        _master_list(OTHERS, kind="2.23.136.1.1.1"),
        b"\x30\x03\x02\x01\x00",
        b"nothing at all",
    ],
)
def test_a_master_list_that_nobody_here_vouches_for_is_refused(listed):
    with pytest.raises(ValueError, match=r"master list|nothing"):
        TrustStore.of([AUTHORITY], (), [listed])


def test_what_may_not_issue_is_not_taken_from_a_master_list():
    store = TrustStore.of([AUTHORITY], (), [_master_list(OLD_DS.der)])
    assert store.authorities == TrustStore.of([AUTHORITY]).authorities


def test_a_folder_holds_all_of_it(tmp_path):
    (tmp_path / "a.der").write_bytes(AUTHORITY)
    (tmp_path / "link.cer").write_bytes(LINK)
    (tmp_path / "world.ml").write_bytes(_master_list(OTHERS))
    (tmp_path / "taken-back.crl").write_bytes(_revoking("CSCA", NEXT, 7))
    store = load_trust(tmp_path)
    assert store.judge(NEW_DS, NOW) is IssuerTrust.TRUSTED
    assert store.judge(THEIR_DS, NOW) is IssuerTrust.TRUSTED
    assert store.judge(OLD_DS, NOW) is IssuerTrust.REVOKED


@pytest.mark.parametrize("name", ["a.pem", "a.crl", "a.ml"])
def test_a_folder_with_something_else_in_it_is_said(tmp_path, name):
    (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(ConfigError):
        load_trust(tmp_path)

"""EF.SOD of the virtual card: a real CMS signature by the demo's synthetic issuer (ICAO 9303-10 §4.6.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.chip import tlv
from kiosk.resources import demo_asset

SECURITY_OBJECT = "2.23.136.1.1.1"
CARD_SECURITY = "0.4.0.127.0.7.3.2.1"
_SHA256 = bytes.fromhex("300d06096086480165030402010500")


def sign(groups: Mapping[int, bytes], signed: datetime, issuer: str) -> bytes:
    """The file, over the data groups by number. ``issuer`` names a file of the sandbox's ``assets/issuer``."""
    return tlv.encode(0x77, signed_data(_content(groups), SECURITY_OBJECT, signed, issuer))


def signed_data(content: bytes, kind: str, signed: datetime, issuer: str) -> bytes:
    """Any content in its signed envelope."""
    raw = demo_asset("issuer", f"{issuer}.pem").read_bytes()
    key = serialization.load_pem_private_key(raw, None)
    certificate = x509.load_pem_x509_certificate(raw)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the demo's issuer signs by ECDSA")
    return _signed_data(content, kind, key, certificate, signed)


def _content(groups: Mapping[int, bytes]) -> bytes:
    hashed = (
        tlv.encode(0x30, core.Integer(number).dump(), tlv.encode(0x04, hashlib.sha256(data).digest()))
        for number, data in sorted(groups.items())
    )
    return tlv.encode(0x30, core.Integer(0).dump(), _SHA256, tlv.encode(0x30, *hashed))


def _signed_data(
    content: bytes, kind: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, signed: datetime
) -> bytes:
    attributes = _attributes(content, kind, signed)
    signature = key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    issuer = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": {"issuer": issuer.issuer, "serial_number": issuer.serial_number}}
        ),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    body = {
        "version": "v3",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": kind, "content": core.ParsableOctetString(content)},
        "certificates": [issuer],
        "signer_infos": [signer],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)})
    return bytes(whole.dump())


def _attributes(content: bytes, kind: str, signed: datetime) -> cms.CMSAttributes:
    moment = cms.Time({"utc_time": core.UTCTime(signed.astimezone(UTC))})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": [kind]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {"type": "signing_time", "values": [moment]},
        ]
    )

"""Passive authentication: is what we read what was signed, and by whom (ICAO 9303-11 §5.1, 9303-10 §4.6.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from kiosk.chip import tlv
from kiosk.chip.signatures import UNREADABLE, verifies
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import Issuer, TrustStore

_HASHES = {"sha1", "sha224", "sha256", "sha384", "sha512"}


class _GroupHash(core.Sequence):  # type: ignore[misc]
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012  asn1crypto's way


class _GroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _GroupHash


class _SecurityObject(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012  asn1crypto's way
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _GroupHashes),
        ("version_info", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True)
class SecurityObject:
    """EF.SOD taken apart: which hashes were signed, by which certificate."""

    algorithm: str
    hashes: Mapping[str, bytes] = field(repr=False)  # by group: "DG1"
    content: bytes = field(repr=False)  # what the hashes stand in, as signed
    signer: Any = field(repr=False)
    certificate: Any = field(repr=False)

    @property
    def groups(self) -> frozenset[str]:
        """The data groups that the issuer put on the chip."""
        return frozenset(self.hashes)


@dataclass(frozen=True)
class Verdict:
    """In parts, never a bare yes. ``groups`` says for each group read whether its hash is the signed one."""

    groups: Mapping[str, bool]
    signature: bool
    issuer: Issuer

    @property
    def hashes(self) -> bool:
        """Every group read is as signed; False when nothing could be compared."""
        return bool(self.groups) and all(self.groups.values())


UNVERIFIABLE = Verdict({}, signature=False, issuer=Issuer.UNKNOWN)
"""The verdict on a card whose security object cannot be read."""


def parse_sod(data: bytes) -> SecurityObject:
    """Raises Malformed for anything but a CMS SignedData over a security object."""
    try:
        return _parse(tlv.only(data, 0x77).value)
    except Malformed:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise Malformed(f"no security object: {type(error).__name__}") from error  # whatever asn1crypto meets


def _parse(raw: bytes) -> SecurityObject:
    signed = cms.ContentInfo.load(raw)["content"]
    if not isinstance(signed, cms.SignedData):
        raise Malformed("not signed")
    content = bytes(signed["encap_content_info"]["content"])
    inner = _SecurityObject.load(content)
    algorithm = inner["hash_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        raise Malformed("an unknown hash algorithm")
    hashes = {f"DG{item['number'].native}": bytes(item["value"]) for item in inner["hashes"]}
    signer = signed["signer_infos"][0]
    return SecurityObject(algorithm, hashes, content, signer, _signers_certificate(signed, signer))


def _signers_certificate(signed: Any, signer: Any) -> Any:
    """The certificate that the signer names; the only one where it names it in a way we do not know."""
    certificates = [item.chosen for item in signed["certificates"] if isinstance(item.chosen, asn1_x509.Certificate)]
    named = signer["sid"].chosen
    for certificate in certificates:
        if isinstance(named, cms.IssuerAndSerialNumber):
            matches = certificate.serial_number == named["serial_number"].native
        else:
            matches = certificate.key_identifier == named.native
        if matches:
            return certificate
    if len(certificates) != 1:
        raise Malformed("the signer's certificate is not there")
    return certificates[0]


def verify(sod: SecurityObject, files: Mapping[str, bytes], trust: TrustStore, now: datetime) -> Verdict:
    """The verdict on the files read, by group name. ``now`` counts where the signature carries no time."""
    groups = {name: _matches(sod, name, data) for name, data in files.items()}
    return Verdict(groups, _signature_holds(sod), _judge(sod, trust, now))


def _matches(sod: SecurityObject, group: str, data: bytes) -> bool:
    digest = hashlib.new(sod.algorithm, data).digest()
    return hmac.compare_digest(sod.hashes.get(group, b""), digest)


def _signature_holds(sod: SecurityObject) -> bool:
    try:
        return verifies(sod.certificate, sod.signer, sod.content)
    except UNREADABLE:
        return False  # a signature that cannot even be read holds nothing


def _judge(sod: SecurityObject, trust: TrustStore, now: datetime) -> Issuer:
    try:
        certificate = x509.load_der_x509_certificate(sod.certificate.dump())
        return trust.judge(certificate, _signing_time(sod.signer) or now)
    except UNREADABLE:
        return Issuer.UNKNOWN


def _signing_time(signer: Any) -> datetime | None:
    for attribute in signer["signed_attrs"] or ():
        if attribute["type"].native == "signing_time":
            moment = attribute["values"][0].native
            return moment if isinstance(moment, datetime) else None
    return None

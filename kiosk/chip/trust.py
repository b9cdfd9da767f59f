"""Whom we believe: the country signing certificates (CSCA) and their revocation lists (ICAO 9303-12)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID


class Issuer(enum.Enum):
    """What is known of the certificate that signed the chip's data."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"  # outside its validity at the time of signing


@dataclass(frozen=True)
class TrustStore:
    """CSCA certificates and the lists of what they took back. Empty is allowed: then every issuer is unknown."""

    authorities: tuple[x509.Certificate, ...] = ()
    revocations: tuple[x509.CertificateRevocationList, ...] = ()

    @classmethod
    def of(cls, certificates: Iterable[bytes], revocations: Iterable[bytes] = ()) -> TrustStore:
        """From PEM or DER. Raises ValueError for what is neither."""
        return cls(tuple(map(_certificate, certificates)), tuple(map(_revocations, revocations)))

    def judge(self, signer: x509.Certificate, signed: datetime) -> Issuer:
        """What is known of ``signer``, which signed at ``signed`` (with time zone)."""
        authority = next((ca for ca in self.authorities if _issued(signer, ca)), None)
        if authority is None:
            return Issuer.UNKNOWN
        if self._revoked(signer, authority):
            return Issuer.REVOKED
        valid = all(_valid(certificate, signed) for certificate in (signer, authority))
        return Issuer.TRUSTED if valid else Issuer.EXPIRED

    def _revoked(self, signer: x509.Certificate, authority: x509.Certificate) -> bool:
        return any(
            listed.get_revoked_certificate_by_serial_number(signer.serial_number) is not None
            for listed in self.revocations
            if listed.issuer == authority.subject and _list_is_genuine(listed, authority)
        )


def _certificate(raw: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(raw) if b"-----BEGIN" in raw else x509.load_der_x509_certificate(raw)


def _revocations(raw: bytes) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(raw) if b"-----BEGIN" in raw else x509.load_der_x509_crl(raw)


def _issued(signer: x509.Certificate, authority: x509.Certificate) -> bool:
    """Names match, the authority may sign certificates, and its key verifies (ICAO 9303-12 §7.1)."""
    if signer.issuer != authority.subject or not _may_sign(authority):
        return False
    try:
        signer.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _may_sign(authority: x509.Certificate) -> bool:
    try:
        found = authority.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)
    except x509.ExtensionNotFound:
        return False
    return isinstance(found.value, x509.BasicConstraints) and found.value.ca


def _list_is_genuine(listed: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    return listed.is_signature_valid(authority.public_key())  # type: ignore[arg-type]  # a CSCA has no other kind


def _valid(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_before_utc <= moment.astimezone(UTC) <= certificate.not_valid_after_utc

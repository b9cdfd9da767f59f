"""Certificates and revocation lists as issuers of cards write them, curves written out included (ICAO 9303-12 §7).

Read by ``asn1crypto`` and checked by ``signatures``: the usual library refuses keys with explicit curve parameters,
which ICAO demands of issuers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1_x509

from kiosk.chip.signatures import UNREADABLE, issued


@dataclass(frozen=True)
class Certificate:
    """One certificate. Comparisons are by its bytes."""

    parsed: Any = field(compare=False, repr=False)
    der: bytes = field(repr=False)

    @classmethod
    def of(cls, raw: bytes) -> Certificate:
        """From PEM or DER. Raises ValueError for what is neither."""
        return cls.holding(_read(asn1_x509.Certificate, raw))

    @classmethod
    def holding(cls, parsed: Any) -> Certificate:
        """From one that asn1crypto has read. Raises ValueError when it turns out to be none."""
        try:
            found = cls(parsed, bytes(parsed.dump()))
            _ = found.issuer, found.subject, found.serial, parsed.public_key, found.valid_at(datetime.now(UTC))
        except UNREADABLE as error:
            raise ValueError(f"no certificate: {type(error).__name__}") from error
        return found

    @property
    def subject(self) -> Any:
        return self.parsed.subject

    @property
    def issuer(self) -> Any:
        return self.parsed.issuer

    @property
    def serial(self) -> int:
        return int(self.parsed.serial_number)

    @property
    def may_issue(self) -> bool:
        """Is it an authority's?"""
        try:
            constraints = self.parsed.basic_constraints_value
            return constraints is not None and bool(constraints["ca"].native)
        except UNREADABLE:
            return False

    @property
    def self_signed(self) -> bool:
        return self.issued_by(self)

    def issued_by(self, authority: Certificate) -> bool:
        """Names match, the authority may issue, and its key verifies (ICAO 9303-12 §7.1)."""
        if self.issuer != authority.subject or not authority.may_issue:
            return False
        signature, body = self.parsed["signature_value"].native, self.parsed["tbs_certificate"].dump()
        return _verified(authority, self.parsed["signature_algorithm"], signature, body)

    def valid_at(self, moment: datetime) -> bool:
        """``moment`` with its time zone."""
        validity = self.parsed["tbs_certificate"]["validity"]
        first, last = (validity[name].chosen.native for name in ("not_before", "not_after"))
        return bool(first <= moment.astimezone(UTC) <= last)


@dataclass(frozen=True)
class RevocationList:
    """What an authority took back: serial numbers."""

    parsed: Any = field(compare=False, repr=False)
    issuer: Any
    serials: frozenset[int]

    @classmethod
    def of(cls, raw: bytes) -> RevocationList:
        """From PEM or DER. Raises ValueError for what is neither."""
        parsed = _read(crl.CertificateList, raw)
        try:
            entries = parsed["tbs_cert_list"]["revoked_certificates"]
            return cls(parsed, parsed.issuer, frozenset(entry["user_certificate"].native for entry in entries or ()))
        except UNREADABLE as error:
            raise ValueError(f"no revocation list: {type(error).__name__}") from error

    def signed_by(self, authority: Certificate) -> bool:
        if self.issuer != authority.subject:
            return False
        signature, body = self.parsed["signature"].native, self.parsed["tbs_cert_list"].dump()
        return _verified(authority, self.parsed["signature_algorithm"], signature, body)


def _read(kind: Any, raw: bytes) -> Any:
    try:
        return kind.load(pem.unarmor(raw)[2] if pem.detect(raw) else raw, strict=True)
    except UNREADABLE as error:
        raise ValueError(f"neither PEM nor DER: {type(error).__name__}") from error


def _verified(authority: Certificate, algorithm: Any, signature: bytes, body: bytes) -> bool:
    try:
        return issued(authority.parsed, algorithm, signature, body)
    except UNREADABLE:
        return False

"""Certificates and revocation lists as issuers of cards write them, curves written out included (ICAO 9303-12 §7).

Read by ``asn1crypto`` and checked by ``signatures``: the usual library refuses keys with explicit curve parameters,
which ICAO demands of issuers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1_x509

from kiosk.chip import tlv
from kiosk.chip.signatures import UNREADABLE, UnknownAlgorithm, issued

_LIST_SIGNER = "2.23.136.1.1.3"
_TYPES = "2.23.136.1.1.6.2"
_UNDERSTOOD = {
    "key_usage",
    "basic_constraints",
    "extended_key_usage",
    "certificate_policies",
    "subject_alt_name",
    "issuer_alt_name",
    "private_key_usage_period",
    "key_identifier",
    "authority_key_identifier",
    "crl_distribution_points",
    _TYPES,
}


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
            certificate = cls(parsed, bytes(parsed.dump()))
            _ = (
                certificate.issuer,
                certificate.subject,
                certificate.serial,
                parsed.public_key,
                certificate.valid_at(datetime.now(UTC)),
            )
        except UNREADABLE as error:
            raise ValueError(f"no certificate: {type(error).__name__}") from error
        return certificate

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
    def country(self) -> str:
        """Two letters; empty where the subject names none."""
        try:
            return str(self.parsed.subject.native.get("country_name", "")).upper()
        except UNREADABLE:
            return ""

    @property
    def key_identifier(self) -> bytes:
        """Empty where the certificate names none."""
        return bytes(self.parsed.key_identifier or b"")

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the public key, hexadecimal: the same for every certificate of one key."""
        return hashlib.sha256(bytes(self.parsed.public_key.dump())).hexdigest()

    def may_sign_documents(self, document: str = "") -> bool:
        """Is it a document signer's (ICAO 9303-12 §7.1.1 table 5)? ``document``: what the MRZ begins with, where known.

        No authority; for signatures, where its usage is limited; for no other purpose; for this kind of document, where
        it names kinds; and with no critical extension that we do not understand (RFC 5280 §4.2).
        """
        try:
            return self._may_sign(document)
        except (*UNREADABLE, tlv.Malformed):
            return False

    def _may_sign(self, document: str) -> bool:
        usage = self.parsed.key_usage_value
        if self.may_issue or (usage is not None and "digital_signature" not in usage.native):
            return False
        extended = self.parsed.extended_key_usage_value
        if extended is not None and "any_extended_key_usage" not in extended.native:
            return False
        return self._understood and self._names(document)

    @property
    def _understood(self) -> bool:
        return set(self.parsed.critical_extensions) <= _UNDERSTOOD

    def _names(self, document: str) -> bool:
        """Does the list of document types name this one? Types are prefixes: P stands for PM, ID for itself."""
        extensions_named = [
            item for item in self.parsed["tbs_certificate"]["extensions"] if item["extn_id"].dotted == _TYPES
        ]
        if not extensions_named or not document:
            return True
        _, kinds = tlv.only(extensions_named[0]["extn_value"].contents, 0x30).children()
        named = {node.value.decode("ascii") for node in kinds.children()}
        return any(document.startswith(kind) for kind in named)

    @property
    def may_sign_master_lists(self) -> bool:
        """ICAO 9303-12 §7.1.1: the purpose 2.23.136.1.1.3, and no authority."""
        try:
            extended = self.parsed.extended_key_usage_value
            return extended is not None and _LIST_SIGNER in extended.native and not self.may_issue and self._understood
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

    @property
    def next_update(self) -> datetime | None:
        """When the next list was to come; None where this one does not say."""
        try:
            moment = self.parsed["tbs_cert_list"]["next_update"].native
        except UNREADABLE:
            return None
        return moment if isinstance(moment, datetime) else None

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
    except (*UNREADABLE, UnknownAlgorithm):
        return False

"""Whom the kiosk believes to be its portal, and how the portal knows the kiosk: TLS 1.3 with a private authority.

The authority's certificate is pinned at enrolment; no other counts, whatever the machine's own store says. Dates are
not compared with the machine's clock, which may say 1990 or 2039, but with the time floor: a certificate that ended
before it is over for certain. RFC 8446 (TLS 1.3), RFC 5280 §4.1.2.5 (validity), RFC 9525 (the portal's name).
"""

from __future__ import annotations

import json
import os
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from kiosk.bounded import read_object
from kiosk.errors import (
    EnrolmentUnusable,
    KioskRefused,
    LineError,
    OwnCertificateOver,
    PortalCertificateOver,
    PortalClockOff,
    PortalUntrusted,
)
from kiosk.sync.status.trusted_time import TrustedTime

NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL's X509_VERIFY_PARAM_set_flags: the dates are looked at here."""

RENEW_AT = 1 / 3
"""A certificate is renewed when this part of its life is left: months, so a kiosk without a line has time."""

OVER, LAPSED = "over", "lapsed"
"""What the portal says of a kiosk's certificate that is past its end: it may be renewed still, or not any more."""

_ALERTS = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED", "DECRYPT_ERROR")


@dataclass(frozen=True)
class Enrolment:
    """What makes this kiosk one of the portal's. Certificates and key in PEM; the key never leaves the store in clear.

    ``username`` and ``password`` sign in at the exchange; ``kiosk`` is the unit's code and the kiosk's own.
    """

    url: str
    unit: str
    kiosk: str
    authority: str
    certificate: str
    key: str = field(repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    signers: str = ""  # the portal's signing keys, Ed25519, hexadecimal, a space between them
    seal: str = ""  # the portal's key that sticks are sealed to, X25519, hexadecimal; empty: its enrolment named none

    def to_bytes(self) -> bytes:
        return json.dumps(self.__dict__, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Enrolment:
        """EnrolmentUnusable if it is not one."""
        try:
            enrolment = cls(**read_object(data))
            (
                _certificate(enrolment.authority),
                _certificate(enrolment.certificate),
                enrolment.signing_keys(),
                enrolment.sealed_to(),
            )
        except (TypeError, ValueError) as error:
            raise EnrolmentUnusable(type(error).__name__) from error
        return enrolment

    def signing_keys(self) -> tuple[bytes, ...]:
        """Whose word on arrivals counts, 32 bytes each. ValueError if one is no key."""
        keys = tuple(bytes.fromhex(text) for text in self.signers.split())
        if any(len(key) != 32 for key in keys):
            raise ValueError("a signing key has not 32 bytes")
        return keys

    def sealed_to(self) -> bytes:
        """What sticks are sealed to, 32 bytes; empty without one. ValueError if it is no key."""
        key = bytes.fromhex(self.seal)
        if key and len(key) != 32:
            raise ValueError("a key to seal to has not 32 bytes")
        return key

    @property
    def ends(self) -> datetime:
        """When this kiosk's own certificate is over."""
        return _certificate(self.certificate).not_valid_after_utc

    @property
    def renewal_from(self) -> datetime:
        """From when on it is time for a new certificate."""
        own = _certificate(self.certificate)
        life = own.not_valid_after_utc - own.not_valid_before_utc
        return own.not_valid_after_utc - life * RENEW_AT

    def due(self, now: datetime) -> bool:
        """Is it time for a new certificate, at ``now`` or later?"""
        return now >= self.renewal_from


class Trust:
    """One enrolment at work. Asked for each new connection; told of each answer."""

    def __init__(self, enrolment: Enrolment, floor: TrustedTime) -> None:
        self._enrolment = enrolment
        self._floor = floor
        self._portal_ends: datetime | None = None

    def context(self) -> ssl.SSLContext:
        """A context that knows the one authority and shows this kiosk's certificate."""
        context_made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context_made.minimum_version = ssl.TLSVersion.TLSv1_3
        context_made.load_verify_locations(cadata=self._enrolment.authority)
        context_made.verify_flags |= NO_CHECK_TIME
        if self._enrolment.certificate:
            present(context_made, self._enrolment.certificate, self._enrolment.key)
        return context_made

    def refused(self, word: str) -> LineError:
        """What it means that the portal turns this kiosk away with ``word`` (``kiosk-certificate``; docs/trust.md).

        Its certificate is over by the portal's clock. Where this clock and the floor agree that it is not, the
        portal's clock is wrong, which passes.
        """
        if word not in (OVER, LAPSED) or not self._enrolment.certificate:
            return KioskRefused(word)
        if self._floor.deny(self._enrolment.ends):
            return PortalClockOff(word)
        return OwnCertificateOver(word)

    def admit(self, connection: ssl.SSLSocket) -> None:
        """Look at the portal's dates, before a byte of ours is sent. PortalCertificateOver if they are past.

        That it was not valid yet is no reproach: the floor may lie far behind.
        """
        shown = x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")
        authority = _certificate(self._enrolment.authority)
        ends = min(shown.not_valid_after_utc, authority.not_valid_after_utc)
        if ends < self._floor.floor:
            raise PortalCertificateOver(str(ends.date()))
        self._portal_ends = ends

    def heard(self, date: str) -> None:
        """The Date of an answer that came over the channel (RFC 9110 §6.6.1). PortalCertificateOver when by the
        portal's own clock its certificate is over."""
        moment = http_date(date)
        if moment is None or self._portal_ends is None:
            return
        if moment > self._portal_ends:
            if self._floor.deny(self._portal_ends):
                return  # a date that is believed in nothing
            raise PortalCertificateOver(str(self._portal_ends.date()))
        self._floor.heard(moment, min(self._portal_ends, self._ends))

    @property
    def _ends(self) -> datetime:
        """No date of the portal's moves the floor past the end of a certificate that it takes at that date."""
        return self._enrolment.ends if self._enrolment.certificate else datetime.max.replace(tzinfo=UTC)


def below_tls(error: ssl.SSLError) -> LineError:
    """What a handshake that failed means. The portal's refusal of this kiosk comes as an alert (RFC 8446 §6.2)."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return PortalUntrusted(error.verify_message or "the certificate does not hold")
    reason = error.reason or ""
    if "ALERT" in reason and any(word in reason for word in _ALERTS):
        return OwnCertificateOver(reason) if "EXPIRED" in reason else KioskRefused(reason)
    return PortalUntrusted(reason or type(error).__name__)


def present(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """Give the context certificate and key. OpenSSL reads them from a file only: one in memory, gone at once."""
    handle = os.memfd_create("enrolment", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(f"{certificate}\n{key}".encode())
        context.load_cert_chain(f"/proc/self/fd/{handle}")
    except (ssl.SSLError, OSError) as error:
        raise EnrolmentUnusable(type(error).__name__) from error
    finally:
        os.close(handle)


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def days_left(ends: datetime, floor: TrustedTime) -> int:
    """Whole days from the floor until ``ends``; below 0 if it is over for certain."""
    return (ends - floor.floor) // timedelta(days=1)


def _certificate(text: str) -> x509.Certificate:
    """ValueError if it is none."""
    return x509.load_pem_x509_certificate(text.encode())


def http_date(text: str) -> datetime | None:
    """A Date or Retry-After as an aware moment (RFC 9110 §5.6.7); None if it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Who is let into the hall, and how a counter comes to be one: the kiosk asks the authority it is enrolled with.

The kiosk has no key to sign with; it hands a counter's request on over its own line, once the counter has proved that
it knows the code. The counter itself needs no line to the outside.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cryptography import x509

from kiosk.bounded import read_object
from kiosk.config import Office
from kiosk.errors import CounterCodeWrong, CounterRefused, HallProtocol
from kiosk.hall.messages import HallAnswer, HallEnrolment, HallGrant, HallRenewal, HallRenewed
from kiosk.hall.operations import decoded
from kiosk.hall.proofs import proof
from kiosk.hall.register import CounterRegister
from kiosk.hall.roles import counter_in, key_pem, key_print, new_key, request_for, role_of
from kiosk.hall.seats import HallCounter
from kiosk.sync.ports import SecretStore
from kiosk.sync.transport.tls import NO_CHECK_TIME, present

KEPT_AS = "hall"
"""The name under which the store keeps the certificate that this kiosk shows to counters, and its key."""

RENEW = timedelta(days=120)

Signing = Callable[[str, str, str], str]
"""Role, name and request to a certificate; ``sync.transport.hall_signing``."""


@dataclass(frozen=True)
class HallIdentity:
    """What this kiosk shows to counters, and the authority it believes. PEM."""

    office: Office
    authority: str
    certificate: str = ""
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, office: Office, authority: str, secrets: SecretStore) -> HallIdentity:
        stored = secrets.secret(KEPT_AS)
        stored_pair = read_object(stored) if stored else {}
        return cls(office, authority, str(stored_pair.get("certificate", "")), str(stored_pair.get("key", "")))

    @property
    def own(self) -> x509.Certificate | None:
        return x509.load_pem_x509_certificate(self.certificate.encode()) if self.certificate else None

    def due(self, floor: datetime) -> bool:
        """Whether a new one is wanted: none yet, or its end comes near."""
        own = self.own
        return own is None or own.not_valid_after_utc - floor < RENEW

    def renewed(self, sign: Signing, secrets: SecretStore) -> HallIdentity:
        """With a certificate for a new key, durable when this returns. LineError."""
        key = new_key()
        certificate = sign("hall", self.office.kiosk, request_for(key, self.office.unit, self.office.kiosk))
        fresh = replace(self, certificate=certificate, key=key_pem(key).decode())
        secrets.keep_secret(KEPT_AS, json.dumps({"certificate": certificate, "key": fresh.key}).encode())
        return fresh


class HallEnrolling:
    """``floor``: the latest moment that has certainly passed; no date is held against the clock."""

    def __init__(
        self, identity: HallIdentity, register: CounterRegister, sign: Signing, floor: Callable[[], datetime]
    ) -> None:
        self._identity, self._register, self._sign, self._floor = identity, register, sign, floor
        self._contexts: dict[tuple[str, bool], ssl.SSLContext] = {}

    def show(self, identity: HallIdentity) -> None:
        """A new certificate of this kiosk's."""
        self._identity = identity

    def context(self) -> ssl.SSLContext:
        """For the next connection: a certificate is demanded, unless somebody is invited who has none yet."""
        wanted = self._identity.certificate, self._register.invites
        if wanted not in self._contexts:
            self._contexts = {wanted: _context(self._identity, demand=not wanted[1])}
        return self._contexts[wanted]

    def admitted(self, shown: bytes) -> HallCounter:
        """CounterRefused."""
        name, fingerprint = counter_in(shown, self._identity.office.unit, self._floor())
        self._register.admit(name, fingerprint)
        return HallCounter(name, fingerprint)

    def enrolled(self, body: bytes) -> bytes:
        """CounterCodeWrong; LineError where the authority cannot be asked now, and the code stays good."""
        asked = decoded(body, HallEnrolment)
        fingerprint = _key_of(asked.request)
        mine = self._own_print()
        key = self._register.proved(asked.name, fingerprint, asked.proof, mine)
        certificate = self._signed(asked.name, asked.request, fingerprint)
        self._register.enrolled(asked.name, fingerprint)
        office, authority = self._identity.office, self._identity.authority
        about = (authority, office.unit, office.kiosk, office.authority, office.commune)
        grant = HallGrant(
            certificate=certificate,
            authority=authority,
            unit=office.unit,
            kiosk=office.kiosk,
            office=office.authority,
            commune=office.commune,
            proof=proof(key, "kiosk", mine, certificate, *about),
        )
        return _answer(grant)

    def renewed(self, counter: HallCounter, body: bytes) -> bytes:
        """A new certificate for the same key, which this connection has proved. LineError."""
        request = decoded(body, HallRenewal).request
        if _key_of(request) != counter.fingerprint:
            raise CounterRefused("another key")
        return _answer(HallRenewed(certificate=self._signed(counter.name, request, counter.fingerprint)))

    def _signed(self, name: str, request: str, fingerprint: str) -> str:
        text = self._sign("counter", name, request)
        certificate = x509.load_pem_x509_certificate(text.encode())
        if role_of(certificate) != "counter" or key_print(certificate.public_key()) != fingerprint:
            raise HallProtocol("no certificate of a counter")
        return text

    def _own_print(self) -> str:
        own = self._identity.own
        assert own is not None  # without one nobody could connect
        return key_print(own.public_key())


def _context(identity: HallIdentity, *, demand: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=identity.authority)
    context.verify_mode = ssl.CERT_REQUIRED if demand else ssl.CERT_OPTIONAL
    context.verify_flags |= NO_CHECK_TIME
    present(context, identity.certificate, identity.key)
    return context


def _key_of(request: str) -> str:
    try:
        asked = x509.load_pem_x509_csr(request.encode())
        if not asked.is_signature_valid:
            raise CounterCodeWrong("a request that is not signed")
        return key_print(asked.public_key())
    except (ValueError, AssertionError) as error:
        raise HallProtocol("no request to sign") from error


def _answer(value: object) -> bytes:
    import msgspec

    return msgspec.json.encode(HallAnswer(value=msgspec.Raw(msgspec.json.encode(value))))

"""How a kiosk becomes one of its portal's, and stays one: enrolment once, renewal by itself.

The private key is made here and never leaves the store; the portal sees only a request to sign (PKCS #10, RFC 2986). An
invitation is a small file, or a QR code of the same text: where the portal is, its authority's certificate, whom it
expects, and a word that is good once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import CourierSettings, Office, PortalSettings
from kiosk.domain.stick_proof import stick_key_text
from kiosk.errors import EnrolmentUnusable
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.ports import KeyValueStore, SecretStore, StickKeys
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.http import Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.messages import GrantAnswer, decoded
from kiosk.sync.transport.streamed_body import Body
from kiosk.sync.transport.tls import Enrolment, Trust

KEPT_AS = "enrolment"
"""The name under which the store keeps it."""

ASKED_AS = "enrolment.asked"
"""The name under which it keeps what it asked with, until the certificate is here."""

TAKEN_AS = "enrolment.taken"
"""The name under which it keeps when the certificate came: an authority writes another beginning into it, before the
hour at which it signed, because clocks differ."""

_ASKED = ("url", "unit", "kiosk", "authority", "token")
_MOST = 16 * 1024  # bytes of an invitation

Json = dict[str, Any]


class EnrolmentKeys(SecretStore, StickKeys, Protocol):
    """What is kept secret, and what signs for this kiosk."""


class Membership:
    """The enrolment in force, and its renewal."""

    def __init__(self, secrets: SecretStore, floor: TrustedTime, enrolment: Enrolment) -> None:
        self._secrets = secrets
        self.floor = floor
        self.enrolment = enrolment

    @classmethod
    def of(cls, secrets: SecretStore, floor: TrustedTime) -> Membership | None:
        """The membership that the store holds, or None. EnrolmentUnusable if what it holds is none."""
        stored = secrets.secret(KEPT_AS)
        return cls(secrets, floor, Enrolment.from_bytes(stored)) if stored else None

    def trust(self) -> Trust:
        return Trust(self.enrolment, self.floor)

    def settings(self, given: PortalSettings) -> PortalSettings:
        """The portal as the enrolment says, where the settings name none."""
        mine = self.enrolment
        return given if given.url else replace(given, url=mine.url, username=mine.username, password=mine.password)

    def stick_proof(self, request: str) -> Json:
        """The same key again with a renewal: a kiosk that was enrolled before portals learnt it. Nothing of who has no
        key of a kiosk."""
        return stick_proof(self._secrets, request) if isinstance(self._secrets, StickKeys) else {}

    def renew(self, ask: Callable[[str], Json], *, over: bool = False) -> bool:
        """Have a new certificate signed if it is time; ``ask`` sends a request to sign and gives the answer.

        The new one is in force once it is durable. True if there is a new one: connections are opened anew. ``over``:
        the portal says that the old one is past its end, and renews it for a known key all the same.
        """
        if not over and not self.enrolment.due(self.floor.floor):
            return False
        key, request = _request(self.enrolment.unit, self.enrolment.kiosk)
        renewed = _granted(replace(self.enrolment, key=key), ask(request))
        _keep(self._secrets, renewed, self.floor)
        self.enrolment = renewed
        return True

    @property
    def taken(self) -> datetime | None:
        """When the certificate in force came here, by this machine's clock; None where nobody noted it."""
        digest, _, moment = self._secrets.secret(TAKEN_AS).decode().partition(" ")
        return datetime.fromisoformat(moment) if digest == _digest(self.enrolment) else None


def signers_of(settings: CourierSettings, member: Membership | None, notes: KeyValueStore) -> Signers:
    """Whose signature counts as the portal's, by the settings and the enrolment."""
    enrolled = member.enrolment.signing_keys() if member else ()
    return Signers((*settings.signers(), *enrolled), notes)


def seal_to(settings: CourierSettings, member: Membership | None) -> bytes:
    """The portal's key that sticks are sealed to, 32 bytes: by the settings, else by the enrolment; empty without
    either. ConfigError if the settings' is no key."""
    return settings.sealed_to() or (member.enrolment.sealed_to() if member else b"")


def enrol(invitation: bytes, office: Office, secrets: EnrolmentKeys, floor: TrustedTime, line: Line) -> Enrolment:
    """Accept an invitation: a key of our own, a certificate from the portal, both durable when this returns.

    EnrolmentUnusable if it is no invitation, not for this kiosk, or its word is used up; LineError as the line is. An
    earlier enrolment stays in force until then. Cut off, or with the answer lost on the way, the same invitation is
    answered again: it asks with the same key, and a portal gives the same request the same certificate.
    """
    asked = read_invitation(invitation)
    if (asked["unit"], asked["kiosk"]) != (office.unit, office.kiosk):
        raise EnrolmentUnusable(f"it is for {asked['unit']}/{asked['kiosk']}")
    key, request = _asked_with(secrets, asked)
    values = {name: asked.get(name, "") for name in ("url", "unit", "kiosk", "authority", "username", "password")}
    stranger = Enrolment(**values, certificate="", key="")
    transport = Transport(line, 10.0, 60.0, Trust(stranger, floor))
    try:
        asking = {"token": asked["token"], "csr": request, **_former(secrets, office, request)}
        asking |= stick_proof(secrets, request)
        body = Body(json.dumps(asking).encode())
        reply = transport.send("POST", f"{asked['url']}/enrol", {"Content-Type": "application/json"}, body)
    finally:
        transport.close()
    enrolment = _granted(replace(stranger, key=key), _json(reply.body))
    _keep(secrets, enrolment, floor)
    secrets.keep_secret(ASKED_AS, b"")
    return enrolment


def _keep(secrets: SecretStore, enrolment: Enrolment, floor: TrustedTime) -> None:
    """Durable when this returns, and when it came. A cut between the two leaves a note about another certificate."""
    secrets.keep_secret(KEPT_AS, enrolment.to_bytes())
    secrets.keep_secret(TAKEN_AS, f"{_digest(enrolment)} {floor.clock().isoformat()}".encode())


def _digest(enrolment: Enrolment) -> str:
    return hashlib.sha256(enrolment.certificate.encode()).hexdigest()


def _asked_with(secrets: SecretStore, asked: dict[str, str]) -> tuple[str, str]:
    """The key and the request for this invitation, durable before anybody is asked; those of before, where it was."""
    word = hashlib.sha256(asked["token"].encode()).hexdigest()
    try:
        earlier = read_object(secrets.secret(ASKED_AS))
        if earlier.get("word") == word:
            return str(earlier["key"]), str(earlier["request"])
    except (OutOfBounds, KeyError):
        pass
    key, request = _request(asked["unit"], asked["kiosk"])
    secrets.keep_secret(ASKED_AS, json.dumps({"word": word, "key": key, "request": request}).encode())
    return key, request


def read_invitation(data: bytes) -> dict[str, str]:
    """What an invitation says. EnrolmentUnusable if it is none."""
    invitation = _json(data[:_MOST])
    if not all(isinstance(invitation.get(name), str) and invitation[name] for name in _ASKED):
        raise EnrolmentUnusable("something is missing in it")
    if not invitation["url"].startswith("https://"):
        raise EnrolmentUnusable("its portal is not behind TLS")
    try:
        x509.load_pem_x509_certificate(invitation["authority"].encode())
    except ValueError as error:
        raise EnrolmentUnusable("no certificate of an authority in it") from error
    return {
        name: value.rstrip("/") if name == "url" else value for name, value in invitation.items() if type(value) is str
    }


def _json(data: bytes) -> Json:
    try:
        return read_object(data)
    except OutOfBounds as error:
        raise EnrolmentUnusable("no JSON object") from error


def _granted(asking: Enrolment, answer: Json) -> Enrolment:
    """The enrolment with the certificate that the answer brings: for our key, and of the pinned authority."""
    if not isinstance(answer.get("certificate"), str):
        raise EnrolmentUnusable(str(answer.get("message", "no certificate in the answer")))
    text = decoded(answer, GrantAnswer).certificate
    try:
        certificate, authority = (x509.load_pem_x509_certificate(each.encode()) for each in (text, asking.authority))
        certificate.verify_directly_issued_by(authority)
        key = serialization.load_pem_private_key(asking.key.encode(), None)
    except Exception as error:  # what a certificate can be wrong with has no common class
        raise EnrolmentUnusable(type(error).__name__) from error
    if certificate.public_key() != key.public_key():
        raise EnrolmentUnusable("a certificate for another key")
    return _pinned(replace(asking, certificate=text), answer)


def _pinned(enrolment: Enrolment, answer: Json) -> Enrolment:
    """With the portal's keys: to sign with, those of the enrolment for good, later ones follow by succession alone; to
    seal to, the first that it named."""
    named = {name: answer.get(name, "") for name in ("signers", "seal")}
    fresh = {name: value for name, value in named.items() if isinstance(value, str) and not getattr(enrolment, name)}
    try:
        pinned = replace(enrolment, **fresh)
        _ = pinned.signing_keys(), pinned.sealed_to()
    except ValueError as error:
        raise EnrolmentUnusable("a key of the portal that is none") from error
    return pinned


def stick_proof(keys: StickKeys, request: str) -> Json:
    """The key that this kiosk's sticks are signed with, proved by ``request``: the portal takes them from then on."""
    return {"stick": {"key": keys.public.hex(), "signature": keys.sign(stick_key_text(request)).hex()}}


def _former(secrets: SecretStore, office: Office, request: str) -> Json:
    """The certificate of the name that this kiosk had, and ``request`` signed with its key: the portal ends that name.
    Nothing for the same name again."""
    try:
        former = Enrolment.from_bytes(secrets.secret(KEPT_AS))
        key = serialization.load_pem_private_key(former.key.encode(), None)
    except (EnrolmentUnusable, ValueError):
        return {}  # none before, or one that proves nothing
    if (former.unit, former.kiosk) == (office.unit, office.kiosk) or not isinstance(key, ec.EllipticCurvePrivateKey):
        return {}
    signature = key.sign(request.encode(), ec.ECDSA(hashes.SHA256()))
    return {"former": {"certificate": former.certificate, "signature": signature.hex()}}


def _request(unit: str, kiosk: str) -> tuple[str, str]:
    """A new key (P-256: the smallest handshake that every authority signs) and a request to sign it, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [
        x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, kiosk),
    ]
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(names)).sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret.decode(), request.public_bytes(serialization.Encoding.PEM).decode()

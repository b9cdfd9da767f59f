"""The portal's private authority: it signs the portal's own certificate and those of the kiosks it has invited.

Everything lies in one folder, the key readable by its owner alone. A sandbox: a real authority keeps its key in
hardware, and apart from the server.

Certificates are numbered in the order in which they were signed, and a revocation names the number it reaches to: a
clock that was wrong at either moment changes nothing of whom it meets. A certificate that is not valid yet is taken,
for it was signed here, when this clock or the present one was wrong.
"""

from __future__ import annotations

import enum
import hashlib
import json
import secrets
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from kiosk.durable import alone_in, write_durably
from kiosk_sandbox import succession
from kiosk_sandbox.hall_roles import HALL_ROLES, extensions_of, hall_role, named
from kiosk_sandbox.signing_requests import EnrolmentRefused, asked_for, names_in, names_of
from kiosk_sandbox.tls import serving

KIOSK_DAYS = 365
GRACE_DAYS = 180
"""So long after its end a certificate still has itself renewed, and opens nothing else."""
_AUTHORITY_DAYS, _SERVER_DAYS = 20 * 365, 2 * 365
_SLACK = timedelta(days=1)  # clocks differ
_NUMBERED, _BELOW = 1 << 126, 64  # a serial with a number of ours: this bit, the number above so many random bits


class Refusal(enum.Enum):
    """Why a kiosk is not let in, as the header ``kiosk-certificate`` says it."""

    NONE = "none"  # it showed no certificate
    REVOKED = "revoked"
    OVER = "over"  # past its end: /renew is open to it, and nothing else
    LAPSED = "lapsed"  # so long past it that only a new invitation helps
    ROLE = "role"  # a counter's, or the one that a kiosk shows to counters: no kiosk's towards its portal


class Authority:
    """One authority in ``folder``, made at the first call. Safe from any thread and any worker.

    ``grace_days``: so long after its end a certificate can still be renewed.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        kiosk_days: int = KIOSK_DAYS,
        grace_days: int = GRACE_DAYS,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._kiosk_days = kiosk_days
        self._grace = timedelta(days=grace_days)
        self._read: tuple[tuple[int, int, int], dict[str, Any]] | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._key, self._certificate = self._own()

    @property
    def certificate(self) -> str:
        """The authority's certificate, in PEM: what a kiosk pins."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    # --- kiosks -----------------------------------------------------------------------------------------------------

    def invite(self, unit: str, kiosk: str, url: str, username: str = "", password: str = "") -> dict[str, str]:
        """An invitation for one kiosk, with a word that is good once."""
        token = secrets.token_urlsafe(18)
        self._noting(lambda noted: noted["tokens"].update({_digest(token): [unit, kiosk]}))
        invitation = {"url": url, "unit": unit, "kiosk": kiosk, "authority": self.certificate, "token": token}
        return invitation | {"username": username, "password": password}

    def enrol(self, token: str, request: str, former: object = None) -> str:
        """The certificate for an invited kiosk. Refused if the word is unknown or used, or the request another's. The
        request that used it gets the same certificate again: its answer was lost on the way. ``former``: the proof of
        the name that it had; that name ends."""
        word, asked = _digest(token), _digest(request)
        with alone_in(self._folder):  # a word that is good once is good at one worker alone
            noted = self._noted()
            if (granted := noted.get("granted", {}).get(word)) and granted[0] == asked:
                return str(granted[1])
            if (named := noted["tokens"].pop(word, None)) is None:
                raise EnrolmentRefused("Lời mời không đúng hoặc đã dùng rồi")
            certificate_made = self._signed(asked_for(request, *named), noted)
            noted["granted"] = {**noted.get("granted", {}), word: [asked, certificate_made]}
            if (old := succession.former_name(former, request, self._certificate)) is not None:
                succession.follow(noted, old, tuple(named), self._clock())
            succession.begin(noted, tuple(named), self._clock())
            self._note(noted)
        return certificate_made

    def renew(self, shown: bytes, request: str) -> str:
        """A new certificate for the kiosk that showed this one (DER), in its time or in the grace after it. Showing it
        proved its key (RFC 8446 §4.4.3). Refused if it is revoked or lapsed."""
        if (refusal := self.refusal(shown)) not in (None, Refusal.OVER):
            assert refusal is not None
            raise EnrolmentRefused(refusal.value)
        with alone_in(self._folder):
            noted = self._noted()
            certificate_made = self._signed(asked_for(request, *name_of(shown)), noted, _signed_at(shown))
            succession.begin(noted, name_of(shown), self._clock())
            self._note(noted)
        return certificate_made

    def hall(self, shown: bytes, role: str, name: str, request: str) -> str:
        """A certificate for the hall of the kiosk that showed this one (DER): for itself, who serves counters, or for a
        counter of its unit called ``name``. Refused to whom is not let in, and for another's request."""
        if (refusal := self.refusal(shown)) is not None:
            raise EnrolmentRefused(refusal.value)
        unit, kiosk = name_of(shown)
        if role not in HALL_ROLES or (role == "hall" and name != kiosk) or (role == "counter" and not named(name)):
            raise EnrolmentRefused("Không có loại chứng thư này")
        with alone_in(self._folder):
            noted = self._noted()
            signed = self._signed(asked_for(request, unit, name), noted, role=role)
            self._note(noted)
        return signed

    def officer(self, unit: str) -> tuple[str, str]:
        """A certificate, and its key, for somebody who speaks for the whole unit and stands beside this authority: no
        kiosk's, and good for a day."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit)])
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        with alone_in(self._folder):
            noted = self._noted()
            certificate = self._signed(request, noted, days=1)
            self._note(noted)
        return certificate, _secret(key).decode()

    def revoke(self, unit: str, kiosk: str) -> None:
        """No certificate of this kiosk signed until now is taken any more; an invitation lets it come back."""
        self._noting(lambda noted: succession.end(noted, (unit, kiosk), self._clock()))

    def follow(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """A kiosk (unit, name) was merged into another: its old name ends once the new one has a certificate."""
        self._noting(lambda noted: succession.follow(noted, old, new, self._clock()))

    def leave(self, unit: str, kiosk: str, text: bytes) -> None:
        """A kiosk has said farewell: revoked, with its word kept beside. Saying it again changes nothing more."""
        place = self._farewell(unit, kiosk, text)
        if place.exists():
            return
        place.parent.mkdir(exist_ok=True)
        self.revoke(unit, kiosk)
        write_durably(place, text, 0o600)

    def left(self, unit: str, kiosk: str, text: bytes) -> bool:
        """Whether it has said this very farewell."""
        return self._farewell(unit, kiosk, text).exists()

    def _farewell(self, unit: str, kiosk: str, text: bytes) -> Path:
        return self._folder / "farewells" / f"{unit}-{kiosk}-{hashlib.sha256(text).hexdigest()[:16]}"

    def refusal(self, shown: bytes) -> Refusal | None:
        """Why the kiosk that showed this certificate (DER; empty if none) is not let in; None if it is."""
        if not shown:
            return Refusal.NONE
        certificate_shown, now = x509.load_der_x509_certificate(shown), self._clock()
        if hall_role(certificate_shown):
            return Refusal.ROLE
        number = (certificate_shown.serial_number - _NUMBERED) >> _BELOW
        numbered = number if certificate_shown.serial_number < 2 * _NUMBERED else None
        if succession.is_ended(self._noted(), name_of(shown), numbered, _signed_at(shown)):
            return Refusal.REVOKED
        if now <= certificate_shown.not_valid_after_utc:
            return None
        return Refusal.OVER if now <= certificate_shown.not_valid_after_utc + self._grace else Refusal.LAPSED

    # --- the portal's own door ----------------------------------------------------------------------------------------

    def context(self, host: str) -> ssl.SSLContext:
        """TLS 1.3 for a server at ``host``. A kiosk's certificate is asked for and must be ours; a browser has none."""
        return serving(self.certificate, lambda: self._own_pem(host), self._clock)

    def _own_pem(self, host: str) -> tuple[Path, datetime, datetime]:
        """A new certificate of the portal itself with its key, and from when until when it is good."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        serial = x509.random_serial_number()
        builder = self._builder(name, key.public_key(), _SERVER_DAYS, serial).add_extension(
            names_of(host), critical=False
        )
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        signed = builder.add_extension(usage, critical=False).sign(self._key, hashes.SHA256())
        path = self._folder / "server.pem"
        write_durably(path, signed.public_bytes(serialization.Encoding.PEM) + _secret(key), 0o600)
        return path, signed.not_valid_before_utc, signed.not_valid_after_utc

    # --- signing ------------------------------------------------------------------------------------------------------

    def _own(self) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        path = self._folder / "authority.pem"
        if path.exists():
            data = path.read_bytes()
            stored_key = serialization.load_pem_private_key(data, None)
            assert isinstance(stored_key, ec.EllipticCurvePrivateKey)
            return stored_key, x509.load_pem_x509_certificate(data)
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Cổng tập huấn")])
        now = self._clock()
        fresh_key = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - _SLACK)
            .not_valid_after(now + timedelta(days=_AUTHORITY_DAYS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        write_durably(path, fresh_key.public_bytes(serialization.Encoding.PEM) + _secret(key), 0o600)
        return key, fresh_key

    def _signed(
        self,
        asked: x509.CertificateSigningRequest,
        noted: dict[str, Any],
        after: datetime | None = None,
        days: int | None = None,
        role: str = "",
    ) -> str:
        """A certificate with the next number, which ``noted`` then holds; not from before ``after``, whatever the clock
        says: who renews never gets a shorter life than it has."""
        public = asked.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise EnrolmentRefused("Khóa phải là P-256")
        noted["number"] = noted.get("number", 0) + 1
        serial = _NUMBERED | noted["number"] << _BELOW | secrets.randbits(_BELOW)
        builder = self._builder(asked.subject, public, days or self._kiosk_days, serial, after)
        for extension in extensions_of(role, asked.subject):
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, days: int, serial: int, after: datetime | None = None
    ) -> x509.CertificateBuilder:
        born = self._certificate.not_valid_before_utc + _SLACK  # no clock is right that shows an earlier day
        now = max(self._clock().astimezone(UTC), born, after or born)
        return (
            x509.CertificateBuilder(self._certificate.subject, name, key, serial)
            .not_valid_before(now - _SLACK)
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )

    # --- notes --------------------------------------------------------------------------------------------------------

    def _noting(self, change: Callable[[dict[str, Any]], None]) -> None:
        with alone_in(self._folder):
            noted = self._noted()
            change(noted)
            self._note(noted)

    def _noted(self) -> dict[str, Any]:
        """A copy of the notes. Read anew only when the file is another one: every request asks."""
        try:
            about = (self._folder / "kiosks.json").stat()
        except FileNotFoundError:
            return {"tokens": {}, "revoked": {}}
        mark = (about.st_ino, about.st_mtime_ns, about.st_size)
        if self._read is None or self._read[0] != mark:
            self._read = mark, json.loads((self._folder / "kiosks.json").read_text("utf-8"))
        noted = self._read[1]
        return {**noted, "tokens": dict(noted["tokens"]), "revoked": dict(noted["revoked"])}

    def _note(self, noted: dict[str, Any]) -> None:
        write_durably(self._folder / "kiosks.json", json.dumps(noted).encode(), 0o600)


def name_of(shown: bytes) -> tuple[str, str]:
    """Unit and kiosk, of a certificate in DER."""
    return names_in(x509.load_der_x509_certificate(shown).subject)


def _signed_at(shown: bytes) -> datetime:
    return x509.load_der_x509_certificate(shown).not_valid_before_utc + _SLACK


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

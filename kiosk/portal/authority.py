"""The portal's private authority: it signs the portal's own certificate and those of the kiosks it has invited.

Everything lies in one folder, the key readable by its owner alone. A sandbox: a real authority keeps its key in
hardware, and apart from the server.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import secrets
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from kiosk.durable import alone_in, write_durably

KIOSK_DAYS = 365
_AUTHORITY_DAYS, _SERVER_DAYS = 20 * 365, 2 * 365
_SLACK = timedelta(days=1)  # clocks differ


class Refused(Exception):
    """What was asked is not granted; the words are for a technician."""


class Authority:
    """One authority in ``folder``, made at the first call. Safe from any thread and any worker."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], kiosk_days: int = KIOSK_DAYS) -> None:
        self._folder = folder
        self._clock = clock
        self._kiosk_days = kiosk_days
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
        told = {"url": url, "unit": unit, "kiosk": kiosk, "authority": self.certificate, "token": token}
        return told | {"username": username, "password": password}

    def enrol(self, token: str, request: str) -> str:
        """The certificate for an invited kiosk. Refused if the word is unknown or used, or the request another's."""
        with alone_in(self._folder):  # a word that is good once is good at one worker alone
            noted = self._noted()
            named = noted["tokens"].get(_digest(token))
            if named is None:
                raise Refused("Lời mời không đúng hoặc đã dùng rồi")
            made = self._signed(_asked(request, *named))
            del noted["tokens"][_digest(token)]
            self._note(noted)
        return made

    def renew(self, shown: bytes, request: str) -> str:
        """A new certificate for the kiosk that showed this one (DER)."""
        if refusal := self.refusal(shown):
            raise Refused(refusal)
        return self._signed(_asked(request, *name_of(shown)))

    def revoke(self, unit: str, kiosk: str) -> None:
        """No certificate of this kiosk signed until now is taken any more; an invitation lets it come back."""
        name, until = f"{unit}/{kiosk}", self._clock().isoformat()
        self._noting(lambda noted: noted["revoked"].update({name: until}))

    def refusal(self, shown: bytes) -> str:
        """Why the kiosk that showed this certificate (DER; empty if none) is not let in, or nothing."""
        if not shown:
            return "none"
        until = self._noted()["revoked"].get("/".join(name_of(shown)))
        signed = x509.load_der_x509_certificate(shown).not_valid_before_utc + _SLACK
        return "revoked" if until and signed <= datetime.fromisoformat(until) else ""

    # --- the portal's own door ----------------------------------------------------------------------------------------

    def context(self, host: str) -> ssl.SSLContext:
        """TLS 1.3 for a server at ``host``. A kiosk's certificate is asked for and must be ours; a browser has none."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        builder = self._builder(name, key.public_key(), _SERVER_DAYS).add_extension(_names(host), critical=False)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        made = builder.add_extension(usage, critical=False).sign(self._key, hashes.SHA256())
        path = self._folder / "server.pem"
        write_durably(path, made.public_bytes(serialization.Encoding.PEM) + _secret(key), 0o600)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(path)
        context.load_verify_locations(cadata=self.certificate)
        context.verify_mode = ssl.CERT_OPTIONAL
        return context

    # --- signing ------------------------------------------------------------------------------------------------------

    def _own(self) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        path = self._folder / "authority.pem"
        if path.exists():
            data = path.read_bytes()
            held = serialization.load_pem_private_key(data, None)
            assert isinstance(held, ec.EllipticCurvePrivateKey)
            return held, x509.load_pem_x509_certificate(data)
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Cổng tập huấn")])
        now = self._clock()
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - _SLACK)
            .not_valid_after(now + timedelta(days=_AUTHORITY_DAYS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        write_durably(path, made.public_bytes(serialization.Encoding.PEM) + _secret(key), 0o600)
        return key, made

    def _signed(self, asked: x509.CertificateSigningRequest) -> str:
        public = asked.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise Refused("Khóa phải là P-256")
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        builder = self._builder(asked.subject, public, self._kiosk_days).add_extension(usage, critical=False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        now = self._clock()
        return (
            x509.CertificateBuilder(self._certificate.subject, name, key, x509.random_serial_number())
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
        path = self._folder / "kiosks.json"
        held: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"tokens": {}, "revoked": {}}
        return held

    def _note(self, noted: dict[str, Any]) -> None:
        write_durably(self._folder / "kiosks.json", json.dumps(noted).encode(), 0o600)


def name_of(shown: bytes) -> tuple[str, str]:
    """Unit and kiosk, of a certificate in DER."""
    return _names_in(x509.load_der_x509_certificate(shown).subject)


def _names_in(subject: x509.Name) -> tuple[str, str]:
    kinds = (x509.NameOID.ORGANIZATIONAL_UNIT_NAME, x509.NameOID.COMMON_NAME)
    unit, kiosk = ([str(item.value) for item in subject.get_attributes_for_oid(kind)] for kind in kinds)
    return "".join(unit), "".join(kiosk)


def _asked(request: str, unit: str, kiosk: str) -> x509.CertificateSigningRequest:
    try:
        asked = x509.load_pem_x509_csr(request.encode())
    except ValueError as error:
        raise Refused("Yêu cầu cấp chứng thư không đọc được") from error
    if not asked.is_signature_valid or _names_in(asked.subject) != (unit, kiosk):
        raise Refused("Yêu cầu cấp chứng thư của máy khác")
    return asked


def _names(host: str) -> x509.SubjectAlternativeName:
    try:
        return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    except ValueError:
        return x509.SubjectAlternativeName([x509.DNSName(host)])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

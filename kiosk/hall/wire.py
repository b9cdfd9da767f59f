"""The TLS connection of a counter to a kiosk, and what a counter shows there. No call of one system alone."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import select
import socket
import ssl
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors import CounterNotEnrolled, KioskUntrusted
from kiosk.hall.roles import host_of, key_pem, role_of

NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME: a computer whose clock is wrong still serves people; the kiosk looks at dates."""


@dataclass(frozen=True)
class KioskPlace:
    """A kiosk of the hall: its name in the unit, and where it is found."""

    unit: str
    kiosk: str
    address: str
    port: int

    @property
    def host(self) -> str:
        return host_of(self.unit, self.kiosk)


@dataclass(frozen=True)
class CounterIdentity:
    """What a counter is known by. Certificates in PEM."""

    unit: str
    name: str
    authority: str
    certificate: str
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def due(self, now: datetime) -> bool:
        """Whether a new certificate is wanted: less than a third of its life is left."""
        own = x509.load_pem_x509_certificate(self.certificate.encode())
        life = own.not_valid_after_utc - own.not_valid_before_utc
        return now >= own.not_valid_after_utc - life / 3

    def context(self) -> ssl.SSLContext:
        """That believes the one authority and shows the counter's certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_verify_locations(cadata=self.authority)
        context.verify_flags |= NO_CHECK_TIME
        _show(context, self.certificate, self.key)
        return context


class SecuredConnection(http.client.HTTPConnection):
    """Found by address, believed by name."""

    def __init__(self, place: KioskPlace, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(place.address, place.port, timeout=seconds)
        self._place, self._context = place, context

    def connect(self) -> None:
        """OSError; KioskUntrusted where who answers is no kiosk that serves counters."""
        plain = socket.create_connection((self.host, self.port), self.timeout)
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            name = self._place.host if self._context.check_hostname else None
            self.sock = self._context.wrap_socket(plain, server_hostname=name)
        except BaseException:
            plain.close()
            raise
        if self._context.verify_mode is ssl.CERT_REQUIRED and role_of(self.shown) != "hall":
            raise KioskUntrusted("another role", kiosk=self._place.kiosk)

    @property
    def shown(self) -> x509.Certificate:
        """The certificate of the other end."""
        assert isinstance(self.sock, ssl.SSLSocket)
        return x509.load_der_x509_certificate(self.sock.getpeercert(binary_form=True) or b"")

    def patient(self, seconds: float) -> None:
        self.sock.settimeout(seconds)

    def hang_up(self) -> None:
        """From another thread than the one that waits."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    @property
    def lives(self) -> bool:
        """Whether the other end has not hung up meanwhile: a connection that rests has nothing to say."""
        if self.sock is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return not select.select([self.sock], [], [], 0)[0]
        return False


def _show(context: ssl.SSLContext, certificate: str, key: ec.EllipticCurvePrivateKey) -> None:
    """OpenSSL reads from a file only: one whose key is under a word that nobody keeps, and gone at once."""
    word = secrets.token_hex(32)
    handle, name = tempfile.mkstemp(prefix="counter-", suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(certificate.encode() + b"\n" + key_pem(key, word.encode()))
        context.load_cert_chain(name, password=word)
    except (ssl.SSLError, OSError) as error:
        raise CounterNotEnrolled(type(error).__name__) from error
    finally:
        Path(name).unlink(missing_ok=True)

"""Statements about counters, signed by the kiosk where they were made and proved by each that takes them.

The proof is the hall certificate of that kiosk, of the authority that all of them have in common: whoever carries a
statement (an officer's computer, a stick) can neither make nor change one, and may be anybody.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Office
from kiosk.domain.counter_statements import CounterStatement, StatementKind, revocation_of
from kiosk.durable import read_bounded, write_durably
from kiosk.errors import HallProtocol, HallTooLarge, KioskUntrusted
from kiosk.hall.roles import COUNTER_NAME, role_of, subject_of
from kiosk.sync.ports import KeyValueStore, SecretStore

MOST_STATEMENTS = 500
"""Statements that are kept: a commune revokes a few a year."""

FILE_BYTES = 2 << 20
_NOTE = "hall.statements"


class StatementBook:
    """What this kiosk knows, in the store. ``authority``: PEM; ``own``: the name the hall certificate is kept by."""

    def __init__(
        self, notes: KeyValueStore, keys: SecretStore, office: Office, authority: str, own: str = "hall"
    ) -> None:
        self._notes, self._keys, self._office, self._authority, self._own = notes, keys, office, authority, own
        self._read: tuple[str, tuple[CounterStatement, ...]] = ("", ())

    @property
    def signs(self) -> bool:
        """Whether this kiosk has a certificate to sign by."""
        return bool(self._authority and self._keys.secret(self._own))

    def all(self) -> tuple[CounterStatement, ...]:
        """HallProtocol where the note cannot be read: then nobody is let in."""
        text, (known, statements) = self._notes.get(_NOTE), self._read
        if text != known:
            statements = _decoded(text.encode()) if text else ()
            self._read = text, statements
        return statements

    def state(self, kind: StatementKind, counter: str, by: str, at: str, key: str = "") -> CounterStatement:
        """One of this kiosk's, signed and kept."""
        known = self.all()
        after = tuple(one.number for one in known if one.counter == counter and one.kind is StatementKind.REVOKED)
        pair = read_object(self._keys.secret(self._own) or b"{}")
        plain = CounterStatement(
            number=secrets.token_hex(16),
            kind=kind,
            unit=self._office.unit,
            counter=counter,
            kiosk=self._office.kiosk,
            by=by,
            at=at,
            key=key,
            after=after if kind is StatementKind.ADMITTED else (),
            certificate=str(pair["certificate"]),
        )
        own = serialization.load_pem_private_key(str(pair["key"]).encode(), None)
        assert isinstance(own, ec.EllipticCurvePrivateKey)
        signed = replace(plain, signature=own.sign(_signed_bytes(plain), ec.ECDSA(hashes.SHA256())).hex())
        self._keep((*known, signed))
        return signed

    def take(self, statements: Iterable[CounterStatement]) -> tuple[CounterStatement, ...]:
        """Those that were not known here, each proved first. KioskUntrusted for one that is not what it seems: then
        none is taken."""
        known = self.all()
        numbers = {one.number for one in known}
        fresh = [one for one in statements if one.number not in numbers]
        for one in fresh:
            prove(one, self._office.unit, self._authority)
        if fresh:
            self._keep((*known, *fresh))
        return tuple(fresh)

    def revocation(self, counter: str, key: str) -> CounterStatement | None:
        return revocation_of(self.all(), counter, key)

    def _keep(self, statements: tuple[CounterStatement, ...]) -> None:
        if len(statements) > MOST_STATEMENTS:
            raise HallTooLarge(f"{len(statements)} statements")
        self._notes.set(_NOTE, encoded(statements).decode())


def prove(statement: CounterStatement, unit: str, authority: str) -> None:
    """That a kiosk of ``unit`` said so. KioskUntrusted."""
    try:
        certificate = x509.load_pem_x509_certificate(statement.certificate.encode())
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.encode()))
        key = certificate.public_key()
        whose = role_of(certificate), *subject_of(certificate)
        if whose != ("hall", unit, statement.kiosk) or statement.unit != unit:
            raise ValueError("another kiosk's certificate")
        if not COUNTER_NAME.fullmatch(statement.counter) or not isinstance(key, ec.EllipticCurvePublicKey):
            raise ValueError("no counter's name")
        signature = bytes.fromhex(statement.signature)
        key.verify(signature, _signed_bytes(statement), ec.ECDSA(hashes.SHA256()))
    except (ValueError, TypeError, InvalidSignature) as error:
        raise KioskUntrusted(type(error).__name__, kiosk=statement.kiosk[:32]) from error


def encoded(statements: Iterable[CounterStatement]) -> bytes:
    """For a note, or for a file that is carried."""
    return msgspec.json.encode(tuple(statements))


def write_statements(file: Path, statements: Iterable[CounterStatement]) -> None:
    """For a stick: nothing of it is a secret."""
    write_durably(file, encoded(statements), 0o644)


def statements_from(file: Path) -> tuple[CounterStatement, ...]:
    """HallProtocol for what is none, or cannot be read."""
    try:
        return _decoded(read_bounded(file, FILE_BYTES))
    except OSError as error:
        raise HallProtocol(type(error).__name__) from error


def _decoded(data: bytes) -> tuple[CounterStatement, ...]:
    try:
        return msgspec.json.decode(data, type=tuple[CounterStatement, ...])
    except (msgspec.DecodeError, OutOfBounds) as error:
        raise HallProtocol("no statements") from error


def _signed_bytes(statement: CounterStatement) -> bytes:
    plain = {**asdict(statement), "kind": statement.kind.value, "about": "kiosk counter statement 1"}
    del plain["signature"]
    return json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()

"""Which names are let in no more, and which a kiosk had before its present one: with a new name the older end.

A merger may be noted before the kiosk has gone over. Its old name then still sends what waits, and ends once the new
one has a certificate, or with the farewell, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk_sandbox.signing_requests import names_in

Name = tuple[str, str]
Notes = dict[str, Any]


def end(noted: Notes, name: Name, at: datetime) -> None:
    """No certificate of this name signed until now is taken any more, nor one of a name before it."""
    reaches = {"until": at.isoformat(), "number": noted.get("number", 0)}
    noted["revoked"] = {**noted["revoked"], "/".join(name): reaches}
    end_before(noted, name, at)


def end_before(noted: Notes, name: Name, at: datetime) -> None:
    """The names before this one that are let in still."""
    older = dict(noted.get("older", {}))
    ended = older.pop("/".join(name), [])
    noted["older"] = older
    for unit, kiosk in ended:
        end(noted, (unit, kiosk), at)


def begin(noted: Notes, name: Name, at: datetime) -> None:
    """A certificate was signed for this name."""
    noted["signed"] = {**noted.get("signed", {}), "/".join(name): noted["number"]}
    end_before(noted, name, at)


def follow(noted: Notes, old: Name, new: Name, at: datetime) -> None:
    """The kiosk ``old`` is called ``new`` from now on."""
    if old == new:
        return
    older = noted.get("older", {})
    before = older.get("/".join(new), [])
    noted["older"] = {**older, "/".join(new): [*(one for one in before if tuple(one) != old), list(old)]}
    if "/".join(new) in noted.get("signed", {}):
        end_before(noted, new, at)


def is_ended(noted: Notes, name: Name, number: int | None, signed_at: datetime) -> bool:
    """Whether a certificate of this name is taken no more; ``number``: None where it was signed without one."""
    ended = noted["revoked"].get("/".join(name))
    if not ended:
        return False
    reaches = ended if isinstance(ended, dict) else {"until": ended, "number": 0}
    if number is not None:
        return number <= int(reaches["number"])
    return signed_at <= datetime.fromisoformat(reaches["until"])


def former_name(given: object, request: str, authority: x509.Certificate) -> Name | None:
    """Whose older certificate comes with a request to sign, the request signed with its key; None for any other."""
    if not isinstance(given, Mapping):
        return None
    try:
        certificate = x509.load_pem_x509_certificate(str(given.get("certificate", "")).encode())
        certificate.verify_directly_issued_by(authority)
        key, signature = certificate.public_key(), bytes.fromhex(str(given.get("signature", "")))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return None
        key.verify(signature, request.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, TypeError, InvalidSignature):
        return None
    return names_in(certificate.subject)

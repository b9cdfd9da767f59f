"""How an officer's computer becomes a counter of the hall: by a file, or by a code that is read off a kiosk.

The key is made here and stays here. With a code the kiosk is not known yet: what it shows is taken as it is, and
believed once it has proved the code over its own key and ours.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.bounded import OutOfBounds, read_object
from kiosk.durable import read_bounded
from kiosk.errors import CounterCodeWrong, EnrolmentUnusable, KioskError, KioskUntrusted
from kiosk.hall.link import KioskLink, LinkPatience
from kiosk.hall.messages import HallEnrolment, HallGrant, HallRenewal, HallRenewed
from kiosk.hall.proofs import proof, same, stretched
from kiosk.hall.roles import COUNTER_NAME, key_print, new_key, request_for, role_of, subject_of
from kiosk.hall.wire import CounterIdentity, KioskPlace

log = logging.getLogger(__name__)

MOST_INVITATION = 16 << 10  # bytes
SIGNING = LinkPatience(connect=5.0, answer=90.0)
"""The kiosk asks its portal meanwhile, over whatever line it has."""


@dataclass(frozen=True)
class HallInvitation:
    """What a kiosk's file says."""

    place: KioskPlace
    authority: str
    name: str
    word: str

    @classmethod
    def read(cls, data: bytes) -> HallInvitation:
        """EnrolmentUnusable if it is none."""
        try:
            given = read_object(data, MOST_INVITATION)
            texts = [str(given[key]) for key in ("unit", "kiosk", "address", "authority", "name", "word")]
            unit, kiosk, address, authority, name, word = texts
            x509.load_pem_x509_certificate(authority.encode())
            if given["hall"] != 1 or not COUNTER_NAME.fullmatch(name) or not word:
                raise ValueError
            return cls(KioskPlace(unit, kiosk, address, int(given["port"])), authority, name, word)
        except (OutOfBounds, KeyError, ValueError, TypeError) as error:
            raise EnrolmentUnusable("no invitation of a hall") from error


@dataclass(frozen=True)
class HallJoining:
    """What this computer is known by since, where, and whose office that is."""

    identity: CounterIdentity
    place: KioskPlace
    office: str
    commune: str


def invitation_in(file: Path) -> bytes:
    """EnrolmentUnusable for a file that cannot be read."""
    try:
        return read_bounded(file, MOST_INVITATION)
    except OSError as error:
        raise EnrolmentUnusable(f"{file.name}: {error.strerror}") from error


def join_by_file(invitation: HallInvitation) -> HallJoining:
    """CounterCodeWrong where its word is used up; KioskUntrusted, HallAway; LineError as the kiosk's line is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=invitation.authority)
    context.verify_flags |= 0x200000  # the dates are the kiosk's to look at
    joining = _joined(invitation.place, context, new_key(), invitation.name, invitation.word)
    if joining.identity.authority != invitation.authority or joining.place.kiosk != invitation.place.kiosk:
        raise KioskUntrusted("another authority", kiosk=invitation.place.kiosk)
    return joining


def join_by_code(address: str, port: int, key: ec.EllipticCurvePrivateKey, name: str, code: str) -> HallJoining:
    """The same with a code that was read off the kiosk at ``address``, given for this key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return _joined(KioskPlace("", address, address, port), context, key, name, code)


def renewed(identity: CounterIdentity, places: Sequence[KioskPlace], now: datetime) -> CounterIdentity | None:
    """With a new certificate for the same key, from the first kiosk that has a line now; None where it is not time, or
    none has one: there are months for it."""
    if not identity.due(now):
        return None
    request = request_for(identity.key, identity.unit, identity.name)
    for place in places:
        link = KioskLink(place, identity.context(), SIGNING)
        try:
            answer = link.ask("renew", HallRenewal(request=request), HallRenewed)
            return replace(identity, certificate=_own(answer.certificate, identity.key))
        except KioskError as error:
            log.info("%s: %s", error.code, error.detail)
        finally:
            link.close()
    return None


def _joined(
    place: KioskPlace, context: ssl.SSLContext, key: ec.EllipticCurvePrivateKey, name: str, code: str
) -> HallJoining:
    link = KioskLink(place, context, SIGNING)
    try:
        connection = link.connected()
        shown = connection.shown
        if role_of(shown) != "hall":
            raise KioskUntrusted("another role", kiosk=place.kiosk)
        unit, kiosk = subject_of(shown)
        theirs, mine = key_print(shown.public_key()), key_print(key.public_key())
        secret = stretched(code, name)
        asked = HallEnrolment(
            name=name, request=request_for(key, unit, name), proof=proof(secret, "counter", name, mine, theirs)
        )
        grant = link.ask_over(connection, "enrol", asked, HallGrant)
    finally:
        link.close()
    about = (theirs, grant.certificate, grant.authority, grant.unit, grant.kiosk, grant.office, grant.commune)
    if not same(grant.proof, proof(secret, "kiosk", *about)) or (grant.unit, grant.kiosk) != (unit, kiosk):
        raise CounterCodeWrong("the kiosk does not know the code")
    _issued(shown, grant.authority, kiosk)
    certificate = _own(grant.certificate, key)
    identity = CounterIdentity(unit, name, grant.authority, certificate, key)
    return HallJoining(identity, replace(place, unit=unit, kiosk=kiosk), grant.office, grant.commune)


def _issued(shown: x509.Certificate, authority: str, kiosk: str) -> None:
    try:
        shown.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.encode()))
    except (ValueError, TypeError, InvalidSignature) as error:
        raise KioskUntrusted("another authority", kiosk=kiosk) from error


def _own(certificate: str, key: ec.EllipticCurvePrivateKey) -> str:
    """EnrolmentUnusable for a certificate that is none of ours."""
    try:
        loaded = x509.load_pem_x509_certificate(certificate.encode())
    except ValueError as error:
        raise EnrolmentUnusable("no certificate in the answer") from error
    if role_of(loaded) != "counter" or key_print(loaded.public_key()) != key_print(key.public_key()):
        raise EnrolmentUnusable("a certificate for another key")
    return certificate

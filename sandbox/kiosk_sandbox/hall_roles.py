"""What a certificate of the hall says of its role, as the portal's authority writes it and its door reads it."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from kiosk.hall.roles import COUNTER_NAME, NAMES, host_of, role_of

HALL_ROLES = tuple(NAMES)


def hall_role(certificate: x509.Certificate) -> bool:
    """Whether it speaks within the hall alone."""
    return role_of(certificate) != ""


def named(name: str) -> bool:
    """Whether a counter may be called so."""
    return COUNTER_NAME.fullmatch(name) is not None


def extensions_of(role: str, subject: x509.Name) -> Iterator[x509.ExtensionType]:
    """What it may be used for; of a kiosk that serves counters also by which name they find it. ``role`` is empty for a
    kiosk towards its portal."""
    if not role:
        yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        return
    serves = role == "hall"
    common = ExtendedKeyUsageOID.SERVER_AUTH if serves else ExtendedKeyUsageOID.CLIENT_AUTH
    yield x509.ExtendedKeyUsage([common, NAMES[role]])
    if serves:
        kinds = (x509.NameOID.ORGANIZATIONAL_UNIT_NAME, x509.NameOID.COMMON_NAME)
        unit, kiosk = (str(subject.get_attributes_for_oid(kind)[0].value) for kind in kinds)
        yield x509.SubjectAlternativeName([x509.DNSName(host_of(unit, kiosk))])

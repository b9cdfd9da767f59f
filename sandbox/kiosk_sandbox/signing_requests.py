"""Requests to sign (PKCS #10, RFC 2986), and the names in certificates."""

from __future__ import annotations

import ipaddress

from cryptography import x509


class EnrolmentRefused(Exception):
    """What was asked is not granted; the words are for a technician."""


def names_in(subject: x509.Name) -> tuple[str, str]:
    kinds = (x509.NameOID.ORGANIZATIONAL_UNIT_NAME, x509.NameOID.COMMON_NAME)
    unit, kiosk = ([str(item.value) for item in subject.get_attributes_for_oid(kind)] for kind in kinds)
    return "".join(unit), "".join(kiosk)


def asked_for(request: str, unit: str, kiosk: str) -> x509.CertificateSigningRequest:
    try:
        asked = x509.load_pem_x509_csr(request.encode())
    except ValueError as error:
        raise EnrolmentRefused("Yêu cầu cấp chứng thư không đọc được") from error
    if not asked.is_signature_valid or names_in(asked.subject) != (unit, kiosk):
        raise EnrolmentRefused("Yêu cầu cấp chứng thư của máy khác")
    return asked


def names_of(host: str) -> x509.SubjectAlternativeName:
    try:
        return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    except ValueError:
        return x509.SubjectAlternativeName([x509.DNSName(host)])

"""CMS SignedData, the envelope of EF.SOD, EF.CardSecurity and master lists (RFC 5652, ICAO 9303-10 §4.6.2)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from kiosk.chip.certificates import Certificate
from kiosk.chip.signatures import UNREADABLE, UnknownAlgorithm, verifies
from kiosk.chip.tlv import Malformed

_MOST_CERTIFICATES = 16
"""Certificates in an envelope that are looked at: a card carries one, a master list its signer's and an issuer's."""


@dataclass(frozen=True)
class SignedData:
    """What was signed, of which kind it says to be, and by which certificate."""

    kind: str  # the content type as dotted numbers
    content: bytes = field(repr=False)
    signer: Any = field(repr=False)
    certificate: Any = field(repr=False)  # as asn1crypto has it: it need not make sense; None where it is not there
    others: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def holds(self) -> bool | None:
        """Is the signature good? One that cannot even be read holds nothing.

        None: it could not be checked, for want of the signer's certificate or of the algorithm it names.
        """
        if self.certificate is None:
            return None
        try:
            return verifies(self.certificate, self.signer, self.content)
        except UnknownAlgorithm:
            return None
        except UNREADABLE:
            return False

    @property
    def signed(self) -> datetime | None:
        """When, where the signature says it."""
        for attribute in self.signer["signed_attrs"] or ():
            if attribute["type"].native == "signing_time":
                moment = attribute["values"][0].native
                return moment if isinstance(moment, datetime) else None
        return None

    def signers_certificate(self) -> Certificate:
        """Raises ValueError for one that makes no sense, or is not there."""
        if self.certificate is None:
            raise ValueError("no certificate")
        return Certificate.holding(self.certificate)


def parse(raw: bytes, known: Iterable[Certificate] = ()) -> SignedData:
    """``known``: certificates for signers whose own does not stand inside. Raises Malformed for anything else."""
    try:
        return _parse(raw, tuple(known))
    except UNREADABLE as error:
        raise Malformed(f"nothing signed: {type(error).__name__}") from error  # whatever asn1crypto meets


def _parse(raw: bytes, known: tuple[Certificate, ...]) -> SignedData:
    signed = cms.ContentInfo.load(raw)["content"]
    if not isinstance(signed, cms.SignedData):
        raise Malformed("not signed")
    inner = signed["encap_content_info"]
    listed = [item.chosen for item in itertools.islice(signed["certificates"] or (), _MOST_CERTIFICATES)]
    certificates = [item for item in listed if isinstance(item, asn1_x509.Certificate)]
    signer = signed["signer_infos"][0]
    own = _signers(certificates, [one.parsed for one in known], signer)
    others = tuple(certificate for certificate in certificates if certificate is not own)
    return SignedData(inner["content_type"].dotted, bytes(inner["content"]), signer, own, others)


def _signers(certificates: list[Any], known: list[Any], signer: Any) -> Any:
    """The certificate that the signer names; the only one where it names it in a way we do not know; else None."""
    named = signer["sid"].chosen
    for certificate in (*certificates, *known):
        if isinstance(named, cms.IssuerAndSerialNumber):
            matches = certificate.serial_number == named["serial_number"].native
            matches = matches and (len(certificates) == 1 or certificate.issuer == named["issuer"])
        else:
            matches = certificate.key_identifier == named.native
        if matches:
            return certificate
    return certificates[0] if len(certificates) == 1 else None

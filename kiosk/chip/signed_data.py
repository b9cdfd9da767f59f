"""CMS SignedData, the envelope of EF.SOD, EF.CardSecurity and master lists (RFC 5652, ICAO 9303-10 §4.6.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from kiosk.chip.certificates import Certificate
from kiosk.chip.signatures import UNREADABLE, verifies
from kiosk.chip.tlv import Malformed


@dataclass(frozen=True)
class SignedData:
    """What was signed, of which kind it says to be, and by which certificate."""

    kind: str  # the content type as dotted numbers
    content: bytes = field(repr=False)
    signer: Any = field(repr=False)
    certificate: Any = field(repr=False)  # as asn1crypto has it: it need not make sense
    others: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def holds(self) -> bool:
        """Is the signature good? One that cannot even be read holds nothing."""
        try:
            return verifies(self.certificate, self.signer, self.content)
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
        """Raises ValueError for one that makes no sense."""
        return Certificate.holding(self.certificate)


def parse(raw: bytes) -> SignedData:
    """Raises Malformed for anything else."""
    try:
        return _parse(raw)
    except UNREADABLE as error:
        raise Malformed(f"nothing signed: {type(error).__name__}") from error  # whatever asn1crypto meets


def _parse(raw: bytes) -> SignedData:
    signed = cms.ContentInfo.load(raw)["content"]
    if not isinstance(signed, cms.SignedData):
        raise Malformed("not signed")
    inner = signed["encap_content_info"]
    certificates = [item.chosen for item in signed["certificates"] if isinstance(item.chosen, asn1_x509.Certificate)]
    signer = signed["signer_infos"][0]
    own = _signers(certificates, signer)
    others = tuple(certificate for certificate in certificates if certificate is not own)
    return SignedData(inner["content_type"].dotted, bytes(inner["content"]), signer, own, others)


def _signers(certificates: list[Any], signer: Any) -> Any:
    """The certificate that the signer names; the only one where it names it in a way we do not know."""
    named = signer["sid"].chosen
    for certificate in certificates:
        if isinstance(named, cms.IssuerAndSerialNumber):
            matches = certificate.serial_number == named["serial_number"].native
        else:
            matches = certificate.key_identifier == named.native
        if matches:
            return certificate
    if len(certificates) != 1:
        raise Malformed("the signer's certificate is not there")
    return certificates[0]

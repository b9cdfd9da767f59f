"""Whom we believe: the country signing certificates (CSCA), what links them, and what they took back (ICAO 9303-12).

Self-signed certificates are believed because somebody put them there. A link certificate, by which an authority vouches
for its next key, and a master list, by which one vouches for others, are believed as far as their signatures reach back
to one of those.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.chip import signed_data, tlv
from kiosk.chip.certificates import Certificate, RevocationList

MASTER_LIST = "2.23.136.1.1.2"


class IssuerTrust(enum.Enum):
    """What is known of the certificate that signed the chip's data."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"  # outside its validity at the time of signing


@dataclass(frozen=True)
class TrustStore:
    """Authorities and the lists of what they took back. Empty is allowed: then every issuer is unknown."""

    authorities: tuple[Certificate, ...] = ()
    revocations: tuple[RevocationList, ...] = ()

    @classmethod
    def of(
        cls, certificates: Iterable[bytes], revocations: Iterable[bytes] = (), master_lists: Iterable[bytes] = ()
    ) -> TrustStore:
        """From PEM or DER. Raises ValueError for what is neither, and for a list whose signer nobody vouches for."""
        believed = _reached(tuple(map(Certificate.of, certificates)))
        for raw in master_lists:
            believed = tuple(dict.fromkeys(believed + _listed(raw, believed)))
        return cls(believed, tuple(map(RevocationList.of, revocations)))

    def judge(self, signer: Certificate, signed: datetime) -> IssuerTrust:
        """What is known of ``signer``, which signed at ``signed`` (with time zone)."""
        vouching = [authority for authority in self.authorities if signer.issued_by(authority)]
        if not vouching:
            return IssuerTrust.UNKNOWN
        if self._revoked(signer):
            return IssuerTrust.REVOKED
        valid = signer.valid_at(signed) and any(authority.valid_at(signed) for authority in vouching)
        return IssuerTrust.TRUSTED if valid else IssuerTrust.EXPIRED

    def _revoked(self, signer: Certificate) -> bool:
        """A list counts when any key of the authority signed it: the newest often signs for the older ones."""
        listed = [found for found in self.revocations if signer.serial in found.serials]
        return any(
            found.issuer == signer.issuer and found.signed_by(authority)
            for found in listed
            for authority in self.authorities
        )


def _reached(certificates: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The self-signed ones, and those that a chain of signatures leads to from them."""
    believed = [one for one in certificates if one.may_issue and one.self_signed]
    waiting = [one for one in certificates if one.may_issue and one not in believed]
    while found := [one for one in waiting if any(one.issued_by(authority) for authority in believed)]:
        believed += found
        waiting = [one for one in waiting if one not in found]
    return tuple(dict.fromkeys(believed))


def _listed(raw: bytes, believed: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The authorities on a master list (ICAO 9303-12 §8). Raises ValueError for a list not to be believed."""
    try:
        found = signed_data.parse(raw)
        _, names = tlv.only(found.content, 0x30).children()
        listed = tuple(Certificate.of(tlv.encode(node.tag, node.value)) for node in names.children())
    except tlv.Malformed as error:
        raise ValueError(f"no master list: {error.detail}") from error
    signer = found.signers_certificate()
    if found.kind != MASTER_LIST or not found.holds or not any(signer.issued_by(one) for one in believed):
        raise ValueError("a master list whose signer nobody here vouches for")
    return tuple(one for one in listed if one.may_issue)

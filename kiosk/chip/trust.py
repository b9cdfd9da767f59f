"""Whom we believe: the country signing certificates (CSCA), what links them, and what they took back (ICAO 9303-12).

Self-signed certificates are believed because somebody put them there. A link certificate, by which an authority vouches
for its next key, and a master list, by which one vouches for others, are believed as far as their signatures reach back
to one of those.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.chip import signed_data, tlv
from kiosk.chip.certificates import Certificate, RevocationList
from kiosk.chip.countries import two_letters

MASTER_LIST = "2.23.136.1.1.2"


class IssuerTrust(enum.Enum):
    """What is known of the certificate that signed the chip's data."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"  # outside its validity at the time of signing
    FOREIGN = "foreign"  # of another country than the card
    UNFIT = "unfit"  # its certificate is for something else than documents
    UNDATED = "undated"  # nothing says when it signed, and now is outside its validity


@dataclass(frozen=True)
class Moment:
    """When something was signed, with its time zone. ``certain``: the signature or the signed data say so."""

    at: datetime
    certain: bool = True


@dataclass(frozen=True)
class TrustStore:
    """Authorities and the lists of what they took back. Empty is allowed: then every issuer is unknown.

    ``signers``: document signers' certificates that lie there too, for cards that do not carry theirs.
    """

    authorities: tuple[Certificate, ...] = ()
    revocations: tuple[RevocationList, ...] = ()
    signers: tuple[Certificate, ...] = ()

    @classmethod
    def of(
        cls, certificates: Iterable[bytes], revocations: Iterable[bytes] = (), master_lists: Iterable[bytes] = ()
    ) -> TrustStore:
        """From PEM or DER. Raises ValueError for what is neither, and for a list whose signer nobody vouches for."""
        given = tuple(map(Certificate.of, certificates))
        believed = _reached(given)
        for raw in master_lists:
            believed = tuple(dict.fromkeys(believed + _listed(raw, believed)))
        signers = tuple(one for one in given if not one.may_issue)
        return cls(believed, tuple(map(RevocationList.of, revocations)), signers)

    def judge(
        self, signer: Certificate, signed: datetime | Moment, country: str = "", document: str = ""
    ) -> IssuerTrust:
        """What is known of ``signer``, which signed at ``signed`` (with time zone).

        ``country`` (three letters) and ``document`` (what the first line begins with) are from the card's MRZ.
        """
        moment = signed if isinstance(signed, Moment) else Moment(signed)
        vouching = [authority for authority in self.authorities if signer.issued_by(authority)]
        if not vouching:
            return IssuerTrust.UNKNOWN
        if self._revoked(signer):
            return IssuerTrust.REVOKED
        if not signer.may_sign_documents(document):
            return IssuerTrust.UNFIT
        at_home = [authority for authority in vouching if _same_country(signer, authority, country)]
        if not at_home:
            return IssuerTrust.FOREIGN
        if signer.valid_at(moment.at) and any(authority.valid_at(moment.at) for authority in at_home):
            return IssuerTrust.TRUSTED
        return IssuerTrust.EXPIRED if moment.certain else IssuerTrust.UNDATED

    def stale(self, signer: Certificate, now: datetime) -> bool:
        """Is the newest list of what this signer's authority took back older than it should be? Without one: no."""
        ends = [
            listed.next_update for listed in self._in_force if listed.issuer == signer.issuer and listed.next_update
        ]
        return bool(ends) and max(ends) < now

    @functools.cached_property
    def _in_force(self) -> tuple[RevocationList, ...]:
        """The lists that an authority here signed: looked at once, for that is a signature each."""
        return tuple(
            listed for listed in self.revocations if any(listed.signed_by(authority) for authority in self.authorities)
        )

    def _revoked(self, signer: Certificate) -> bool:
        """A list counts when any key of the authority signed it: the newest often signs for the older ones."""
        listed = [revocation for revocation in self.revocations if signer.serial in revocation.serials]
        return any(
            revocation.issuer == signer.issuer and revocation.signed_by(authority)
            for revocation in listed
            for authority in self.authorities
        )


def _same_country(signer: Certificate, authority: Certificate, country: str) -> bool:
    """Authority, signer and card are of one country (ICAO 9303-12 §7.1.1); what a certificate leaves out is no word."""
    named = {one.country for one in (signer, authority) if one.country}
    if country:
        named.add(two_letters(country))
    return len(named) <= 1


def _reached(certificates: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The self-signed ones, and those that a chain of signatures leads to from them."""
    believed = [one for one in certificates if one.may_issue and one.self_signed]
    waiting = [one for one in certificates if one.may_issue and one not in believed]
    while reachable := [one for one in waiting if any(one.issued_by(authority) for authority in believed)]:
        believed += reachable
        waiting = [one for one in waiting if one not in reachable]
    return tuple(dict.fromkeys(believed))


def _listed(raw: bytes, believed: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The authorities on a master list (ICAO 9303-12 §8). Raises ValueError for a list not to be believed."""
    try:
        envelope = signed_data.parse(raw)
        _, names = tlv.only(envelope.content, 0x30).children()
        listed = tuple(Certificate.of(tlv.encode(node.tag, node.value)) for node in names.children())
    except tlv.Malformed as error:
        raise ValueError(f"no master list: {error.detail}") from error
    signer = envelope.signers_certificate()
    vouched = any(signer.issued_by(one) for one in believed)
    if envelope.kind != MASTER_LIST or not envelope.holds or not vouched or not signer.may_sign_master_lists:
        raise ValueError("a master list whose signer nobody here vouches for")
    return tuple(one for one in listed if one.may_issue)

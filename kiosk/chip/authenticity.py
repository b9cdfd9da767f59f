"""Passive authentication: is what we read what was signed, and by whom (ICAO 9303-11 §5.1, 9303-10 §4.6.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from asn1crypto import algos, core

from kiosk.chip import signed_data, tlv
from kiosk.chip.certificates import Certificate
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.chip.signatures import UNREADABLE
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import IssuerTrust, Moment, TrustStore

_HASHES = {"sha1", "sha224", "sha256", "sha384", "sha512"}


class _GroupHash(core.Sequence):  # type: ignore[misc]
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012  asn1crypto's way


class _GroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _GroupHash


class _SecurityObject(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012  asn1crypto's way
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _GroupHashes),
        ("version_info", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True)
class SecurityObject:
    """EF.SOD taken apart: which hashes were signed, by which certificate."""

    algorithm: str
    hashes: Mapping[str, bytes] = field(repr=False)  # by group: "DG1"
    envelope: SignedData = field(repr=False)  # what the hashes stand in, as signed

    @property
    def groups(self) -> frozenset[str]:
        """The data groups that the issuer put on the chip."""
        return frozenset(self.hashes)


@dataclass(frozen=True)
class CardFacts:
    """What a signature is held against: what the card says of itself in files that the signature covers.

    ``country`` and ``document`` as the MRZ has them; ``issued`` in UTC, where the card says it.
    """

    country: str = ""
    document: str = ""
    issued: datetime | None = None


UNSAID = CardFacts()


@dataclass(frozen=True)
class Verdict:
    """In parts, never a bare yes. ``groups`` says for each group read whether its hash is the signed one.

    None as ``signature`` and ``hashes``: could not be checked. ``downgraded``: EF.CardAccess offered less than what is
    signed. ``stale``: the list of what the issuer took back is older than it should be. ``signer``: the fingerprint of
    its key.
    """

    groups: Mapping[str, bool]
    signature: bool | None
    issuer: IssuerTrust
    chip: ChipProofOutcome = ChipProofOutcome.NOT_TRIED
    downgraded: bool = False
    stale: bool = False
    signer: str = ""

    @property
    def hashes(self) -> bool | None:
        """Every group read is as signed; False when nothing could be compared; None without a list to compare with."""
        if not self.groups and self.signature is None:
            return None
        return bool(self.groups) and all(self.groups.values())


UNVERIFIABLE = Verdict({}, signature=False, issuer=IssuerTrust.UNKNOWN)
"""The verdict on a card that has no security object, or none that makes sense."""

UNREAD = Verdict({}, signature=None, issuer=IssuerTrust.UNKNOWN)
"""The verdict on a card whose security object the line did not let through."""


def parse_sod(data: bytes, known: Iterable[Certificate] = ()) -> SecurityObject:
    """Raises Malformed for anything but a CMS SignedData over a security object."""
    envelope = signed_data.parse(tlv.only(data, 0x77).value, known)
    try:
        return _parse(envelope)
    except UNREADABLE as error:
        raise Malformed(f"no security object: {type(error).__name__}") from error  # whatever asn1crypto meets


def _parse(envelope: SignedData) -> SecurityObject:
    inner = _SecurityObject.load(envelope.content)
    algorithm = inner["hash_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        raise Malformed("an unknown hash algorithm")
    hashes = {f"DG{item['number'].native}": bytes(item["value"]) for item in inner["hashes"]}
    return SecurityObject(algorithm, hashes, envelope)


def verify(
    sod: SecurityObject, files: Mapping[str, bytes], trust: TrustStore, now: datetime, facts: CardFacts = UNSAID
) -> Verdict:
    """The verdict on the files read, by group name. ``now`` counts only where nothing says when was signed."""
    groups = {name: as_signed(sod, name, data) for name, data in files.items()}
    verdict = Verdict(groups, sod.envelope.holds, judge(sod.envelope, trust, now, facts))
    try:
        signer = sod.envelope.signers_certificate()
        return replace(verdict, signer=signer.fingerprint, stale=trust.stale(signer, now))
    except UNREADABLE:
        return verdict


def as_signed(sod: SecurityObject, group: str, data: bytes) -> bool:
    """Is this file the one whose hash was signed?"""
    digest = hashlib.new(sod.algorithm, data).digest()
    return hmac.compare_digest(sod.hashes.get(group, b""), digest)


def judge(envelope: SignedData, trust: TrustStore, now: datetime, facts: CardFacts = UNSAID) -> IssuerTrust:
    """What is known of the signer, at the time of signing: what the signature says, else the day of issue, else now."""
    try:
        digests = envelope.signed or facts.issued
        moment = Moment(digests) if digests else Moment(now, certain=False)
        return trust.judge(envelope.signers_certificate(), moment, facts.country, facts.document)
    except UNREADABLE:
        return IssuerTrust.UNKNOWN

"""The order in which a chip is asked to prove itself, and what each answer means for the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.chip import active, authenticity, chip_proof, security_infos, signed_data
from kiosk.chip.access import APPLICATION, Access
from kiosk.chip.apdu import Command, PlainChannel
from kiosk.chip.channel import Channel, SentInPlain
from kiosk.chip.chip_proof import ChipProofOutcome, ProofFailed
from kiosk.chip.files import EF, LengthRefused
from kiosk.chip.security_infos import SecurityInfos
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed
from kiosk.errors import ChannelBroken

Fetch = Callable[[EF], None]
"""Reads a file into the files of the read, if the card gives it."""

Trusted = Callable[[SignedData], bool]
"""Is the issuer of this signer known here, and good?"""


class Prover:
    """One chip's proof. Reads DG14 and DG15 only where the signed list names them, and stops at the first proof."""

    def __init__(
        self, line: PlainChannel, access: Access, files: Mapping[str, bytes], fetch: Fetch, trusted: Trusted
    ) -> None:
        self._line, self._access, self._files, self._fetch, self._trusted = line, access, files, fetch, trusted
        self._channel: Channel = access.channel

    def prove(self) -> ChipProofOutcome:
        """A copy that hides its key fails: the signed list says the key was there. Raises CardRemoved."""
        try:
            sod = authenticity.parse_sod(self._files["SOD"])
        except (KeyError, Malformed):
            return ChipProofOutcome.NOT_TRIED  # no signed list: nothing to hold a key against
        try:
            mapped = self._by_mapping(sod.envelope)
            return self._proved(sod.groups) if mapped is ChipProofOutcome.NOT_TRIED else mapped
        except LengthRefused:
            raise  # says nothing of the chip
        except ChannelBroken:
            return ChipProofOutcome.FAILED

    def _by_mapping(self, sod: SignedData) -> ChipProofOutcome:
        """What PACE proved on the way, against the key that EF.CardSecurity signs (ICAO 9303-11 §4.4.3.5.2)."""
        chip = self._access.chip
        if chip is None or not self._access.security:
            return ChipProofOutcome.NOT_TRIED
        try:
            security = signed_data.parse(self._access.security)
            keys = [key for key in security_infos.parse(security.content).keys if key.group == chip.group]
        except Malformed:
            return ChipProofOutcome.NOT_TRIED
        same_hand = security.certificate.dump() == sod.certificate.dump()
        if not keys or not security.holds or not (same_hand or self._trusted(security)):
            return ChipProofOutcome.NOT_TRIED
        return ChipProofOutcome.PASSED if any(chip.proves(key.public) for key in keys) else ChipProofOutcome.FAILED

    def _proved(self, offered: frozenset[str]) -> ChipProofOutcome:
        ways = (("DG14", self._by_key_agreement), ("DG15", self._by_signature))
        named = [(name, way) for name, way in ways if name in offered]
        if not named:
            return ChipProofOutcome.NOT_OFFERED
        for name, way in named:
            self._fetch(EF[name])
            if name not in self._files:
                return ChipProofOutcome.FAILED
            found = way(self._files[name])
            if found is not ChipProofOutcome.NOT_TRIED:
                return found
        return ChipProofOutcome.NOT_TRIED

    def _by_key_agreement(self, content: bytes) -> ChipProofOutcome:
        pairing = self._infos(content).pairing()
        if pairing is None:
            return ChipProofOutcome.NOT_TRIED
        self._channel = chip_proof.rekey(self._line, self._channel, *pairing)
        return self._still_talks()

    def _still_talks(self) -> ChipProofOutcome:
        """The first exchange in the new channel is the proof. Choosing what is chosen already costs least."""
        self._channel.send(Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION))
        return ChipProofOutcome.PASSED  # whatever it says, no copy could have said it

    def _by_signature(self, content: bytes) -> ChipProofOutcome:
        try:
            key = active.parse_dg15(content, self._digest())
        except Malformed:
            return ChipProofOutcome.NOT_TRIED
        try:
            return chip_proof.challenge(self._channel, key)
        except SentInPlain as error:
            if key.signature_length > 223:  # more than a short answer holds
                return ChipProofOutcome.NOT_TRIED
            raise ProofFailed(error.detail) from error

    def _digest(self) -> str | None:
        return self._infos(self._files["DG14"]).active_digest if "DG14" in self._files else None

    @staticmethod
    def _infos(content: bytes) -> SecurityInfos:
        try:
            return security_infos.parse_dg14(content)
        except Malformed:
            return SecurityInfos()


def held_against(verdict: authenticity.Verdict, chip: ChipProofOutcome) -> authenticity.Verdict:
    """The verdict with the chip's part. A proof by a key whose file is not as it was signed is none."""
    forged = not all(verdict.groups.get(name, True) for name in ("DG14", "DG15"))
    return replace(
        verdict, chip=ChipProofOutcome.FAILED if forged and chip is not ChipProofOutcome.NOT_OFFERED else chip
    )

"""The order in which a chip is asked to prove itself, and what each answer means for the verdict."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiosk.chip import active, authenticity, chip_proof, security_infos, signed_data
from kiosk.chip.access import Access
from kiosk.chip.apdu import PlainChannel
from kiosk.chip.certificates import Certificate
from kiosk.chip.channel import Channel
from kiosk.chip.chip_proof import ChipProofOutcome, ProofFailed
from kiosk.chip.faults import Faltered
from kiosk.chip.files import EF, LengthRefused
from kiosk.chip.security_infos import SecurityInfos
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed
from kiosk.errors import ChannelBroken, ReaderLimited


class FileOutcome(enum.Enum):
    """What came of asking for a file."""

    READ = "read"
    ABSENT = "absent"  # the card says that it has none
    REFUSED = "refused"  # for whatever other reason


Fetch = Callable[[EF], FileOutcome]
"""Reads a file into the files of the read, if the card gives it."""

_Way = Callable[[bytes], ChipProofOutcome]

IsTrusted = Callable[[SignedData], bool]
"""Is the issuer of this signer known here, and good?"""


TWICE = 2
"""How often a way of proving is tried, each time on a card opened anew: one bad moment is no verdict."""


@dataclass
class Troubles:
    """What came in the way of each proof in the attempts of one read. True: the chip's own answer was wrong."""

    by_way: dict[str, list[bool]] = field(default_factory=dict)

    def note(self, way: str, *, wrong: bool) -> None:
        self.by_way.setdefault(way, []).append(wrong)

    def spent(self, way: str) -> bool:
        return len(self.by_way.get(way, ())) >= TWICE

    def wrong(self, way: str) -> bool:
        """Did the last attempt show another key? An attempt that the line broke off shows nothing."""
        return self.spent(way) and self.by_way[way][-1]


class Prover:
    """One chip's proof. Reads DG14 and DG15 only where the signed list names them, and stops at the first proof."""

    def __init__(
        self,
        line: PlainChannel,
        access: Access,
        files: Mapping[str, bytes],
        fetch: Fetch,
        is_trusted: IsTrusted,
        troubles: Troubles | None = None,
    ) -> None:
        self._line, self._access, self._files, self._fetch, self._is_trusted = line, access, files, fetch, is_trusted
        self._channel: Channel = access.channel
        self._troubles = Troubles() if troubles is None else troubles

    def prove(self, signers: Iterable[Certificate] = ()) -> ChipProofOutcome:
        """A copy that hides its key fails: the signed list says the key was there.

        Raises Faltered where the card must be opened anew to ask again, LengthRefused and CardRemoved.
        """
        try:
            sod = authenticity.parse_sod(self._files["SOD"], signers)
        except (KeyError, Malformed):
            return ChipProofOutcome.NOT_TRIED  # no signed list: nothing to hold a key against
        mapped = self._chip_authentication_mapping(sod.envelope)
        return self._proved(sod.groups) if mapped is ChipProofOutcome.NOT_TRIED else mapped

    def _chip_authentication_mapping(self, sod: SignedData) -> ChipProofOutcome:
        """What PACE proved on the way, against the key that EF.CardSecurity signs (ICAO 9303-11 §4.4.3.5.2)."""
        chip = self._access.chip
        if chip is None or not self._access.security:
            return ChipProofOutcome.NOT_TRIED
        try:
            security = signed_data.parse(self._access.security)
            keys = [key for key in security_infos.parse(security.content).keys if key.group == chip.group]
        except Malformed:
            return ChipProofOutcome.NOT_TRIED
        if security.certificate is None or sod.certificate is None:
            return ChipProofOutcome.NOT_TRIED
        same_hand = security.certificate.dump() == sod.certificate.dump()
        if not keys or not security.holds or not (same_hand or self._is_trusted(security)):
            return ChipProofOutcome.NOT_TRIED
        return ChipProofOutcome.PASSED if any(chip.proves(key.public) for key in keys) else ChipProofOutcome.FAILED

    def _proved(self, offered: frozenset[str]) -> ChipProofOutcome:
        ways = (("DG14", self._chip_authentication), ("DG15", self._active_authentication))
        named = [(name, way) for name, way in ways if name in offered]
        if not named:
            return ChipProofOutcome.NOT_OFFERED
        return next(
            (outcome for outcome in self._outcomes(named) if outcome is not ChipProofOutcome.NOT_TRIED),
            ChipProofOutcome.NOT_TRIED,
        )

    def _outcomes(self, named: Sequence[tuple[str, _Way]]) -> Iterator[ChipProofOutcome]:
        for name, way in named:
            if self._troubles.wrong(name):
                yield ChipProofOutcome.FAILED
            elif not self._troubles.spent(name):
                yield self._tried(name, way)

    def _tried(self, name: str, way: _Way) -> ChipProofOutcome:
        got = self._fetch(EF[name])
        if got is FileOutcome.ABSENT:
            return ChipProofOutcome.FAILED
        if got is FileOutcome.REFUSED:
            return ChipProofOutcome.NOT_TRIED
        try:
            return way(self._files[name])
        except LengthRefused:
            raise  # says nothing of the chip
        except (ChannelBroken, ReaderLimited) as error:
            self._troubles.note(name, wrong=isinstance(error, ProofFailed))
            raise Faltered(error.detail) from error

    def _chip_authentication(self, content: bytes) -> ChipProofOutcome:
        pairing = self._infos(content).pairing()
        if pairing is None:
            return ChipProofOutcome.NOT_TRIED
        before = self._channel
        self._channel = chip_proof.rekey(self._line, before, *pairing)
        before.close()
        try:
            return chip_proof.still_talks(self._channel)
        finally:
            self._channel.close()

    def _active_authentication(self, content: bytes) -> ChipProofOutcome:
        try:
            key = active.parse_dg15(content, self._digest())
        except Malformed:
            return ChipProofOutcome.NOT_TRIED
        return chip_proof.challenge(self._channel, key)

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

"""How often cards of the same signer were read here before: evidence beside a verdict, and never a part of it.

Until the country's certificates are in hand no kiosk can say who signed a card; that hundreds of cards carry the same
signature is worth knowing. What is kept is a key's fingerprint and a number, nothing of a person or a card: a signer
signs thousands. A card that is read twice while the program runs counts once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Mapping
from pathlib import Path

from kiosk.chip.authenticity import Verdict
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.durable import write_durably

_log = logging.getLogger(__name__)

FILE_NAME = "card-signers.json"
_MOST_SIGNERS, _MOST_CARDS, _MOST_BYTES = 500, 5000, 100_000
_SOUND = (ChipProofOutcome.PASSED, ChipProofOutcome.NOT_OFFERED)


class SignerCounts:
    """The counts of one kiosk. Without a ``path`` they last as long as the program. For one thread, as a reader is."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._counts: dict[str, int] | None = None
        self._salt = secrets.token_bytes(16)
        self._met: dict[bytes, None] = {}

    def count(self, verdict: Verdict, files: Mapping[str, bytes]) -> int:
        """Other cards of this signer that were read before; this one is counted if everything in it holds."""
        counts = self._loaded()
        card = hashlib.sha256(self._salt + files.get("SOD", b"")).digest()
        met = card in self._met
        before = max(0, counts.get(verdict.signer, 0) - met)
        if not met and verdict.signer and verdict.hashes and verdict.signature and verdict.chip in _SOUND:
            self._add(verdict.signer, card)
        return before

    def _add(self, signer: str, card: bytes) -> None:
        counts = self._loaded()
        if signer not in counts and len(counts) >= _MOST_SIGNERS:
            del counts[min(counts, key=counts.__getitem__)]
        counts[signer] = counts.get(signer, 0) + 1
        self._met[card] = None
        if len(self._met) > _MOST_CARDS:
            del self._met[next(iter(self._met))]
        self._keep(counts)

    def _loaded(self) -> dict[str, int]:
        if self._counts is None:
            self._counts = self._read()
        return self._counts

    def _read(self) -> dict[str, int]:
        """What cannot be read is begun anew: it is evidence, and no state that anything depends on."""
        if self._path is None:
            return {}
        try:
            with self._path.open("rb") as file:
                known = json.loads(file.read(_MOST_BYTES))
            return {str(key): int(value) for key, value in known.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
            _log.warning("counts of signers begun anew: %s", type(error).__name__)
            return {}

    def _keep(self, counts: Mapping[str, int]) -> None:
        if self._path is None:
            return
        try:
            write_durably(self._path, json.dumps(counts, sort_keys=True).encode(), 0o600)
        except OSError as error:
            _log.warning("counts of signers not kept: %s", error.strerror)

"""What can be wrong with a card, by name: each quirk is one behaviour of the virtual card."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Quirk(enum.Enum):
    """Words on the command line: ``--quirk pace-broken``."""

    PACE_BROKEN = "pace-broken"  # breaks off at the key agreement
    PACE_FORGED = "pace-forged"  # cannot prove that it knows the password
    ONE_TRY_LEFT = "one-try-left"  # warns before PACE that the next wrong key blocks it
    BLOCKED = "blocked"
    PACE_DH = "pace-dh"  # agrees by numbers instead of points
    PACE_IM = "pace-im"  # by the integrated mapping
    PACE_CAM = "pace-cam"  # by the mapping that proves the chip on the way
    NO_PACE = "no-pace"  # has no EF.CardAccess
    CARD_ACCESS_REFUSED = "card-access-refused"  # has one and does not give it
    MF_SELECT_6D00 = "mf-select-6d00"
    NO_SHORT_IDS = "no-short-ids"  # files must be selected
    SHORT_ONLY = "short-only"  # extended length: 6700
    SHORT_IN_CHANNEL = "short-in-channel"  # extended length only outside secure messaging; ends the channel
    SHORT_PROTECTED = "short-protected"  # the same, but says so inside secure messaging and stays there
    MEDIUM_READS = "medium-reads"  # 1,200 bytes at most; more ends the channel
    NO_ATR_INFO = "no-atr-info"  # does not say how much it can give
    EXACT_LENGTH = "exact-length"  # 6Cxx for a Le beyond the end of the file
    SMALL_READS = "small-reads"  # gives 112 bytes at most
    TAMPERED = "tampered"  # an answer changed on the way
    WRONG_HASH = "wrong-hash"  # the data changed after signing
    FORGED_SIGNATURE = "forged-signature"
    UNKNOWN_ISSUER = "unknown-issuer"
    REVOKED_ISSUER = "revoked-issuer"
    EXPIRED_ISSUER = "expired-issuer"
    NO_SOD = "no-sod"
    CLONED = "cloned"  # every signed byte, but not the chip's private key
    HIDDEN_KEY = "hidden-key"  # the same, and gives neither DG14 nor DG15
    FORGED_KEY = "forged-key"  # a copy that puts its own key into DG14
    NO_PROOF = "no-proof"  # issued without keys: offers no proof
    ACTIVE_ONLY = "active-only"  # has DG15 and no DG14
    ACTIVE_RSA = "active-rsa"  # signs by RSA
    CHIP_3DES = "chip-3des"  # chip authentication by 3DES
    CHIP_DH = "chip-dh"  # chip authentication over numbers
    EXPLICIT_CURVE = "explicit-curve"  # the curve of its key is written out
    NOT_AN_ID = "not-an-id"  # a card of another kind
    DG1_UNREADABLE = "dg1-unreadable"  # holds no MRZ
    DG13_UNREADABLE = "dg13-unreadable"  # holds what nobody can parse
    DG13_REFUSED = "dg13-refused"
    DG13_REFUSED_IN_PLAIN = "dg13-refused-in-plain"  # and leaves the channel over it
    DG13_OTHER_LAYOUT = "dg13-other-layout"
    JPEG_2000 = "jpeg-2000"
    SLOW = "slow"  # four times as slow as a card on the air


@dataclass(frozen=True)
class Quirks:
    """The quirks of one card. ``removed_after`` in bytes over the line."""

    named: frozenset[Quirk] = frozenset()
    removed_after: int | None = None

    def __contains__(self, quirk: Quirk) -> bool:
        return quirk in self.named

    @classmethod
    def of(cls, names: Iterable[str | Quirk]) -> Quirks:
        """From names, and ``removed-after=BYTES``. Raises ValueError for a name that is none."""
        named, removed_after = set(), None
        for name in names:
            if isinstance(name, str) and name.startswith("removed-after="):
                removed_after = int(name.partition("=")[2])
            else:
                named.add(Quirk(name))
        return cls(frozenset(named), removed_after)


NONE = Quirks()

"""What an identity is, and how sure we are of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date


class IssuerStanding(enum.Enum):
    """What is known of the certificate that signed the chip's data."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"  # at the time of signing
    FOREIGN = "foreign"  # of another country than the card
    UNFIT = "unfit"  # its certificate is for something else than documents
    UNDATED = "undated"  # nothing says when it signed, and now is outside its validity


class ChipProof(enum.Enum):
    """Whether the chip proved that it is not a copy."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_OFFERED = "not-offered"
    NOT_TRIED = "not-tried"


class CardVerdict(enum.Enum):
    """The verdict in one word for the screen; the parts stay beside it."""

    GENUINE = "genuine"  # hashes, signature and issuer hold, and the chip proved itself, where it can
    INTACT = "intact"  # the same, but the issuer could not be compared: its certificate is not here
    UNCHECKED = "unchecked"  # nothing contradicts, but a part that can be checked could not be
    DOUBTFUL = "doubtful"  # something does not hold
    UNPROVEN = "unproven"  # nothing was signed: typed in by hand


@dataclass(frozen=True)
class Authenticity:
    """The verdict on a chip, in parts: never a bare yes. None: this part could not be checked.

    ``downgraded``: the card's unsigned file offered a weaker way in than its signed one. ``stale``: the list of what
    the issuer took back is older than it should be. ``alike``: reads before of cards of the same signer at this kiosk.
    """

    hashes: bool | None
    signature: bool | None
    issuer: IssuerStanding
    chip: ChipProof
    downgraded: bool = False
    stale: bool = False
    alike: int = 0

    @property
    def standing(self) -> CardVerdict:
        if self._contradicted:
            return CardVerdict.DOUBTFUL
        if (
            None in (self.hashes, self.signature)
            or self.chip is ChipProof.NOT_TRIED
            or self.issuer is IssuerStanding.UNDATED
        ):
            return CardVerdict.UNCHECKED
        return CardVerdict.GENUINE if self.issuer is IssuerStanding.TRUSTED else CardVerdict.INTACT

    @property
    def _contradicted(self) -> bool:
        """Does something show that it is not so? What could not be checked shows nothing."""
        wrong = False in (self.hashes, self.signature) or self.downgraded or self.chip is ChipProof.FAILED
        return wrong or self.issuer in _UNTRUE


_UNTRUE = (IssuerStanding.REVOKED, IssuerStanding.EXPIRED, IssuerStanding.FOREIGN, IssuerStanding.UNFIT)


class Sex(enum.Enum):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Method(enum.Enum):
    """How the person was identified; recorded with each filing (Luật Căn cước 2023)."""

    CHIP = "chip"
    QR = "qr"
    MANUAL = "manual"


@dataclass(frozen=True)
class PartialBirth:
    """A birth of which day, or day and month, were never written down."""

    year: int
    month: int | None = None

    def __str__(self) -> str:
        return f"{self.month:02d}/{self.year}" if self.month else str(self.year)


@dataclass(frozen=True)
class Relative:
    """A person named on the card beside its holder."""

    relation: str  # father | mother | spouse | parent, where the card does not say which
    full_name: str


@dataclass(frozen=True)
class Citizen:
    """The holder of a card, as DG1 and DG13 say it. Empty strings and None mean: the card does not say."""

    id_number: str
    full_name: str
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    nationality: str = ""
    ethnicity: str = ""
    religion: str = ""
    origin: str = ""
    residence: str = ""
    marks: str = ""
    issued: date | None = None
    expires: date | None = None
    expires_words: str = ""  # "Không thời hạn" and the like
    relatives: tuple[Relative, ...] = ()
    old_id_number: str = ""
    partial_birth: PartialBirth | None = None  # where ``birth_date`` is None and the card knows a part of it

    @property
    def given_name(self) -> str:
        """The last syllable: what a person is called by."""
        return self.full_name.split()[-1] if self.full_name.split() else ""

    def age_on(self, day: date) -> int | None:
        """Full years on ``day``, at least so many where only a part of the birth is known; None without any."""
        if self.birth_date is None:
            known = self.partial_birth
            return day.year - known.year - (not known.month or day.month <= known.month) if known else None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


@dataclass(frozen=True)
class ChipPhoto:
    """The face on the chip, encoded as the chip has it."""

    data: bytes = field(repr=False)
    media_type: str  # image/jpeg | image/jp2
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class CardIdentity:
    """One read of one card: who, how the chip was opened, and how far it can be trusted."""

    citizen: Citizen
    method: Method
    photo: ChipPhoto | None = None
    access: str = ""  # PACE-CAN | PACE-MRZ | BAC | BAC-after-PACE-...
    authenticity: Authenticity | None = None
    expired: bool = False  # the card's own last day has passed, by the day of the read
    missing: tuple[str, ...] = ()  # data groups that were offered but could not be read, with DG13 the common one
    apdus: int = 0
    bytes: int = 0
    seconds: float = 0.0

    @property
    def standing(self) -> CardVerdict:
        return self.authenticity.standing if self.authenticity else CardVerdict.UNPROVEN


class Address(enum.Enum):
    """How a person is spoken to; words under ``address.VALUE``. Before the card is read it is OLDER."""

    OLDER = "older"  # ông bà
    GRANDFATHER = "grandfather"  # ông
    GRANDMOTHER = "grandmother"  # bà
    UNCLE = "uncle"  # anh
    AUNT = "aunt"  # chị


def address_for(citizen: Citizen, today: date) -> Address:
    """By age and sex: ông/bà from 50 on, anh/chị before; ông bà where either is not known."""
    age = citizen.age_on(today)
    if age is None or citizen.sex is Sex.UNKNOWN:
        return Address.OLDER
    if age >= 50:
        return Address.GRANDFATHER if citizen.sex is Sex.MALE else Address.GRANDMOTHER
    return Address.UNCLE if citizen.sex is Sex.MALE else Address.AUNT

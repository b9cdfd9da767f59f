"""From what the chip says to what the office knows: keys, citizens, verdicts."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from hashlib import sha256
from pathlib import Path

from kiosk.chip import keys
from kiosk.chip.certificates import Certificate
from kiosk.chip.dg13 import Dg13Field, NationalData
from kiosk.chip.keys import AccessKey
from kiosk.chip.mrz import Mrz
from kiosk.chip.trust import TrustStore
from kiosk.chip.watching import CardRead, PartialRead
from kiosk.domain.card_reading import CardKey
from kiosk.domain.citizen import (
    Authenticity,
    CardIdentity,
    ChipPhoto,
    ChipProof,
    Citizen,
    IssuerStanding,
    Method,
    PartialBirth,
    Relative,
    Sex,
)
from kiosk.durable import read_bounded
from kiosk.errors import ConfigError
from kiosk.resources import demo_asset

MOST_TRUST = 16 << 20  # bytes; a master list of all countries has less than one MiB

_SEXES = {"nam": Sex.MALE, "m": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE, "f": Sex.FEMALE}
_CERTIFICATES, _LISTS, _MASTER_LISTS = {".pem", ".cer", ".crt", ".der"}, {".crl"}, {".ml"}


def key_from_qr(text: str) -> CardKey:
    """The key in the QR code printed on the card. Raises BadCardKey."""
    return _card_key(keys.from_qr(text))


def key_from_digits(text: str) -> CardKey:
    """The key from the last six digits of the ID number, or from all twelve. Raises BadCardKey."""
    return _card_key(keys.from_digits(text))


def key_from_mrz(text: str) -> CardKey:
    """The key from the lines on the card's back, or from the 24 characters. Raises BadCardKey."""
    return _card_key(keys.from_mrz(text))


def access_key(key: CardKey) -> AccessKey:
    """The same key as the chip's room has it."""
    return AccessKey(key.can, key.mrz)


def _card_key(key: AccessKey) -> CardKey:
    return CardKey(key.can, key.mrz)


def citizen_from_qr(text: str) -> Citizen:
    """What the printed QR code says: good for a prefill, proof of nothing. Raises BadCardKey."""
    card = keys.read_qr(text)
    ends = keys.expiry(card.birth_date, card.issued) if card.birth_date and card.issued else None
    return Citizen(
        id_number=card.id_number,
        full_name=card.full_name,
        birth_date=card.birth_date,
        sex=_sex(card.sex),
        residence=card.residence,
        issued=card.issued,
        expires=ends,
        old_id_number=card.old_id_number,
    )


def identity(read: CardRead, today: date, alike: int = 0) -> CardIdentity:
    """One read of one card, as the rest of the house sees it.

    ``today`` settles the century of a foreign MRZ, and whether the card has ended. ``alike``: reads before of cards
    of the same signer.
    """
    citizen = _citizen(read.mrz, read.national, today)
    return CardIdentity(
        citizen=citizen,
        method=Method.CHIP,
        photo=_photo(read),
        access=read.access,
        authenticity=_authenticity(read, alike),
        expired=citizen.expires is not None and citizen.expires < today,
        missing=read.missing,
        apdus=read.apdus,
        bytes=read.bytes,
        seconds=read.seconds,
    )


def known_identity(known: PartialRead, today: date) -> CardIdentity:
    """What can be shown while the photo still comes: nothing of it is verified yet."""
    return CardIdentity(citizen=_citizen(known.mrz, known.national, today), method=Method.CHIP, access=known.access)


def _photo(read: CardRead) -> ChipPhoto | None:
    face = read.face
    return ChipPhoto(face.data, face.media_type, face.width, face.height) if face else None


def _authenticity(read: CardRead, alike: int) -> Authenticity:
    verdict = read.verdict
    return Authenticity(
        hashes=verdict.hashes,
        signature=verdict.signature,
        issuer=IssuerStanding(verdict.issuer.value),
        chip=ChipProof(verdict.chip.value),
        downgraded=verdict.downgraded,
        stale=verdict.stale,
        alike=alike,
    )


def _citizen(mrz: Mrz, national: NationalData | None, today: date) -> Citizen:
    """DG13 where it speaks, the MRZ where it does not."""
    data = national or NationalData({})
    return Citizen(
        id_number=data.text(Dg13Field.ID_NUMBER) or mrz.id_number,
        full_name=data.text(Dg13Field.FULL_NAME) or mrz.name,
        birth_date=_birth(mrz, data, today),
        sex=_sex(data.text(Dg13Field.SEX)) if data.text(Dg13Field.SEX) else _sex(mrz.sex),
        nationality=data.text(Dg13Field.NATIONALITY) or mrz.nationality,
        ethnicity=data.text(Dg13Field.ETHNICITY),
        religion=data.text(Dg13Field.RELIGION),
        origin=data.text(Dg13Field.ORIGIN),
        residence=data.text(Dg13Field.RESIDENCE),
        marks=data.text(Dg13Field.MARKS),
        issued=data.date(Dg13Field.ISSUED),
        expires=data.date(Dg13Field.EXPIRES) or (None if data.expires_words else _mrz_expiry(mrz)),
        expires_words=data.expires_words,
        relatives=_relatives(data),
        old_id_number=data.text(Dg13Field.OLD_ID_NUMBER),
        partial_birth=_partial_birth(mrz, data, today),
    )


def _birth(mrz: Mrz, data: NationalData, today: date) -> date | None:
    """Where DG13 knows a part only, the MRZ's fillers may read as a day: DG13's word stands."""
    known = data.partial(Dg13Field.BIRTH)
    return known.whole if known else mrz.birth_date(today)


def _partial_birth(mrz: Mrz, data: NationalData, today: date) -> PartialBirth | None:
    known = data.partial(Dg13Field.BIRTH) or mrz.partial_birth(today)
    return PartialBirth(known.year, known.month) if known and known.whole is None else None


def _mrz_expiry(mrz: Mrz) -> date | None:
    return None if mrz.expires == keys.NO_EXPIRY else mrz.expiry_date()


def _relatives(data: NationalData) -> tuple[Relative, ...]:
    named = (("father", data.father), ("mother", data.mother), ("parent", data.parent), ("spouse", data.spouse))
    return tuple(Relative(relation, name) for relation, name in named if name)


def _sex(text: str) -> Sex:
    return _SEXES.get(text.strip().lower(), Sex.UNKNOWN)


def demo_trust() -> TrustStore:
    """The made-up issuer of the demo's cards, whose keys everybody has. Raises SandboxMissing."""
    return load_trust(demo_asset("trust"))


def load_trust(where: Path, barred: Container[str] = ()) -> TrustStore:
    """The certificates and lists of a folder, without those whose SHA-256 (of the DER, in hexadecimal) is ``barred``.
    Raises ConfigError for what cannot be read."""
    try:
        inside = sorted(where.iterdir())
        certificates = [read_bounded(path, MOST_TRUST) for path in inside if path.suffix.lower() in _CERTIFICATES]
        return TrustStore.of(
            [raw for raw in certificates if sha256(Certificate.of(raw).der).hexdigest() not in barred],
            [read_bounded(path, MOST_TRUST) for path in inside if path.suffix.lower() in _LISTS],
            [read_bounded(path, MOST_TRUST) for path in inside if path.suffix.lower() in _MASTER_LISTS],
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"trust folder: {error}", key="trust") from error

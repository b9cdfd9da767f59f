"""The tables of the portal, for any database SQLAlchemy speaks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Index, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.domain.calendar import ZONE


class UtcMoment(TypeDecorator[datetime]):
    """Aware moments in and out, in the office's zone; kept as UTC without a zone, which every database can."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC).astimezone(ZONE)


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcMoment}


class PortalFact(Base):
    """Small things about this portal itself: the secret its sessions are signed with, the epoch of its feeds."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Dossier(Base):
    """A dossier as it stands at the office. ``reference`` and ``digest`` tell a resend from a new one."""

    __tablename__ = "dossiers"
    __table_args__ = (
        UniqueConstraint("unit", "reference"),  # two communes may both have a kiosk called DV01
        Index("dossiers_by_feed", "unit", "kiosk", "number"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # MaHoSo
    unit: Mapped[str] = mapped_column(index=True)
    reference: Mapped[str | None] = mapped_column(index=True)  # MaThamChieuKiosk
    digest: Mapped[str]
    status: Mapped[str]  # TrangThaiHoSo
    note: Mapped[str] = mapped_column(Text, default="")  # the office's own words with the status
    record: Mapped[str] = mapped_column(Text)  # the record as it came, JSON
    came: Mapped[datetime] = mapped_column(index=True)
    changed: Mapped[datetime]
    kiosk: Mapped[str] = mapped_column(default="")  # whose feed it is in; empty: none
    number: Mapped[int] = mapped_column(BigInteger, default=0)  # of its last change, in that feed
    before: Mapped[str] = mapped_column(default="")  # the status that a question or a fee interrupted
    officer: Mapped[str] = mapped_column(default="")  # who changed it last
    coming: Mapped[bool] = mapped_column(default=False)  # its form is here, its documents are on their way


class FeedCounter(Base):
    """How many changes each kiosk has been told. Locked until its transaction ends: numbers appear in their order."""

    __tablename__ = "feeds"

    unit: Mapped[str] = mapped_column(primary_key=True)
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, default=0)


class DossierStep(Base):
    """One step of a dossier's way through the office."""

    __tablename__ = "steps"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    at: Mapped[datetime]
    status: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    record: Mapped[str] = mapped_column(Text, default="")  # the progress record as it came, JSON


class Question(Base):
    """A request for more (yêu cầu bổ sung) and the one answer to it."""

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(primary_key=True)  # HoSoBoSungId
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    asked: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    papers: Mapped[str] = mapped_column(Text, default="")  # MaThanhPhanHoSo, one a line
    fields: Mapped[str] = mapped_column(Text, default="")  # what of the sheet is to be put right: its keys, one a line
    line: Mapped[bool] = mapped_column(default=False)  # an answer in words is asked for
    until: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")  # of the answer; empty while there is none
    answer: Mapped[str] = mapped_column(Text, default="")  # the answer as it came, JSON
    answered: Mapped[datetime | None]  # without a digest: when the office took the question back


class Amendment(Base):
    """What a counter did with a dossier after it was filed: taken once, by its own name."""

    __tablename__ = "amendments"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)  # SuaDoiId
    at: Mapped[datetime]
    digest: Mapped[str]
    text: Mapped[str] = mapped_column(Text)  # as it came, JSON


class Due(Base):
    """A sum to pay: of the filing itself, or by a notice of the office. Payment is never a legal status."""

    __tablename__ = "dues"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    key: Mapped[str]  # MaPhiLePhi
    name: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(BigInteger)  # VND
    paid: Mapped[datetime | None]


class Counter(Base):
    """The last number given on a day in a unit. Numbers start anew each day."""

    __tablename__ = "counters"

    unit: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)  # yyMMdd
    last: Mapped[int]


class Upload(Base):
    """A document on its way in, or here. How much has come is the length of its file, nothing else."""

    __tablename__ = "uploads"
    __table_args__ = (
        Index("uploads_by_end", "complete", "expires"),
        Index("uploads_by_owner", "owner", "complete"),
    )

    name: Mapped[str] = mapped_column(primary_key=True)  # the SHA-256 where the sender gave it
    sha256: Mapped[str]  # empty if the sender did not say
    owner: Mapped[str] = mapped_column(default="")  # Caller.name of who sends it; nobody else meets it
    length: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    expires: Mapped[datetime]
    complete: Mapped[bool] = mapped_column(default=False)


class JournalHeadRow(Base):
    """The longest signed end of each kiosk's journal: what one that was cut must be held against."""

    __tablename__ = "heads"

    kiosk: Mapped[str] = mapped_column(primary_key=True)  # the start of its public key
    number: Mapped[int]  # entries in the journal
    text: Mapped[str] = mapped_column(Text)
    came: Mapped[datetime]


class Shortened(Base):
    """A journal that came back shorter than it was, or as long with another end: the latest of each kiosk."""

    __tablename__ = "shortened"

    kiosk: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)  # the end that came
    came: Mapped[datetime]


class Machine(Base):
    """A kiosk as the fleet's page shows it. ``key`` signs its health reports: the first one seen, or the enrolled."""

    __tablename__ = "machines"

    unit: Mapped[str] = mapped_column(primary_key=True)
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(default="")  # Ed25519, hexadecimal
    seen: Mapped[datetime]
    health: Mapped[str] = mapped_column(Text, default="")  # the last report, JSON
    reported: Mapped[datetime | None]
    number: Mapped[int] = mapped_column(BigInteger, default=0)  # of that report
    branches: Mapped[str] = mapped_column(Text, default="")  # what was reported in which order, JSON (report_chain.py)
    met: Mapped[datetime | None]  # when it was seen first
    refused: Mapped[datetime | None]  # when a report under another key came last


class MachineHour(Base):
    """An hour in which a kiosk was seen, and the worst that it said of itself; the day and hour are the office's."""

    __tablename__ = "machine_hours"

    unit: Mapped[str] = mapped_column(primary_key=True)
    kiosk: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True, index=True)  # ISO 8601
    hour: Mapped[int] = mapped_column(primary_key=True)
    waiting: Mapped[int | None]
    oldest: Mapped[int | None] = mapped_column(BigInteger)  # seconds
    free_mb: Mapped[int | None] = mapped_column(BigInteger)
    rate: Mapped[int | None] = mapped_column(BigInteger)  # bytes a second


class Mistake(Base):
    """What broke the contract, for who writes the other side."""

    __tablename__ = "mistakes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    unit: Mapped[str]
    place: Mapped[str]  # the service or the door
    words: Mapped[str] = mapped_column(Text)

"""What the portal keeps, in any database SQLAlchemy speaks; SQLite beside the other data unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Engine, ForeignKey, Text, TypeDecorator, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kiosk.domain.calendar import ZONE


class Moment(TypeDecorator[datetime]):
    """Aware moments in and out, in the office's zone; kept as UTC without a zone, which every database can."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC).astimezone(ZONE)


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment}


class Dossier(Base):
    """A dossier as it stands at the office. ``reference`` and ``digest`` tell a resend from a new one."""

    __tablename__ = "dossiers"

    code: Mapped[str] = mapped_column(primary_key=True)  # MaHoSo
    unit: Mapped[str] = mapped_column(index=True)
    reference: Mapped[str | None] = mapped_column(unique=True)  # MaThamChieuKiosk
    digest: Mapped[str]
    status: Mapped[str]  # TrangThaiHoSo
    note: Mapped[str] = mapped_column(Text, default="")  # the office's own words with the status
    record: Mapped[str] = mapped_column(Text)  # the record as it came, JSON
    came: Mapped[datetime]
    changed: Mapped[datetime]


class Step(Base):
    """One step of a dossier's way through the office."""

    __tablename__ = "steps"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    at: Mapped[datetime]
    status: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    record: Mapped[str] = mapped_column(Text, default="")  # the progress record as it came, JSON


class Counter(Base):
    """The last number given on a day in a unit. Numbers start anew each day."""

    __tablename__ = "counters"

    unit: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)  # yyMMdd
    last: Mapped[int]


class Upload(Base):
    """A document on its way in, or here. How much has come is the length of its file, nothing else."""

    __tablename__ = "uploads"

    name: Mapped[str] = mapped_column(primary_key=True)  # the SHA-256 where the sender gave it
    sha256: Mapped[str]  # empty if the sender did not say
    length: Mapped[int]
    media_type: Mapped[str]
    expires: Mapped[datetime]
    complete: Mapped[bool] = mapped_column(default=False)


class Head(Base):
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


class Database:
    """Sessions that are one transaction each."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            _durable_sqlite(self.engine)
        Base.metadata.create_all(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All of it or nothing; committed and durable when the block ends."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def _durable_sqlite(engine: Engine) -> None:
    """WAL with a sync at every commit, and writers that queue instead of failing half way (BEGIN IMMEDIATE)."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

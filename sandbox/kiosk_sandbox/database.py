"""What the portal keeps, in any database SQLAlchemy speaks; SQLite beside the other data unless told otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, Table, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from kiosk.errors import ConfigError
from kiosk_sandbox.tables import Base, PortalFact

T = TypeVar("T")

_POOL = 8  # connections of one worker process; starlette's thread pool has more hands, which then wait
_TURNS = 6  # the first number of a day, a key, and a deadlock may each cost a turn; more is a fault of ours


def database_in(folder: Path) -> str:
    """The URL of the portal's own database."""
    return f"sqlite:///{folder / 'portal.sqlite'}"


class PortalDatabase:
    """Sessions that are one transaction each."""

    def __init__(self, url: str) -> None:
        """ConfigError where the database cannot be reached or its driver is not installed."""
        try:
            self.engine = _engine(url)
            _shape(self.engine)
        except (DBAPIError, ImportError, OSError, ValueError) as error:
            raise ConfigError(f"database: {type(error).__name__}", key="--database") from error

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All of it or nothing; committed and durable when the block ends."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look that keeps no writer waiting."""
        with Session(self.engine.execution_options(looks=True), expire_on_commit=False) as session, session.begin():
            yield session

    def settled(self, job: Callable[[], T]) -> T:
        """``job``, a whole transaction, done again where another process was first or the two stood in each other's
        way. What is still refused then is a bug."""
        for turn in range(_TURNS):
            try:
                return job()
            except (IntegrityError, DBAPIError) as error:
                if turn == _TURNS - 1 or not _worth_another_turn(error):
                    raise
        raise AssertionError("unreachable")

    def fact(self, name: str, make: Callable[[], str] = lambda: secrets.token_hex(16)) -> str:
        """A small thing that is made once and the same for every process."""

        def job() -> str:
            with self.transaction() as session:
                row = session.get(PortalFact, name)
                if row is None:
                    row = PortalFact(name=name, value=make())
                    session.add(row)
                return row.value

        return self.settled(job)

    def set_fact(self, name: str, value: str) -> None:
        with self.transaction() as session:
            session.merge(PortalFact(name=name, value=value))

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url)
        _durable_sqlite(engine)
        return engine
    return create_engine(url, pool_size=_POOL, max_overflow=_POOL, pool_pre_ping=True)


def _worth_another_turn(error: DBAPIError) -> bool:
    """A key that somebody else took first, a deadlock, a serialization failure, or a lost connection."""
    if isinstance(error, IntegrityError) or error.connection_invalidated:
        return True
    message = str(error.orig)
    return any(code in message for code in ("40001", "40P01"))


def _shape(engine: Engine) -> None:
    """Make what is missing; two workers may do it at once. Columns that a later program knows are added."""
    for turn in range(_TURNS):
        try:
            Base.metadata.create_all(engine)
            break
        except (IntegrityError, ProgrammingError):  # the other worker's table came first
            if turn == _TURNS - 1:
                raise
    with engine.begin() as connection:
        there = inspect(connection)
        for table in Base.metadata.sorted_tables:
            columns = {column["name"] for column in there.get_columns(table.name)}
            for statement in list(_missing(table, columns, engine)):
                connection.execute(text(statement))
        for table in Base.metadata.sorted_tables:
            for index in table.indexes:
                index.create(connection, checkfirst=True)


def _missing(table: Table, columns: set[str], engine: Engine) -> Iterator[str]:
    for column in table.columns:
        if column.name not in columns:
            kind = column.type.compile(engine.dialect)
            default = "" if column.nullable else " NOT NULL DEFAULT " + ("'0'" if "INT" in kind else "''")
            default = " NOT NULL DEFAULT FALSE" if "BOOL" in kind else default
            yield f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}{default}"


def _durable_sqlite(engine: Engine) -> None:
    """WAL with a sync at every commit, and writers that queue instead of failing half way (BEGIN IMMEDIATE)."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        looks = connection.get_execution_options().get("looks")
        connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")

"""Documents as they come in: bytes in files, one row each, content addressed by SHA-256.

How much of a document is here is the length of its file, and every answer that names an offset is given after fsync.
Where the sender said the SHA-256 at creation, bytes cut off in flight are kept: the whole is proved at the end, and a
whole that fails the proof is thrown away. Without it, only blocks that carried their own checksum are kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.durable import make_durable
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.tables import Upload

MAX_SIZE = 64 * 1024 * 1024  # a page of a scan is below 2 MB; a dossier with 32 such pages is no kiosk's
MOST_OPEN = 256  # begun uploads of one kiosk: a queue of eight filings whose every page was cut off
_AT_ONCE = 16  # old ones that a new one clears away
KEEP = timedelta(days=7)  # an office without a line over a long holiday finds its half document again

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class UploadStatus:
    """Where an upload stands. ``offset`` bytes of ``length`` are durable here."""

    name: str
    length: int
    offset: int
    media_type: str
    expires: datetime
    sha256: str = ""
    complete: bool = False
    owner: str = ""


class TooManyUploads(Exception):
    """This kiosk has begun as many as it may and finished none of them."""


class ContentMismatch(Exception):
    """All bytes came, but they are not the bytes that were announced. What came is thrown away."""


class Uploads:
    """The folder of documents and its index. ``clock`` gives aware moments."""

    def __init__(self, folder: Path, database: PortalDatabase, clock: Callable[[], datetime]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._database = database
        self._clock = clock

    def path(self, name: str) -> Path:
        """Where its bytes lie. ValueError if that is no name."""
        return self._path(name)

    def create(self, length: int, sha256: str, media_type: str, owner: str = "") -> UploadStatus:
        """A new upload of ``owner``, or its own that already holds these bytes: create-or-resume in one round trip.
        What somebody else has sent is not met: whoever names a content must bring it.

        ``ValueError`` if the content is known here with another length. TooManyUploads.
        """
        if sha256 and not _SHA256.fullmatch(sha256):
            raise ValueError("sha256 phải viết thường, 64 ký tự")
        self.purge()
        try:
            return self._create(length, sha256, media_type, owner)
        except IntegrityError:  # the same document came from two kiosks at once
            return self._create(length, sha256, media_type, owner)

    def _create(self, length: int, sha256: str, media_type: str, owner: str) -> UploadStatus:
        name = sha256 or secrets.token_hex(16)
        with self._database.transaction() as session:
            row = session.get(Upload, name)
            if row is not None and row.owner != owner:
                name = hashlib.sha256(f"{owner}:{sha256}".encode()).hexdigest()
                row = session.get(Upload, name)
            if row is None:
                self._look_for_room(session, owner)
                expires = self._clock() + KEEP
                row = Upload(name=name, sha256=sha256, length=length, media_type=media_type, expires=expires)
                row.complete, row.owner = False, owner
                session.add(row)
                self._path(name).touch()
            if row.length != length:
                raise ValueError("tệp này đã có ở đây với độ dài khác")
            self._still_whole(row)
            return self._standing(row)

    def _look_for_room(self, session: Session, owner: str) -> None:
        """Counts a page of an index, however many uploads there are."""
        mine = select(Upload.name).where((Upload.owner == owner) & Upload.complete.is_(False)).limit(MOST_OPEN)
        if len(session.scalars(mine).all()) >= MOST_OPEN:
            raise TooManyUploads(owner)

    def find(self, name: str) -> UploadStatus | None:
        """None if there is no such upload, or its time is over."""
        with self._database.transaction() as session:
            row = session.get(Upload, name)
            if row is None or self._over(row):
                return None
            self._still_whole(row)
            return self._standing(row)

    def append(self, name: str, data: bytes) -> int:
        """Write at the end; not yet durable. The new offset."""
        with self._path(name).open("ab") as file:
            file.write(data)
        return self._path(name).stat().st_size

    def cut_back(self, name: str, offset: int) -> None:
        """Forget what came after ``offset``."""
        os.truncate(self._path(name), offset)

    def settle(self, name: str) -> UploadStatus:
        """Make what came durable; prove the whole when it is all here. ContentMismatch throws it away."""
        with self._path(name).open("rb+") as file:
            os.fsync(file.fileno())
        with self._database.transaction() as session:
            row = session.get_one(Upload, name)
            standing = self._standing(row)
            if standing.offset == row.length and not row.complete:
                self._prove(row)
                make_durable(self._folder)  # its name too, before anyone is told that it is safe here
                row.complete = True
            else:
                row.expires = max(row.expires, self._clock() + KEEP)
            return self._standing(row)

    def _still_whole(self, row: Upload) -> None:
        """What this disk has lost since comes again, and is proved again."""
        if row.complete and self._standing(row).offset != row.length:
            row.complete, row.expires = False, self._clock() + KEEP

    def _prove(self, row: Upload) -> None:
        if row.sha256 and _digest(self._path(row.name)) != row.sha256:
            self.cut_back(row.name, 0)
            raise ContentMismatch(row.name)

    def read(self, name: str) -> bytes:
        return self._path(name).read_bytes()

    def remark(self, name: str, text: str) -> None:
        """Keep what the sender said of it (Upload-Metadata), to be told again."""
        if text:
            self._path(name).with_suffix(".said").write_text(text)

    def remarked(self, name: str) -> str:
        path = self._path(name).with_suffix(".said")
        return path.read_text() if path.exists() else ""

    def drop(self, name: str) -> None:
        """Termination: the row and the bytes go."""
        with self._database.transaction() as session:
            row = session.get(Upload, name)
            if row is not None:
                session.delete(row)
        self._path(name).unlink(missing_ok=True)
        self._path(name).with_suffix(".said").unlink(missing_ok=True)

    def purge(self) -> None:
        """Throw away some of what was begun and never finished in its time. Whole documents stay."""
        over = select(Upload.name).where(Upload.complete.is_(False) & (Upload.expires <= self._clock())).limit(_AT_ONCE)
        with self._database.reading() as session:
            names = list(session.scalars(over))
        for name in names:
            self.drop(name)

    def all(self) -> Iterator[UploadStatus]:
        with self._database.transaction() as session:
            rows = list(session.scalars(select(Upload).order_by(Upload.name)))
        yield from (self._standing(row) for row in rows)

    def _over(self, row: Upload) -> bool:
        return not row.complete and row.expires <= self._clock()

    def _standing(self, row: Upload) -> UploadStatus:
        path = self._path(row.name)
        offset = path.stat().st_size if path.exists() else 0
        return UploadStatus(
            row.name, row.length, offset, row.media_type, row.expires, row.sha256, row.complete, row.owner
        )

    def _path(self, name: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{32,64}", name):
            raise ValueError("no such name")
        return self._folder / name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

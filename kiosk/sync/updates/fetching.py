"""Where updates come from: a folder on a stick, or the portal's door. Both bounded, both believed in nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Protocol

from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError, RepositoryError
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.bounded import OutOfBounds, read_json
from kiosk.errors import LineError, StickError, StickFileTooLarge

MOST_BYTES = 64 << 20  # bytes of one file; the program with its data takes a few
STICK_GRACE = timedelta(days=150)
"""So much longer than by line a timestamp counts that comes on a stick: a technician drives for hours, and comes twice
a year. With the thirty days of the timestamp's own that makes 180."""

PART = 1 << 20  # bytes asked for at a time by line: a cut costs no more than this


class FetchReply(Protocol):
    """What the portal answered; header names in lower case."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


Ask = Callable[[str, Mapping[str, str]], FetchReply]
"""One GET at the portal: path and headers. LineError."""


class Fetcher(FetcherInterface):
    """``failure`` is what the way itself failed with, for the words; TUF's own errors do not carry it. ``grace``: for
    so long after its end the publisher's word that there is nothing newer still counts on this way."""

    grace = timedelta(0)

    def __init__(self) -> None:
        self.bytes = 0
        self.failure: LineError | StickError | None = None

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """Metadata, measured before TUF parses it. RepositoryError if it is out of bounds."""
        data = super().download_bytes(url, max_length)
        try:
            read_json(data, max_length)
        except OutOfBounds as error:
            raise RepositoryError(f"{url}: {error}") from error
        return data


class FolderFetcher(Fetcher):
    """``read`` gives a file below the update's folder, or None; it raises StickError."""

    grace = STICK_GRACE

    def __init__(self, read: Callable[[str, int], bytes | None]) -> None:
        super().__init__()
        self._read = read

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            data = self._read(url.removeprefix("feed:"), MOST_BYTES)
        except StickFileTooLarge as error:
            raise DownloadLengthMismatchError(url) from error
        except StickError as error:
            self.failure = error
            raise DownloadError(url) from error
        if data is None:
            raise DownloadHTTPError(f"{url} is not there", 404)
        self.bytes += len(data)
        yield data


class LineFetcher(Fetcher):
    """In parts, so that a cut costs little and another message can come between."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask

    def _fetch(self, url: str) -> Iterator[bytes]:
        path, start = url.removeprefix("feed:"), 0
        while True:
            reply = self._part(path, start)
            self.bytes += len(reply.body)
            yield reply.body
            start += len(reply.body)
            if reply.status == 200 or len(reply.body) < PART or start > MOST_BYTES:
                return

    def _part(self, path: str, start: int) -> FetchReply:
        try:
            reply = self._ask(path, {"Range": f"bytes={start}-{start + PART - 1}"})
        except LineError as error:
            self.failure = error
            raise DownloadError(path) from error
        if reply.status not in (200, 206) and not (reply.status == 416 and start):
            raise DownloadHTTPError(f"{path}: {reply.status}", reply.status)
        if reply.status == 200 and start:
            raise DownloadError("the whole in place of a part")
        return _Nothing() if reply.status == 416 else reply


class _Nothing:
    """The file ended with the part before."""

    status, body = 200, b""
    headers: Mapping[str, str] = MappingProxyType({})

"""The encrypted file read page by page, where SQLite itself will read none of it any more.

The layout is SQLCipher 4's (its design notes, "Database Encryption"): pages of 4096 bytes, AES-256-CBC, the last 80
bytes an initialisation vector and HMAC-SHA512 over content, vector and page number; the file's first 16 bytes are the
salt that the authentication key hangs on. A page is believed only under its HMAC.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
SALT = 16
USABLE = PAGE - 80
_IV, _TAG = slice(USABLE, USABLE + 16), slice(USABLE + 16, PAGE)
_MAGIC = b"SQLite format 3\x00"
_BITS = tuple(1 << bit for bit in range(8))
_WAL_HEAD, _FRAME_HEAD = 32, 24


class Codec:
    """One database's key and salt."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        masked = bytes(byte ^ 0x3A for byte in salt)
        self._key = key
        self._authentic = hmac.new(hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32), digestmod=hashlib.sha512)

    def holds(self, number: int, page: bytes) -> bool:
        """Whether the page is what was written as page ``number``."""
        return hmac.compare_digest(self._tag(number, page), page[_TAG])

    def plain(self, number: int, page: bytes) -> bytes:
        """The page's content, ``PAGE`` bytes of which the first ``USABLE`` mean something."""
        begin = _begin(number)
        decryptor = Cipher(algorithms.AES256(self._key), modes.CBC(page[_IV])).decryptor()
        content = decryptor.update(page[begin:USABLE])
        return (_MAGIC if number == 1 else b"") + content + page[USABLE:]

    def mended(self, number: int, page: bytes) -> bytes | None:
        """The page with the one bit, or else the one byte, put right that rotted; None if more than that is wrong.

        The HMAC is the proof: a guess that fits is what was written. A bit takes a third of a second at the worst, a
        byte some ten.
        """
        if (page_now := self._with_rotten_tag(number, page)) is not None:
            return page_now
        for masks in (_BITS, range(1, 256)):
            for place in range(_begin(number), USABLE + 16):
                if (page_now := self._with_other(number, page, place, masks)) is not None:
                    return page_now
        return None

    def _with_other(self, number: int, page: bytes, place: int, masks: Iterable[int]) -> bytes | None:
        before = self._authentic.copy()
        before.update(page[_begin(number) : place])
        rest, tag = page[place + 1 : USABLE + 16] + number.to_bytes(4, "little"), page[_TAG]
        for mask in masks:
            mac = before.copy()
            mac.update(bytes((page[place] ^ mask,)) + rest)
            if mac.digest() == tag:
                return page[:place] + bytes((page[place] ^ mask,)) + page[place + 1 :]
        return None

    def _with_rotten_tag(self, number: int, page: bytes) -> bytes | None:
        """Nobody hits 63 of 64 bytes by chance: where a single byte of the tag differs, the tag is what rotted."""
        right = self._tag(number, page)
        wrong = sum(one != other for one, other in zip(right, page[_TAG], strict=True))
        return page[: USABLE + 16] + right if wrong == 1 else None

    def _tag(self, number: int, page: bytes) -> bytes:
        mac = self._authentic.copy()
        mac.update(page[_begin(number) : USABLE + 16] + number.to_bytes(4, "little"))
        return mac.digest()


def _begin(number: int) -> int:
    return SALT if number == 1 else 0


@dataclass(frozen=True)
class RecoveredFile:
    """What a database file and its log hold, as far as it can be believed."""

    plain: Mapping[int, bytes]  # by page number
    mended: Mapping[int, bytes]  # pages of the database file put right to the byte, still encrypted
    lost: tuple[int, ...]  # page numbers
    size: int  # pages


def read(database: Path, log: Path, codec: Codec, mend: int) -> RecoveredFile:
    """Every page that holds under its HMAC, newest first; up to ``mend`` damaged ones are tried to be put right."""
    data = database.read_bytes()
    newest, size = _logged(log, codec)
    size = size or -(-len(data) // PAGE)
    mended: dict[int, bytes] = {}
    lost: list[int] = []
    good: dict[int, bytes] = {}
    for number in range(1, size + 1):
        page = newest.get(number, data[(number - 1) * PAGE : number * PAGE])
        if len(page) == PAGE and not codec.holds(number, page) and number not in newest and len(mended) < mend:
            if (right := codec.mended(number, page)) is not None:
                mended[number] = page = right
            else:
                mend -= 1
        if len(page) == PAGE and codec.holds(number, page):
            good[number] = codec.plain(number, page)
        else:
            lost.append(number)
    return RecoveredFile(good, mended, tuple(lost), size)


def _logged(log: Path, codec: Codec) -> tuple[dict[int, bytes], int]:
    """The pages that the log committed, and the database's size in pages after its last commit; 0 without one."""
    data = log.read_bytes() if log.exists() else b""
    salts, step = data[16:24], _FRAME_HEAD + PAGE
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    size = 0
    for begin in range(_WAL_HEAD, len(data) - step + 1, step):
        number, after = (int.from_bytes(data[begin + at : begin + at + 4], "big") for at in (0, 4))
        page = data[begin + _FRAME_HEAD : begin + step]
        if data[begin + 8 : begin + 16] != salts or not codec.holds(number, page):
            break  # an older log's leavings, or where a power cut ended this one
        pending[number] = page
        if after:
            committed.update(pending)
            pending, size = {}, after
    return committed, size

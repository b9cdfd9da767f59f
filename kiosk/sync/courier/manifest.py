"""What a bundle holds, as the kiosk signs it, and what the portal answers, as it signs that. Pure.

Both are JSON with a fixed shape; what is not in that shape is SealBroken, because its signer would not have written it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.arrival import LONGEST
from kiosk.domain.submission import Legal
from kiosk.errors import SealBroken

FORMAT = 1
MOST_PARCELS = 20_000
MOST_OPEN = 2_000  # dossiers asked about with one stick
MOST_PAPERS = 100  # of one submission
MOST_MANIFEST = 16 << 20  # bytes; 20,000 parcels with two papers each take 10 MB
MOST_FILE = 64 << 20  # bytes; what the portal's document door takes at most

BUNDLE = re.compile(r"[0-9a-f]{16}")
FILE = re.compile(r"[0-9a-f]{8}")
CODE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}")
_ACT = re.compile(r"answer-[^\x00-\x1f\x7f]{0,400}")  # a key, never a path: the portal names its questions as it likes
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 410  # characters of what a parcel goes by

T = TypeVar("T")


@dataclass(frozen=True)
class Piece:
    """One sealed file: its name in the bundle, and what comes out of it. ``size`` in bytes, before sealing."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PaperPiece(Piece):
    media_type: str
    name: str  # towards the portal; no personal data


@dataclass(frozen=True)
class Parcel:
    """One submission, whole: its record of the dossier exchange and its papers. Or an answer to the office about it."""

    code: str
    form: Piece
    papers: tuple[PaperPiece, ...]
    act: str = ""  # the answer's name; empty for the submission itself

    @property
    def name(self) -> str:
        """What it goes by on both sides of the stick."""
        return self.act or self.code


@dataclass(frozen=True)
class Manifest:
    unit: str
    kiosk: str
    bundle: str
    number: int  # of all manifests that this kiosk has written: a later one replaces an earlier one of its bundle
    head: str  # the journal's signed end
    answers_to: str  # 64 hexadecimal digits: the X25519 key that answers are sealed to
    parcels: tuple[Parcel, ...]
    open: tuple[str, ...] = ()  # official numbers whose status this kiosk would like to know

    def text(self) -> bytes:
        return _text(self)


@dataclass(frozen=True)
class CourierReply:
    """What the portal says of one submission: its number and status, or its refusal in words."""

    code: str  # the provisional code; empty for a dossier that the kiosk asked about by its number
    official: str = ""
    legal: str = ""
    note: str = ""
    refused: str = ""
    arrivals: tuple[str, ...] = ()  # the portal's signed words about its papers, as they come over the line
    act: str = ""  # about an answer to the office: its name


@dataclass(frozen=True)
class CourierReplies:
    """All that goes home to one kiosk. ``number`` only ever grows; ``head`` is the longest journal's end seen here."""

    kiosk: str  # the 64 hexadecimal digits of its public key
    number: int
    head: str
    answers: tuple[CourierReply, ...]
    damaged: tuple[str, ...] = ()  # codes that were on the stick and could not be read

    def text(self) -> bytes:
        return _text(self)


def is_carried(act: str) -> bool:
    """Has an answer with this name a place in a manifest? One that has none must not make a whole stick unreadable."""
    return not act or _ACT.fullmatch(act) is not None


def manifest_from(text: bytes) -> Manifest:
    """SealBroken if it is none."""
    table = _table(text)
    parcels = tuple(_parcel(item) for item in _list(table, "parcels", MOST_PARCELS))
    if len({parcel.name for parcel in parcels}) != len(parcels):
        raise SealBroken("a code twice")
    return Manifest(
        unit=_word(table, "unit"),
        kiosk=_word(table, "kiosk"),
        bundle=_like(table, "bundle", BUNDLE),
        number=_number(table, "number"),
        head=_word(table, "head", most=400),
        answers_to=_like(table, "answers_to", _SHA256),
        parcels=parcels,
        open=tuple(_plain(item) for item in _list(table, "open", MOST_OPEN)),
    )


def answers_from(text: bytes) -> CourierReplies:
    """SealBroken if it is none."""
    table = _table(text)
    return CourierReplies(
        kiosk=_like(table, "kiosk", _SHA256),
        number=_number(table, "number"),
        head=_word(table, "head", most=400),
        answers=tuple(_answer(item) for item in _list(table, "answers", 10 * MOST_PARCELS)),
        damaged=tuple(_plain(item, _LONGEST_NAME) for item in _list(table, "damaged", MOST_PARCELS)),
    )


def _parcel(table: Any) -> Parcel:
    papers = tuple(
        PaperPiece(**_piece(item), media_type=_word(item, "media_type"), name=_word(item, "name"))
        for item in _list(table, "papers", MOST_PAPERS)
    )
    form, act = Piece(**_piece(_get(table, "form", dict))), _act(table)
    return Parcel(_like(table, "code", CODE), form, papers, act)


def _act(table: Any) -> str:
    """Empty where there is none: sticks from before there were answers do not say it."""
    return _like(table, "act", _ACT) if isinstance(table, dict) and table.get("act") else ""


def _piece(table: Mapping[str, Any]) -> dict[str, Any]:
    size = _number(table, "size")
    if size > MOST_FILE:
        raise SealBroken("a file larger than any")
    return {"file": _like(table, "file", FILE), "size": size, "sha256": _like(table, "sha256", _SHA256)}


def _answer(table: Any) -> CourierReply:
    words = {name: _word(table, name, most=4000) for name in ("code", "official", "legal", "note", "refused")}
    arrivals = _list(table, "arrivals", MOST_PAPERS) if "arrivals" in table else []  # an older desk gives none
    reply = CourierReply(**words, arrivals=tuple(_signed(item) for item in arrivals), act=_act(table))
    if bool(reply.official) == bool(reply.refused) or not (reply.code or reply.official):
        raise SealBroken("neither a number nor a refusal")
    if reply.official and reply.legal not in {legal.value for legal in Legal}:
        raise SealBroken("no status of the ten")
    return reply


# --- JSON with a shape ----------------------------------------------------------------------------------------------


def _text(message: Manifest | CourierReplies) -> bytes:
    table = {"format": FORMAT, **asdict(message)}
    return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _table(text: bytes) -> dict[str, Any]:
    try:
        table = read_object(text, MOST_MANIFEST)
    except OutOfBounds as error:
        raise SealBroken("no JSON") from error
    if table.get("format") != FORMAT:
        raise SealBroken("another format")
    return table


def _get(table: Any, name: str, kind: type[T]) -> T:
    value = table.get(name) if isinstance(table, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise SealBroken(f"{name} is no {kind.__name__}")
    return value


def _word(table: Any, name: str, most: int = 200) -> str:
    value = _get(table, name, str)
    if len(value) > most:
        raise SealBroken(f"{name} is too long")
    return value


def _signed(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise SealBroken("no arrival")
    return value


def _plain(value: Any, most: int = 100) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise SealBroken("no short text")
    return value


def _like(table: Any, name: str, pattern: re.Pattern[str]) -> str:
    value = _get(table, name, str)
    if not pattern.fullmatch(value):
        raise SealBroken(f"{name} is out of shape")
    return value


def _number(table: Any, name: str) -> int:
    value = _get(table, name, int)
    if not 0 <= value < 1 << 53:
        raise SealBroken(f"{name} is no count")
    return value


def _list(table: Any, name: str, most: int) -> list[Any]:
    value: list[Any] = _get(table, name, list)
    if len(value) > most:
        raise SealBroken(f"{name} is too long")
    return value

"""The operations of the hall: exactly the calls of the counter's services, read off their own signatures.

What a service takes and gives is plain data, so a request is its parameters and an answer its result, strictly decoded.
Nobody keeps a second list: a call that is new to a desk is carried, and both ends tell by a digest of all shapes
whether they speak of the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import HallProtocol
from kiosk.services.counter.counter import CounterDesks

READS = frozenset(
    (
        *("sessions.first_run", "sessions.names", "sessions.touch", "people", "finder.find", "finder.page"),
        *("finder.counts", "dossiers.open", "dossiers.paper", "cash.bill", "cash.day", "cash.unsigned"),
        *("papers.forms", "papers.preview", "papers.copies", "papers.receipt", "papers.closing"),
        *(
            "results.plan",
            "queues.board",
            "queues.order",
            "queues.calls",
            "visits.look",
            "queues.call_lists",
            "messages.fitting",
            "reviews.waiting",
            "reviews.end_of_day",
            "reviews.staff",
            "duplicates.pair",
            "reports.figures",
            "counters.list",
            "counters.statements",
            "reports.counts",
            "reports.table",
            "reports.register",
            "corrections.grounds",
            "corrections.open",
            "corrections.choices",
            "filings.procedures",
            "filings.waiting",
            "filings.open",
            "filings.communes",
        ),
    )
)
"""They may be asked again without harm. Whatever is not named is an act, with a key of its own."""

OPEN = frozenset(("sessions.first_run", "sessions.names", "sessions.sign_in", "sessions.bootstrap"))
"""Before anybody has signed in."""

INSIDE = frozenset(
    (
        *("sessions.require", "sessions.require_sight", "sessions.is_locked", "sessions.card_holder"),
        *("counters.invite", "papers.send", "clock", "filings.take_card", "filings.forget"),
    )
)
"""The services' own among themselves, and what asks for no right."""

CALL_BYTES, PAPER_BYTES = 256 << 10, 48 << 20
"""The most that a request may hold (signatures of four takers have some 100 kB), and one that brings a paper."""


@dataclass(frozen=True)
class HallOperation:
    """``args`` are the parameters as a strict object, the session left out; ``has_session`` says that it wants one."""

    name: str
    args: type[Any]
    result: Any
    has_session: bool
    signature: inspect.Signature | None = None  # None: no call, but what the desk says of itself

    def bound(self, given: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        """What a caller gives, by name, the session among it."""
        assert self.signature is not None
        return dict(self.signature.bind(*given, **named).arguments)

    @property
    def acts(self) -> bool:
        return self.name not in READS

    @property
    def most(self) -> int:
        """Bytes of a request."""
        return PAPER_BYTES if _brings_bytes(self.args) else CALL_BYTES

    def target(self, desks: CounterDesks) -> Any:
        """The service's own call, or its property."""
        place: Any = desks
        for part in self.name.split("."):
            place = getattr(place, part)
        return place


@cache
def operations() -> Mapping[str, HallOperation]:
    """By name: ``dossiers.mend``."""
    table: dict[str, HallOperation] = {}
    for desk, kind in get_type_hints(CounterDesks).items():
        if not inspect.isclass(kind):
            if desk not in INSIDE:
                result = getattr(kind, "__args__", (None,))[-1]
                args = _object(desk, ())
                table[desk] = HallOperation(desk, args, result, has_session=False, signature=inspect.Signature())
            continue
        for name, member in inspect.getmembers(kind):
            call = member.fget if isinstance(member, property) else member
            full = f"{desk}.{name}"
            if not name.startswith("_") and full not in INSIDE and inspect.isfunction(call):
                table[full] = _operation(full, call, is_call=not isinstance(member, property))
    return table


def _operation(name: str, call: Any, *, is_call: bool) -> HallOperation:
    hints = get_type_hints(call)
    params = [one for one in inspect.signature(call).parameters.values() if one.name != "self"]
    wanted = [(one.name, hints[one.name], one.default) for one in params if hints[one.name] is not StaffSession]
    fields = [(key, kind) if none is inspect.Parameter.empty else (key, kind, none) for key, kind, none in wanted]
    has_session = any(hints[one.name] is StaffSession for one in params)
    signature = inspect.Signature(params) if is_call else None
    return HallOperation(name, _object(name, fields), hints["return"], has_session, signature)


def _object(name: str, fields: Any) -> type[Any]:
    title = "".join(part.capitalize() for part in name.replace("_", ".").split("."))
    return msgspec.defstruct(f"{title}Args", list(fields), frozen=True, forbid_unknown_fields=True, kw_only=True)


def _brings_bytes(args: type[Any]) -> bool:
    hints = get_type_hints(args)
    inner = [get_type_hints(kind) for kind in hints.values() if dataclasses.is_dataclass(kind)]
    return any(bytes in one.values() for one in (hints, *inner))


@cache
def contract() -> str:
    """A digest of every operation's shape: the same at both ends, or they do not speak."""
    table = operations()
    kinds = [kind for one in table.values() for kind in (one.args, one.result)]
    shapes, parts = msgspec.json.schema_components(kinds)
    text = msgspec.json.encode([sorted(table), shapes, parts], order="sorted")
    return hashlib.sha256(text).hexdigest()[:16]


def decoded(data: bytes | msgspec.Raw, kind: Any) -> Any:
    """``data``, JSON, as a ``kind``, with nothing in it that the shape has not. HallProtocol says where, and quotes
    nothing."""
    try:
        value = msgspec.json.decode(data, type=kind)
        if _is_deep(kind):
            _same_keys(msgspec.json.decode(data), msgspec.json.decode(msgspec.json.encode(value)), "$")
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise HallProtocol(str(error)[:160] if isinstance(error, msgspec.ValidationError) else "no JSON") from None
    return value


def _is_deep(kind: Any) -> bool:
    return kind not in (bytes, str, int, bool, None)


def _same_keys(raw: Any, known: Any, path: str) -> None:
    """Dataclasses pass over what they do not know; here that is a fault."""
    if isinstance(raw, dict) and isinstance(known, dict):
        if len(raw.keys() - known.keys()):
            raise HallProtocol(f"{path}: no field of the contract")
        for key, inner in raw.items():
            _same_keys(inner, known[key], f"{path}.{key if key.isidentifier() else '?'}"[:120])
    elif isinstance(raw, list) and isinstance(known, list):
        for place, (inner, other) in enumerate(zip(raw, known, strict=False)):
            _same_keys(inner, other, f"{path}[{place}]")

"""Messages of the hall, field by field: what a counter asks and what a kiosk answers. Version 1 (docs/hall.md)."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from kiosk import errors
from kiosk.errors import HallProtocol, KioskError

VERSION = "v1"
CONTRACT = "Hall-Contract"
"""The header that says which shapes are spoken: ``operations.contract``."""


class HallMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An object of the contract."""


class HallCall(HallMessage, frozen=True, kw_only=True):
    """``key``: of an act, the same when it is asked again. ``session``: the token that the sign-in gave."""

    session: str = ""
    key: str = ""
    args: msgspec.Raw = msgspec.Raw(b"{}")


class HallFault(HallMessage, frozen=True, kw_only=True):
    """A known error: its code, and what fills its words. Details stay in the kiosk's log."""

    code: str
    values: dict[str, str | int] = {}


class HallAnswer(HallMessage, frozen=True, kw_only=True):
    """One of the two."""

    value: msgspec.Raw | UnsetType = UNSET
    fault: HallFault | UnsetType = UNSET


class HallBell(HallMessage, frozen=True, kw_only=True):
    """ISO 8601, and the step of the visit; ``here``: whether whoever called is still at the glass."""

    since: str
    step: str
    here: bool = False


class HallHelper(HallMessage, frozen=True, kw_only=True):
    """An officer: who answered the bell, or who helps; ``desk`` empty: before the glass. ISO 8601."""

    person: str
    since: str
    desk: str = ""
    touches: bool = False


class HallNow(HallMessage, frozen=True, kw_only=True):
    """How a kiosk stands: no resident's name. ``step`` is empty where nobody is at it, ``since`` and ``step_since``
    (ISO 8601) too; ``asked``: whether its glass may be seen from a counter; ``offered``: the officer whose offer
    stands there unanswered; ``answered``: who went to the last bell; ``queues`` count dossiers; ``line``: whether it
    reaches the portal."""

    step: str = ""
    since: str = ""
    step_since: str = ""
    asked: bool = False
    offered: str = ""
    helper: HallHelper | None = None
    answered: HallHelper | None = None
    line: bool = False
    bell: HallBell | None = None
    queues: dict[str, int] = {}


class HallNews(HallMessage, frozen=True, kw_only=True):
    """``mark`` names this state: shown again, the kiosk waits until there is another."""

    mark: str
    now: HallNow


class HallEnrolment(HallMessage, frozen=True, kw_only=True):
    """A counter asks to be let in: a request to sign (PEM), and a proof that it knows the code."""

    name: str
    request: str
    proof: str


class HallGrant(HallMessage, frozen=True, kw_only=True):
    """The certificate, whose authority it is, where; and the kiosk's proof that it knows the code too."""

    certificate: str
    authority: str
    unit: str
    kiosk: str
    office: str
    commune: str
    proof: str


class HallRenewal(HallMessage, frozen=True, kw_only=True):
    request: str


class HallRenewed(HallMessage, frozen=True, kw_only=True):
    certificate: str


def fault_of(error: KioskError) -> HallFault:
    return HallFault(code=error.code, values=dict(error.values))


def error_of(fault: HallFault, kiosk: str) -> KioskError:
    """The very error that the kiosk met; HallProtocol for a code that this program does not know."""
    kind = _known().get(fault.code)
    if kind is None:
        return HallProtocol("an unknown error", kiosk=kiosk)
    values: dict[str, Any] = {**fault.values}
    return kind(f"at {kiosk}", **{"kiosk": kiosk, **values})


def _known() -> dict[str, type[KioskError]]:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, KioskError)]
    return {one.code: one for one in kinds}

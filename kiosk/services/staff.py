"""The accounts of the counter's people and the technicians, as the office keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.staff import StaffRole
from kiosk.store import Store
from kiosk.store.staff import Account


@dataclass(frozen=True)
class StaffMember:
    """One account. ``about`` is the name that the journal knows it by; ``state``: disabled | idle | locked | active."""

    about: str
    name: str
    role: StaffRole
    card: bool  # whether a card's number signs in too
    state: str


def add(store: Store, name: str, role: StaffRole, person: str, secret: str, number: str = "") -> StaffMember:
    """An account for a person; ``number`` is the one of their card, where it shall open too. StaffError."""
    return _member(store.staff.add(name, role, person or name, secret, number))


def first_code(store: Store, role: StaffRole) -> str:
    """The setup code that makes the first account at the counter's screen. SetupRefused where there are accounts."""
    return store.staff.first_code(role)


def reset(store: Store, name: str, secret: str, number: str = "") -> StaffMember:
    """A new secret, which opens what is locked. StaffError."""
    return _member(store.staff.reset(name, secret, number))


def disable(store: Store, name: str, *, disabled: bool = True) -> StaffMember:
    """For who has left; ``disabled=False`` lets the person in again. StaffError."""
    return _member(store.staff.disable(name, disabled=disabled))


def members(store: Store) -> tuple[StaffMember, ...]:
    """Every account, and whether it opens."""
    return tuple(_member(one) for one in store.staff.list())


def _member(one: Account) -> StaffMember:
    states = (("disabled", one.disabled), ("idle", one.idle), ("locked", one.locked > 0), ("active", True))
    return StaffMember(one.about, one.name, one.role, one.has_card, next(name for name, holds in states if holds))

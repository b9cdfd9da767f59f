"""Inviting a counter: a code for somebody who stands here, or a file that is carried to the officer's computer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import office_time
from kiosk.config import Config, Office
from kiosk.durable import write_private
from kiosk.errors import HallNotOpen
from kiosk.hall.register import FILE_LASTS, CounterRegister
from kiosk.hall.statements import StatementBook

if TYPE_CHECKING:
    from kiosk.store import Store


def register_of(
    store: Store, office: Office, clock: Callable[[], datetime] = office_time, authority: str = ""
) -> CounterRegister:
    """Who may come in here, and what all kiosks of the commune are told of it. ``authority``: where it is not the one
    that the store says."""
    from kiosk.services.enrolment import enrolled

    if not authority:
        member = enrolled(store)
        authority = member.enrolment.authority if member is not None else ""
    book = StatementBook(store.notes, store.keys, office, authority) if authority else None
    return CounterRegister(store, clock, book)


def write_invitation(config: Config, store: Store, name: str, file: Path) -> None:
    """A file, this account's alone, that opens this kiosk once to whoever has it. HallNotOpen where it serves no
    hall or is not enrolled; CounterRefused for a name that is none."""
    from kiosk.services.enrolment import enrolled

    member, office = enrolled(store), config.office
    if member is None or not config.hall.address:
        raise HallNotOpen("no address, or no enrolment")
    word = register_of(store, office).invite(name, lasts=FILE_LASTS)
    place = {"unit": office.unit, "kiosk": office.kiosk, "address": config.hall.address, "port": config.hall.port}
    known = {"hall": 1, "authority": member.enrolment.authority, "name": name, "word": word}
    write_private(file, json.dumps(place | known).encode())

"""A kiosk that moves to another unit, in a process of its own that is killed on the way: FOLDER POINT [INVITATION].

With an invitation the move is begun, without one it goes on. ``POINT``: the name of a place to die at, or ``-`` to come
as far as it goes. Nothing of this is known to the program: the calls around each point are wrapped from outside.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dying_keeping import die, dies_at, settings
from dying_pass import after, before

from kiosk import moved_office
from kiosk.domain.events import EventKind
from kiosk.domain.moving import STEPS
from kiosk.services import moving
from kiosk.services.maintenance.key_desk import KeyDesk
from kiosk.services.move_runs import move_desk
from kiosk.services.opening import opened
from kiosk.store import Store
from kiosk.sync.portal import Portal
from kiosk.sync.transport import membership
from kiosk.sync.transport.http import Transport

BEGIN = ("invited", "closed-written")
SENDING = ("before-filing", "after-filing")
REKEY = ("prepared", "sealed", "rekeyed", "marked", "committed")
ENROL = ("before-asking", "answered", "certified", "renamed", "published")
GREET = ("cases-anew", "greeted")
END = ("invitation-gone",)
WRITTEN = tuple(f"{step.value}-written" for step in STEPS[1:])
NOTED = tuple(f"{step.value}-noted" for step in STEPS[:-1])
"""``STEP-written``: it stands in the journal and is not noted yet; ``STEP-noted``: nothing of the next is done."""

POINTS = (*BEGIN, *SENDING, *REKEY, *ENROL, *GREET, *END, *WRITTEN, *NOTED)


def wrapped(store: Store, point: str) -> None:
    """Have this process die at ``point``."""
    keys, notes, journal = store.keys, store.notes, store.journal
    holders: dict[str, tuple[Any, str, Callable[..., Any]]] = {
        "before-filing": (Portal, "register", before),
        "after-filing": (Portal, "register", after),
        "before-asking": (Transport, "send", _enrolling(before)),
        "answered": (Transport, "send", _enrolling(after)),
        "renamed": (moved_office, "put_over", after),
        "published": (keys, "publish", after),
        "cases-anew": (store.cases, "restart", after),
    }
    if point in holders:
        holder, name, when = holders[point]
        setattr(holder, name, when(getattr(holder, name)))
    elif point in REKEY:
        rotate = KeyDesk.rotate
        KeyDesk.rotate = lambda desk, *_: rotate(desk, dies_at(point))  # type: ignore[method-assign,misc]
    elif point.endswith("-written"):
        journal.append = _when(journal.append, lambda entry: _says(entry, point))  # type: ignore[method-assign]
    elif point.endswith("-noted"):
        notes.set = _when(notes.set, lambda name, value: name == "move" and _last(value) == point)  # type: ignore[method-assign]
    elif point == "greeted":
        greet = moving.MoveDesk._greet
        moving.MoveDesk._greet = after(greet)  # type: ignore[method-assign]
    else:
        named = {"invited": (moving.INVITATION, True), "certified": (membership.KEPT_AS, True)}
        wanted = named.get(point, (moving.INVITATION, False))
        keys.keep_secret = _when(keys.keep_secret, lambda name, value: (name, bool(value)) == wanted)  # type: ignore[method-assign]


def _when(call: Callable[..., Any], fits: Callable[..., bool]) -> Callable[..., Any]:
    """Done, and then the end, where it is the one that is meant."""

    def called(*args: Any, **given: Any) -> Any:
        known = call(*args, **given)
        if fits(*args, **given):
            die()
        return known

    return called


def _enrolling(how: Callable[..., Any]) -> Callable[..., Any]:
    """At the request for a certificate alone."""

    def wrap(send: Callable[..., Any]) -> Callable[..., Any]:
        dies = how(send)
        return lambda one, method, url, *more: (dies if url.endswith("/enrol") else send)(one, method, url, *more)

    return wrap


def _says(entry: Any, point: str) -> bool:
    return entry.kind is EventKind.KIOSK_MOVED and f"{entry.facts['step']}-written" == point


def _last(value: str) -> str:
    """The newest step that is noted."""
    done = list(json.loads(value)["done"]) if value else []
    return f"{done[-1]}-noted" if done else ""


def main(folder: str, point: str, invitation: str = "") -> None:
    config = settings(Path(folder))
    with opened(config) as store:
        if point != "-":
            wrapped(store, point)
        desk = move_desk(config, store)
        if invitation:
            desk.begin(Path(invitation).read_bytes(), "Xã Lũng Phìn", "tỉnh Tuyên Quang")
        desk.advance()


if __name__ == "__main__":
    main(*sys.argv[1:])

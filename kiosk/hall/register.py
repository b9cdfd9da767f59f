"""The kiosk's register of counters: who is invited, who was let in, who is revoked. In the store, so encrypted.

A revocation shuts a counter's name out, whatever certificate comes with it; inviting it again lets the new key in and
leaves the old ones out. Both are signed statements that every kiosk of the commune takes (``statements.py``); a kiosk
that has no certificate yet, and so lets nobody in, keeps them for itself. None of it needs a line.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.counter_statements import CounterStatement, StatementKind
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import CounterCodeWrong, CounterRefused, CounterRevoked, HallNotOpen, UnknownCounter
from kiosk.hall.proofs import new_code, proof, same, stretched
from kiosk.hall.roles import COUNTER_NAME
from kiosk.hall.statements import StatementBook
from kiosk.services.counter.counters import CODE_LASTS, KnownCounter

if TYPE_CHECKING:
    from kiosk.store import Store

FILE_LASTS = timedelta(days=3)
TRIES = 5
LEAST_PRINT = 16  # hexadecimal marks of a fingerprint: 64 bits
_INVITED, _KNOWN, _REVOKED = "hall.invited", "hall.known", "hall.revoked"


class CounterRegister:
    """Safe from any thread; commands beside the running kiosk see and change the same."""

    def __init__(self, store: Store, clock: Callable[[], datetime], book: StatementBook | None = None) -> None:
        self._notes, self._journal, self._clock, self._book = store.notes, store.journal, clock, book
        self._guard = Lock()

    # --- inviting ---

    def invite(self, name: str, key_print: str = "", lasts: timedelta = CODE_LASTS) -> str:
        """A code that is good once, and soon over; bound to the key whose fingerprint begins so, where one is named.
        A long word where it is good for longer. CounterRefused for a name that is none, or too little of a key."""
        bound = "".join(one for one in key_print.lower() if one.isalnum())
        if not COUNTER_NAME.fullmatch(name) or 0 < len(bound) < LEAST_PRINT:
            raise CounterRefused("no counter's name, or no fingerprint")
        code = new_code() if lasts <= CODE_LASTS else secrets.token_urlsafe(24)
        now = self._clock()
        entry = {
            "key": stretched(code, name).hex(),
            "print": bound,
            "from": now.isoformat(),
            "until": (now + lasts).isoformat(),
            "tries": TRIES,
        }
        self._change(_INVITED, lambda table: table.update({name: entry}))
        return code

    @property
    def invites(self) -> bool:
        """Whether anybody without a certificate has a reason to knock."""
        return any(self._lasts(one) for one in self._read(_INVITED).values())

    def proved(self, name: str, key_print: str, shown: str, *about: str) -> bytes:
        """The key of the invitation for ``name``, whose proof is ``shown``. CounterCodeWrong, which costs a try."""
        entry = self._read(_INVITED).get(name)
        if entry is None or not self._lasts(entry) or entry["tries"] <= 0:
            raise CounterCodeWrong("no invitation of that name")
        key = bytes.fromhex(entry["key"])
        if not key_print.startswith(entry["print"]) or not same(shown, proof(key, "counter", name, key_print, *about)):
            self._change(_INVITED, lambda table: table[name].update(tries=table[name]["tries"] - 1))
            raise CounterCodeWrong("wrong code, or another key")
        return key

    def enrolled(self, name: str, key_print: str) -> None:
        """The invitation is used; this key may come, also where the name was revoked."""
        self._change(_INVITED, lambda table: table.pop(name, None))
        if name in self._read(_REVOKED):
            self._change(_REVOKED, lambda table: table[name].append(key_print))
        if self._book is not None and self._book.signs and self._book.revocation(name, key_print) is not None:
            with self._guard:
                self._book.state(StatementKind.ADMITTED, name, "machine", self._now(), key_print)
        self._meet(name, key_print)
        self._note(EventKind.COUNTER_ENROLLED, name, key_print)

    # --- who comes ---

    def admit(self, name: str, key_print: str) -> None:
        """CounterRevoked where it is; else it is known from now on."""
        allowed = self._read(_REVOKED).get(name)
        if allowed is not None and key_print not in allowed:
            raise CounterRevoked("revoked here")
        if self._book is not None and self._book.revocation(name, key_print) is not None:
            raise CounterRevoked("revoked by a statement")
        if key_print not in self._read(_KNOWN):
            self._meet(name, key_print)

    def revoke(self, name: str, by: str = "machine") -> CounterStatement | None:
        """Its name is shut out from now on, with every key. The statement that other kiosks take; None where this one
        cannot sign yet. UnknownCounter for what was never called so here and could not be."""
        if not COUNTER_NAME.fullmatch(name):
            raise UnknownCounter("no counter's name", counter=name)
        statement = None
        if self._book is not None and self._book.signs:
            with self._guard:
                statement = self._book.state(StatementKind.REVOKED, name, by, self._now())
        else:
            self._change(_REVOKED, lambda table: table.update({name: []}))
        self._change(_INVITED, lambda table: table.pop(name, None))
        self._note(EventKind.COUNTER_REVOKED, name, "", by=by)
        return statement

    # --- from kiosk to kiosk ---

    def statements(self) -> tuple[CounterStatement, ...]:
        return self._book.all() if self._book is not None else ()

    def take(self, statements: Iterable[CounterStatement]) -> int:
        """How many were new here; each is proved first, and noted with the kiosk that it comes from. KioskUntrusted."""
        if self._book is None:
            raise HallNotOpen("no authority here")
        with self._guard:
            fresh = self._book.take(statements)
        for one in fresh:
            revoked = one.kind is StatementKind.REVOKED
            if revoked:
                self._change(_INVITED, lambda table, name=one.counter: table.pop(name, None))  # type: ignore[misc]
            kind = EventKind.COUNTER_REVOKED if revoked else EventKind.COUNTER_ENROLLED
            self._note(kind, one.counter, one.key, by=one.by, kiosk=one.kiosk)
        return len(fresh)

    def list(self) -> tuple[KnownCounter, ...]:
        """Every counter that was met, is invited, or is revoked."""
        revoked, known = self._read(_REVOKED), self._read(_KNOWN)
        met = [self._standing(one["name"], key, one["since"], revoked) for key, one in known.items()]
        names = {one.name for one in met}
        stated = {one.counter for one in self.statements() if one.kind is StatementKind.REVOKED}
        unseen = [self._standing(name, "", "", revoked) for name in {*revoked, *stated} if name not in names]
        invited = [
            KnownCounter(name, one["print"], one["from"], "invited")
            for name, one in self._read(_INVITED).items()
            if self._lasts(one)
        ]
        return tuple(sorted((*met, *unseen, *invited), key=lambda one: (one.name, one.since)))

    def _standing(self, name: str, key: str, since: str, revoked: Mapping[str, Any]) -> KnownCounter:
        statement = self._book.revocation(name, key) if self._book is not None else None
        if statement is not None:
            return KnownCounter(name, key, since, "revoked", statement.kiosk, statement.by, statement.at)
        shut = name in revoked and key not in revoked[name]
        return KnownCounter(name, key, since, "revoked" if shut else "enrolled")

    # --- notes ---

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _lasts(self, entry: Mapping[str, Any]) -> bool:
        """A clock that was set back ends it as well."""
        begin, end = (datetime.fromisoformat(entry[name]) for name in ("from", "until"))
        return begin <= self._clock() <= end and entry["tries"] > 0

    def _meet(self, name: str, key_print: str) -> None:
        entry = {"name": name, "since": self._clock().isoformat(timespec="seconds")}
        self._change(_KNOWN, lambda table: table.setdefault(key_print, entry))

    def _note(self, kind: EventKind, name: str, key_print: str, **facts: str) -> None:
        self._journal.append(Entry(kind, name, {**({"key": key_print[:20]} if key_print else {}), **facts}))

    def _read(self, note: str) -> dict[str, Any]:
        try:
            return read_object(self._notes.get(note) or "{}")
        except OutOfBounds as error:  # a list that cannot be read lets nobody in
            raise CounterRefused("the register cannot be read") from error

    def _change(self, note: str, change: Callable[[dict[str, Any]], object]) -> None:
        with self._guard:
            table = self._read(note)
            change(table)
            self._notes.set(note, json.dumps(table, ensure_ascii=False, sort_keys=True))

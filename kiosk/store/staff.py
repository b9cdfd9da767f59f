"""The accounts of who works here. A try is counted before it is judged, so that pulling the plug wins no further one.

Secrets are kept as Argon2id (RFC 9106) with a salt each; cards as owners (``Keyring.owner_of``), never by number. Waits
are counted in time run (``boot_time``): no clock that is set and no switch opens a door. Idle days are counted in time
lived (``uptime``).

A door shuts for an account at a place: this kiosk, and there by name or by card. So whoever types wrong PINs behind a
colleague's name shuts out neither the colleague's card nor another kiosk, and nobody for longer than ``LONGEST_WAIT``.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.domain import staff as rules
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.staff import StaffRole, Weak
from kiosk.errors import (
    AccountDisabled,
    AccountExists,
    AccountIdle,
    AccountLocked,
    SetupRefused,
    SignInRefused,
    UnknownAccount,
    WeakSecret,
)
from kiosk.store import staff_setup
from kiosk.store.database.boot_time import BootClock, boot_clock, ran, runs_on
from kiosk.store.database.connection import Database
from kiosk.store.database.uptime import goes_on, goes_to
from kiosk.store.journal.hash_chain import Journal
from kiosk.store.keys.keyring import Keyring

MEMORY, PASSES = 19 * 1024, 2  # KiB, passes: the least that OWASP's cheat sheet on password storage asks of Argon2id


@dataclass(frozen=True)
class Account:
    """A person who may sign in. ``locked`` is how many seconds yet, 0 if not."""

    number: int
    name: str
    role: StaffRole
    person: str  # as colleagues read it
    has_card: bool
    failures: int
    locked: float
    idle: bool
    disabled: bool

    @property
    def about(self) -> str:
        """How the journal names it: by number alone."""
        return f"CB-{self.number}"


class Staff:
    def __init__(
        self,
        database: Database,
        journal: Journal,
        keys: Keyring,
        clock: Callable[[], datetime],
        running: BootClock = boot_clock,
    ) -> None:
        self._database = database
        self._journal = journal
        self._keys = keys
        self._clock = clock
        self._running = running

    def sign_in(self, secret: str, *, name: str = "", id_number: str = "") -> Account:
        """Who this is: by ``name``, or by the number of the card that was read, with the PIN or passphrase.

        SignInRefused for anything wrong, the same and after the same time whatever it is; AccountLocked, AccountIdle
        and AccountDisabled only to who knows the secret, but AccountLocked also to who does not.
        """
        account, verifier = self._database.write(lambda db: self._tried(db, rules.plain(name), id_number))
        right = _verified(verifier or _NOBODYS, secret)
        if account is None or not right:
            if account is not None:
                self._journal.append(
                    Entry(EventKind.STAFF_REFUSED, account.about, {"in_a_row": str(account.failures + 1)})
                )
            raise SignInRefused("no such account, or a wrong secret")
        if account.disabled or account.idle:
            self._database.write(lambda db: _forgiven(db, account.number))
            raise AccountDisabled() if account.disabled else AccountIdle()
        return self._database.write(lambda db: self._let_in(db, account))

    def add(self, name: str, role: StaffRole, person: str, secret: str, id_number: str = "") -> Account:
        """A new account. WeakSecret for a name or a secret that is not taken; AccountExists."""
        name = rules.plain(name)
        if why := rules.bad_name(name):
            raise _weak(why)
        verifier, card = _verifier(secret, role, name, id_number), self._keys.owner_of(id_number)
        return self._database.write(lambda db: self._added(db, name, role, person, card, verifier))

    def first_code(self, role: StaffRole) -> str:
        """A setup code that makes the first account here; one before it counts no more. SetupRefused where there are
        accounts."""
        code = staff_setup.fresh_code()
        verifier = _hashed(staff_setup.bare(code))

        def job(db: Any) -> None:
            if db.execute("SELECT 1 FROM staff").fetchone():
                raise SetupRefused("there are accounts")
            staff_setup.keep(db, verifier, role, goes_on(db, self._clock()))
            self._journal.within(db, Entry(EventKind.STAFF_CHANGED, "", {"what": "setup-code", "role": role.value}))

        self._database.write(job)
        return code

    def bootstrap(self, code: str, name: str, person: str, secret: str, id_number: str = "") -> Account:
        """The first account, by the setup code. SetupRefused; WeakSecret leaves the code in force."""
        name = rules.plain(name)
        if why := rules.bad_name(name):
            raise _weak(why)
        note = self._database.write(lambda db: staff_setup.tried(db, goes_on(db, self._clock())))
        right = _verified(note[0] if note else _NOBODYS, staff_setup.bare(code))
        if note is None or not right:
            raise SetupRefused("no such code")
        verifier, card = _verifier(secret, note[1], name, id_number), self._keys.owner_of(id_number)

        def job(db: Any) -> Account:
            if db.execute("SELECT 1 FROM staff").fetchone():
                raise SetupRefused("somebody was quicker")
            staff_setup.end(db)
            self._added(db, name, note[1], person, card, verifier)
            self._journal.within(db, Entry(EventKind.STAFF_SIGNED_IN, self._one(db, name).about))
            return self._one(db, name)

        return self._database.write(job)

    def account(self, number: int) -> Account | None:
        """By the number that the journal names it by."""

        def job(db: Any) -> Account | None:
            row = db.execute(f"{_SELECT} WHERE id = ?", [number]).fetchone()
            return None if row is None else self._account(db, row)

        return self._database.read(job)

    def of_card(self, id_number: str) -> Account | None:
        """Whose card has that number; None where it is nobody's here."""
        owner = self._keys.owner_of(id_number) if id_number else ""

        def job(db: Any) -> Account | None:
            row = db.execute(f"{_SELECT} WHERE {_CARD}", [owner]).fetchone()
            return None if row is None else self._account(db, row, BY_CARD)

        return self._database.read(job)

    def _added(self, db: Any, name: str, role: StaffRole, person: str, card: str, verifier: str) -> Account:
        if db.execute(f"SELECT 1 FROM staff WHERE name = ? OR ({_CARD})", [name, card]).fetchone():  # noqa: S608
            raise AccountExists("the name or the card is another's")
        row = [name, role.value, person, card, verifier, goes_on(db, self._clock()), self._clock().isoformat()]
        sql = "INSERT INTO staff (name, role, person, card, pin, seen, made) VALUES (?, ?, ?, ?, ?, ?, ?)"
        db.execute(sql, row)
        account = self._one(db, name)
        self._journal.within(db, Entry(EventKind.STAFF_ADDED, account.about, {"role": role.value}))
        return account

    def list(self) -> tuple[Account, ...]:
        return self._database.read(
            lambda db: tuple(self._account(db, row) for row in db.execute(f"{_SELECT} ORDER BY id").fetchall())
        )

    def reset(self, name: str, secret: str, id_number: str = "") -> Account:
        """A new secret, by a technician, who has seen whom they give it to: it opens a locked or idle account too.

        ``id_number`` is that of the card that was read, where the account has one. UnknownAccount, WeakSecret.
        """
        name = rules.plain(name)
        account = self._database.read(lambda db: self._one(db, name))
        if account.has_card and self._database.read(lambda db: _card(db, name)) != self._keys.owner_of(id_number):
            raise SignInRefused("another card")
        verifier = _verifier(secret, account.role, name, id_number)

        def job(db: Any) -> Account:
            uptime = goes_on(db, self._clock())
            db.execute("UPDATE staff SET pin = ?, seen = ? WHERE name = ?", [verifier, uptime, name])
            _forgiven(db, account.number)
            return self._changed(db, name, "pin")

        return self._database.write(job)

    def disable(self, name: str, *, disabled: bool = True) -> Account:
        """Who has left signs in no more; the account stays, so that the journal goes on naming it. UnknownAccount."""

        def job(db: Any) -> Account:
            db.execute("UPDATE staff SET disabled = ? WHERE name = ?", [disabled, rules.plain(name)])
            return self._changed(db, rules.plain(name), "disabled" if disabled else "enabled")

        return self._database.write(job)

    # --- inside transactions ---------------------------------------------------------------------------------------

    def _tried(self, db: Any, name: str, id_number: str) -> tuple[Account | None, str]:
        """Count a try as a wrong one. The account and what its secret is kept as."""
        where = (_CARD, self._keys.owner_of(id_number)) if id_number else ("name = ?", name)
        row = db.execute(f"{_SELECT} WHERE {where[0]}", [where[1]]).fetchone()
        if row is None:
            return None, ""
        account = self._account(db, row, BY_CARD if id_number else BY_NAME)
        if account.locked:
            raise AccountLocked("too many wrong ones", minutes=math.ceil(account.locked / 60))
        failures = account.failures + 1
        until = runs_on(db, self._running) + rules.wait_after(failures)
        sql = "INSERT OR REPLACE INTO sign_in_locks (staff, place, failures, locked_until) VALUES (?, ?, ?, ?)"
        db.execute(sql, [account.number, BY_CARD if id_number else BY_NAME, failures, until])
        goes_on(db, self._clock())
        return account, db.execute("SELECT pin FROM staff WHERE id = ?", [account.number]).fetchone()[0]

    def _let_in(self, db: Any, account: Account) -> Account:
        """The try was a right one after all."""
        _forgiven(db, account.number)
        db.execute("UPDATE staff SET seen = ? WHERE id = ?", [goes_on(db, self._clock()), account.number])
        self._journal.within(db, Entry(EventKind.STAFF_SIGNED_IN, account.about))
        return self._one(db, account.name)

    def _changed(self, db: Any, name: str, what: str) -> Account:
        account = self._one(db, name)
        self._journal.within(db, Entry(EventKind.STAFF_CHANGED, account.about, {"what": what}))
        return account

    def _one(self, db: Any, name: str) -> Account:
        row = db.execute(f"{_SELECT} WHERE name = ?", [name]).fetchone()
        if row is None:
            raise UnknownAccount("no such account", name=name)
        return self._account(db, row)

    def _account(self, db: Any, row: tuple[Any, ...], place: str = "") -> Account:
        """``place``: with the tries made there; empty: with the worst of all."""
        number, name, role, person, card, last_seen, disabled = row
        sql = "SELECT max(failures), max(locked_until) FROM sign_in_locks WHERE staff = ? AND ? IN (place, '')"
        failures, until = (value or 0 for value in db.execute(sql, [number, place]).fetchone())
        locked = min(max(0.0, until - ran(db, self._running)), rules.LONGEST_WAIT)
        idle = rules.idle(last_seen, goes_to(db, self._clock()))
        return Account(number, name, StaffRole(role), person, bool(card), failures, locked, idle, bool(disabled))


BY_NAME, BY_CARD = "name", "card"
"""The places of this kiosk at which tries are counted apart."""

_SELECT = "SELECT id, name, role, person, card, seen, disabled FROM staff"
_CARD = "card = ? AND card != ''"


def _forgiven(db: Any, number: int) -> None:
    db.execute("DELETE FROM sign_in_locks WHERE staff = ?", [number])


def _card(db: Any, name: str) -> str:
    return str(db.execute("SELECT card FROM staff WHERE name = ?", [name]).fetchone()[0])


# --- secrets -------------------------------------------------------------------------------------------------------


def _verifier(secret: str, role: StaffRole, name: str, id_number: str) -> str:
    if why := rules.weak(secret, role, name, id_number):
        raise _weak(why)
    return _hashed(secret)


def _hashed(secret: str) -> str:
    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY)
    return kdf.derive_phc_encoded(secret.encode())


def _verified(verifier: str, secret: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(secret.encode(), verifier)
    except InvalidKey:
        return False
    return True


def _weak(why: Weak) -> WeakSecret:
    return WeakSecret(why.value, why=why.value)


_NOBODYS = f"$argon2id$v=19$m={MEMORY},t={PASSES},p=1${'A' * 22}${'A' * 43}"
"""What a secret is held against where there is no account: it takes the same time, and nothing opens it."""

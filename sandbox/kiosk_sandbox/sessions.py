"""Who is signed in, until when: a token that any worker can check, signed with this portal's own secret.

A kiosk that shows a certificate has a token that is good with that certificate alone. Where there is none, the token
names whom it is for.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kiosk_sandbox.callers import Caller, PortalAccount, caller_named
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.guesses import Guesses

_FACT = "session-secret"


_PER_KIOSK = 5 / 200 * 1.03  # seconds: the requests of one filing, at what this portal can serve, and a little room


class Sessions:
    """``clock`` gives aware moments. ``kiosks`` is how many this portal has met, ``before`` how many of them have a
    name that comes before a caller's, None for a caller that it has not met."""

    def __init__(
        self,
        accounts: Mapping[str, PortalAccount],
        clock: Callable[[], datetime],
        database: PortalDatabase,
        lasts: timedelta = timedelta(minutes=30),
        kiosks: Callable[[], int] = lambda: 1,
        before: Callable[[Caller], int | None] | None = None,
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self._database = database
        self._lasts = lasts
        self._kiosks = kiosks
        self._before = before
        self._secret = database.fact(_FACT)
        self.guesses = Guesses()

    def sign_in(
        self, username: str, password: str, shown: Caller | None = None, bringing: str = "", place: str = ""
    ) -> Caller | None:
        """Who signs in; None if the password is wrong, or not theirs, or an officer's that was guessed at too often
        from ``place``. ``shown``: by certificate, which counts more than the account's name. ``bringing``: the kiosk of
        the officer's unit whose stick is taken in."""
        account = self._accounts.get(username)
        is_officers = account is not None and not account.caller.is_kiosk
        if is_officers and self.guesses.wait(place):
            return None
        given = password.encode(errors="surrogatepass")
        right = secrets.compare_digest((account.password if account else "").encode(), given)
        if is_officers:
            self.guesses.judged(place, right=right)
        if not right or account is None:
            return None
        caller = shown or account.caller
        if not account.password or not bringing:
            return caller if account.password else None
        brought = Caller(caller.unit, bringing)
        return brought if caller.may_bring_for(brought) else None

    def officer(self, password: str, place: str) -> Caller | None:
        """The officer whose password that is; None too while ``guesses`` lets ``place`` wait."""
        if not password or self.guesses.wait(place):
            return None
        officer = self._officer(password)
        self.guesses.judged(place, right=officer is not None)
        return officer

    def _officer(self, password: str) -> Caller | None:
        given = password.encode(errors="surrogatepass")
        for account in self._accounts.values():
            if account.caller.is_kiosk or not account.password:
                continue
            if secrets.compare_digest(account.password.encode(), given):
                return account.caller
        return None

    def opened(self, caller: Caller, shown: Caller | None = None) -> str:
        """A session for whoever has shown who they are; ``shown`` is by certificate."""
        until = int((self._clock() + self._lasts).timestamp())
        token = f"{until:x}.{secrets.token_hex(4)}" + ("" if shown == caller else f".{caller.name}")
        return f"{token}.{self._mark(caller, token)}"

    def caller(self, session: str, shown: Caller | None = None) -> Caller | None:
        """Whose session that is; None if it is over, none of ours, or not of whom the certificate ``shown`` is for."""
        token, _, mark = session.rpartition(".")
        until, _, rest = token.partition(".")
        _, named, name = rest.partition(".")
        caller = caller_named(name) if named else shown
        if caller is None or not (shown is None or shown.may_bring_for(caller)):
            return None
        given = mark.encode(errors="surrogatepass")
        if not secrets.compare_digest(given, self._mark(caller, token).encode()):
            return None
        return caller if int(until, 16) > self._clock().timestamp() else None

    def turn(self, caller: Caller) -> str:
        """When that kiosk comes after an outage that all shared: its place among them, the seconds they take, and whose
        place it is. Kiosks stand in the order of their names, so that no two have one place, whatever account they
        share."""
        kiosks = max(self._kiosks(), len(self._accounts), 1)
        own = int.from_bytes(hashlib.sha256(caller.name.encode()).digest()[:4], "big") / 2**32
        before = self._before(caller) if self._before else None
        place = own if before is None else before / kiosks  # a portal that was made anew has met none of them yet
        return f"{min(place, 1.0):.4f} {kiosks * _PER_KIOSK:.0f} {caller.name}"

    def end_all(self) -> None:
        """As if their time were over."""
        self._secret = secrets.token_hex(16)
        self._database.set_fact(_FACT, self._secret)

    def _mark(self, caller: Caller, token: str) -> str:
        text = f"session:{caller.name}:{token}".encode(errors="surrogatepass")
        return hmac.new(self._secret.encode(), text, hashlib.sha256).hexdigest()[:24]

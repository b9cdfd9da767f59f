"""A counter carries what one kiosk says of officers' computers to the others: whenever a kiosk comes or comes back.

It can neither make nor change a statement; each kiosk proves what it takes. So one revocation reaches them all by
whoever next sits before two of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock

from kiosk.domain.counter_statements import CounterStatement
from kiosk.errors import KioskError
from kiosk.hall.operations import operations
from kiosk.hall.watching import KioskWatch

log = logging.getLogger(__name__)

AT_ONCE = 50  # statements of one call: each has a certificate in it


class StatementCarrier:
    """``ask`` is the hall's. Safe from any thread."""

    def __init__(
        self,
        watches: Callable[[], tuple[KioskWatch, ...]],
        ask: Callable[..., object],
        pool: Executor,
    ) -> None:
        self._watches, self._ask, self._pool = watches, ask, pool
        self._guard = Lock()
        self._met: frozenset[str] = frozenset()

    def look(self) -> None:
        """A kiosk stands otherwise: where one more can be asked than before, all is carried round once."""
        able = frozenset(one.link.name for one in self._able())
        with self._guard:
            more, self._met = bool(able - self._met), able
        if more and len(able) > 1:
            self.carry()

    def carry(self) -> None:
        """Now, and nobody waits for it."""
        try:
            self._pool.submit(self.round)
        except RuntimeError:  # the window is closing
            return

    def round(self) -> int:
        """How many statements were new somewhere."""
        with_all: dict[KioskWatch, dict[str, CounterStatement]] = {}
        for watch in self._able():
            answer = self._asked(watch, "counters.statements", {})
            if isinstance(answer, tuple):
                with_all[watch] = {one.number: one for one in answer}
        every = {number: one for table in with_all.values() for number, one in table.items()}
        fresh = 0
        for watch, table in with_all.items():
            lacking = tuple(one for number, one in every.items() if number not in table)
            for start in range(0, len(lacking), AT_ONCE):
                taken = self._asked(watch, "counters.take", {"statements": lacking[start : start + AT_ONCE]})
                fresh += taken if isinstance(taken, int) else 0
        return fresh

    def _able(self) -> list[KioskWatch]:
        return [one for one in self._watches() if one.session is not None and one.state.why is None]

    def _asked(self, watch: KioskWatch, name: str, args: dict[str, object]) -> object:
        try:
            return self._ask(watch, operations()[name], args)
        except KioskError as error:  # away, or locked: the next time
            log.info("%s: %s", error.code, error.detail)
            return None

"""Backoff of the line: what the engine knows of its state, and so how long it and a portal in trouble are left alone.

A dead line is greeted again with the next pass, and once it has been dead for long, ever rarer; a portal or a password
in trouble rests as long as the policy says. Moments are of ``monotonic``, in seconds.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.line_state import LineState
from kiosk.errors import KioskError, PortalDown
from kiosk.sync.ports import KeyValueStore
from kiosk.sync.queue.policy import Policy, Turn
from kiosk.sync.transport.link import state_after

LONG_DOWN = 60.0  # seconds; from then on a dead line is tried less often
TURN = "portal.turn"  # the note under which the portal's word about crowds is kept

_PAST = float("-inf")


class PortalTurn:
    """This kiosk's place after an outage that many shared: by the portal's last word, kept over restarts. ``name`` is
    UNIT/KIOSK."""

    def __init__(self, notes: KeyValueStore, name: str, heard: Callable[[], Turn | None]) -> None:
        """``heard`` is what the portal said in this process, if anything."""
        self._notes, self._name, self._heard = notes, name, heard

    def now(self) -> Turn | None:
        turn = self._heard() or Turn.of(self._notes.get(TURN))
        return turn.of_kiosk(self._name) if turn else None

    def keep(self) -> None:
        """Note it where it is news."""
        heard = self._heard()
        if heard and self._notes.get(TURN) != heard.text():
            self._notes.set(TURN, heard.text())


class LineWaits:
    """For the thread of the passes; ``try_now`` and ``network_is_back`` from any thread."""

    def __init__(self, policy: Policy, turn: PortalTurn, monotonic: Callable[[], float]) -> None:
        self._policy, self._turn, self._monotonic = policy, turn, monotonic
        self._failures = 0  # greetings in a row that failed
        self._was_up = False  # by its greeting: an item that fails on a line that greets keeps its own wait
        self._rest_until = _PAST
        self._down_since: float | None = None  # no answer from the portal since then
        self._quiet_until = _PAST  # a line that has been dead for long is left alone
        self.reason: KioskError | None = None  # of the last stop

    @property
    def left(self) -> float:
        """Seconds until the next try; 0 where it may come at once."""
        return max(0.0, max(self._rest_until, self._quiet_until) - self._monotonic())

    def is_resting(self, *, prompted: bool) -> bool:
        """May nothing be tried yet? ``prompted`` by a person or a filing, a dead line is tried at once."""
        return self._monotonic() < (self._rest_until if prompted else max(self._rest_until, self._quiet_until))

    def greeted(self) -> None:
        """The portal answered."""
        self._failures, self._down_since, self._quiet_until = 0, None, _PAST

    def came_up(self) -> bool:
        """The line greets: is it the first time since it did not?"""
        before, self._was_up = self._was_up, True
        return not before

    def went_down(self) -> None:
        """The line does not greet."""
        self._was_up = False

    def after_greeting(self, error: KioskError) -> float:
        """Seconds to rest after one more greeting that failed."""
        self._failures += 1
        return self._policy.greet(error, self._failures)

    def stop(self, error: KioskError, wait: float) -> KioskError:
        """All has to wait because of ``error``: ``wait`` seconds where portal or password are in trouble."""
        now = self._monotonic()
        self.reason = error
        if state_after(error) in (LineState.PORTAL_DOWN, LineState.TECHNICIAN):
            self._rest_until = now + wait
            return error
        self._down_since = now if self._down_since is None else self._down_since
        if now - self._down_since > LONG_DOWN:
            self._quiet_until = now + self._policy.look(now - self._down_since, self._turn.now())
        return error

    def try_now(self) -> None:
        """No wait of ours counts any more, only the portal's."""
        self._quiet_until = _PAST
        if not (isinstance(self.reason, PortalDown) and self.reason.retry_after is not None):
            self._rest_until = _PAST

    def keep_turn(self) -> None:
        """Note the portal's word about crowds where it is news."""
        self._turn.keep()

    def network_is_back(self) -> float:
        """The machine has a network again: seconds until this kiosk's turn to come."""
        now = self._monotonic()
        wait = self._policy.back(now - self._down_since, self._turn.now()) if self._down_since is not None else 0.0
        self._quiet_until = now + wait
        return wait

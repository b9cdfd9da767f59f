"""Moving a kiosk to another commune or unit by steps, each noted; cut off, the next ``advance`` goes on, no start does.

No key and no name is changed before the portal has numbered every filing, taken every answer and signed for every
paper. Dossiers stay as they are, under the unit that they were filed at; the portal tells of them to the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from kiosk import moved_office
from kiosk.config import Config, Office
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.moving import MoveState, MoveStep, OfficeName
from kiosk.domain.submission import Sync
from kiosk.errors import MoveNotPossible
from kiosk.services.maintenance.key_desk import KeyDesk
from kiosk.services.move_notes import NOTE, move_noted, written
from kiosk.store import Store
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership, enrol, read_invitation

INVITATION = "move.invitation"
"""The name under which the store keeps it: it is a secret until it is used."""

MOST_PROOFS = 200


class MoveDesk:
    """``send``: one pass to the portal as this kiosk is enrolled now; what stops it is raised. Calls block."""

    def __init__(self, config: Config, store: Store, clock: Callable[[], datetime], send: Callable[[], object]) -> None:
        self._config, self._store, self._clock, self._send = config, store, clock, send

    def begin(self, invitation: bytes, commune: str = "", province: str = "", authority: str = "") -> MoveState:
        """No new filing is begun from now on. ``invitation``: of the new unit's portal; names that are not given stay.
        EnrolmentUnusable; MoveNotPossible where one is under way, or it leads nowhere else."""
        if (state := move_noted(self._store)) is not None and state.next is not None:
            raise MoveNotPossible("under way", reason="under-way")
        asked, office = read_invitation(invitation), self._config.office
        new = replace(
            _name(office),
            unit=asked["unit"],
            kiosk=asked["kiosk"],
            commune=commune or office.commune,
            province=province or office.province,
            authority=authority or office.authority,
        )
        if (new.unit, new.kiosk) == (office.unit, office.kiosk):
            raise MoveNotPossible("the same unit", reason="same")
        self._store.keys.keep_secret(INVITATION, invitation)
        state = MoveState(_name(office), new, self._clock())
        return self._step(state, MoveStep.CLOSED)

    def invite_again(self, invitation: bytes) -> None:
        """Another invitation to the same unit, where the first one was used up or lost. MoveNotPossible."""
        state, asked = self._needed(), read_invitation(invitation)
        if (asked["unit"], asked["kiosk"]) != (state.new.unit, state.new.kiosk):
            raise MoveNotPossible("another unit", reason="other")
        self._store.keys.keep_secret(INVITATION, invitation)

    def state(self) -> MoveState | None:
        """With what is waited for; one that ended stays to be read. None where there never was one."""
        state = move_noted(self._store)
        if state is None:
            return None
        codes = [one.code for one in self._store.outbox.list(Sync.QUEUED, Sync.SENDING, Sync.PARKED)]
        codes += [act.code for act in self._store.cases.unsent()]
        return replace(
            state,
            waiting=tuple(dict.fromkeys(codes)),
            parked=tuple(one.code for one in self._store.outbox.list(Sync.PARKED)),
            unproven=self._store.arrivals.standing().missing,
            restart=self._wants_restart(state),
        )

    def call_off(self) -> None:
        """The kiosk serves residents again, as whom it was. MoveNotPossible past the point of no return."""
        if not self._needed().returns:
            raise MoveNotPossible("no return", reason="no-return")
        self._store.notes.set(NOTE, "")
        self._store.keys.keep_secret(INVITATION, b"")
        self._store.journal.append(Entry(EventKind.KIOSK_MOVED, "", {"step": "called-off"}))

    def advance(self) -> MoveState:
        """As far as it goes now; what is waited for stands in the state. LineError, EnrolmentUnusable, StoreError: the
        step that failed is the next one still."""
        state = self._needed()
        while (step := state.next) is not None and not self._wants_restart(state):
            if not self._done(step, state):
                break
            state = self._step(state, step)
        known = self.state()
        return state if known is None else known

    def proofs(self) -> tuple[tuple[str, str, str], ...]:
        """Code, the portal's number, and the fingerprint of its signed words on the papers, the newest first."""
        rows = []
        for one in self._store.outbox.list(Sync.DELIVERED)[-MOST_PROOFS:]:
            words = sorted(self._store.arrivals.of(one.code).values())
            rows.append((one.code, one.official or "", _fingerprint(words)))
        return tuple(reversed(rows))

    # --- the steps ---

    def _done(self, step: MoveStep, state: MoveState) -> bool:
        match step:
            case MoveStep.DRAINED:
                return self._nothing_waits()
            case MoveStep.PROVEN:
                return self._all_proven()
            case MoveStep.REKEYED:
                KeyDesk(self._config, self._store, self._clock).rotate()
            case MoveStep.ENROLLED:
                self._enrol(state)
            case MoveStep.GREETED:
                self._greet()
            case MoveStep.CLOSED | MoveStep.OPEN:
                pass
        return True

    def _nothing_waits(self) -> bool:
        if self._waiting():
            self._send()
        return not self._waiting()

    def _all_proven(self) -> bool:
        if self._store.arrivals.standing().missing:
            self._send()
        return not self._waiting() and not self._store.arrivals.standing().missing

    def _waiting(self) -> int:
        return self._store.outbox.pending_count() + len(self._store.cases.unsent())

    def _enrol(self, state: MoveState) -> None:
        """The certificate first, then the name: cut between the two, the certificate that is here is not asked for
        again."""
        floor = TrustedTime(self._store.notes, self._clock)
        member = Membership.of(self._store.keys, floor)
        new = replace(self._config.office, **asdict(state.new))
        if member is None or (member.enrolment.unit, member.enrolment.kiosk) != (new.unit, new.kiosk):
            enrol(self._store.keys.secret(INVITATION), new, self._store.keys, floor, Line())
        moved_office.put_over(self._config.data, replace(new, **asdict(state.old)), new)
        self._store.keys.publish(new.kiosk)

    def _greet(self) -> None:
        """All that the portal knows of this kiosk's dossiers comes anew, under the new unit."""
        self._store.cases.restart()
        self._send()

    def _wants_restart(self, state: MoveState) -> bool:
        here = (self._config.office.unit, self._config.office.kiosk)
        return state.next is MoveStep.GREETED and here != (state.new.unit, state.new.kiosk)

    # --- what is noted ---

    def _step(self, state: MoveState, step: MoveStep) -> MoveState:
        following = replace(state, done={**state.done, step: self._clock()})
        if step is MoveStep.OPEN:
            self._store.keys.keep_secret(INVITATION, b"")
        facts = {"step": step.value, "from": state.old.unit, "to": state.new.unit}
        self._store.journal.append(Entry(EventKind.KIOSK_MOVED, "", facts))  # cut before the note it stands there twice
        self._store.notes.set(NOTE, written(following))
        return following

    def _needed(self) -> MoveState:
        """The one that is under way. MoveNotPossible without one."""
        if (state := move_noted(self._store)) is None or state.next is None:
            raise MoveNotPossible("none", reason="none")
        return state


def _name(office: Office) -> OfficeName:
    return OfficeName(office.unit, office.kiosk, office.authority, office.commune, office.province)


def _fingerprint(words: list[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32] if words else ""

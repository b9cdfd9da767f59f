"""The presenter of moving and leaving service: one step after the other, each said before and shown after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.config import Office
from kiosk.domain.moving import InvitationOnStick, MoveState
from kiosk.domain.retiring import RetireState
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.leaving import LeavingPage
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.starting_anew import StartingAnew

Known = tuple[MoveState | None, RetireState | None, Sequence[InvitationOnStick], Sequence[tuple[str, str, str]]]


class LeavingPresenter:
    def __init__(self, stage: MaintenanceStage, office: Office, anew: StartingAnew) -> None:
        self._stage, self._office, self._anew = stage, office, anew
        self.page = LeavingPage(stage.kit)
        self._retires = self._elsewhere = False
        page = self.page
        page.looked.connect(self.look)
        page.begun.connect(self._begin)
        page.went_on.connect(lambda: self._act("move-step", lambda desk: desk.go_on()))
        page.called_off.connect(self._call_off)
        page.restarted.connect(self._restart)
        page.elsewhere.connect(self._go_elsewhere)
        page.retiring.connect(lambda: self._act("retire-begin", lambda desk: desk.begin_retire()))
        page.handed.connect(self._hand_over)
        page.notified.connect(lambda: self._act("retire-tell", lambda desk: desk.tell()))

    def open(self) -> None:
        self._elsewhere = False
        self._stage.show(self.page, "leaving")
        self.look()

    def close(self) -> None:
        """An invitation is a secret until it is used: it stands nowhere once the page is left."""
        self.page.forget()

    def look(self) -> None:
        self._stage.act(lambda _: self._known(), self._show, lane="reading")

    def _known(self) -> Known:
        desk = self._stage.desks.leaving
        state = desk.move()
        proofs = desk.proofs() if state else ()
        return state, desk.retire(), desk.invitations() if state is None or state.next is None else (), proofs

    def _show(self, known: Known) -> None:
        state, retire, invitations, proofs = known
        if not self._stage.is_shown(self.page):
            return  # left meanwhile
        self._retires = retire is not None
        if retire is not None:
            self.page.show_retire(retire)
        elif state is not None and (state.next is not None or not self._elsewhere):
            self.page.show_move(state, proofs)
        else:
            self.page.show_choice(invitations, self._office.commune, self._office.province)

    def _go_elsewhere(self) -> None:
        """What a move came to stands until it was read: the invitation to it may still be in."""
        self._elsewhere = True
        self.look()

    def _begin(self, invitation: InvitationOnStick, commune: str, province: str) -> None:
        self._act("move-begin", lambda desk: desk.begin_move(invitation, commune, province))

    def _hand_over(self, reason: str, people: list[tuple[str, str]]) -> None:
        self._act("retire-hand-over", lambda desk: desk.hand_over(reason, dict(people)))

    def _call_off(self) -> None:
        retires = self._retires
        act = lambda desk: desk.call_off_retire() if retires else desk.call_off_move()  # noqa: E731
        self._act("retire-off" if retires else "move-off", act)

    def _act(self, what: str, act: Callable[[Any], object]) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> Known:
            desks.acts.note(session, what)
            act(desks.leaving)
            return self._known()

        self._stage.act(work, self._show, self._failed, lane="reading")

    def _failed(self, error: KioskError) -> None:
        """What was done before it stands all the same."""
        self.look()
        self._stage.tell(error)

    def _restart(self) -> None:
        if not self._anew.begin("move"):
            self._stage.frame.show_fault(self._stage.kit.say("move_by_hand"))

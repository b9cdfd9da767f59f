"""Moving and leaving service at a running kiosk: invitations on a stick, each step, what is proven."""

from __future__ import annotations

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.moving import InvitationOnStick, MoveState
from kiosk.domain.retiring import RetireState
from kiosk.durable import read_bounded
from kiosk.errors import EnrolmentUnusable, RetireNotPossible
from kiosk.services.maintenance.stick_desk import StickDesk
from kiosk.services.move_runs import move_desk
from kiosk.services.retiring import RetireDesk
from kiosk.store import Store
from kiosk.sync.transport.membership import read_invitation

_MOST = 64 << 10  # bytes of an invitation


class LeavingDesk:
    """Calls block; those that send may take as long as the line does."""

    def __init__(self, config: Config, store: Store, sticks: StickDesk) -> None:
        self._sticks = sticks
        self._move, self._retire = move_desk(config, store), RetireDesk(config, store, office_time)

    def invitations(self) -> tuple[InvitationOnStick, ...]:
        """The invitations that lie on the sticks that are in."""
        known = []
        for stick in self._sticks.all():
            for path in sorted(stick.path.glob("*.json")):
                try:
                    data = read_bounded(path, _MOST)
                    asked = read_invitation(data)
                except (OSError, EnrolmentUnusable):
                    continue
                known.append(InvitationOnStick(path.name, asked["unit"], asked["kiosk"], data))
        return tuple(known)

    def begin_move(self, invitation: InvitationOnStick, commune: str, province: str) -> MoveState:
        return self._move.begin(invitation.data, commune, province)

    def move(self) -> MoveState | None:
        return self._move.state()

    def go_on(self) -> MoveState:
        return self._move.advance()

    def call_off_move(self) -> None:
        self._move.call_off()

    def proofs(self) -> tuple[tuple[str, str, str], ...]:
        return self._move.proofs()

    # --- out of service ---

    def retire(self) -> RetireState | None:
        try:
            return self._retire.state()
        except RetireNotPossible:
            return None

    def begin_retire(self) -> RetireState:
        return self._retire.begin()

    def hand_over(self, reason: str, secrets: dict[str, str]) -> RetireState:
        return self._retire.hand_over(reason, secrets)

    def tell(self) -> RetireState:
        return self._retire.tell()

    def call_off_retire(self) -> None:
        self._retire.call_off()

"""One stick's visit to the kiosk, as the screen goes through it: answers home first, then the queue onto it.

Only a stick that an office has marked as its own is touched; a resident's stick with papers on it is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.config import Office
from kiosk.domain.courier import Arrived, CameHome, Exported
from kiosk.domain.procedure import Procedure
from kiosk.errors import AnswerStale, CourierError, StickEmpty
from kiosk.store import Store
from kiosk.sync.courier import layout
from kiosk.sync.courier.export import Exporter, Told
from kiosk.sync.courier.homecoming import Homecoming
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.inbox.signers import Signers

MARK = b"This stick carries files between a kiosk and the office that takes them in. All of it is sealed.\n"


def mark(stick: CourierStick) -> None:
    """Make it the office's own."""
    stick.write(layout.MARK, MARK)


def is_marked(stick: CourierStick) -> bool:
    return stick.read(layout.MARK, 1000) is not None


class Round:
    """``seal`` is the portal's key to seal to (32 bytes, or empty), ``signers`` those that it signs with; without them
    ``is_set`` is False and no stick is met. ``renew`` takes the catalogue that a stick carries: whether it
    is new."""

    def __init__(
        self,
        store: Store,
        office: Office,
        procedure: Callable[[str], Procedure],
        seal: bytes,
        signers: Signers,
        renew: Callable[[CourierStick], bool] = lambda _: False,
    ) -> None:
        self._renew = renew
        self._store = store
        self._office = office
        self._procedure = procedure
        self._seal, self._signers = seal, signers

    @property
    def is_set(self) -> bool:
        return bool(self._seal and self._signers.keys)

    def arrive(self, stick: CourierStick) -> Arrived | None:
        """None for a stick that is not the office's. Answers are applied; one that cannot be believed is left out."""
        if not is_marked(stick):
            return None
        home = CameHome()
        try:
            home = Homecoming(self._store, self._office, self._signers).run(stick)
        except (StickEmpty, AnswerStale):
            pass
        except CourierError:  # forged or damaged: nothing of it was applied, and the stick may still carry
            home = CameHome(refused=("",))
        return Arrived(len(self._store.carriage.waiting()), home, self._renew(stick))

    def export(self, stick: CourierStick, report: Told, stop: Callable[[], bool]) -> Exported:
        return Exporter(self._store, self._office, self._procedure, self._seal).run(stick, report, stop)

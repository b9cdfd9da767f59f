"""What a counter has in its hands: the kiosk's own devices, none of which an officer's computer in the hall has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_card import DeskCard
    from kiosk.ui.counter.desk_papers import DeskPapers
    from kiosk.ui.counter.desk_stick import DeskStick


@dataclass(frozen=True)
class DeskDevices:
    """Each is None where there is none."""

    card: DeskCard | None = None
    papers: DeskPapers | None = None
    stick: DeskStick | None = None

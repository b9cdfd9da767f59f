"""One thing that an officer signs in for at the glass, in the middle of a visit; signed out again as soon as it is
done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.ui.strings import Strings


@dataclass(frozen=True)
class StaffErrand:
    """``act``: the right that it wants. ``about``: what is signed for, in the officer's words; None: what stands above
    the sign-in always. ``do`` is told who signed in, on the painting thread, when their session has ended."""

    act: StaffAct
    do: Callable[[StaffSession], object]
    about: Callable[[Strings], str] | None = None

"""Is the line paid by the byte? As the settings say, or as NetworkManager knows it (its D-Bus property ``Metered``).

NMMetered: 0 unknown, 1 yes, 2 no, 3 and 4 the same as guesses, for instance of a telephone that shares its line.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

YES, NO, AUTO = "yes", "no", "auto"
_NAME, _PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
_ASK = ("busctl", "--system", "get-property", _NAME, _PATH, _NAME, "Metered")
_PATIENCE = 2.0  # seconds for the answer
_HOLDS = 60.0  # seconds that an answer counts


class Metered:
    """Call it: True if the line is paid by the byte. Where nobody knows it counts as free. For one thread."""

    def __init__(
        self, setting: str, ask: Callable[[], bool] | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """``setting``: yes, no, or auto."""
        self._setting = setting
        self._ask = ask or by_network_manager
        self._monotonic = monotonic
        self._known = False
        self._until = float("-inf")

    def __call__(self) -> bool:
        if self._setting != AUTO:
            return self._setting == YES
        now = self._monotonic()
        if now >= self._until:
            self._known, self._until = self._ask(), now + _HOLDS
        return self._known


def by_network_manager() -> bool:
    """False where there is no NetworkManager, or it does not answer at once."""
    try:
        answer = subprocess.run(_ASK, capture_output=True, text=True, timeout=_PATIENCE, check=False).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer in (["u", "1"], ["u", "3"])

"""Listen mode: what stands on the glass is said, and everything can be done by a few keys, with the screen off too."""

from kiosk.ui.listening.desk import ListenDesk
from kiosk.ui.listening.mode import ListenMode

__all__ = ["ListenDesk", "ListenMode"]

"""The commands of the portal's side. ``kiosk.commands.sandbox`` puts them among the kiosk's.

The modules import nothing heavy at their head, as those of the kiosk.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from kiosk_sandbox.commands import publishing, sticks

FAMILIES: Mapping[str, Callable[[str, Any, argparse.ArgumentParser], None]] = {
    "courier": sticks.register_courier,
    "catalogue": publishing.register,
}
"""Who registers a verb in a family of the kiosk's: by its name, into these verbs."""

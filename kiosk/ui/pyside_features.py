"""PySide's features (``from __feature__ import snake_case``): this house has none.

To know who has, PySide reads the source of every module that is imported after it (``feature_imported`` of its
``shibokensupport.feature``), and Python keeps the lines of all of them: 43 MB of the window's memory, and a tenth of
the time that its start takes.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - brings the module with it


def leave_sources_unread() -> None:
    """From now on every module counts as one without features. Where PySide looks otherwise, it goes on as it does."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _: False  # type: ignore[union-attr]

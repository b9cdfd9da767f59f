"""The one door to OpenCV.

The wheel points Qt's environment variables at its own plugins when it is imported, which would lead PySide6 astray; so
the environment is put back as it was. Nothing that opens a window is to be used.
"""

from __future__ import annotations

import os
from typing import Any

_before = dict(os.environ)
import cv2 as _cv2  # noqa: E402

for _name in set(os.environ) - set(_before):
    del os.environ[_name]
os.environ.update(_before)

cv2: Any = _cv2
"""OpenCV itself, untyped: its stubs do not pass a strict check."""

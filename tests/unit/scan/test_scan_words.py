"""Whatever the camera's side can say, it can say in both languages."""

from __future__ import annotations

import pytest

from kiosk import errors
from kiosk.domain.paper import Hint
from kiosk.scan.page.quality import Reason
from kiosk.words import _texts

ERRORS = [
    errors.ScanError,
    errors.PictureUnreadable,
    errors.PictureTooLarge,
    errors.NoPage,
    errors.DocumentLocked,
    errors.DocumentTooLong,
    errors.PdfNotWritten,
    errors.DeviceError,
    errors.CameraGone,
    errors.PrinterGone,
    errors.PaperOut,
]
KEYS = (
    [f"capture.hint.{hint.value}" for hint in Hint]
    + [f"capture.{what}.{reason.value}" for reason in Reason for what in ("reason", "fix")]
    + [f"error.{error.code}.{part}" for error in ERRORS for part in ("message", "remedy")]
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_is_there(language: str) -> None:
    texts = dict(_texts(language))
    assert [key for key in KEYS if not texts.get(key)] == []

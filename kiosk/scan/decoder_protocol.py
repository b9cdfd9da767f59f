"""What the house and the child that decodes a file (``decoder_child``) agree upon."""

from __future__ import annotations

from kiosk.errors import DocumentLocked, DocumentTooLong, PictureHeic, PictureTooLarge, PictureUnreadable, ScanError

MOST_PAGES = 20
"""Of one file, of whatever kind."""

MOST_BYTES = 64_000_000
"""Of one file."""

PAGE_SECONDS = 5
"""Of processor time, for one page."""

UNCONFINED = "unconfined"
"""The fault of a child that could not shut itself in."""

FAULTS: dict[str, type[ScanError]] = {
    error.code: error for error in (DocumentLocked, DocumentTooLong, PictureHeic, PictureTooLarge, PictureUnreadable)
}
"""What a child may say of a file, by the error's code."""

"""What goes wrong with pictures and pages."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "DecoderUnsafe",
    "DocumentLocked",
    "DocumentTooLong",
    "FinderBroken",
    "ImagingLost",
    "NoPage",
    "PdfNotWritten",
    "PictureHeic",
    "PictureTooLarge",
    "PictureUnreadable",
    "ReaderMissing",
    "ScanError",
]


class ScanError(KioskError):
    code = "scan.error"


class PictureUnreadable(ScanError):
    code = "scan.unreadable-picture"


class PictureTooLarge(ScanError):
    code = "scan.too-large"


class PictureHeic(ScanError):
    """A photograph as iPhones keep them: HEVC, which nothing here decodes."""

    code = "scan.heic"


class DecoderUnsafe(ScanError):
    """The machine cannot shut in the process that reads strangers' files, so none is read."""

    code = "scan.unconfined"


class NoPage(ScanError):
    code = "scan.no-page"


class ImagingLost(ScanError):
    """The process that works on pictures died or hung over one, and its successor too."""

    code = "scan.lost"


class DocumentLocked(ScanError):
    code = "scan.locked"


class DocumentTooLong(ScanError):
    code = "scan.too-long"


class FinderBroken(ScanError):
    """``values['file']`` is the file's name. Papers are still found, less well: the technician is told, nobody else."""

    code = "scan.finder"


class ReaderMissing(ScanError):
    """Words behind the pages were asked for by a command; a visit goes without them."""

    code = "scan.no-reader"


class PdfNotWritten(ScanError):
    code = "scan.not-written"

"""What hardware is known to fail with; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "CameraGone",
    "DeviceError",
    "PaperOut",
    "PrinterGone",
    "ScannerBusy",
    "ScannerEmpty",
    "ScannerError",
    "ScannerGone",
    "ScannerJammed",
    "ScannerOpen",
    "StickError",
    "StickFileOdd",
    "StickFileTooLarge",
    "StickFull",
    "StickGone",
    "StickReadOnly",
    "StickUntrue",
]


class DeviceError(KioskError):
    code = "device.error"


class CameraGone(DeviceError):
    code = "device.camera"


class PrinterGone(DeviceError):
    code = "device.printer"


class PaperOut(PrinterGone):
    code = "device.paper"


class ScannerError(DeviceError):
    code = "device.scanner-error"


class ScannerGone(ScannerError):
    """None is plugged in, it was unplugged, or it answers no more."""

    code = "device.scanner"


class ScannerJammed(ScannerError):
    code = "device.scanner-jam"


class ScannerEmpty(ScannerError):
    """The feeder was asked for pages and holds none."""

    code = "device.scanner-empty"


class ScannerOpen(ScannerError):
    code = "device.scanner-open"


class ScannerBusy(ScannerError):
    code = "device.scanner-busy"


class StickError(DeviceError):
    code = "device.stick-error"


class StickGone(StickError):
    """Pulled, unmounted, or another one in its place."""

    code = "device.stick-gone"


class StickFull(StickError):
    code = "device.stick-full"


class StickReadOnly(StickError):
    """Its switch, its file system, or this user's rights allow no writing."""

    code = "device.stick-read-only"


class StickUntrue(StickError):
    """What was written does not read back as it was written."""

    code = "device.stick-untrue"


class StickFileTooLarge(StickError):
    """More than its file system takes (FAT: 4 GiB less a byte), or than the reader asked for."""

    code = "device.stick-file-size"


class StickFileOdd(StickError):
    """There is no such file, or it is none: a folder, a link, a device; or the name cannot be one everywhere."""

    code = "device.stick-file"

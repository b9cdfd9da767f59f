"""What goes wrong in maintenance itself, beside the devices' and the store's own errors."""

from __future__ import annotations

from kiosk.errors.base import KioskError


class MaintenanceError(KioskError):
    code = "maintenance.error"


class ReportUnreadable(MaintenanceError):
    code = "maintenance.report-unreadable"


class ReportForged(MaintenanceError):
    code = "maintenance.report-forged"


class NoStickIn(MaintenanceError):
    """What should be written has nowhere to go."""

    code = "maintenance.no-stick"


class JobUnknown(MaintenanceError):
    code = "maintenance.job-unknown"


class JournalBroken(MaintenanceError):
    """``number``: the first entry whose link does not hold."""

    code = "maintenance.journal-broken"


class MoveNotPossible(MaintenanceError):
    """``values['reason']``: under-way | same | other | no-return | none."""

    code = "maintenance.move"


class IntakeClosed(MaintenanceError):
    """No new filing is taken here: the kiosk moves to another unit, or leaves service."""

    code = "maintenance.intake-closed"


class RetireNotPossible(MaintenanceError):
    """The steps before it are not done, or two people and a reason are missing."""

    code = "maintenance.retire"


class KioskRetired(MaintenanceError):
    """This kiosk has left service; nothing is begun in the place of what is gone."""

    code = "maintenance.retired"


class RestartNotNow(MaintenanceError):
    """``values['reason']``: what stands in the way, in words."""

    code = "maintenance.restart-not-now"


class KioskNotRunning(MaintenanceError):
    """Nobody answers for this data folder: there is no program to be started anew."""

    code = "maintenance.not-running"


class RestartUnseen(MaintenanceError):
    """The program ended, and was not there again in time."""

    code = "maintenance.restart-unseen"


class MachineNotRestarted(MaintenanceError):
    """The system did not take the wish to start the machine anew."""

    code = "maintenance.machine-not-restarted"

"""What the store and its queue are known to fail with; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "AlreadyFiled",
    "BackupUnreadable",
    "Claimed",
    "DataForbidden",
    "DiskFull",
    "DocumentUnreadable",
    "KeyChipFailed",
    "KeyMissing",
    "KeyPinWrong",
    "NoRecoveryKey",
    "StillWaiting",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "StoreFailed",
    "StoreNewer",
    "StoreTooNew",
    "TransitionError",
    "UnknownCode",
    "UnknownDocument",
    "WrongRecoveryKey",
    "WrongStoreKey",
]


class StoreError(KioskError):
    code = "store.error"


class DiskFull(StoreError):
    code = "store.disk-full"


class WrongStoreKey(StoreError):
    code = "store.wrong-key"


class KeyMissing(StoreError):
    code = "store.key-missing"


class StoreDamaged(StoreError):
    code = "store.damaged"


class StoreBusy(StoreError):
    code = "store.busy"


class StoreFailed(StoreError):
    code = "store.failed"


class StoreClosed(StoreFailed):
    """Asked for after the end: a thread or a timer that came too late. Never a bug, and nothing for anybody to do."""

    code = "store.closed"


class UnknownCode(StoreError):
    """``values['number']`` is the provisional code that no submission here has."""

    code = "store.unknown-code"


class UnknownDocument(StoreError):
    """A filing or a draft names a document whose bytes are not here."""

    code = "store.unknown-document"


class DocumentUnreadable(StoreError):
    """A document is here as it was kept, and cannot be opened as a PDF."""

    code = "store.unreadable-document"


class AlreadyFiled(StoreError):
    """The draft was handed in before, as ``values['number']``, and not with this content."""

    code = "store.already-filed"


class StoreTooNew(StoreError):
    code = "store.too-new"


class StoreExists(StoreError):
    code = "store.exists"


class StoreNewer(StoreError):
    """``values['count']`` filings here never reached the portal, and the backup has none of them."""

    code = "store.newer"


class BackupUnreadable(StoreError):
    code = "store.backup"


class NoRecoveryKey(StoreError):
    code = "store.no-recovery-key"


class WrongRecoveryKey(StoreError):
    code = "store.recovery-key"


class DataForbidden(StoreError):
    """The data folder is another account's."""

    code = "store.forbidden"


class KeyChipFailed(StoreError):
    code = "store.key-chip"


class KeyPinWrong(KeyChipFailed):
    """The chip wants another PIN, or no more tries for a while."""

    code = "store.key-pin"


class StillWaiting(StoreError):
    """``values['count']`` filings have not reached the portal: erasing the key would lose them."""

    code = "store.still-waiting"


class TransitionError(KioskError):
    """The transition table has no such step: ``values`` hold ``status`` and ``event``."""

    code = "queue.transition"


class Claimed(TransitionError):
    """Another process holds the item under a lease that still runs."""

    code = "queue.claimed"

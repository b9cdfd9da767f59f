"""The store's key: its recovery, rotation and erasure."""

from __future__ import annotations

from datetime import datetime

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import StillWaiting
from kiosk.services.key_source import key_source
from kiosk.services.opening import opened


def make_recovery(config: Config) -> str:
    """A recovery key for the store, made if there is none yet; its text, to be printed once. StoreError."""
    from kiosk.store.keys import rekey

    with opened(config):  # so that there is a key
        pass
    text = rekey.make_recovery(config.data, key_source(config))
    _note(config, "recovery")
    return text


def shared_recovery(text: str, needed: int, count: int) -> tuple[str, ...]:
    """A printed key as ``count`` printed shares, any ``needed`` of which stand for it."""
    from kiosk.store.keys import recovery_keys

    return recovery_keys.shared(text, needed, count)


def shares_needed(text: str) -> int:
    """How many shares are missing beside those in ``text``, a line each; 0 where a whole key stands there."""
    from kiosk.store.keys import recovery_keys

    return recovery_keys.still_needed(text)


def rotate(config: Config) -> None:
    """Put the store under a new key. StoreBusy while anybody has it open."""
    from kiosk.store.keys import rekey

    rekey.rotate(config.data, key_source(config))
    _note(config, "rotated")


def recover(config: Config, text: str) -> None:
    """Bring the store's key back with the printed one. NoRecoveryKey, WrongRecoveryKey."""
    from kiosk.store.keys import rekey

    rekey.recover(config.data, key_source(config), text)
    _note(config, "recovered")


def erase(config: Config, *, unsent_too: bool = False) -> datetime:
    """Forget the key for good; when it was. StillWaiting where something never arrived, unless ``unsent_too``."""
    from kiosk.store.keys import rekey

    with opened(config) as store:
        waiting = store.outbox.pending_count() + len(store.cases.unsent())
    if waiting and not unsent_too:
        raise StillWaiting("unsent", count=waiting)
    rekey.forget(config.data, key_source(config))
    return office_time()


def _note(config: Config, how: str) -> None:
    with opened(config) as store:
        store.journal.append(Entry(EventKind.KEY_CHANGED, "", {"how": how}))

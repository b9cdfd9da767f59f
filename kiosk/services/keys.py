"""The store's key: its recovery and rotation. It is erased by leaving service alone (``kiosk.services.retiring``)."""

from __future__ import annotations

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.key_facts import KeyFacts, RecoveryTrial
from kiosk.services.key_source import key_source
from kiosk.services.maintenance.key_desk import KeyDesk
from kiosk.services.opening import looked_at, opened


def make_recovery(config: Config, needed: int = 1, count: int = 1) -> tuple[str, ...]:
    """A recovery key for the store, made if there is none yet: whole, or as ``count`` shares of which any ``needed``
    open it. What is to be printed, once. StoreError."""
    with opened(config) as store:
        desk = KeyDesk(config, store, office_time)
        parts = desk.draw(needed, count)
        desk.adopt(parts)
    return parts.texts


def try_recovery(config: Config, text: str) -> RecoveryTrial:
    """Whether what was printed, a line each, is of the key in force. NoRecoveryKey, WrongRecoveryKey."""
    with opened(config) as store:
        return KeyDesk(config, store, office_time).test(text)


def key_facts(config: Config) -> KeyFacts:
    with looked_at(config) as store:
        return KeyDesk(config, store, office_time).facts()


def shares_needed(text: str) -> int:
    """How many shares are missing beside those in ``text``, a line each; 0 where a whole key stands there."""
    from kiosk.store.keys import recovery_keys

    return recovery_keys.still_needed(text)


def rotate(config: Config) -> None:
    """Put the store under a new key. StoreBusy while anybody has it open."""
    with opened(config) as store:
        KeyDesk(config, store, office_time).rotate()


def recover(config: Config, text: str) -> None:
    """Bring the store's key back with the printed one. NoRecoveryKey, WrongRecoveryKey."""
    from kiosk.store.keys import rekey

    rekey.recover(config.data, key_source(config), text)
    _note(config, "recovered")


def _note(config: Config, how: str) -> None:
    with opened(config) as store:
        store.journal.append(Entry(EventKind.KEY_CHANGED, "", {"how": how}))

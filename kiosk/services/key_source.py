"""Where the store's key is kept, as the settings say: in the key chip, or in a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from getpass import getpass
from pathlib import Path

from kiosk.config import Config
from kiosk.durable import read_bounded
from kiosk.errors import ConfigError
from kiosk.store.keys.keyring import KeyFile, SealedKey, StoredKey

MOST_PIN = 4096  # bytes


def key_source(config: Config) -> StoredKey:
    """In the key chip, or in a file as the honest fallback. ConfigError for a place that there is not."""
    folder = config.data / "keys"
    match config.keeping.key:
        case "file":
            return KeyFile(folder)
        case "tpm":
            from kiosk.devices.tpm import KeyChip

            return SealedKey(folder, KeyChip(config.keeping.chip, _pin_from(config.keeping.pin)))
        case other:
            raise ConfigError(f"keeping.key: {other!r} is neither file nor tpm", key="keeping.key")


def _pin_from(place: str) -> Callable[[], str] | None:
    """Where the chip's PIN comes from: nowhere, the terminal once a process, or a file that the service is given."""
    match place:
        case "":
            return None
        case "ask":
            return cache(lambda: getpass("PIN: "))
        case file:
            return lambda: _in_file(Path(file))


def _in_file(path: Path) -> str:
    try:
        return read_bounded(path, MOST_PIN).decode().strip()
    except (OSError, ValueError) as error:
        raise ConfigError(f"keeping.pin: {path.name} cannot be read", key="keeping.pin") from error

"""Where this kiosk's store key is kept, as the settings say: in the key chip, or in a file as the said fallback."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.errors import ConfigError
from kiosk.store.keys import Kept, KeyFile, SealedKey


def key_source(config: Config) -> Kept:
    """ConfigError for a place that there is not."""
    folder = config.data / "keys"
    match config.keeping.key:
        case "file":
            return KeyFile(folder)
        case "tpm":
            from kiosk.devices.tpm import KeyChip

            return SealedKey(folder, KeyChip())
        case other:
            raise ConfigError(f"keeping.key: {other!r} is neither file nor tpm", key="keeping.key")

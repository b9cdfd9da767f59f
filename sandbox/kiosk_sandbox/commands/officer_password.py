"""The word that opens the sandbox's office to the commands of its own machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def officer_password(folder: Path, whose: str = "officer") -> str:
    """The officer's password of the portal in ``folder``: made once, read by the owner of the folder alone."""
    path = folder / f"{whose}.password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(6))
    return path.read_text().strip()

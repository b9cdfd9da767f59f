"""Where the project's own files lie: assets and examples, beside the package in a checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def asset(*parts: str) -> Path:
    """The path of one file or folder below ``assets/``."""
    return ASSETS.joinpath(*parts)


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file of the project's own; a broken one is a bug and raises as such."""
    with path.open("rb") as file:
        return tomllib.load(file)

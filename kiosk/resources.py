"""Where the project's own files lie: inside the package where it was installed, beside it in a checkout.

What belongs to the demo (its people, papers, issuer and publisher) is no file of the kiosk's: it lies with the sandbox.
A signed update may lie over a part of them: then that part is read from the update's folder, all of it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kiosk.errors import SandboxMissing
from kiosk.toml_source import read_source

_PACKAGE = Path(__file__).resolve().parent

BASE = _PACKAGE if (_PACKAGE / "assets").is_dir() else _PACKAGE.parent
"""What ``assets/`` and ``requirements/`` lie in."""

ASSETS = BASE / "assets"

LOCK = BASE / "requirements" / "kiosk.lock"
"""The packages that this program runs with."""

SANDBOX = "kiosk_sandbox"

CATALOGUE = ("procedures", "values", "words", "forms", "areas")
"""What an update may lie over."""

_over: dict[str, Path] = {}
_version: list[str] = []


def asset(*parts: str) -> Path:
    """The path of one file or folder below ``assets/``, or below what lies over it."""
    return _over.get(parts[0] if parts else "", ASSETS).joinpath(*parts)


def has_sandbox() -> bool:
    """Whether the sandbox is installed. It is looked for, not imported."""
    spec = find_spec(SANDBOX)
    return spec is not None and spec.origin is not None  # without an origin: a folder that was left behind


def demo_asset(*parts: str) -> Path:
    """The path of one file or folder of the demo's. Raises SandboxMissing where the sandbox is not installed."""
    spec = find_spec(SANDBOX)
    if spec is None or spec.origin is None:
        raise SandboxMissing("/".join(parts))
    return Path(spec.origin).parent.joinpath("assets", *parts)


def catalogue_version() -> str:
    """The version of the update that lies over the assets; empty where the catalogue is the one built in."""
    return _version[0] if _version else ""


def lay_over(folder: Path | None, version: str = "") -> None:
    """Read what of the catalogue is in ``folder`` from there, or with None all of it from the assets again.

    For the start of the process, before anything is read.
    """
    _version[:] = [version] if folder is not None else []
    there = [part for part in CATALOGUE if folder is not None and (folder / part).is_dir()]
    _over.clear()
    _over.update({part: folder for part in there if folder is not None})


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file of the project's own; a broken one is a bug and raises as such: TomlFault says the line."""
    return dict(read_source(path.read_bytes(), path.name).table)

"""What nobody calls: vulture over the whole house, faults in the product's rooms alone. ``python -m scripts.dead_code``

Tests and benches count as callers and are not themselves looked at. What may stay stands in ``[tool.vulture]`` of
pyproject.toml with its reason, name by name; modules that are left out whole stand there too.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from vulture.core import Vulture

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kiosk/", "sandbox/", "scripts/")
SURE = 60  # per cent, vulture's own word for "no name like it is used anywhere"


def faults(root: Path) -> Iterator[str]:
    """Each unused name: where, and what."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["vulture"]
    eye = Vulture(ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"])
    eye.scavenge([str(root / path) for path in settings["paths"]])
    for item in eye.get_unused_code(min_confidence=SURE):
        place = item.filename.relative_to(root).as_posix()
        if place.startswith(ROOMS) and not place.startswith(tuple(settings["left_out"])):
            yield f"dead: {place}:{item.first_lineno} {item.typ} {item.name}"


def main() -> int:
    found = list(faults(ROOT))
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

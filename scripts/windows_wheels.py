"""requirements/counter-windows.txt: which wheel of each package of the counter's lock a Windows computer takes.

``python -m scripts.windows_wheels`` asks pip anew, after a change of the lock, for each Python that is served; nothing
is installed. ``tests/unit/house/test_house_counter_client.py`` holds the page against the lock without a network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, PAGE = ROOT / "requirements" / "counter.lock", ROOT / "requirements" / "counter-windows.txt"
PYTHONS = ("3.11", "3.12", "3.13")
HEAD = (
    "# Made by `python -m scripts.windows_wheels`: Python, wheel for 64-bit Windows, SHA-256. Nothing here is built.\n"
)


def wheels(python: str) -> list[str]:
    """What pip would install there, one line each. CalledProcessError where a package has no wheel for it."""
    abi = f"cp{python.replace('.', '')}"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes"]
        words += ["--only-binary", ":all:", "--platform", "win_amd64", "--implementation", "cp"]
        words += ["--python-version", python, "--abi", abi, "--abi", "abi3", "--abi", "none"]
        words += ["--target", str(Path(folder) / "target"), "--report", str(report), "-r", str(LOCK)]
        subprocess.run([sys.executable, "-m", *words], check=True)
        planned = json.loads(report.read_text())["install"]
    lines = []
    for one in planned:
        name = str(one["download_info"]["url"]).rsplit("/", 1)[1]
        lines.append(f"{python} {name} {one['download_info']['archive_info']['hashes']['sha256']}")
    return sorted(lines)


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Of a lock: name to version and hashes."""
    entries = re.split(r"(?m)^(?=[a-z0-9])", lock)
    heads = [(re.match(r"([\w-]+)==([\w.]+)", one), one) for one in entries]
    return {
        head[1].lower().replace("_", "-"): (head[2], frozenset(re.findall(r"sha256:([0-9a-f]{64})", one)))
        for head, one in heads
        if head
    }


def main() -> None:
    PAGE.write_text(HEAD + "\n".join(line for python in PYTHONS for line in wheels(python)) + "\n")


if __name__ == "__main__":
    main()

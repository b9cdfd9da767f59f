"""Draws what lies on the demo's flatbed. Standard output: width, height and dots an inch in a line, then BGR bytes."""

from __future__ import annotations

import sys

from kiosk.devices.simulated.paper import DPI, birth_notice


def main() -> None:
    page = birth_notice().convert("RGB")
    sys.stdout.buffer.write(b"%d %d %d\n" % (*page.size, DPI) + page.tobytes("raw", "BGR"))


if __name__ == "__main__":
    main()

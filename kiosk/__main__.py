"""``python -m kiosk`` is the same as the console script ``kiosk``."""

import sys

from kiosk.cli import main

if __name__ == "__main__":
    sys.exit(main())

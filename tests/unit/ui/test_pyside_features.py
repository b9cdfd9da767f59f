"""What a program does not ask of PySide costs it nothing."""

import subprocess
import sys

LOOK = """
import linecache, sys
import kiosk.app.window
print(sum(name.startswith("kiosk.") for name in sys.modules), sum("/kiosk/" in name for name in linecache.cache))
"""


def test_no_source_of_the_house_is_kept_in_memory() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True).stdout.split()
    modules, sources = map(int, told)
    assert modules > 300 and sources == 1, told  # the one that says it, while it is imported

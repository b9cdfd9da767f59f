"""What a wheel of the kiosk carries besides its modules: `assets/`, and the lock of the packages it runs with.

In a checkout both lie beside the package, in a wheel inside it; `kiosk/resources.py` looks in both places.
"""

from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
LOCK = "requirements/kiosk.lock"


class BuildWithAssets(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            self._lay_in(Path(self.build_lib) / "kiosk")

    def _lay_in(self, package: Path) -> None:
        """Anew each time: a file that is no longer in the checkout must not stay from the last build."""
        rmtree(package / "assets", ignore_errors=True)
        copytree(ROOT / "assets", package / "assets", ignore=ignore_patterns("__pycache__"))
        self.mkpath(str((package / LOCK).parent))
        self.copy_file(str(ROOT / LOCK), str(package / LOCK))


setup(cmdclass={"build_py": BuildWithAssets})

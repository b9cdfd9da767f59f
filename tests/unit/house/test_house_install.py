"""The wheel of the kiosk, unpacked where neither checkout nor sandbox can be seen: it is whole, and brings no demo."""

from __future__ import annotations

import email
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SANDBOX = ROOT / "sandbox" / "kiosk_sandbox"
WEB = {"starlette", "uvicorn", "sqlalchemy", "multipart", "python-multipart", "jinja2"}

pytestmark = pytest.mark.long

ASKS = """
import contextlib, io, json, sys
from importlib.machinery import PathFinder

class Without:  # nothing of the sandbox's own packages is installed, and there is no screen
    def find_spec(self, name, path=None, target=None):
        spec = None if name in sys.argv[2].split() else PathFinder.find_spec(name, path, target)
        return spec

sys.meta_path[:] = [one for one in sys.meta_path if one is not PathFinder] + [Without()]
from kiosk.cli import main

answers = []
for line in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(line)
        except SystemExit as end:
            code = end.code
    answers.append((code, out.getvalue(), err.getvalue()))
print(json.dumps({"answers": answers, "modules": sorted(sys.modules)}))
"""


@dataclass(frozen=True)
class Installed:
    """The wheel, and its files in a folder of their own."""

    wheel: Path
    folder: Path

    @property
    def names(self) -> set[str]:
        return set(zipfile.ZipFile(self.wheel).namelist())

    def does(self, *lines: list[str]) -> tuple[list[tuple[int, str, str]], set[str]]:
        """Exit code and both outputs of each command line, in one process, and the modules it had loaded then.

        Without ``site`` no .pth file is read, so that an editable install of the checkout is not seen."""
        given = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(("PYTHON", "KIOSK", "QT_", "DISPLAY", "WAYLAND"))
        }
        given["PYTHONPATH"] = os.pathsep.join((str(self.folder), sysconfig.get_path("platlib")))
        line = [sys.executable, "-S", "-P", "-c", ASKS, json.dumps(lines), " ".join(WEB)]
        ran = subprocess.run(line, cwd=self.folder, env=given, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        told: dict[str, Any] = json.loads(ran.stdout)
        return [tuple(one) for one in told["answers"]], set(told["modules"])


def built(source: Path, target: Path, *parts: Path) -> Path:
    """A wheel of a copy of ``parts``, without a network."""
    for part in (one for one in parts if one.exists()):
        if part.is_dir():
            shutil.copytree(part, source / part.name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            source.mkdir(parents=True, exist_ok=True)
            shutil.copy(part, source / part.name)
    options = ["-q", "--no-index", "--no-build-isolation", "--no-deps", "-w", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "."], cwd=source, check=True)
    (wheel,) = target.iterdir()
    return wheel


def files_below(root: Path, *folders: str) -> set[str]:
    """Every file, by its path from ``root``."""
    files = (path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in files if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("install")
    names = ("kiosk", "assets", "requirements", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md")
    wheel = built(place / "source", place / "wheel", *(ROOT / name for name in (*names, "LICENSE", "NOTICE")))
    zipfile.ZipFile(wheel).extractall(place / "site")
    return Installed(wheel, place / "site")


def test_the_wheel_carries_every_file_of_the_kiosk(installed: Installed) -> None:
    files = files_below(ROOT, "kiosk", "assets")
    carried = {name if name.startswith("kiosk/") else f"kiosk/{name}" for name in files}
    assert carried | {"kiosk/requirements/kiosk.lock"} == {name for name in installed.names if "dist-info" not in name}


def test_the_sandboxs_wheel_carries_its_pages_and_the_demos_files(tmp_path: Path) -> None:
    wheel = built(tmp_path / "source", tmp_path / "wheel", SANDBOX, SANDBOX.parent / "pyproject.toml")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if "dist-info" not in name}
    assert names == files_below(SANDBOX.parent, "kiosk_sandbox")


def test_nothing_of_the_demo_and_no_key_is_in_the_wheel(installed: Installed) -> None:
    demo = {path.read_bytes() for path in (SANDBOX / "assets").rglob("*") if path.is_file()}
    with zipfile.ZipFile(installed.wheel) as archive:
        contents = {name: archive.read(name) for name in installed.names}
    assert [name for name, data in contents.items() if data in demo or b"-----BEGIN" in data] == []
    assert [name for name in contents if not name.startswith(("kiosk/", "kiosk_xa-"))] == []


def test_an_installed_kiosk_asks_for_no_web_server(installed: Installed) -> None:
    (name,) = [name for name in installed.names if name.endswith("/METADATA")]
    about = email.message_from_bytes(zipfile.ZipFile(installed.wheel).read(name))
    needed = {re.split(r"[^A-Za-z0-9_.-]", line)[0].lower() for line in about.get_all("Requires-Dist", [])}
    assert "pyside6" in needed and not needed & WEB


def test_the_commands_run_and_load_nothing_of_the_sandbox(installed: Installed, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "data")]
    answers, modules = installed.does(
        ["--help"],
        ["submit", "--help"],
        [*data, "--json", "doctor"],
        ["--json", "catalogue", "list"],
        [*data, "sync"],
        [*data, "doctor"],
    )
    (top, submit, doctor, listed, sync, sheet) = answers
    assert top[0] == submit[0] == listed[0] == 0 and doctor[0] in (0, 1)
    assert "FORM.json" in submit[1] and "doctor" in top[1] and "portal " not in top[1]
    checks = {one["name"]: one["state"] for one in json.loads(doctor[1])["checks"]}
    assert checks["packages"] == "ready" and checks["issuers"] == "degraded" and checks["demo"] == "ready"
    assert json.loads(listed[1])["procedures"]
    assert "scripts/run" not in sheet[1]  # there is no demo to run
    assert sync[0] == 1 and "[portal.not-set]" in sync[2]
    assert not {name for name in modules if name.split(".")[0] in WEB | {"kiosk_sandbox"}}


NEEDS_SANDBOX = {
    "the demo": ["run", "--demo"],
    "the tour": ["tour", "--out", "pictures"],
    "a virtual card": ["card", "read", "--simulated"],
    "a virtual card on a reader": ["card", "simulate"],
    "the portal": ["portal"],
    "the portal, with its words": ["portal", "--port", "0", "--tls"],
    "the office": ["portal", "officer", "accept", "G1", "--note", "x"],
    "the office's desk": ["courier", "import", "stick", "--password", "x"],
    "publishing": ["catalogue", "publish", "feed", "--keys", "keys"],
    "a new key": ["catalogue", "rotate", "feed", "--keys", "keys", "--role", "root"],
}


def test_what_needs_the_sandbox_says_so(installed: Installed, tmp_path: Path) -> None:
    globals_ = ["--data", str(tmp_path / "data"), "--json"]
    answers, _ = installed.does(*([*globals_, *line] for line in NEEDS_SANDBOX.values()))
    for (code, out, err), what in zip(answers, NEEDS_SANDBOX, strict=True):
        assert (code, "Traceback" in err) == (1, False), f"{what}: {err}"
        error = json.loads(out)["error"]
        assert error["code"] == "sandbox.missing" and "kiosk-xa-sandbox" in error["remedy"], what


def test_wrong_usage_of_the_kiosks_own_commands_stays_wrong(installed: Installed) -> None:
    answers, _ = installed.does(["queue", "list", "--nonsense"], ["nonsense"], ["catalogue", "nonsense"])
    assert [code for code, _, _ in answers] == [2, 2, 2]

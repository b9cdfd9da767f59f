"""scripts/setup, in a checkout whose Python, apt and sudo only write down that they were called."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

PYTHON = r"""#!/bin/bash
# Stands for every Python: the system's, and the one in .venv, which is a link to it as in life.
echo "python $*" >>"$CALLS"
case "$*" in
    *"-m venv"*) mkdir -p "${!#}/bin" && ln -sf "$0" "${!#}/bin/python" ;;
    *"import ensurepip"*) [[ ! -e $STAGE/no-ensurepip ]] ;;
    *"-m pip install"*hardware.lock*) [[ ! -e $STAGE/no-compiler ]] && touch "$STAGE/compiled" ;;
    *"-m pip install"*build.lock*) mkdir -p "${!#}/swig/data/share/swig/4" ;;
    *"-m pip install"*) [[ ! -e $STAGE/offline ]] ;;
    *"import smartcard"*) [[ -e $STAGE/compiled ]] ;;
    *sysconfig*) false ;;
    *realpath*) echo python3 ;;
esac
"""
DPKG = 'cat "$STAGE/installed" 2>/dev/null || true'
APT = 'echo "apt-get $*" >>"$CALLS"; [[ ! -e $STAGE/no-mirror ]]'
SUDO = '[[ $1 != -n ]] || shift; exec "$@"'


class Stage:
    """A checkout at a place with a space and Vietnamese letters in its name, and the tools it finds."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.checkout = place / "nhà của tôi"
        self.tools = place / "tools"
        self.calls_file = place / "calls"
        self.checkout.mkdir()
        self.tools.mkdir()
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        shutil.copytree(ROOT / "requirements", self.checkout / "requirements")
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        (self.checkout / "sandbox").mkdir()
        shutil.copy(ROOT / "sandbox/pyproject.toml", self.checkout / "sandbox")
        for name, text in {"python3": PYTHON, "dpkg-query": DPKG, "apt-get": APT, "sudo": SUDO}.items():
            self._tool(name, text)

    def _tool(self, name: str, text: str) -> None:
        path = self.tools / name
        path.write_text(text if text.startswith("#!") else f"#!/bin/bash\n{text}\n", "utf-8")
        path.chmod(0o755)

    def set(self, *names: str) -> None:
        for name in names:
            (self.place / name).touch()

    def unset(self, *names: str) -> None:
        for name in names:
            (self.place / name).unlink()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.write_text("")
        return subprocess.run(
            [self.checkout / "scripts/setup", *words],
            env={
                "PATH": f"{self.tools}:{os.environ['PATH']}",
                "CALLS": str(self.calls_file),
                "STAGE": str(self.place),
                "LANG": "C",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines()

    def called(self, part: str) -> bool:
        return any(part in call for call in self.calls)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_the_first_start_installs_and_says_so(stage: Stage) -> None:
    done = stage.run()
    assert done.returncode == 0, done.stderr
    assert "Installing system packages: libgl1" in done.stderr
    assert stage.called("--require-hashes --only-binary :all: -r requirements/kiosk.lock")
    assert stage.called("--editable .")
    assert not stage.called("dev.lock")


def test_the_second_start_calls_nothing(stage: Stage) -> None:
    stage.run()
    again = stage.run()
    assert (again.returncode, stage.calls) == (0, [])


@pytest.mark.parametrize(
    "changed", ["requirements/kiosk.lock", "requirements/apt-screen.txt", "pyproject.toml", "sandbox/pyproject.toml"]
)
def test_a_changed_list_is_installed_anew(stage: Stage, changed: str) -> None:
    stage.run()
    with (stage.checkout / changed).open("a") as file:
        file.write("# changed\n")
    stage.run()
    assert stage.called("kiosk.lock")


def test_the_tests_need_more_than_a_run(stage: Stage) -> None:
    stage.run("run")
    stage.run("test")
    assert stage.called("dev.lock")


def test_what_can_be_tested_can_be_run(stage: Stage) -> None:
    stage.run("test")
    stage.run("run")
    assert stage.calls == []


def test_tests_half_installed_leave_no_run_behind(stage: Stage) -> None:
    stage.run("run")
    stage.set("offline")
    assert stage.run("test").returncode != 0
    stage.unset("offline")
    stage.run("run")
    assert stage.called("kiosk.lock")


def test_an_install_that_broke_off_is_begun_anew(stage: Stage) -> None:
    stage.set("offline")
    broken = stage.run()
    assert broken.returncode != 0
    assert "Setup stopped" in broken.stderr
    (stage.checkout / ".venv/half a package").touch()
    stage.unset("offline")
    assert stage.run().returncode == 0
    assert not (stage.checkout / ".venv/half a package").exists()


def test_without_a_compiler_the_rest_comes_up_and_the_doctor_is_told(stage: Stage) -> None:
    stage.set("no-compiler", "no-mirror")
    done = stage.run()
    assert done.returncode == 0, done.stderr
    told = (stage.checkout / ".venv/missing.txt").read_text()
    assert "smartcard.scard needs pcscd" in told
    assert "libpcsclite-dev" in told
    assert "The demo runs without a card reader" in done.stderr


def test_what_lacked_is_tried_again_when_asked_for(stage: Stage) -> None:
    stage.set("no-compiler")
    stage.run()
    stage.unset("no-compiler")
    still = stage.run()
    assert "looks once more" in still.stderr
    assert stage.calls == []
    stage.run("--again")
    assert stage.called("hardware.lock")
    assert "smartcard" not in (stage.checkout / ".venv/missing.txt").read_text()


def test_only_what_is_missing_is_installed(stage: Stage) -> None:
    """A package may be there under another name that provides it."""
    (stage.place / "installed").write_text("ii  libgl1 \nii  libglib2.0-0t64 libglib2.0-0 (= 2.80)\nrc  libegl1 \n")
    said = stage.run().stderr
    line = next(line for line in said.splitlines() if line.startswith("Installing system"))
    assert "libgl1" not in line.split()
    assert "libglib2.0-0" not in line.split()
    assert "libegl1" in line.split()


def test_python_without_ensurepip_asks_for_it(stage: Stage) -> None:
    stage.set("no-ensurepip")
    stage.run()
    assert stage.called("python3-venv")


def test_a_moved_checkout_is_set_up_anew(stage: Stage) -> None:
    stage.run()
    stage.checkout = stage.checkout.rename(stage.place / "elsewhere")
    stage.run()
    assert stage.called("--editable .")


def test_an_unknown_word_is_answered_with_the_usage(stage: Stage) -> None:
    done = stage.run("tests")
    assert done.returncode == 2
    assert "scripts/setup [run|test|extras]" in done.stderr

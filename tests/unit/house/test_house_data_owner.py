"""A technician as root leaves nothing that the kiosk's own account cannot read, and goes where that one may go."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import unmeasured

from kiosk import cli

KIOSK = 64_999  # a user that no machine has
LIFE = """
import sys
from pathlib import Path
from kiosk.cli import main

rehearsal, data, backups = sys.argv[1:4]
import kiosk.store.keys.rekey, kiosk.store.recovery.backup, kiosk.store.staff, kiosk.services.updates
assert main(["--data", rehearsal, "keys", "recovery"]) == 0  # all code is loaded: another account may not read Python's
assert main(["--data", rehearsal, "keys", "rotate"]) == 0
assert main(["--data", rehearsal, "backup", rehearsal + "/backups"]) == 0
codes = [main(["--data", data, *words]) for words in (["keys", "recovery"], ["keys", "rotate"], ["backup", backups])]
print("codes", codes)
"""

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="root alone can become somebody else")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Where another account may go too."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@root_only
def test_what_root_does_to_a_kiosks_data_is_the_kiosks(open_folder: Path) -> None:
    data, backups = open_folder / "data", open_folder / "stick"
    for folder in (data, backups):
        folder.mkdir(mode=0o700)
        os.chown(folder, KIOSK, KIOSK)
    line = [sys.executable, "-c", LIFE, str(open_folder / "rehearsal"), str(data), str(backups)]
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "codes [0, 0, 0]" in ran.stdout, ran.stderr
    owners = {path.lstat().st_uid for folder in (data, backups) for path in folder.rglob("*")}
    assert owners == {KIOSK} and (data / "keys/store.key").is_file()


@root_only
def test_root_writes_nowhere_that_a_kiosks_data_lead_to(open_folder: Path) -> None:
    data, bait = open_folder / "data", open_folder / "bait"
    bait.write_text("the machine's own")
    bait.chmod(0o644)
    (data / "keys").mkdir(parents=True)
    (data / "keys/.store.key.new").symlink_to(bait)
    for path in (data, data / "keys"):
        os.chown(path, KIOSK, KIOSK)
    (open_folder / "backups").mkdir()
    line = [sys.executable, "-c", LIFE, str(open_folder / "rehearsal"), str(data), str(open_folder / "backups")]
    subprocess.run(line, capture_output=True, text=True, check=False)
    assert bait.read_text() == "the machine's own"


@pytest.mark.parametrize("command", [["queue", "list"], ["doctor"], ["staff", "list"], ["sync", "--once"]])
@pytest.mark.parametrize("odd", ["file", "file/inner", "nowhere", "nowhere/inner", "loop"])
def test_what_is_no_folder_is_not_a_kiosk_without_filings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], odd: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "a stick that is out")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert cli.main(["--data", str(tmp_path / odd), *command]) == 1
    assert "config.invalid" in capsys.readouterr().err


def test_nobody_else_writes_where_commands_do(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert cli.main(["--data", str(tmp_path / "data"), "staff", "list"]) == 0
        assert cli.main(["--data", str(tmp_path / "data"), "portal", "key"]) == 0
    finally:
        os.umask(before)
    made = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert len(made) > 3 and [path for path in made if path.stat().st_mode & 0o022] == []


STRANGER = """
import os, sys
from kiosk.cli import main

rehearsal, data, user = sys.argv[1], sys.argv[2], int(sys.argv[3])
wanted = (["queue", "list"], ["doctor"], ["audit", "verify"], ["staff", "list"])
for words in wanted:  # all code is loaded: another account may not read Python's
    main(["--data", rehearsal, *words])
os.setresuid(user, user, user)
print("codes", [main(["--data", data, *words]) for words in wanted])
"""


@root_only
def test_another_account_is_told_so_by_every_command(open_folder: Path) -> None:
    data = open_folder / "data"
    data.mkdir(mode=0o700)
    line = [sys.executable, "-c", STRANGER, str(open_folder / "rehearsal"), str(data), str(KIOSK)]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, env=unmeasured())
    assert "codes [1, 1, 1, 1]" in ran.stdout, ran.stderr
    assert ran.stderr.count("[store.forbidden]") == 4 and "Traceback" not in ran.stderr

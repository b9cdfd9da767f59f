"""Files that a command is given: pipes are not waited for, what never ends is not begun, each is a known error."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.durable import read_bounded
from kiosk.resources import ASSETS

FORM = ASSETS.parent / "examples" / "khai_sinh.json"
ODD = ("pipe", "endless", "huge", "folder", "missing", "noise")


@pytest.fixture
def odd(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A pipe that nobody writes to, a device without end, a terabyte of nothing, a folder, nothing, and noise."""
    place = tmp_path / "odd"
    match request.param:
        case "pipe":
            os.mkfifo(place)
        case "endless":
            return Path("/dev/zero")
        case "huge":
            with place.open("wb") as file:
                file.truncate(1 << 40)
        case "folder":
            place.mkdir()
        case "noise":
            place.write_bytes(os.urandom(5000))
    return place


COMMANDS = {
    "submit": (("submit", "{odd}"), "form.unreadable"),
    "document": (("submit", FORM, "--document", "giay_chung_sinh={odd}"), "form.unreadable"),
    "provision": (("provision", "{odd}"), "portal.enrolment"),
    "picture": (("provision", "--qr", "{odd}"), "portal.enrolment"),
    "settings": (("--config", "{odd}", "queue", "list"), "config.invalid"),
    "scan": (("scan", "{odd}", "-o", "{out}"), "scan.unreadable-picture"),
    "codes": (("scan", "--qr", "{odd}"), "scan.unreadable-picture"),
    "back": (("card", "read", "--simulated", "--back", "{odd}"), "scan.unreadable-picture"),
}


@pytest.mark.parametrize("odd", ODD, indirect=True)
@pytest.mark.parametrize("name", COMMANDS)
def test_an_odd_file_is_a_known_error(name: str, odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, code = COMMANDS[name]
    line = [str(word).format(odd=odd, out=tmp_path / "out.pdf") for word in words]
    ended = main(["--json", "--data", str(tmp_path / "data"), *line])
    told = json.loads(capsys.readouterr().out)["error"]["code"]
    pictures = {"scan.unreadable-picture", code}  # what is read and is no picture says so
    if name == "settings" and odd.is_file() and odd.stat().st_size == 5000:  # what is read and is no TOML says its line
        code = "config.entry"
    assert ended == 1 and told in (pictures if name in ("document", "picture") else {code})


@pytest.mark.parametrize("verb", [("staff", "add", "mai.lo"), ("keys", "recover")])
def test_a_secret_without_end_is_a_known_error(
    verb: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/zero").open("r") as endless:
        monkeypatch.setattr("sys.stdin", endless)
        assert main(["--json", "--data", str(tmp_path / "data"), *verb]) == 1
    told = json.loads(capsys.readouterr().out)["error"]["code"]
    assert told in ("staff.weak", "store.recovery-key", "store.key-missing", "store.no-recovery-key")


def test_a_file_of_just_the_right_size_is_read_whole(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"12345")
    assert read_bounded(place, 5) == b"12345"
    (tmp_path / "link").symlink_to(place)
    assert read_bounded(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="more than 4"):
        read_bounded(place, 4)
    assert read_bounded(Path("/proc/self/stat"), 4096)  # one that says it has no length

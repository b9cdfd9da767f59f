"""Starts the newest program that came up, and goes back by itself from one that does not.

    python -P -s -m kiosk.app.launch --data DIR [what kiosk takes: run, doctor ...]

This module stands outside every update: it runs from what was set up first. What it finds lies where the program itself
may write, so each start compares every file with what the publisher signed, from the root in the trust folder
on, before anything of it is imported (``kiosk.sync.updates.proof``). What is not proved gives way to the one before it,
and that to the program that was set up. No bytecode is read or written there. A fresh program has ``TRIES`` starts to
come up; ``came_up`` ends its trial, and that of settings changed at the kiosk (``kiosk.local_settings``).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk import local_settings
from kiosk.anchors import signed_program
from kiosk.config import Config, load
from kiosk.data_owner import act_as_owner
from kiosk.durable import read_bounded, write_durably
from kiosk.errors import ConfigError
from kiosk.own_python import command, surroundings
from kiosk.sync.updates.releases import Release, Releases

TRIES = 3
BUILD = "KIOSK_BUILD"
"""In the environment of a program that came by an update: which one it is."""

LAUNCHED = "KIOSK_LAUNCHED"
"""In the environment of whatever this module started."""

_TRIAL, _UP = "trial", "up"


def main() -> None:
    given, rest = _parsed(sys.argv[1:])
    config = _settings(given, rest)
    with contextlib.suppress(ConfigError):  # the program says it
        act_as_owner(config.data)
    local_settings.count_start(config.data)
    release = chosen(config.data / "updates" / "program", signed_program(config))
    words = ["--data", str(config.data), *(["--config", str(given.config)] if given.config else []), *rest]
    os.execve(sys.executable, command("kiosk", *words), environment(release, config.data))  # noqa: S606


def environment(release: Release | None, data: Path) -> dict[str, str]:
    """What ``release`` is started with (None: what was set up): its own code first. No home in the data folder, where
    the program may write: libraries take settings from a home, some of which name code to load (.asoundrc)."""
    given = {name: value for name, value in os.environ.items() if name != BUILD} | {LAUNCHED: "1"}
    if Path(given.get("HOME", "/")).resolve().is_relative_to(data.resolve()):
        given["HOME"] = "/"
    if release is None:
        return surroundings(given)
    given |= {BUILD: str(release.version), "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    return surroundings(given, release.folder)


def chosen(folder: Path, signed: Callable[[Release], bool]) -> Release | None:
    """The program to start now, counted as a try while it has not come up; None: the one that was set up. Only a
    ``signed`` one is ever started, and none on trial where the disk takes no note of it."""
    try:
        return _counted(folder, signed)
    except OSError:
        return None


def _counted(folder: Path, signed: Callable[[Release], bool]) -> Release | None:
    releases = Releases(folder)
    while (release := next((one for one in releases.named() if signed(one)), None)) is not None:
        if _read(folder / _UP) == [str(release.version)]:
            return release
        tried = _tries(folder, release)
        if tried < TRIES:
            _note(folder / _TRIAL, f"{release.version} {tried + 1}")
            return release
        releases.back()
        _note(folder / _TRIAL, "")
        if (before := releases.current()) is not None:
            _note(folder / _UP, str(before.version))  # it was in force before, so it has come up
    return None


def came_up(data: Path) -> None:
    """This program works: it is no longer on trial. Nothing to do for one that did not come by an update; on a full
    disk it stays on trial."""
    local_settings.passed(data)
    build = os.environ.get(BUILD, "")
    with contextlib.suppress(OSError):
        if build:
            _note(data / "updates" / "program" / _UP, build)


def launched() -> bool:
    """Whether whoever started this program starts it again when it ends: the service, through this module."""
    return LAUNCHED in os.environ


def _tries(folder: Path, release: Release) -> int:
    words = _read(folder / _TRIAL)
    return int(words[1]) if len(words) == 2 and words[0] == str(release.version) and words[1].isdigit() else 0


def _note(path: Path, words: str) -> None:
    write_durably(path, words.encode("ascii"), 0o644)


def _read(path: Path) -> list[str]:
    try:
        return read_bounded(path, 100).decode("ascii").split()
    except (OSError, ValueError):
        return []


def _parsed(words: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Where data and settings lie, as the program itself will read the line, and the rest of it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", type=_absolute)
    parser.add_argument("--config", type=_absolute)
    return parser.parse_known_args(words)


def _absolute(text: str) -> Path:
    return Path(text).absolute()


def _settings(given: argparse.Namespace, rest: list[str]) -> Config:
    """For the anchors and the data folder, which is the settings' own where the line names none. Settings that cannot
    be used name none: what was set up starts, and says what is wrong."""
    try:
        config = load(given.config)
        config = config.with_(data=given.data or config.data, demo=config.demo or "--demo" in rest)
        return local_settings.effective(config)
    except ConfigError:
        return Config(data=given.data or Config().data)


if __name__ == "__main__":
    main()

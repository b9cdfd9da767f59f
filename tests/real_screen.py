"""Real screens for the real window: an X server without a window manager, and cage and weston without a screen.

A child process plays there: this process has its window where nobody sees it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

WAIT = 240.0  # seconds: a child that hangs is ended

needs_xvfb = pytest.mark.skipif(
    shutil.which("Xvfb") is None, reason="Xvfb is not installed (requirements/apt-test.txt)"
)
needs_cage = pytest.mark.skipif(
    any(shutil.which(one) is None for one in ("cage", "Xvfb", "import")),
    reason="cage, Xvfb or imagemagick is not installed (requirements/apt-test.txt)",
)
needs_weston = pytest.mark.skipif(
    shutil.which("weston") is None, reason="weston is not installed (requirements/apt-test.txt)"
)

_UNSET = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "NOTIFY_SOCKET", "WATCHDOG_USEC")


def environment(**more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in _UNSET}
    here = Path(__file__).parent
    return own | {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}", "PYTHONUTF8": "1"} | more


@contextmanager
def x_server(size: str) -> Iterator[dict[str, str]]:
    """An X server of one screen, ``size`` WxH, and nothing that manages windows. The environment to play in."""
    ear, voice = os.pipe()
    words = ["Xvfb", "-displayfd", str(voice), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(voice,), stderr=subprocess.DEVNULL)
    os.close(voice)
    try:
        with os.fdopen(ear) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        yield environment(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
    finally:
        server.terminate()
        server.wait(30)


def under_cage(words: Sequence[str], runtime: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """``words`` as the one program of a cage, on the X server of ``DISPLAY`` or on a screen that does not exist.

    Pictures are taken from the X server: what cage 0.1.4 gives of a screen that does not exist lacks parts of what its
    clients drew.
    """
    runtime.mkdir(mode=0o700, exist_ok=True)
    backend = "x11" if "DISPLAY" in more else "headless"
    glass = {"GLASS": more["DISPLAY"]} if "DISPLAY" in more else {}  # cage keeps DISPLAY for an X server of its own
    plain = {"WLR_BACKENDS": backend, "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
    wayland = {"XDG_RUNTIME_DIR": str(runtime), "QT_QPA_PLATFORM": "wayland"}
    return played([*as_nobody_special(), "cage", "-d", "--", *words], environment(**plain, **wayland, **more, **glass))


def as_nobody_special() -> list[str]:
    """cage does not run as root; where the tests do, it gets a name of its own for whoever we are."""
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []


def under_weston(words: Sequence[str], runtime: Path) -> subprocess.CompletedProcess[str]:
    """``words`` as the one program on weston's kiosk shell."""
    runtime.mkdir(mode=0o700, exist_ok=True)
    place = environment(XDG_RUNTIME_DIR=str(runtime), QT_QPA_PLATFORM="wayland", WAYLAND_DISPLAY="weston")
    options = ["--no-config", "--width=540", "--height=960", "--socket=weston"]
    modules = ["--backend=headless-backend.so", "--shell=kiosk-shell.so"]
    compositor = subprocess.Popen(
        ["weston", *modules, *options], env=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await_socket(compositor, runtime / "weston")
        return played(words, place)
    finally:
        compositor.terminate()
        compositor.wait(30)


def _await_socket(compositor: subprocess.Popen[bytes], socket: Path) -> None:
    while not socket.exists():
        with contextlib.suppress(subprocess.TimeoutExpired):
            compositor.wait(0.05)
        assert compositor.returncode is None, "weston ended before it had a socket"


def played(words: Sequence[str], place: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=place, capture_output=True, text=True, timeout=WAIT, check=False)


def python(*words: str) -> list[str]:
    return [sys.executable, *words]

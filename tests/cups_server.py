"""A private CUPS for tests: the system's own cupsd on its own folder and socket, with one queue ``slips``.

The queue ends in a small backend of ours, which writes what it is given to a folder, and which runs out of paper when
a file says so, by the same messages that a printer's backend sends.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

_BACKEND = """#!/bin/sh
# job user title copies options [file]; without arguments: what devices are there
[ $# -eq 0 ] && exit 0
trap 'exit 1' TERM
while [ -e "{root}/no-paper" ]; do
  echo "STATE: +media-empty-error" >&2
  sleep 0.1
done
echo "STATE: -media-empty-error" >&2
cat "${{6:-/dev/stdin}}" > "{root}/printed/$1.part" && mv "{root}/printed/$1.part" "{root}/printed/$1.pdf"
"""
_CONF = """
LogLevel warn
MaxLogSize 0
Listen {root}/cups.sock
DefaultAuthType None
WebInterface No
Browsing No
PreserveJobFiles No
PreserveJobHistory No
ErrorPolicy retry-current-job
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {root}
ServerBin {root}/bin
CacheDir {root}/cache
RequestRoot {root}/spool
StateDir {root}/state
TempDir {root}/temp
DataDir /usr/share/cups
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
User {user}
Group {group}
SystemGroup {group}
"""


def why_not() -> str:
    """What a private CUPS lacks here; empty when it can be started."""
    lacking = [tool for tool in ("cupsd", "lp", "lpstat", "lpadmin", "cancel") if not _tool(tool)]
    return f"not installed: {', '.join(lacking)} (apt: cups-daemon cups-client)" if lacking else ""


def _tool(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class CupsServer:
    """Runs as ``nobody`` where the tests run as root: CUPS lets no root print."""

    def __init__(self) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="kiosk-cups-"))  # short: a socket's path has 107 letters at most
        self._account = ("nobody", "nogroup") if os.geteuid() == 0 else (getpass.getuser(), _group())
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {"CUPS_SERVER": str(self._root / "cups.sock"), "HOME": str(self._root)}

    def __enter__(self) -> Self:
        self._lay_out()
        as_whom = {"user": self._account[0], "group": self._account[1]} if os.geteuid() == 0 else {}
        daemon = [str(_tool("cupsd")), "-f", "-c", f"{self._root}/cupsd.conf", "-s", f"{self._root}/cups-files.conf"]
        self._daemon = subprocess.Popen(daemon, **as_whom)  # type: ignore[call-overload]
        self._until(lambda: (self._root / "cups.sock").exists() and self._ask("lpstat", "-r") == 0)
        queue = [
            "lpadmin",
            "-p",
            "slips",
            "-v",
            "slips:/paper",
            "-m",
            "raw",
            "-E",
            "-o",
            "printer-error-policy=retry-current-job",
        ]
        if self._ask(*queue) != 0:
            raise RuntimeError((self._root / "error.log").read_text())
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    def stop(self) -> None:
        if self._daemon:
            self._daemon.terminate()
            self._daemon.wait(10)
            self._daemon = None

    def printed(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self._root / "printed").glob("*.pdf"))]

    def take_paper_out(self) -> None:
        (self._root / "no-paper").touch()

    def put_paper_in(self) -> None:
        (self._root / "no-paper").unlink()

    def _lay_out(self) -> None:
        for folder in ("bin/backend", "bin/filter", "cache", "spool/tmp", "state", "temp", "printed", "ppd"):
            (self._root / folder).mkdir(parents=True)
        (self._root / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
        user, group = self._account
        values = {"root": self._root, "user": user, "group": group}
        (self._root / "cupsd.conf").write_text(_CONF.format(**values))
        (self._root / "cups-files.conf").write_text(_FILES.format(**values))
        backend = self._root / "bin/backend/slips"
        backend.write_text(_BACKEND.format(**values))
        backend.chmod(0o755)
        if os.geteuid() == 0:
            for path in (self._root, *self._root.rglob("*")):
                if not path.is_symlink():
                    shutil.chown(path, user, group)
        self._root.chmod(0o755)

    def _ask(self, *words: str) -> int:
        return subprocess.run(
            [str(_tool(words[0])), *words[1:]],
            env={**os.environ, **self.environment},
            capture_output=True,
            timeout=10,
            check=False,
        ).returncode

    def _until(self, holds: object) -> None:
        until = time.monotonic() + 60
        while not holds():  # type: ignore[operator]
            if time.monotonic() > until or (self._daemon and self._daemon.poll() is not None):
                log = self._root / "error.log"
                raise RuntimeError(log.read_text() if log.exists() else "cupsd does not start")
            time.sleep(0.05)


def _group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name

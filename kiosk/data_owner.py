"""Whoever looks after a kiosk as root works on its data as the account to which they belong.

What root writes there, the kiosk cannot read: after ``keys rotate`` its key would be root's alone, and the kiosk shut
out. And in a folder that the kiosk writes, root would follow wherever it leads.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.errors.store import DataForbidden


def need_folder(folder: Path) -> None:
    """ConfigError where something else stands in the data folder's place: it would look like one without filings."""
    for place in (folder, *folder.absolute().parents):
        if os.path.lexists(place):
            if not os.path.isdir(place):  # noqa: PTH112  (no error where the way there is forbidden)
                raise ConfigError("the data folder is no folder", key="data")
            return


def need_leave(folder: Path) -> None:
    """DataForbidden where this account may not read the data folder. A disk that takes no writing may be looked at."""
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        raise DataForbidden("the data folder is another account's")


def act_as_owner(folder: Path) -> None:
    """Become the account that ``folder`` belongs to, for good, where this is root and it is another's. ConfigError
    where the machine does not let go of root."""
    if os.geteuid() != 0:
        return
    try:
        state = folder.stat()
    except OSError:
        return  # not there yet
    if state.st_uid == 0:
        return
    try:
        _become(state.st_uid, state.st_gid)
    except OSError as error:
        raise ConfigError("cannot become the owner of the data folder", key="data") from error


def _become(user: int, group: int) -> None:
    try:
        account = pwd.getpwuid(user)
    except KeyError:
        os.setgroups([])
    else:
        os.initgroups(account.pw_name, group)
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    os.environ["HOME"] = "/"  # not root's, which cannot be read any more

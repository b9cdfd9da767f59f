"""One database in the place of another: put ready beside it, exchanged by names alone, resumed wherever it was cut.

``restored/`` holds the new one with its mark, and ``plan.json`` once it was read whole. From the moment that the plan
names the place where the old one goes (``replaced/NUMBER``), each start goes on with the exchange before it opens
anything. The old database keeps its key, and is never erased by this.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.bounded import OutOfBounds, read_object
from kiosk.durable import make_durable, read_bounded, write_durably
from kiosk.store.database.connection import Checkpoint, nothing
from kiosk.store.database.opening import DATABASE, MARK, InUse
from kiosk.store.keys import recovery_keys, recovery_record

STAGED, REPLACED = "restored", "replaced"
PLAN = "plan.json"
_MOST = 4 << 20  # bytes of a plan


@dataclass(frozen=True)
class Replacement:
    """``newer``: the codes that a person saw will be missing. ``target``: where the old one goes; empty before the
    exchange has begun."""

    newer: tuple[str, ...]
    target: str = ""


def staged(folder: Path) -> Path:
    """Where a database is put ready."""
    return folder / STAGED


def planned(folder: Path) -> Replacement | None:
    """What is to be exchanged; None without a plan that can be read."""
    try:
        fields = read_object(read_bounded(staged(folder) / PLAN, _MOST))
        return Replacement(tuple(str(one) for one in fields["newer"]), str(fields["target"]))
    except (OSError, OutOfBounds, KeyError, TypeError):
        return None


def plan(folder: Path, newer: Sequence[str], target: str = "") -> None:
    """Durable when this returns."""
    fields = {"newer": list(newer), "target": target}
    write_durably(staged(folder) / PLAN, json.dumps(fields).encode(), 0o600)


def discard(folder: Path) -> None:
    """What was put ready goes; the store that is here stays as it is."""
    (staged(folder) / PLAN).unlink(missing_ok=True)
    shutil.rmtree(staged(folder), ignore_errors=True)


def exchange(folder: Path, newer: Sequence[str], checkpoint: Checkpoint = nothing) -> str:
    """Begin and end it, with nobody in the store: where the old database lies below the folder; empty without one."""
    target = _free(folder) if any(folder.glob(f"{DATABASE}*")) else "-"
    plan(folder, newer, target)
    checkpoint("planned")
    finish(folder, checkpoint)
    return "" if target == "-" else target


def finish(folder: Path, checkpoint: Checkpoint = nothing) -> bool:
    """Go on with an exchange that has begun; whether there was one. StoreBusy while another has the store open."""
    plan_here = planned(folder)
    if plan_here is None or not plan_here.target:
        return False
    with InUse(folder, alone=True):
        _finish(folder, plan_here.target, checkpoint)
    return True


def _finish(folder: Path, target: str, checkpoint: Checkpoint) -> None:
    new = staged(folder)
    if (new / DATABASE).exists():
        if target != "-":
            _put_aside(folder, folder / target, checkpoint)
        (new / DATABASE).rename(folder / DATABASE)
        make_durable(folder)
        checkpoint("exchanged")
    if (new / MARK).exists():
        (new / MARK).rename(folder / MARK)
        make_durable(folder)
        checkpoint("marked")
    _take_recovery(folder)
    checkpoint("recoverable")
    discard(folder)


def _put_aside(folder: Path, target: Path, checkpoint: Checkpoint) -> None:
    """The log goes before its database: it stays with one name or the other, and the two meet in the end."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(folder.glob(f"{DATABASE}*"), reverse=True):
        path.rename(target / path.name)
        checkpoint("aside")
    if (folder / MARK).exists():
        shutil.copyfile(folder / MARK, target / MARK)
    make_durable(target)
    make_durable(target.parent)
    make_durable(folder)


def _take_recovery(folder: Path) -> None:
    """The recovery key of the backup counts from now on; shares that were printed of another do not."""
    new, old = staged(folder) / "keys", folder / "keys"
    for name in (recovery_keys.SEALED_NAME, recovery_keys.PUBLIC_NAME):
        if not (new / name).exists():
            continue
        old.mkdir(mode=0o700, exist_ok=True)
        if name == recovery_keys.PUBLIC_NAME and not _same(new / name, old / name):
            (old / recovery_record.NAME).unlink(missing_ok=True)
        (new / name).rename(old / name)
        make_durable(old)


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _free(folder: Path) -> str:
    number = 1
    while (folder / REPLACED / f"{number:03}").exists():
        number += 1
    return f"{REPLACED}/{number:03}"

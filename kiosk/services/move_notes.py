"""What is noted of a move to another unit, so that it goes on wherever it was cut; and whether filings are taken."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.moving import MoveState, MoveStep, OfficeName
from kiosk.services.retire_notes import retire_noted
from kiosk.store import Store

NOTE = "move"


def move_noted(store: Store) -> MoveState | None:
    """As it was noted; None without one, or where it cannot be read."""
    text = store.notes.get(NOTE)
    if not text:
        return None
    try:
        fields = read_object(text)
        done = {MoveStep(step): datetime.fromisoformat(at) for step, at in fields["done"].items()}
        old, new = OfficeName(**fields["old"]), OfficeName(**fields["new"])
        return MoveState(old, new, datetime.fromisoformat(fields["began"]), done)
    except (OutOfBounds, KeyError, TypeError, ValueError):
        return None


def closed_for_move(store: Store) -> bool:
    """Whether no new filing may be begun: it moves, or leaves service."""
    state = move_noted(store)
    return retire_noted(store) is not None or (state is not None and state.next is not None)


def written(state: MoveState) -> str:
    done = {step.value: at.isoformat() for step, at in state.done.items()}
    fields = {"old": asdict(state.old), "new": asdict(state.new), "began": state.began.isoformat(), "done": done}
    return json.dumps(fields, ensure_ascii=False)

"""What is noted of a kiosk that leaves service, so that it goes on wherever it was cut."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.retiring import HandedOver, RetireState, RetireStep
from kiosk.store import Store

NOTE = "retire"


def retire_noted(store: Store) -> RetireState | None:
    """As it was noted; None without one, or where it cannot be read."""
    text = store.notes.get(NOTE)
    if not text:
        return None
    try:
        fields = read_object(text)
        done = {RetireStep(step): datetime.fromisoformat(at) for step, at in fields["done"].items()}
        given = fields["handed"]
        handed = HandedOver(given["reason"], (given["by"][0], given["by"][1]), tuple(given["codes"])) if given else None
        return RetireState(datetime.fromisoformat(fields["began"]), done, handed=handed, word=str(fields["word"]))
    except (OutOfBounds, KeyError, IndexError, TypeError, ValueError):
        return None


def facts_noted(store: Store) -> dict[str, str]:
    """The last word as it was said first; empty where it was not."""
    try:
        fields = read_object(store.notes.get(f"{NOTE}.farewell") or "{}")
    except OutOfBounds:
        return {}
    return {str(name): str(value) for name, value in fields.items()}


def written(state: RetireState) -> str:
    done = {step.value: at.isoformat() for step, at in state.done.items()}
    handed = asdict(state.handed) if state.handed else None
    fields = {"began": state.began.isoformat(), "done": done, "handed": handed, "word": state.word}
    return json.dumps(fields, ensure_ascii=False)

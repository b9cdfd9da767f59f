"""One module a command family. Each has ``register(parser, shared)``, setting ``run=`` to a function Call -> Outcome.

The modules import nothing heavy at their head: ``kiosk --help`` must stay quick.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import Any

from kiosk.config import Config

SANDBOX = "sandbox"
"""The module of the commands that need the sandbox."""

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "the kiosk itself"),
    "tour": ("tour", "a complete visit in the real window, with a picture of every screen"),
    "gallery": ("gallery", "every component in every state"),
    "card": ("card", "read a card, or simulate one"),
    "scan": ("scan", "photographs of papers to one PDF"),
    "submit": ("submit", "file a submission without a screen"),
    "answer": ("answer", "what the office asks about a dossier, and the answer"),
    "queue": ("queue", "what waits to be sent"),
    "sync": ("sync", "send what waits"),
    "courier": ("courier", "the queue on a stick, sealed, and the answers home"),
    "portal": (SANDBOX, "the sandbox portal"),
    "provision": ("provision", "make this kiosk one of its portal's, by an invitation"),
    "move": ("move", "this kiosk to another commune or unit"),
    "retire": ("retire", "this kiosk leaves service"),
    "receipt": ("receipt", "verify a receipt"),
    "audit": ("audit", "the journal: show, verify, export"),
    "backup": ("backup", "a verified, sealed copy of the store"),
    "restore": ("restore", "a backup into an empty data folder"),
    "keys": ("keys", "the store's key: recovery, rotation, erasure"),
    "staff": ("staff", "who may sign in here"),
    "dossier": ("dossier", "find, read, mend and hand over dossiers, as an officer"),
    "desk": ("desk", "what waits at the counter, the drawer, calls, reports"),
    "counter": ("counter", "an officer's own computer, before the kiosks of the commune"),
    "hall": ("hall", "officers' computers for all kiosks of the commune"),
    "privacy": ("privacy", "what a person asks of their data"),
    "catalogue": ("catalogue", "procedures in force, and signed updates"),
    "line": ("line", "how the line was, over days"),
    "jobs": ("jobs", "what runs by itself"),
    "device": ("device", "one device tried, with its numbers"),
    "support": ("support", "how the kiosk stands, in one file without anybody's data"),
    "settings": ("settings", "what is set here, and changing it"),
    "restart": ("restart", "have the running kiosk, or its machine, start anew"),
    "doctor": ("doctor", "the state of every part"),
}


@dataclass(frozen=True)
class Call:
    """What a command is given."""

    args: argparse.Namespace
    config: Config
    data_given: bool  # --data stood on the command line


@dataclass(frozen=True)
class Outcome:
    """What a command gives back: the JSON document, the same for people, and the exit code."""

    data: dict[str, Any] | list[dict[str, Any]] = field(default_factory=dict)
    text: str = ""
    exit_code: int = 0

"""How commands say which catalogue is meant."""

from __future__ import annotations

from kiosk.commands import Call
from kiosk.words import words


def version_line(call: Call, version: str) -> str:
    texts = words(call.args.say)
    return texts.say("update.version", version=version) if version else texts.say("update.built-in")

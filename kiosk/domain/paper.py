"""Papers as they are taken in: what to say of one under the camera, where a scanner takes it from, its one PDF."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Hint(enum.Enum):
    """The one thing to say to the person under the live picture; words under ``capture.hint.VALUE``."""

    NO_PAPER = "no-paper"
    WHOLE_PAPER = "whole-paper"  # a part lies outside the picture
    CLOSER = "closer"
    HOLD_STILL = "hold-still"
    BLURRED = "blurred"
    TOO_DARK = "too-dark"
    GLARE = "glare"
    READY = "ready"  # lies still and sharp: the picture takes itself


class Tray(enum.Enum):
    """Where a scanner takes its paper from; words under ``scanner.tray.VALUE``."""

    FLATBED = "flatbed"  # one page on the glass
    FEEDER = "feeder"  # a stack, one side
    DUPLEX = "duplex"  # a stack, both sides: front, back, front, back ...


@dataclass(frozen=True)
class ScannedDocument:
    """Pages bound into one PDF/A."""

    pdf: bytes
    sha256: str  # hexadecimal
    pages: int


ABSENT_REASONS = ("lost", "never-given", "held-elsewhere", "other")
"""Why a paper cannot be had, as a person says by one touch; words under ``absent.`` and ``officer_note.absent.``."""

EXCEPTION_GROUNDS = ("looked-up", "other-paper", "follows", "urgent")
"""On what ground an officer lets a filing go without a paper; words under ``exception.`` and
``officer_note.exception_why.``. What is none of these is for the counter, where an officer writes it."""


@dataclass(frozen=True)
class PaperException:
    """An officer, who signed in before the glass, lets the filing go without the paper. ``staff``: the account."""

    ground: str  # one of EXCEPTION_GROUNDS
    staff: int
    person: str  # as the dossier names the officer


Absence = str | PaperException
"""Why a paper is not there: one of ABSENT_REASONS, and an officer decides later; or an officer has decided. Empty: it
is."""

"""Filing for somebody: from their word at the counter, a form on paper, or an incomplete notice. Plain data."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class FilingSource(enum.Enum):
    """What an officer files from; words under ``counter.filing.source.VALUE``."""

    COUNTER = "counter"  # the person's own word
    PAPER = "paper"  # a form filled in by hand; its scan is kept as ``PAPER_FORM``
    NOTICE = "notice"  # of a health station or a hamlet's head: something is still missing


PAPER_FORM = "to-khai-giay"
"""The key of the scan of a form on paper, among a filing's documents."""


@dataclass(frozen=True)
class FiledBy:
    """Which officer filed for the applicant, and from what. It is part of the filing, and goes to the portal."""

    staff: str  # CB-3
    source: str  # FilingSource
    giver: str = ""  # who brought the paper, or sent the notice
    reason: str = ""  # why the person does not file themselves
    noted_by: str = ""  # who took the notice, or began the form
    noted_at: str = ""  # ISO 8601


@dataclass(frozen=True)
class AssistedOrigin:
    """What is kept beside the answers of a form that an officer has begun and not filed.

    ``person``: the applicant as they were typed, by the names of ``Citizen``; ``agreed``: they were told what is done
    with their data, and agreed; ``later``: keys of papers that are brought another time.
    """

    source: str
    giver: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    noted_by: int = 0
    noted_at: str = ""
    changed_by: int = 0
    revision: int = 0
    person: Mapping[str, str] = field(default_factory=dict, repr=False)
    agreed: bool = False
    later: tuple[str, ...] = ()

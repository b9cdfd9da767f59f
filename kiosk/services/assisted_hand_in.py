"""What an officer hands in for somebody, besides the form and its papers."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.assisted_filing import FiledBy
from kiosk.domain.dossier_events import DossierEvent
from kiosk.domain.submission import DocumentRef


@dataclass(frozen=True)
class AssistedHandIn:
    """What comes with a filing that an officer makes for somebody: who and from what, the papers that are durable
    already, and the first line of the dossier's history."""

    filed_by: FiledBy
    papers: tuple[DocumentRef, ...]
    event: DossierEvent

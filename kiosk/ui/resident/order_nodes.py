"""Nodes of a dossier's way of their own: an order for the counter, and the answer to an objection."""

from __future__ import annotations

from kiosk.domain.submission import Sync
from kiosk.services.tracking import DossierView
from kiosk.ui.resident import spoken_times
from kiosk.ui.strings import Strings
from kiosk.ui.widgets import NodeState, TimelineNode


def objection_nodes(strings: Strings, dossier: DossierView) -> tuple[TimelineNode, ...]:
    """What the office says to who did not agree with its refusal, in its own words."""
    answer = dossier.objection_answer
    if answer is None:
        return ()
    when = spoken_times.day_and_hour(strings, answer.at)
    words = strings.phrase("track.objection.line", words=answer.text.rstrip(". "), when=when)
    return (TimelineNode(NodeState.DONE, strings.phrase("track.objection.title"), words),)


def order_nodes(strings: Strings, dossier: DossierView) -> tuple[TimelineNode, ...]:
    """Nobody but the counter hears of it."""
    done = dossier.sync is Sync.SERVED
    here = strings.phrase(f"track.sync.{dossier.sync.value}")
    return (
        TimelineNode(
            NodeState.DONE, strings.phrase("track.filed"), spoken_times.day_and_hour(strings, dossier.filed_at)
        ),
        TimelineNode(NodeState.DONE if done else NodeState.NOW, here, "" if done else strings.phrase("ordered.next")),
    )

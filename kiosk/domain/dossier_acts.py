"""Which of the counter's events the portal is told of, and as what act. Pure."""

from __future__ import annotations

from kiosk.domain.answering import FIELD, PAPER
from kiosk.domain.case import ActKind, DossierAct
from kiosk.domain.correction import correction_facts
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind


def act_of(code: str, number: int, event: DossierEvent) -> DossierAct | None:
    """The act that carries the event of that number to the portal; None where the portal has no business with it."""
    facts, name, by = event.facts, f"counter-{code}-{number}", {"by": f"CB-{event.staff}"}
    why = {"reason": facts.get("reason", "")}
    match event.kind:
        case DossierEventKind.MENDED:
            mended = {FIELD + facts["field"]: facts["after"], "before": facts["before"]}
            return DossierAct(name, code, ActKind.AMENDMENT, {**mended, **why, **by})
        case DossierEventKind.PAPER:
            paper = {PAPER + facts["sha256"]: facts["key"], "replaces": facts.get("replaces", "")}
            return DossierAct(name, code, ActKind.AMENDMENT, {**paper, **why, **by}, (facts["sha256"],))
        case DossierEventKind.CORRECTED:
            return DossierAct(name, code, ActKind.RECTIFICATION, correction_facts(event))
        case DossierEventKind.MESSAGED if facts["way"] == "queued":
            words = {"text": facts["text"], "language": facts["language"], "phone": facts["phone"]}
            return DossierAct(name, code, ActKind.MESSAGE, {**words, **by})
        case _:
            return None

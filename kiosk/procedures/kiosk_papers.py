"""The papers of a case, where one of several is enough: which of them the person says they have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kiosk.domain.form import NONE_TODAY, WAY, FieldAnswer, PaperWays
from kiosk.domain.procedure import Procedure, RequiredDocument
from kiosk.forms.documents import DocumentNeed
from kiosk.forms.effects import Handling
from kiosk.forms.form import Form

_BY_HAND = (Handling.BROUGHT, Handling.SHOWN)


def ways_of(form: Form, procedure: Procedure, given: Mapping[str, FieldAnswer]) -> tuple[PaperWays, ...]:
    """The needs of this case that several papers answer, with what was said of each."""
    needs = (need for need in form.documents() if len(need.ways) > 1)
    return tuple(
        PaperWays(need.key, tuple(procedure.document(one.key) for one in need.ways), _chosen(need, given))
        for need in needs
    )


def papers_of(
    form: Form, procedure: Procedure, given: Mapping[str, FieldAnswer], signers: Collection[str]
) -> tuple[RequiredDocument, ...]:
    """One paper for each need. Of several ways the chosen one; before anything is chosen, the first to be photographed.

    What is chosen and is brought by hand counts as a paper that comes later: its dossier waits for it. What one of
    ``signers`` signs on the glass is not photographed; where none of them is here, it is.
    """
    papers = (_paper(need, procedure, _chosen(need, given)) for need in form.documents())
    return tuple(_signed(form, one, signers) if one.handling == Handling.SIGNED.value else one for one in papers)


def _signed(form: Form, document: RequiredDocument, signers: Collection[str]) -> RequiredDocument:
    version = form.version
    key = next(one.spec.sheet for one in version.documents if one.key == document.key)
    paper = next(one for one in version.papers if one.key == key)
    template = version.templates.get(paper.template)
    places = {one.party for line in template.lines for one in line.signatures} if template else set()
    here = places & set(signers) and (paper.relevant is None or form.case.holds(paper.relevant.text))
    return document if here else replace(document, upload=True, handling=Handling.PHOTOGRAPHED.value)


def brought_of(form: Form, given: Mapping[str, FieldAnswer]) -> Iterator[str]:
    """The papers that the person brings by hand, as they said: one that is not photographed, or none of them today."""
    for need in form.documents():
        chosen = _chosen(need, given)
        if chosen == NONE_TODAY:
            yield _first(need)
        elif chosen and any(one.key == chosen and one.spec.handling in _BY_HAND for one in need.ways):
            yield chosen


def _paper(need: DocumentNeed, procedure: Procedure, chosen: str) -> RequiredDocument:
    by_hand = any(one.key == chosen and one.spec.handling in _BY_HAND for one in need.ways)
    key = chosen if chosen and chosen != NONE_TODAY else _first(need)
    document = procedure.document(key)
    return replace(document, required=need.required, upload=document.upload or by_hand)


def _first(need: DocumentNeed) -> str:
    return (need.uploads or need.ways)[0].key


def _chosen(need: DocumentNeed, given: Mapping[str, FieldAnswer]) -> str:
    """Empty where nothing was said, or where what was said is no way of this case."""
    entry = given.get(WAY + need.key)
    way = entry.value if entry else ""
    known = {one.key for one in need.ways} | {NONE_TODAY}
    return way if len(need.ways) > 1 and way in known else ""

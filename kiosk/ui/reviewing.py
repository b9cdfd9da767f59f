"""All that is filed, by parts: what each line says, in the order a person would say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kiosk.domain.form import FormState, Origin
from kiosk.domain.procedure import FieldType, FormField, ReviewPart, Section
from kiosk.ui.resident.parts import fill
from kiosk.ui.resident.views import ReviewFold, ReviewLine
from kiosk.ui.strings import Strings
from kiosk.ui.visiting import PaperInHand

_SHORT = (FieldType.CHOICE, FieldType.DATE, FieldType.YEAR_OR_DATE, FieldType.NUMBER)


def review_folds(
    filling: FormState,
    papers: Sequence[PaperInHand],
    strings: Strings,
    fallen: Collection[str] = (),
    *,
    asked_alone: bool = False,
) -> tuple[ReviewFold, ...]:
    """A fold for each section of the sheet that says something, then one for the papers. ``fallen``: fields that were
    filed when one looked last, and are not any more. ``asked_alone``: only what the pages ask, where the rest is filed
    already."""
    asked = {key for page in filling.pages() for key in page.fields}
    sections = _in_order(filling)
    if asked_alone:
        sections = ((_asked_of(section, asked), part) for section, part in sections)
    folds = [_fold(filling, section, part, strings, fallen) for section, part in sections]
    worth_showing = [fold for fold in folds if fold.lines or fold.fallen]
    return (*worth_showing, *([_papers(papers, strings)] if papers else ()))


def _in_order(filling: FormState) -> Iterator[tuple[Section, ReviewPart | None]]:
    """The sections in the order of the review, then those that it forgets."""
    by_key = {section.key: section for section in filling.procedure.sections}
    for part in filling.procedure.review:
        for key in part.sections:
            if key in by_key:
                yield by_key.pop(key), part
    for section in by_key.values():
        yield section, None


def _asked_of(section: Section, asked: Collection[str]) -> Section:
    return replace(section, fields=tuple(item for item in section.fields if item.key in asked))


def _fold(
    filling: FormState, section: Section, part: ReviewPart | None, strings: Strings, fallen: Collection[str]
) -> ReviewFold:
    filed = [item for item in section.fields if filling.shown(item) and filling.value(item.key)]
    return ReviewFold(
        key=section.key,
        icon=part.icon if part else "file-text",
        label=section.title,
        summary=_summary(filling, filed, part, strings),
        lines=tuple(_line(filling, item, strings) for item in filed),
        fallen=tuple(item.label for item in section.fields if item.key in fallen),
    )


def _line(filling: FormState, item: FormField, strings: Strings) -> ReviewLine:
    locked = filling.origin(item.key) is Origin.CARD
    asked = any(item.key in page.fields for page in filling.pages())
    return ReviewLine(item.key, item.label, spoken(filling, item, strings), locked, asked and not locked)


def _summary(filling: FormState, filed: Sequence[FormField], part: ReviewPart | None, strings: Strings) -> str:
    """Who or what it is, and the short facts that belong to it."""
    bold = part.bold if part else ()
    plain = part.plain if part else ()
    first = [spoken(filling, item, strings) for key in bold for item in filed if item.key == key]
    facts = [
        _fact(filling, item, strings) for key in plain for item in filed if item.key == key and item.type in _SHORT
    ]
    words = [*first, *facts] or [spoken(filling, item, strings) for item in filed[:1]]
    return ", ".join(words)


def _fact(filling: FormState, item: FormField, strings: Strings) -> str:
    value = spoken(filling, item, strings)
    if item.born:
        return strings.say("review.born", date=value)
    return strings.say("review.copies", count=value) if item.type is FieldType.NUMBER else value


def spoken(filling: FormState, item: FormField, strings: Strings) -> str:
    """An answer as it is said: the label of what was chosen, the rest as it stands."""
    value = filling.value(item.key)
    for choice in item.choices:
        if choice.value == value:
            return fill(strings, choice.label)
    return value


def _papers(papers: Sequence[PaperInHand], strings: Strings) -> ReviewFold:
    label = {strings.language: strings.say("review.paper"), "vi": strings.say("review.paper")}
    lines = tuple(_paper(paper, strings) for paper in papers)
    summary = ", ".join(fill(strings, paper.document.name) for paper in papers)
    return ReviewFold("papers", "file-text", label, summary, lines, paper=True)


def _paper(paper: PaperInHand, strings: Strings) -> ReviewLine:
    key = "review.later" if paper.later else "review.pages" if paper.good else "review.pages-unsure"
    line = strings.say(key, count=paper.scan.pages if paper.scan else 0)
    return ReviewLine(paper.document.key, paper.document.name, line)

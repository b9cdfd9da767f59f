"""The form as a few cards to look over: what stands on each, in the order a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.form import FormState, Origin
from kiosk.domain.procedure import FieldType, FormField, ReviewPart
from kiosk.ui.resident.parts import fill
from kiosk.ui.resident.views import ReviewCard
from kiosk.ui.strings import Strings
from kiosk.ui.visiting import PaperInHand

_SHORT = (FieldType.CHOICE, FieldType.DATE, FieldType.YEAR_OR_DATE, FieldType.NUMBER)


def review_cards(filling: FormState, papers: Sequence[PaperInHand], strings: Strings) -> tuple[ReviewCard, ...]:
    """A card for each part that says something, then one for each paper."""
    parts = (_part(filling, part, strings) for part in filling.procedure.review)
    return (*(card for card in parts if card is not None), *(_paper(paper, strings) for paper in papers))


def _part(filling: FormState, part: ReviewPart, strings: Strings) -> ReviewCard | None:
    """The card; its key names the sections that its mending goes through."""
    bold, plain = _filled_fields(filling, part.bold), _filled_fields(filling, part.plain)
    if not bold:
        return None
    return ReviewCard(
        key=" ".join(part.sections),
        icon=part.icon,
        label=part.title,
        title="\n".join(spoken(filling, item, strings) for item in bold),
        lines=_lines(filling, plain, strings),
        from_card=all(filling.origin(item.key) is Origin.CARD for item in bold),
        can_edit=any(page.section in part.sections for page in filling.pages()),
    )


def _filled_fields(filling: FormState, keys: Sequence[str]) -> list[FormField]:
    fields = [filling.procedure.field(key) for key in keys]
    return [item for item in fields if filling.shown(item) and filling.value(item.key)]


def _lines(filling: FormState, fields: Sequence[FormField], strings: Strings) -> tuple[str, ...]:
    """Short facts share a line, as one says them; a place has its own."""
    short = [_fact(filling, item, strings) for item in fields if item.type in _SHORT]
    long = [spoken(filling, item, strings) for item in fields if item.type not in _SHORT]
    return (*((", ".join(short),) if short else ()), *long)


def _fact(filling: FormState, item: FormField, strings: Strings) -> str:
    value = spoken(filling, item, strings)
    if item.type in (FieldType.DATE, FieldType.YEAR_OR_DATE) and "birth" in item.key:
        return strings.say("review.born", date=value)
    return strings.say("review.copies", count=value) if item.type is FieldType.NUMBER else value


def spoken(filling: FormState, item: FormField, strings: Strings) -> str:
    """An answer as it is said: the label of what was chosen, the rest as it stands."""
    value = filling.value(item.key)
    for choice in item.choices:
        if choice.value == value:
            return fill(strings, choice.label)
    return value


def _paper(paper: PaperInHand, strings: Strings) -> ReviewCard:
    key = "review.later" if paper.later else "review.pages" if paper.good else "review.pages-unsure"
    line = strings.say(key, count=paper.scan.pages if paper.scan else 0)
    document = paper.document
    title = fill(strings, document.name)
    return ReviewCard(
        document.key,
        "file-text",
        {strings.language: strings.say("review.paper"), "vi": strings.say("review.paper")},
        title,
        (line,),
        paper=True,
    )

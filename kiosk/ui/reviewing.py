"""All that is filed, by parts: what each line says, in the order a person would say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kiosk.domain.charges import FeeCharge
from kiosk.domain.form import FormState, Origin
from kiosk.domain.paper import PaperException
from kiosk.domain.procedure import FieldType, FormField, ReviewPart, Section, TableSection
from kiosk.ui.fee_words import charge_words, sum_words
from kiosk.ui.resident.parts import fill
from kiosk.ui.resident.views import ReviewFold, ReviewLine
from kiosk.ui.spoken_answers import row_label, row_lines, row_title, spoken
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
    folds = []
    for section, part in _in_order(filling):
        if isinstance(section, TableSection):
            folds += [_rows(filling, section, part, strings)] if not asked_alone and filling.shows(section.key) else []
        else:
            lines = _asked_of(section, asked) if asked_alone else section
            folds.append(_fold(filling, lines, part, strings, fallen))
    worth_showing = [fold for fold in folds if fold.lines or fold.fallen]
    fees = () if asked_alone else filling.charges()
    return (
        *worth_showing,
        *([_papers(papers, strings)] if papers else ()),
        *([_fees(fees, strings)] if fees else ()),
    )


def _in_order(filling: FormState) -> Iterator[tuple[Section | TableSection, ReviewPart | None]]:
    """The sections and tables in the order of the review, then those that it forgets."""
    every: tuple[Section | TableSection, ...] = (*filling.procedure.sections, *filling.procedure.tables)
    by_key = {section.key: section for section in every}
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


def _rows(filling: FormState, table: TableSection, part: ReviewPart | None, strings: Strings) -> ReviewFold:
    """A line for each row, mended alone; and one that leads to all of them."""
    count = len(filling.rows(table.key))
    titles = [row_title(filling, table, number, strings) for number in range(count)]
    lines = [
        ReviewLine(
            f"{table.key}.{number}",
            _label_of(row_label(strings, table, number), strings),
            "; ".join((title, *row_lines(filling, table, number, strings))),
        )
        for number, title in enumerate(titles)
    ]
    number_of = strings.say("review.rows", n=count) if count else strings.say("review.no_rows")
    last = ReviewLine(table.key, _label(strings, "review.all_rows"), number_of)
    icon = part.icon if part else "list"
    return ReviewFold(table.key, icon, table.title, ", ".join(titles) or number_of, (*lines, last), rows=count)


def _label_of(words: str, strings: Strings) -> dict[str, str]:
    return {strings.language: words, "vi": words}


def _line(filling: FormState, item: FormField, strings: Strings) -> ReviewLine:
    locked = filling.origin(item.key) is Origin.CARD
    asked = any(item.key in page.fields for page in filling.pages())
    words = strings.say("review.secret") if item.secret else spoken(filling, item, strings)
    return ReviewLine(item.key, item.label, words, locked, asked and not locked)


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
    return fill(strings, item.amount).replace("{n}", value) if item.amount else value


def _fees(charges: Sequence[FeeCharge], strings: Strings) -> ReviewFold:
    lines = tuple(ReviewLine(one.key, one.name, charge_words(strings, one), can_edit=False) for one in charges)
    return ReviewFold("fees", "coin", _label(strings, "review.fees"), sum_words(strings, charges), lines)


def _label(strings: Strings, key: str) -> dict[str, str]:
    return {strings.language: strings.say(key), "vi": strings.say(key)}


def _papers(papers: Sequence[PaperInHand], strings: Strings) -> ReviewFold:
    label = _label(strings, "review.paper")
    lines = tuple(_paper(paper, strings) for paper in papers)
    summary = ", ".join(fill(strings, paper.document.name) for paper in papers)
    return ReviewFold("papers", "file-text", label, summary, lines, paper=True)


def _paper(paper: PaperInHand, strings: Strings) -> ReviewLine:
    key = "review.pages" if paper.good else "review.pages-unsure"
    if paper.later or paper.absent:
        key = "review.absent" if paper.absent else "review.later"
    if isinstance(paper.absent, PaperException):
        key = "review.excepted"
    line = strings.say(key, count=paper.scan.pages if paper.scan else 0)
    return ReviewLine(paper.document.key, paper.document.name, line)

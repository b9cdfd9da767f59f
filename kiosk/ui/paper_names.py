"""What a paper is called before it is known which of several it is: giấy chứng sinh, hoặc văn bản làm chứng."""

from __future__ import annotations

from functools import reduce

from kiosk.domain.form import FormState
from kiosk.domain.procedure import RequiredDocument, Text
from kiosk.words import COMPLETE, words


def name_of(filling: FormState, document: RequiredDocument) -> Text:
    """Its own name; of one that stands for several of which none was chosen yet, all of theirs."""
    for need in filling.ways():
        if not need.chosen and any(one.key == document.key for one in need.ways):
            return {language: _joined(need.ways, language) for language in COMPLETE}
    return document.name


def _joined(ways: tuple[RequiredDocument, ...], language: str) -> str:
    names = [one.name.get(language, one.name["vi"]) for one in ways]
    lower = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
    return reduce(lambda first, second: words(language).say("ways.or", first=first, second=second), lower)

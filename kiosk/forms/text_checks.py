"""Texts: every sentence that a person will meet is there in Vietnamese, and fills only what can be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.forms.elements import FieldSpec, GroupSpec
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.slips import Slip, SourcePlace
from kiosk.forms.texts import Texts

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FILLED = frozenset({"you", "You", "n"})

Needs = Iterator[tuple[SourcePlace, tuple[str, ...]]]
"""Where something stands, and the keys of which one must have a sentence."""


def text_slips(spec: ProcedureSpec, texts: Texts) -> Iterator[Slip]:
    known = texts.keys()
    for place, keys in _needed(spec):
        if not any(key in known for key in keys):
            yield Slip(place, "no-text", {"key": keys[0]})
    for language, table in texts.sentences.items():
        for key, text in table.items():
            yield from _odd(spec, language, key, text)


def allowed_keys(spec: ProcedureSpec) -> frozenset[str]:
    """Every key that a procedure's words may have; ``spec`` is expanded."""
    keys = {key for _, several in _needed(spec) for key in several}
    keys |= {"procedure.oath", "procedure.note"}
    keys |= {f"{kind}.{one}.hint" for kind, ones in _hinted(spec) for one in ones}
    keys |= {f"documents.{one.key}.note" for one in spec.documents}
    keys |= {f"groups.{group.key}.{part}" for group in spec.groups for part in ("title", "row")}
    for group in spec.groups:
        for one in group.fields:
            choices = (f"choices.{choice.value}.{part}" for choice in one.choices for part in ("label", "note"))
            keys |= {f"fields.{group.key}.{one.key}.{part}" for part in ("label", "hint", "constraint", *choices)}
    keys |= {f"pages.{one.key}.title" for one in spec.pages}
    return frozenset(keys)


def _hinted(spec: ProcedureSpec) -> Iterator[tuple[str, list[str]]]:
    yield "pages", [one.key for one in spec.pages]


def _needed(spec: ProcedureSpec) -> Needs:
    head = spec.procedure.place
    yield head, ("procedure.name",)
    yield head, ("procedure.result",)
    for group in spec.groups:
        yield group.place, (f"groups.{group.key}.title", f"blocks.{group.use}.title")
        for one in group.fields:
            yield from _of_field(one, group)
    for page in spec.pages:
        mirrored = (f"pages.{page.mirror_of}.title",) if page.mirror_of else ()
        yield page.place, (f"pages.{page.key}.title", *mirrored)
    yield from ((one.place, (f"review.{one.key}.title",)) for one in spec.review)
    yield from ((one.place, (f"documents.{one.key}.name",)) for one in spec.documents)
    yield from ((one.place, (f"rules.{one.key}.text",)) for one in spec.rules)
    yield from ((one.place, (f"fees.{one.key}.name",)) for one in spec.fees)
    yield from ((one.place, (f"flags.{one.key}.text",)) for one in spec.flags)
    yield from ((one.place, (f"parties.{one.key}.name",)) for one in spec.parties if len(spec.parties) > 1)
    for fee in spec.fees:
        yield from ((one.place, (f"exemptions.{one.key}.name",)) for one in fee.exemptions)


def _of_field(one: FieldSpec, group: GroupSpec) -> Needs:
    def keys(part: str) -> tuple[str, str]:
        return f"fields.{group.key}.{one.key}.{part}", f"blocks.{group.use}.fields.{one.key}.{part}"

    yield one.place, keys("label")
    if one.constraint is not None:
        yield one.place, keys("constraint")
    yield from ((one.place, keys(f"choices.{choice.value}.label")) for choice in one.choices)


def _odd(spec: ProcedureSpec, language: str, key: str, text: str) -> Iterator[Slip]:
    place = SourcePlace(f"words/{language}/procedures/{spec.procedure.code}.toml", 1, key)
    if not text.strip():
        yield Slip(place, "text-empty")
    for name in _PLACEHOLDER.findall(text):
        if name not in _FILLED:
            yield Slip(place, "unknown-placeholder", {"name": name})

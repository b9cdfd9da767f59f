"""Texts: every sentence that a person will meet is there in Vietnamese, and fills only what can be filled."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from kiosk.forms.elements import FieldSpec, GroupSpec
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.slips import Slip, SourcePlace
from kiosk.forms.texts import SEARCH, Texts

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FILLED = frozenset({"you", "You", "n"})
_STATUS = re.compile(r"status\.(?:[1-9]|10)", re.ASCII)
_STATUS_FILLED = frozenset({"days", "due", "filed", "hours", "note", "office", "place"})
"""What a procedure's own sentence for a dossier's status may fill in besides."""
MOST_TROUBLES = 9
_FIELD_PARTS = ("label", "hint", "amount", "constraint")

Needs = Iterator[tuple[SourcePlace, tuple[str, ...]]]
"""Where something stands, and the keys of which one must have a sentence."""


def text_slips(spec: ProcedureSpec, texts: Texts) -> Iterator[Slip]:
    known = texts.keys()
    for place, keys in _needed(spec):
        if not any(key in known for key in keys):
            yield Slip(place, "no-text", {"key": keys[0]})


def allowed_keys(spec: ProcedureSpec) -> frozenset[str]:
    """Every key that a procedure's words may have; ``spec`` is expanded."""
    keys = {key for _, several in _needed(spec) for key in several}
    keys |= {"procedure.oath", "procedure.note", "procedure.line", SEARCH}
    keys |= {f"status.{number}" for number in range(1, 11)}
    keys |= {f"trouble.{number}" for number in range(1, MOST_TROUBLES + 1)}
    keys |= {f"{kind}.{one}.hint" for kind, ones in _hinted(spec) for one in ones}
    keys |= {f"documents.{one.key}.note" for one in spec.documents}
    keys |= {f"groups.{group.key}.{part}" for group in spec.groups for part in ("title", "row")}
    for group in spec.groups:
        for one in group.fields:
            choices = (f"choices.{choice.value}.{part}" for choice in one.choices for part in ("label", "note"))
            keys |= {
                f"fields.{group.key}.{one.key}.{part}" for part in ("label", "hint", "amount", "constraint", *choices)
            }
    keys |= {f"pages.{one.key}.title" for one in spec.pages}
    return frozenset(keys)


def _hinted(spec: ProcedureSpec) -> Iterator[tuple[str, list[str]]]:
    yield "pages", [one.key for one in spec.pages]


def _needed(spec: ProcedureSpec) -> Needs:
    head = spec.procedure.place
    yield head, ("procedure.name",)
    yield head, ("procedure.result",)
    if spec.another:
        yield spec.another.place, ("another.label",)
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
    yield from ((one.place.at("says"), (f"rules.{one.key}.said",)) for one in spec.rules if one.says)
    yield from ((one.place, (f"fees.{one.key}.name",)) for one in spec.fees)
    yield from ((one.place, (f"flags.{one.key}.text",)) for one in spec.flags)
    yield from ((one.place, (f"linked.{one.key}.name",)) for one in spec.linked)
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


def said_names(spec: ProcedureSpec) -> Mapping[str, frozenset[str]]:
    """What the sentence of a rule may fill in besides, by its key."""
    return {f"rules.{one.key}.said": frozenset(one.says) for one in spec.rules if one.says}


def odd_text(key: str, text: str, more: Collection[str] = ()) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Why the sentence under ``key`` cannot be said: reason and values of a slip. ``more``: what it may fill in."""
    if not text.strip():
        yield "text-empty", {}
    for name in _PLACEHOLDER.findall(text):
        if name not in _FILLED and name not in more and not (name in _STATUS_FILLED and _STATUS.fullmatch(key)):
            yield "unknown-placeholder", {"name": name}

"""Which papers a case needs: alone, or as one of several ways to show the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.domain.certainty import Certainty
from kiosk.forms.case import FormCase
from kiosk.forms.effects import Handling
from kiosk.forms.sheet import SheetDocument


@dataclass(frozen=True)
class DocumentNeed:
    """``ways``: one of them is enough. ``key`` is the paper's, or the ways' common name."""

    key: str
    ways: tuple[SheetDocument, ...]

    @property
    def required(self) -> bool:
        return any(one.spec.required for one in self.ways)

    @property
    def uploads(self) -> tuple[SheetDocument, ...]:
        return tuple(one for one in self.ways if one.spec.handling is Handling.PHOTOGRAPHED)

    @property
    def blocks(self) -> bool:
        """Whether another procedure has to come first."""
        return any(one.spec.handling is Handling.BLOCKS for one in self.ways)

    def met_by(self, given: Collection[str]) -> bool:
        """Whether nothing is missing where the papers of these keys are here, or are brought later."""
        if not self.required or self.uploads != self.ways:
            return True
        return any(one.key in given for one in self.ways)


def needed(case: FormCase) -> tuple[DocumentNeed, ...]:
    """A paper that is unsure is asked of nobody; of several ways where one is left, it is that paper."""
    ways: dict[str, list[SheetDocument]] = {}
    for item in case.version.documents:
        if item.spec.sure is not Certainty.UNSURE and (item.relevant is None or item.relevant(case) is True):
            ways.setdefault(item.spec.one_of or item.key, []).append(item)
    return tuple(DocumentNeed(key if len(items) > 1 else items[0].key, tuple(items)) for key, items in ways.items())

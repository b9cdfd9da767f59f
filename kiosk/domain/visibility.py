"""Relevance: which questions are put in a case, by the answers to those that are put.

As in XForms (§4.3.4 "relevant"): what is not relevant counts as empty, so it decides about nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.procedure import Condition, Procedure


class Visibility:
    """What of ``procedure``'s sheet is asked where ``answers`` are what was ever answered."""

    def __init__(self, procedure: Procedure, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self._conditions = {item.key: item.show for item in procedure.fields}
        self._pages: dict[str, list[Condition]] = {}
        for page in procedure.pages:
            for key in page.fields:
                self._pages.setdefault(key, []).append(page.show)
        self._decided: dict[str, bool] = {}

    def shows(self, key: str) -> bool:
        """Whether the field is part of the sheet in this case. One that no page asks is, by its condition alone."""
        if key not in self._decided:
            self._decided[key] = False  # a condition that turns in a circle shows nothing; the loader refuses it
            self._decided[key] = key in self._conditions and self._holds(self._conditions[key]) and self._reached(key)
        return self._decided[key]

    def on_a_page(self, key: str) -> bool:
        """Whether the person is asked for it somewhere, and so can mend it."""
        return self.shows(key) and key in self._pages

    def _reached(self, key: str) -> bool:
        pages = self._pages.get(key)
        return pages is None or any(map(self._holds, pages))

    def _holds(self, condition: Condition) -> bool:
        return condition.holds({key: self._answers.get(key, "") for key in condition.wanted if self.shows(key)})


def circle_in(procedure: Procedure) -> str:
    """A field whose being asked depends on itself; empty if there is none."""
    needs: dict[str, set[str]] = {item.key: set(item.show.wanted) for item in procedure.fields}
    for page in procedure.pages:
        for key in page.fields:
            needs[key] |= set(page.show.wanted)
    return next((key for key in needs if key in _all_needed(needs, key)), "")


def _all_needed(needs: Mapping[str, set[str]], key: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(needs[key])
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(needs.get(one, ()))
    return reached

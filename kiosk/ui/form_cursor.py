"""The walk through a form, page by page: what is asked now, what was wrong, where one came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from kiosk.domain import form
from kiosk.domain.checks import Problem
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.procedure import FormPage


class Walk:
    """One form being filled. ``around`` is asked anew at each answer: the day may change at midnight."""

    def __init__(self, filling: FormState, context: Callable[[], FormContext]) -> None:
        self.filling = filling
        self._context = context
        pages = filling.pages()
        self._key = pages[0].key if pages else ""  # an answer to the office may be papers alone
        self._looked: set[tuple[str, str, str]] = set()  # field, problem, answer: what was asked to be looked at again

    @property
    def page(self) -> FormPage:
        """The page shown now. If an answer hid it, the one that took its place."""
        pages = self.filling.pages()
        return next((page for page in pages if page.key == self._key), pages[min(self._index, len(pages) - 1)])

    @property
    def number(self) -> int:
        """Which page of how many this is, from 1."""
        return self._index + 1

    @property
    def count(self) -> int:
        return len(self.filling.pages())

    @property
    def _index(self) -> int:
        """Where the page lies among all of the procedure's, counted over those that are asked."""
        keys = [page.key for page in self.filling.pages()]
        if self._key in keys:
            return keys.index(self._key)
        every = [page.key for page in self.filling.procedure.pages]
        before = set(every[: every.index(self._key)])
        return sum(key in before for key in keys)

    def answer(self, key: str, value: str, origin: Origin) -> None:
        self.filling = form.answer(self.filling, key, value, origin, self._context())

    def problems(self) -> tuple[Problem, ...]:
        """What does not hold on the page shown now, without what the person looked at again and left so."""
        return self._open_on(self.page)

    def ask(self) -> tuple[Problem, ...]:
        """The same, said to the person now: what is only to be looked at again is asked this once."""
        problems = self.problems()
        self._looked |= {self._look(one) for one in problems if not one.level.stops}
        return problems

    def _open_on(self, page: FormPage) -> tuple[Problem, ...]:
        problems = self.filling.problems(self._context(), page.fields)
        return tuple(one for one in problems if self._look(one) not in self._looked)

    def _look(self, problem: Problem) -> tuple[str, str, str]:
        fields = problem.fields or (problem.field,)
        return " ".join(fields), problem.key, "\n".join(map(self.filling.value, fields))

    def forward(self) -> bool:
        """Go to the next page; False if this was the last."""
        pages = self.filling.pages()
        following = self._index + 1
        if following >= len(pages):
            return False
        self._key = pages[following].key
        return True

    def back(self) -> bool:
        """Go to the page before; False if this is the first."""
        if self._index == 0:
            return False
        self._key = self.filling.pages()[self._index - 1].key
        return True

    def to_field(self, key: str) -> bool:
        """Go to the page that asks it; stay, and say False, where none does."""
        return self._to(page for page in self.filling.pages() if key in page.fields)

    def to_other_than(self, pages: Collection[str]) -> bool:
        """Go to the first page that is none of these; stay, and say False, where there is none."""
        return self._to(page for page in self.filling.pages() if page.key not in pages)

    def _to(self, pages: Iterator[FormPage]) -> bool:
        page = next(pages, None)
        if page is not None:
            self._key = page.key
        return page is not None

    def to_first_problem(self) -> bool:
        """Go to the page of the first thing that does not hold; False if all holds."""
        for page in self.filling.pages():
            if self._open_on(page):
                self._key = page.key
                return True
        return False

    def forward_within(self, sections: Collection[str]) -> bool:
        """Go to the next page of these parts of the sheet; False, staying, if this was their last."""
        pages = self.filling.pages()
        for page in pages[self._index + 1 :]:
            if page.section in sections:
                self._key = page.key
                return True
        return False

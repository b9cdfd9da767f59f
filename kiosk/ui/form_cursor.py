"""The walk through a form, page by page: what is asked now, what was wrong, where one came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from kiosk.domain import form
from kiosk.domain.checks import Level, Problem
from kiosk.domain.form import FormContext, FormState, Given, Origin, Rows
from kiosk.domain.procedure import FieldType, FormPage, Text, row_key


@dataclass(frozen=True)
class RowOpen:
    """The row of a table that is being written. ``name``: what is asked of it alone; empty: all of it."""

    table: str
    number: int
    name: str = ""


class Walk:
    """One form being filled. ``around`` is asked anew at each answer: the day may change at midnight."""

    def __init__(
        self, filling: FormState, context: Callable[[], FormContext], passed: Collection[str] = frozenset()
    ) -> None:
        """``passed``: the fields that were answered before this walk; a page that asks nothing else is passed over, and
        found from the review alone."""
        self.filling = filling
        self._context, self._passed = context, frozenset(passed)
        pages = [page for page in filling.pages() if self._walked(page)]
        self._key = pages[0].key if pages else ""  # an answer to the office may be papers alone
        self._row: RowOpen | None = None
        self._looked: set[tuple[str, str, str]] = set()  # field, problem, answer: what was asked to be looked at again

    @property
    def page(self) -> FormPage:
        """The page shown now. If an answer hid it, the one that took its place."""
        if self._row is not None:
            return self._row_page(self._row)
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

    # --- the rows of a table ---

    @property
    def row(self) -> RowOpen | None:
        """The row that is being written; None on a page of the form itself."""
        return self._row

    @property
    def table(self) -> str:
        """The table that the page shown now asks; empty where it asks fields."""
        keys = {one.key for one in self.filling.procedure.tables}
        return next((key for key in self.page.fields if key in keys), "")

    def begin_row(self) -> None:
        """One more row of the table that is shown: what is required of it is asked one by one."""
        table, number = self.table, len(self.filling.rows(self.table))
        self._row = RowOpen(table, number)
        self._row = RowOpen(table, number, next(self._lacking(self._row), ""))

    def open_row(self, number: int) -> None:
        """A row of the table that is shown, all of it on one page."""
        self._row = RowOpen(self.table, number)

    def to_row(self, table: str, number: int) -> bool:
        """To that row, wherever one stands; False, staying, where no page asks it."""
        self._row = None
        if number >= len(self.filling.rows(table)) or not self.to_field(table):
            return False
        self._row = RowOpen(table, number)
        return True

    def row_forward(self) -> None:
        """What is required of the row still; then the row as a whole, where it has more to say; then its table."""
        row = self._row
        if row is None:
            return
        if lacking := next(self._lacking(row), ""):
            self._row = replace(row, name=lacking)
        elif row.name and any(not self.filling.value(key) for key in self._row_keys(row)):
            self._row = replace(row, name="")
        else:
            self._row = None

    def close_row(self) -> None:
        self._row = None

    def set_rows(self, table: str, rows: Rows) -> None:
        self.filling = form.with_rows(self.filling, table, rows, self._context())

    def _row_keys(self, row: RowOpen) -> list[str]:
        names = (item.key.rpartition(".")[2] for item in self.filling.procedure.table(row.table).fields)
        keys = (row_key(row.table, row.number, name) for name in names)
        return [key for key in keys if self.filling.shows(key)]

    def _lacking(self, row: RowOpen) -> Iterator[str]:
        """The names of what is required of the row and is not there."""
        context = self._context()
        for key in self._row_keys(row):
            fault = self.filling.fault(key, context)
            begun = fault is not None and fault.key == "missing"
            if begun or (self.filling.procedure.field(key).required and not self.filling.value(key)):
                yield key.rpartition(".")[2]

    def _row_page(self, row: RowOpen) -> FormPage:
        table = self.filling.procedure.table(row.table)
        title = {language: text.replace("{n}", str(row.number + 1)) for language, text in table.row_title.items()}
        if row.name:
            item = self.filling.procedure.field(row_key(row.table, row.number, row.name))
            return FormPage(item.key, _of_row(title, item.label), (item.key,), item.hint, row.table)
        return FormPage(f"{row.table}.{row.number}", title, tuple(self._row_keys(row)), section=row.table)

    # --- answers ---

    def answer(self, key: str, value: Given, origin: Origin) -> None:
        self.filling = form.answer(self.filling, key, value, origin, self._context())

    def renew(self) -> None:
        """A card was read beside the visitor's, or somebody has gone."""
        self.filling = self.filling.within(self._context())

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
        return tuple(one for one in problems if self._look(one) not in self._looked and not self._stands_beside(one))

    def _stands_beside(self, problem: Problem) -> bool:
        """A kind sentence about a date stands beside it as soon as it is chosen; one about a table has no field."""
        types = {item.key: item.type for item in self.filling.procedure.fields}
        return problem.level is Level.TELL and types.get(problem.field) is FieldType.DATE

    def _look(self, problem: Problem) -> tuple[str, str, str]:
        fields = problem.fields or (problem.field,)
        if problem.row is not None:
            table = next(one.key for one in self.filling.procedure.tables if one.key == fields[-1].partition(".")[0])
            fields = (*fields, *self._row_keys(RowOpen(table, problem.row)))
        return " ".join(fields), problem.key, "\n".join(map(self.filling.value, fields))

    def forward(self) -> bool:
        """Go to the next page; False if this was the last."""
        self._row = None
        return self._to(page for page in self.filling.pages()[self._index + 1 :] if self._walked(page))

    def back(self) -> bool:
        """Go to the page before; False if this is the first."""
        self._row = None
        return self._to(page for page in reversed(self.filling.pages()[: self._index]) if self._walked(page))

    def _walked(self, page: FormPage) -> bool:
        return not all(key in self._passed for key in page.fields if self.filling.shows(key))

    def to_field(self, key: str) -> bool:
        """Go to the page that asks it; stay, and say False, where none does."""
        return self._to(page for page in self.filling.pages() if key in page.fields)

    def to_other_than(self, pages: Collection[str]) -> bool:
        """Go to the first page that is none of these; stay, and say False, where there is none."""
        return self._to(page for page in self.filling.pages() if page.key not in pages)

    def _to(self, pages: Iterator[FormPage]) -> bool:
        page = next(pages, None)
        if page is not None:
            self._key, self._row = page.key, None
        return page is not None

    def to_first_problem(self) -> bool:
        """Go to the page of the first thing that does not hold; False if all holds."""
        for page in self.filling.pages():
            if self._open_on(page):
                self._key, self._row = page.key, None
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


def _of_row(title: Text, asked: Text) -> Text:
    """Người thứ 12: họ và tên. Of many rows one knows which is being asked."""
    whose = {language: title.get(language, title.get("vi", "")) for language in asked}
    return {language: f"{whose[language]}: {_within(text)}" for language, text in asked.items()}


def _within(text: str) -> str:
    """A sentence's beginning within another: an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

"""The report's page: six figures, six plots, a day or a month; nobody's name anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from kiosk.domain.period_figures import MINUTES, PeriodFigures
from kiosk.services.counter.reports import share_in_words
from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit, emptied
from kiosk.ui.counter.plots import ColumnPlot, PartsPlot, RatePlot, RowPlot, StaffPlot
from kiosk.ui.widgets.rooted import Rooted

FIGURES = (
    ("filed", "files"),
    ("on_time", "calendar-event"),
    ("returned", "arrow-back-up"),
    ("median", "clock"),
    ("elderly", "old"),
    ("content", "mood-heart"),
)


BETTER = {"on_time": 1, "returned": -1, "median": -1, "content": 1}
"""Whether more of it is better, or less; the others are neither."""

COMING = "…"


class FiguresPage(Rooted):
    """``asked``: the first and the last day. ``saved``: csv, pdf or register. ``printed``."""

    asked = Signal(object, object)
    saved = Signal(str)
    printed = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.by_month = True
        self.since = self.until = date.min
        self.figures: PeriodFigures | None = None
        page = kit.page(self)
        heads = kit.bar()
        heads.addWidget(kit.label(self._say("title"), "h1"))
        heads.addWidget(kit.button("", partial(self.step, -1), picture="chevron-left"))
        self.period = kit.label("", "h3")
        heads.addWidget(self.period)
        heads.addWidget(kit.button("", partial(self.step, 1), picture="chevron-right"))
        self._span = kit.button("", self.turn, picture="calendar-event")
        heads.addWidget(self._span)
        heads.addWidget(kit.label(self._say("no_names"), "chip-ok"))
        heads.addStretch(1)
        self._acts = kit.bar(gap=10)
        heads.addLayout(self._acts)
        page.addLayout(heads)
        self._cards = QGridLayout()
        self._cards.setSpacing(kit.px(16))
        page.addLayout(self._cards)
        grid = QGridLayout()
        grid.setSpacing(kit.px(18))
        page.addLayout(grid, 1)
        self._plots: dict[str, StaffPlot] = {}
        self._lines: dict[str, QLabel] = {}
        self._rates = RatePlot(kit, self._say("on_time_of"), lambda count: self._say("not_in_time", count=count))
        kinds = (
            ("by_days", ColumnPlot(kit, self._say("by_days"))),
            ("on_time_of", self._rates),
            ("minutes_of", ColumnPlot(kit, self._say("minutes_of"))),
            ("reasons_of", RowPlot(kit, self._say("reasons_of"))),
            ("languages_of", PartsPlot(kit, self._say("languages_of"))),
            ("ratings_of", PartsPlot(kit, self._say("ratings_of"))),
        )
        beside = 3 if not kit.narrow else 1 if kit.letters > MOST_BESIDE else 2
        for place, (name, plot) in enumerate(kinds):
            card, box = kit.card()
            line = kit.row()
            line.addWidget(kit.label(self._say(name), "h3"))
            self._lines[name] = kit.label("", "second")
            line.addWidget(self._lines[name], 1)
            box.addLayout(line)
            box.addWidget(plot, 1)
            self._plots[name] = plot
            grid.addWidget(card, place // beside, place % beside)
            grid.setColumnStretch(place % beside, 1)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.report.{key}", **values)

    def set_acts(self, *, sticks: bool, register: bool) -> None:
        """What can be done with it here."""
        emptied(self._acts)
        names = [*(("register",) if register and sticks else ()), *(("csv", "pdf") if sticks else ())]
        for name in names:
            self._acts.addWidget(self._kit.button(self._say(name), partial(self.saved.emit, name), picture="usb"))
        self._acts.addWidget(
            self._kit.button(
                self._say("printing"), self.printed.emit, role="primary", key="Ctrl+Enter", picture="printer"
            )
        )

    # --- which days ---

    def begin(self, today: date) -> None:
        """This month."""
        self.since = today.replace(day=1) if self.by_month else today
        self._ask()

    def turn(self) -> None:
        """By day instead of by month, or the other way."""
        self.by_month = not self.by_month
        self.since = self.since.replace(day=1) if self.by_month else self.until
        self._ask()

    def step(self, step: int) -> None:
        """The period before, or after."""
        if not self.by_month:
            self.since += timedelta(days=step)
        elif step < 0:
            self.since = (self.since - timedelta(days=1)).replace(day=1)
        else:
            self.since = _after(self.since)
        self._ask()

    def _ask(self) -> None:
        self.until = _after(self.since) - timedelta(days=1) if self.by_month else self.since
        values = {"month": self.since.month, "year": self.since.year}
        day = self._say("day", day=f"{self.since:%d/%m/%Y}")
        self.period.setText(self._say("month", **values) if self.by_month else day)
        self._span.set_text(self._say("by_day" if self.by_month else "by_month"))
        if self.figures is not None and (self.figures.since, self.figures.until) != (self.since, self.until):
            self._show_none()
        self.asked.emit(self.since, self.until)

    @property
    def before(self) -> tuple[date, date]:
        """The period that it is compared with."""
        last = self.since - timedelta(days=1)
        return (last.replace(day=1) if self.by_month else last), last

    # --- what it shows ---

    def _show_none(self) -> None:
        """Those of another period stand under no other's name."""
        self.figures = None
        self._lay_cards(lambda _: (COMING, COMING))
        for name, plot in self._plots.items():
            plot.show_bars(())
            self._lines[name].setText("")

    def _lay_cards(self, of: Callable[[str], tuple[str, str]]) -> None:
        """``of``: each figure's value and the line beneath it."""
        emptied(self._cards)
        beside = len(FIGURES) if not self._kit.narrow else 2 if self._kit.letters > MOST_BESIDE else 3
        for place, (name, picture) in enumerate(FIGURES):
            self._cards.addWidget(self._card(name, picture, *of(name)), place // beside, place % beside)
            self._cards.setColumnStretch(place % beside, 1)

    def show_figures(self, now: PeriodFigures, before: PeriodFigures, name_of: Callable[[str], str]) -> None:
        self.figures = now
        self._lay_cards(
            lambda name: (
                self._written(_figure(now, name)),
                self._than(name, _figure(now, name), _figure(before, name)),
            )
        )
        plots, say = self._plots, self._say
        plots["by_days"].show_bars([(str(day.day), count) for day, count in now.days])
        self._lines["by_days"].setText(say("by_days_of", count=now.filed))
        names = [name_of(one.procedure) if one.procedure else say("others") for one in now.matters]
        on_time = [one.filed - one.late for one in now.matters]
        self._rates.show_rates([one.filed for one in now.matters][:7])
        self._rates.show_bars(list(zip(names, on_time, strict=True))[:7])
        self._lines["on_time_of"].setText(say("on_time_line", count=sum(on_time), all=now.filed) if now.filed else "")
        edges = [f"{a}–{b}" for a, b in zip((0, *MINUTES), MINUTES, strict=False)]
        labels = [*edges, say("over", minutes=MINUTES[-1])]
        plots["minutes_of"].show_bars(list(zip(labels, now.minutes, strict=True)) if now.visits else [])
        line = "touches_line" if now.touches else "minutes_line" if now.visits else "nothing"
        self._lines["minutes_of"].setText(say(line, count=now.visits, median=now.median, touches=now.touches))
        for plot, table, counts in (
            ("reasons_of", "reasons", now.reasons),
            ("languages_of", "languages", now.languages),
            ("ratings_of", "ratings", now.ratings),
        ):
            plots[plot].show_bars([(self._group(table, name), count) for name, count in counts])
            self._lines[plot].setText("" if counts else say("nothing"))

    def _group(self, table: str, name: str) -> str:
        key = f"counter.report.{table}.{name}"
        words = self._kit.strings.words
        return words.say(key if words.has(key) else f"counter.report.{table}.other")

    def _than(self, name: str, now: float | None, before: float | None) -> str:
        """How it stands beside the period before: by how much, and whether that is better."""
        if now is None or before is None:
            return self._say("than", value=self._written(before))
        more = round(now - before, 1)
        if not more:
            return self._say("same")
        sign = BETTER.get(name, 0) * more
        colour = self._kit.look.theme.ok if sign > 0 else self._kit.look.theme.warn if sign < 0 else ""
        by = self._kit.strings.words.number(abs(more), 1) if isinstance(now, float) else str(abs(round(more)))
        text = f"<b>{'↗' if more > 0 else '↘'} {by}</b>"
        text = f"<span style='color:{colour}'>{text}</span>" if colour else text
        return f"{text} {self._say('than', value=self._written(before))}"

    def _card(self, name: str, picture: str, value: str, beneath: str) -> QFrame:
        kit = self._kit
        card, box = kit.card()
        line = kit.row(gap=8)
        line.addWidget(kit.picture(picture, 24))
        line.addWidget(kit.label(self._say(name), "second"))
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(kit.label(value, "money"))
        box.addWidget(kit.marked(beneath, "second"))
        return card

    def _written(self, value: float | None) -> str:
        if value is None or isinstance(value, float):
            return share_in_words(value, self._kit.strings.words)
        return str(value)


def _figure(data: PeriodFigures, name: str) -> int | float | None:
    """A count, a share in hundredths, or nothing where nothing is known."""
    figures: dict[str, int | float | None] = {
        "filed": data.filed,
        "on_time": data.on_time,
        "returned": data.returned,
        "median": data.median if data.visits else None,
        "elderly": data.elderly_share,
        "content": data.content,
    }
    return figures[name]


def _after(first: date) -> date:
    """The first day of the next month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)

"""Small plots for pages without a script: what an SVG element is given, in whole units of its own picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WIDTH, HEIGHT = 600, 96
_GAP = timedelta(hours=3)  # without a word for longer, the line is broken: nothing is known between


@dataclass(frozen=True)
class PlotTick:
    x: float
    text: str


@dataclass(frozen=True)
class FleetPlot:
    """``lines``: each a stretch that is known, as the points of a polyline; ``dots``: stretches of one value alone;
    ``top``: what the upper edge stands for, in words; ``text``: the whole in a sentence, for who does not see it."""

    title: str
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    top: str
    text: str
    ticks: tuple[PlotTick, ...]

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.dots


def plot(
    title: str, points: Sequence[tuple[datetime, float]], since: datetime, until: datetime, unit: str
) -> FleetPlot:
    """``points`` in order of time; the vertical begins at 0."""
    top = _round_up(max((value for _, value in points), default=0.0))
    stretches: list[list[tuple[float, float]]] = []
    last: datetime | None = None
    for at, value in points:
        if last is None or at - last > _GAP:
            stretches.append([])
        last = at
        x = (at - since) / (until - since) * WIDTH
        stretches[-1].append((round(x, 1), round(HEIGHT - value / top * (HEIGHT - 8), 1)))
    lines = tuple(" ".join(f"{x},{y}" for x, y in one) for one in stretches if len(one) > 1)
    dots = tuple(one[0] for one in stretches if len(one) == 1)
    now = points[-1][1] if points else 0.0
    text = (
        f"{title}: cao nhất {figure(max(v for _, v in points))} {unit}, lần cuối {figure(now)} {unit}" if points else ""
    )
    return FleetPlot(title, lines, dots, f"{figure(top)} {unit}", text, _weeks(since, until))


def figure(value: float) -> str:
    """As Vietnamese writes numbers: 1.234 and 2,5."""
    if value >= 10 or value == int(value):
        return f"{round(value):,}".replace(",", ".")
    return f"{value:.1f}".replace(".", ",")


def _round_up(value: float) -> float:
    """1, 2 or 5 times a power of ten, and 1 at least."""
    if value <= 1:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return next(float(step * power) for step in (1, 2, 5, 10) if step * power >= value)


def _weeks(since: datetime, until: datetime) -> tuple[PlotTick, ...]:
    """Mondays."""
    days = [since.date() + timedelta(days=count) for count in range((until.date() - since.date()).days + 1)]
    mondays = [day for day in days if day.weekday() == 0]
    return tuple(PlotTick(round(_along(day, since, until), 1), f"{day:%d/%m}") for day in mondays)


def _along(day: date, since: datetime, until: datetime) -> float:
    at = datetime.combine(day, datetime.min.time(), since.tzinfo)
    return max(0.0, (at - since) / (until - since) * WIDTH)

"""The Vietnamese lunar calendar by the sky: new moons and the sun's place, at 105° east (Quyết định 121-CP, 1967).

Series of J. Meeus, Astronomical Algorithms, chapters 25 and 49, cut where they are good to some minutes. A month begins
on the day of its new moon; the eleventh has the winter solstice; of thirteen moons between two solstices the first
without a principal term is a leap month.
"""

from __future__ import annotations

from datetime import date
from math import floor, radians, sin

_MEAN_MONTH = 29.530588861
_EAST = 7 / 24
_DELTA_T = 72 / 86400
"""Dynamical less universal time, days: good to seconds for 2020 to 2040."""


def new_moon(count: int) -> float:
    """Julian day, universal time, of the new moon ``count`` months after that of January 2000."""
    t = count / 1236.85
    mean = 2451550.09766 + _MEAN_MONTH * count + 0.00015437 * t * t
    sun = radians(2.5534 + 29.10535670 * count)
    moon = radians(201.5643 + 385.81693528 * count + 0.0107582 * t * t)
    node = radians(160.7108 + 390.67050284 * count - 0.0016118 * t * t)
    e = 1 - 0.002516 * t
    terms = (
        (-0.40720, moon),
        (0.17241 * e, sun),
        (0.01608, 2 * moon),
        (0.01039, 2 * node),
        (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun),
        (0.00208 * e * e, 2 * sun),
        (-0.00111, moon - 2 * node),
        (-0.00057, moon + 2 * node),
        (0.00056 * e, 2 * moon + sun),
        (-0.00042, 3 * moon),
        (0.00042 * e, sun + 2 * node),
        (0.00038 * e, sun - 2 * node),
        (-0.00024 * e, 2 * moon - sun),
    )
    return mean + sum(size * sin(angle) for size, angle in terms) - _DELTA_T


def sun_place(julian: float) -> float:
    """The sun's apparent longitude, degrees."""
    t = (julian + _DELTA_T - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    node = radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * sin(node)) % 360


def _day(julian: float) -> int:
    """The number of the day, at 105° east, in which that instant lies: as ``date.toordinal``."""
    return floor(julian + _EAST + 0.5) - 1721425


def _first(count: int) -> int:
    return _day(new_moon(count))


def _term(day: int) -> int:
    """Which twelfth of its way the sun is in as that day begins."""
    return floor(sun_place(day + 1721424.5 - _EAST) / 30)


def _eleventh(year: int) -> int:
    """Which new moon begins the month of the winter solstice of that year."""
    count = floor((date(year, 12, 31).toordinal() + 1721424.5 - 2451550.1) / _MEAN_MONTH) + 1
    while _first(count) > date(year, 12, 31).toordinal() or _term(_first(count)) >= 9:
        count -= 1
    return count


def day_of(year: int, month: int, day: int) -> date:
    """The day of our calendar on which that day of a month of the lunar year falls; months of the spring alone."""
    before, after = _eleventh(year - 1), _eleventh(year)
    leap = None
    if after - before == 13:
        leap = next(one for one in range(before + 1, after) if _term(_first(one)) == _term(_first(one + 1)))
    count = before + 1 + month
    if leap is not None and leap <= count:
        count += 1
    return date.fromordinal(_first(count) + day - 1)

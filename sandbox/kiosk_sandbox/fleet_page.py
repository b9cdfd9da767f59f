"""What the fleet's pages show: every kiosk by what its residents wait for, and one kiosk over thirty days."""

from __future__ import annotations

import csv
import enum
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.domain.calendar import is_weekend
from kiosk.domain.cleaning import folded
from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.fleet_alarms import FleetAlarm, FleetLimits, machine_name, quiet_for, span, waited_for
from kiosk_sandbox.machine_hours import OPEN_HOURS
from kiosk_sandbox.rendering import render

MOST_ROWS, MOST_ALARMS = 50, 20  # rows of a first page

PAPER_WORDS = {"ok": "còn giấy", "low": "sắp hết giấy", "out": "hết giấy", "none": "không có máy in"}
_FULL = 0.8  # of the open hours: seen all day

SeenDays = Mapping[tuple[str, str], Mapping[str, int]]


class FleetView(enum.Enum):
    """Which kiosks a page shows, as the address says it."""

    LONGEST = "longest"
    UNSEEN = "unseen"
    OLD = "old"
    USB = "usb"
    UNITS = "units"
    ALL = "all"


@dataclass(frozen=True)
class FleetRow:
    """A kiosk's line. ``tone``: of how long it waits; ``days``: full | part | none | off, the oldest first."""

    unit: str
    kiosk: str
    name: str
    last_seen: str
    quiet: bool
    waiting: str
    waits: str
    tone: str
    days: tuple[str, ...]
    program: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UnitRow:
    """A unit's line: its kiosks, how many were not seen, what waits in all, the longest."""

    unit: str
    place: str
    kiosks: int
    unseen: int
    waiting: int
    waits: str
    tone: str


@dataclass(frozen=True)
class FleetState:
    """All that a page is made of. ``newest`` is the version that the most advanced kiosk runs."""

    unit: str
    entries: Sequence[FleetEntry]
    days: SeenDays
    alarms: Sequence[FleetAlarm]
    now: datetime
    limits: FleetLimits

    @property
    def newest(self) -> str:
        return max((str(one.health.get("program", "")) for one in self.entries), key=_version, default="")

    def unseen(self) -> int:
        return sum(quiet_for(one, self.now) > self.limits.unseen for one in self.entries)


def fleet_page(state: FleetState, view: FleetView = FleetView.LONGEST, sought: str = "") -> str:
    """``sought``: letters of a commune's name, a unit's code or a kiosk's name, with or without marks."""
    chosen = _chosen(state, view, sought)
    most = len(chosen) if view in (FleetView.ALL, FleetView.USB) or sought else MOST_ROWS
    return render(
        "fleet.html",
        total=len(state.entries),
        recent=sum(quiet_for(one, state.now) <= state.limits.recent for one in state.entries),
        unseen=state.unseen(),
        unseen_after=span(state.limits.unseen),
        alarms=list(state.alarms[:MOST_ALARMS]),
        alarm_count=len(state.alarms),
        unit=state.unit,
        view=view.value,
        views=[(one.value, words) for one, words in _views(state)],
        sought=sought,
        rows=[fleet_row(one, state) for one in chosen[:most]] if view is not FleetView.UNITS else [],
        units=unit_rows(chosen, state) if view is FleetView.UNITS else [],
        matching=len(chosen),
        worst=next((one for one in state.alarms if one.kiosk), None),
    )


def fleet_row(entry: FleetEntry, state: FleetState) -> FleetRow:
    waits, health = waited_for(entry, state.now), entry.health
    return FleetRow(
        entry.unit,
        entry.kiosk,
        machine_name(entry),
        f"{span(quiet_for(entry, state.now))} trước",
        quiet_for(entry, state.now) > state.limits.unseen,
        str(health.get("waiting", "")),
        waits_in_words(waits, health),
        _tone(waits, state.limits),
        seen_days(state.days.get((entry.unit, entry.kiosk), {}), state.now.date(), entry, 7),
        str(health.get("program", "")),
        tuple(_notes(entry)),
    )


def unit_rows(entries: Iterable[FleetEntry], state: FleetState) -> list[UnitRow]:
    """The units of these kiosks, the longest waiting first."""
    by_unit: dict[str, list[FleetEntry]] = {}
    for one in entries:
        by_unit.setdefault(one.unit, []).append(one)
    order = sorted(by_unit.items(), key=lambda item: (-_longest(item[1], state.now).total_seconds(), item[0]))
    return [_unit_row(unit, kiosks, state) for unit, kiosks in order]


def fleet_csv(state: FleetState, view: FleetView, sought: str = "") -> str:
    """The same rows for a spreadsheet, which must take none of them for a formula."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(("ma_don_vi", "may", "ten", "thay_lan_cuoi", "cho_gui", "cho_lau_nhat_gio", "ban", "ghi_chu"))
    for one in _chosen(state, view, sought):
        hours = waited_for(one, state.now).total_seconds() / 3600
        notes = "; ".join(words for words, _ in _notes(one))
        known = (one.health.get("waiting", ""), f"{hours:.1f}", one.health.get("program", ""), notes)
        cells = (one.unit, one.kiosk, machine_name(one), one.seen.isoformat(), *known)
        rows.writerow([_harmless(str(cell)) for cell in cells])
    return "\ufeff" + text.getvalue()


def _chosen(state: FleetState, view: FleetView, sought: str) -> list[FleetEntry]:
    now, limits, newest = state.now, state.limits, state.newest
    wanted: dict[FleetView, Callable[[FleetEntry], bool]] = {
        FleetView.UNSEEN: lambda one: quiet_for(one, now) > limits.unseen,
        FleetView.OLD: lambda one: str(one.health.get("program", "")) != newest,
        FleetView.USB: lambda one: waited_for(one, now) > limits.waiting,
    }
    fits = wanted.get(view, _any)
    letters = folded(sought)
    matches = [one for one in state.entries if fits(one) and letters in folded(f"{machine_name(one)} {one.unit}")]
    return sorted(matches, key=lambda one: (-waited_for(one, now).total_seconds(), one.seen, one.unit, one.kiosk))


def _any(_entry: FleetEntry) -> bool:
    return True


def _views(state: FleetState) -> list[tuple[FleetView, str]]:
    return [
        (FleetView.LONGEST, "Chờ lâu nhất trước"),
        (FleetView.UNSEEN, "Chưa thấy"),
        (FleetView.OLD, "Bản cũ"),
        (FleetView.UNITS, "Theo đơn vị"),
        (FleetView.ALL, f"Tất cả {len(state.entries)}"),
    ]


def waits_in_words(waits: timedelta, health: Mapping[str, object]) -> str:
    if not health.get("waiting"):
        return "không chờ" if "waiting" in health else "chưa báo cáo"
    if not waits:
        return "vừa nhận" if "oldest" in health else "không rõ từ khi nào"
    return f"{span(waits)} chưa gửi" if waits > timedelta(days=1) else span(waits)


def _tone(waits: timedelta, limits: FleetLimits) -> str:
    return "err" if waits > limits.overdue else "warn" if waits > limits.waiting else ""


def seen_days(hours: Mapping[str, int], today: date, entry: FleetEntry, count: int) -> tuple[str, ...]:
    """The shapes of the last ``count`` days. Before a kiosk was met nothing of it is missed."""
    days = [today - timedelta(days=back) for back in range(count - 1, -1, -1)]
    met = entry.met.date() if entry.met else days[0]
    return tuple(_day(hours.get(day.isoformat(), 0), day, today) if day >= met else "off" for day in days)


def _day(hours: int, day: date, today: date) -> str:
    """Of a day that has not ended a part is all there can be."""
    if hours >= _FULL * len(OPEN_HOURS):
        return "full"
    if hours:
        return "part" if day < today else "full"
    return "off" if is_weekend(day) else "none"


def _notes(entry: FleetEntry) -> Iterable[tuple[str, str]]:
    """Chips beside a kiosk's name: words and tone."""
    health = entry.health
    if called := health.get("called"):
        yield f"Gọi cán bộ từ {str(called)[11:16]}", "warn"
    if health.get("broken"):
        yield "Đầu đọc thẻ không thấy", "err"
    if health.get("paper") in ("low", "out"):
        yield PAPER_WORDS[health["paper"]].capitalize(), "warn"
    if health.get("parked"):
        yield f"{health['parked']} hồ sơ chờ người xem", "warn"
    if health.get("alarms"):
        yield f"Máy tự báo: {health['alarms']}", "warn"


def _unit_row(unit: str, kiosks: Sequence[FleetEntry], state: FleetState) -> UnitRow:
    waits = _longest(kiosks, state.now)
    place = next((str(one.health["place"]) for one in kiosks if one.health.get("place")), "")
    unseen = sum(quiet_for(one, state.now) > state.limits.unseen for one in kiosks)
    numbers = [one.health.get("waiting", 0) for one in kiosks]
    waiting = sum(number for number in numbers if type(number) is int)
    words = waits_in_words(waits, {"waiting": waiting, "oldest": ""})
    return UnitRow(unit, place, len(kiosks), unseen, waiting, words, _tone(waits, state.limits))


def _longest(kiosks: Iterable[FleetEntry], now: datetime) -> timedelta:
    return max((waited_for(one, now) for one in kiosks), default=timedelta(0))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

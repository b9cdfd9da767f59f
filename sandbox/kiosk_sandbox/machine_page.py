"""One kiosk's page: how it stands, and thirty days of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.fleet_alarms import machine_name, quiet_for, span, waited_for
from kiosk_sandbox.fleet_page import PAPER_WORDS, FleetState, seen_days, waits_in_words
from kiosk_sandbox.fleet_plots import FleetPlot, plot
from kiosk_sandbox.machine_hours import OPEN_HOURS, HourFacts
from kiosk_sandbox.rendering import moment, render


def machine_page(entry: FleetEntry, hours: Sequence[HourFacts], state: FleetState) -> str:
    """One kiosk: how it stands, and thirty days of it."""
    own = [one for one in state.alarms if (one.unit, one.kiosk) == (entry.unit, entry.kiosk)]
    return render(
        "machine.html",
        machine=machine_name(entry),
        facts=_facts(entry, state),
        alarms=own,
        plots=[one for one in _plots(hours, state.now) if not one.is_empty],
        days=_month(hours, state.now.date(), entry),
        open_from=OPEN_HOURS.start,
        open_until=OPEN_HOURS.stop,
    )


def _facts(entry: FleetEntry, state: FleetState) -> list[tuple[str, str]]:
    health, waits = entry.health, waits_in_words(waited_for(entry, state.now), entry.health)
    facts = {
        "Đơn vị": entry.unit,
        "Thấy lần cuối": f"{moment(entry.seen)} ({span(quiet_for(entry, state.now))} trước)",
        "Chờ gửi": f"{health.get('waiting', 'chưa báo cáo')}, lâu nhất: {waits}",
        "Chờ người xem": str(health.get("parked", "")),
        "Nhật ký": f"{health['journal']} dòng" if "journal" in health else "",
        "Lệch giờ": "" if entry.skew is None else f"{entry.skew:+d} giây",
        "Giấy in": PAPER_WORDS.get(str(health.get("paper", "")), ""),
        "Danh mục": f"{health['catalogue_days']} ngày tuổi" if "catalogue_days" in health else "",
        "Còn trống": f"{health['free_mb']} MB" if "free_mb" in health else "",
        "Tốc độ gần đây": f"{health['rate']} byte/giây" if "rate" in health else "",
        "Bản chương trình": str(health.get("program", "")),
        "Giấy tờ chưa có xác nhận của cổng": str(health.get("unproven", "")),
        "Hàng đợi của từng kho": ", ".join(map(str, entry.queues)) if entry.cloned else "",
    }
    return [(name, value) for name, value in facts.items() if value]


def _plots(hours: Sequence[HourFacts], now: datetime) -> list[FleetPlot]:
    since = now - timedelta(days=30)
    known = [one for one in hours if since <= one.at <= now]

    def of(title: str, unit: str, values: Iterable[float | None]) -> FleetPlot:
        pairs = zip(known, values, strict=True)
        return plot(title, [(one.at, float(value)) for one, value in pairs if value is not None], since, now, unit)

    return [
        of("Hồ sơ chờ gửi", "hồ sơ", (one.waiting for one in known)),
        of("Hồ sơ chờ lâu nhất", "giờ", (one.oldest_hours for one in known)),
        of("Tốc độ đường truyền", "kB/giây", (None if one.rate is None else one.rate / 1000 for one in known)),
        of("Đĩa còn trống", "GB", (None if one.free_mb is None else one.free_mb / 1000 for one in known)),
    ]


def _month(hours: Sequence[HourFacts], today: date, entry: FleetEntry) -> list[tuple[str, str, int]]:
    """The last thirty days: each in words, its shape, and in how many of the open hours the kiosk was seen."""
    counted: dict[str, int] = {}
    for one in hours:
        if one.at.hour in OPEN_HOURS:
            counted[one.at.date().isoformat()] = counted.get(one.at.date().isoformat(), 0) + 1
    days = [today - timedelta(days=back) for back in range(29, -1, -1)]
    shapes = seen_days(counted, today, entry, 30)
    return [(f"{day:%d/%m}", shape, counted.get(day.isoformat(), 0)) for day, shape in zip(days, shapes, strict=True)]

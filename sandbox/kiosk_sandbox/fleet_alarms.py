"""What somebody who looks after many kiosks has to see first. No alarm stops anything: filings are taken as ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.machine_hours import oldest_seconds

CLOCK_OFF = timedelta(minutes=5)
RESTORED_FOR = timedelta(days=7)
"""So long a portal that was brought back from a backup is told of."""


@dataclass(frozen=True)
class FleetLimits:
    """``recent``: seen within it, a kiosk is there; ``unseen``: not seen for longer, somebody should look; what waits
    longer than ``waiting`` should be looked at, longer than ``overdue`` somebody should drive."""

    recent: timedelta = timedelta(hours=1)
    unseen: timedelta = timedelta(hours=6)
    waiting: timedelta = timedelta(days=1)
    overdue: timedelta = timedelta(days=7)


@dataclass(frozen=True)
class FleetAlarm:
    """``tone`` is warn or err; ``unit`` and ``kiosk`` are empty for an alarm of the portal itself."""

    title: str
    text: str
    at: datetime
    tone: str
    unit: str = ""
    kiosk: str = ""


def alarms_of(
    entries: Iterable[FleetEntry], now: datetime, limits: FleetLimits, restored: datetime | None = None
) -> tuple[FleetAlarm, ...]:
    """The gravest first, and of these the newest."""
    known = list(entries)
    alarms = [alarm for one in known for alarm in _alarms_of(one, now, limits)]
    if restored is not None and now - restored < RESTORED_FOR:
        alarms.append(_restored(known, restored))
    return tuple(sorted(alarms, key=lambda one: (one.tone != "err", -one.at.timestamp())))


def machine_name(entry: FleetEntry) -> str:
    """As people call it: the commune's name and the kiosk's own, or its code where it has not said its name."""
    place = str(entry.health.get("place", "")).strip()
    return f"{place} {entry.kiosk}" if place else f"{entry.unit} {entry.kiosk}"


def quiet_for(entry: FleetEntry, now: datetime) -> timedelta:
    return max(timedelta(0), now - entry.seen)


def waited_for(entry: FleetEntry, now: datetime) -> timedelta:
    """How long its oldest filing waits, as far as is known here."""
    return timedelta(seconds=oldest_seconds(entry.health, now)) if entry.health.get("waiting") else timedelta(0)


def span(length: timedelta) -> str:
    """12 ngày, 3 ngày 5 giờ, 40 phút: two parts at most, the second where the first is small."""
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 3 or (days and not hours):
        return f"{days} ngày"
    if days:
        return f"{days} ngày {hours} giờ"
    return f"{hours} giờ" if hours else f"{minutes} phút"


def _alarms_of(entry: FleetEntry, now: datetime, limits: FleetLimits) -> Iterator[FleetAlarm]:
    name, whose = machine_name(entry), (entry.unit, entry.kiosk)
    if entry.cloned:
        yield FleetAlarm(f"{name}: hai máy một khóa", _CLONED, entry.cloned, "err", *whose)
    if entry.refused:
        yield FleetAlarm(f"{name}: báo cáo bằng khóa khác", _OTHER_KEY, entry.refused, "err", *whose)
    waits, quiet = waited_for(entry, now), quiet_for(entry, now)
    if waits > limits.waiting:
        text = f"{entry.health['waiting']} hồ sơ an toàn trong máy. {_go(waits, limits)}"
        tone = "err" if waits > limits.overdue else "warn"
        yield FleetAlarm(f"{name}: {span(waits)} chưa gửi", text, now - waits, tone, *whose)
    if quiet > limits.unseen:
        yield FleetAlarm(f"{name}: vắng {span(quiet)}", _absent(entry), entry.seen, "warn", *whose)
    if entry.skew is not None and abs(entry.skew) > CLOCK_OFF.total_seconds():
        text = (
            f"Đồng hồ máy lệch {span(timedelta(seconds=abs(entry.skew)))}: giấy hẹn sẽ ghi sai giờ. Chỉnh đồng hồ máy."
        )
        yield FleetAlarm(f"{name}: lệch giờ", text, entry.seen, "warn", *whose)


_CLONED = (
    "Một danh tính, hai kho: có bản sao đang chạy. Cả hai vẫn nhận và gửi hồ sơ. "
    "Tìm máy thứ hai, gửi hết hồ sơ rồi ghi danh lại máy ấy bằng tên riêng."
)
_OTHER_KEY = "Có máy khác tự xưng tên này; báo cáo ấy không được nhận. Nếu vừa thay máy, hãy ghi danh lại máy mới."


def _go(waits: timedelta, limits: FleetLimits) -> str:
    return "Nên cử người mang USB đến lấy." if waits > limits.overdue else "Xem đường truyền ở xã."


def _absent(entry: FleetEntry) -> str:
    waiting = entry.health.get("waiting")
    if waiting is None:
        return "Máy chưa báo cáo lần nào. Gọi xã xem máy có điện không."
    return f"Lần báo cuối: {waiting or 'không có'} hồ sơ chờ gửi. Gọi xã xem điện và mạng."


def _restored(entries: Iterable[FleetEntry], restored: datetime) -> FleetAlarm:
    known = list(entries)
    back = sum(one.seen >= restored for one in known)
    text = f"{back} trong {len(known)} máy đã gặp cổng từ lúc ấy; máy nào gặp thì tự gửi lại phần cổng thiếu."
    return FleetAlarm("Cổng vừa được khôi phục từ bản sao", text, restored, "warn")

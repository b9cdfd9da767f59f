"""Working days and office hours: when a person should come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

from kiosk.domain.procedure import TimeLimit

ZONE = timezone(timedelta(hours=7))
"""The office's zone: Vietnam keeps one time all year (134/2002/QĐ-TTg)."""


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


CLOSING = time(17, 0)
"""When an office closes whose hours are not known (07:30 to 17:00 is the usual day)."""


NOON = time(11, 30)
"""When the morning's half of a day ends."""


def due(received: datetime, limit: TimeLimit, holiday: Callable[[date], bool], closing: time = CLOSING) -> datetime:
    """Until when the result of a dossier that was received at ``received`` (aware) is promised.

    What comes in on a day off counts as received when the next working day begins. A limit of one day has its result
    on the day of receipt; received after the limit's cut-off hour, on the next working day, which is one day and not
    two (Luật Hộ tịch 60/2014/QH13, Điều 16 khoản 2 and Điều 34: "nếu nhận hồ sơ sau 15 giờ mà không giải quyết được
    ngay thì trả kết quả trong ngày làm việc tiếp theo"). Other limits count whole working days after that of receipt
    (BLDS 2015, Điều 147 khoản 1: the first day is not counted); a cut-off hour adds nothing to them. A day ends at
    ``closing``. Half a day: received in the morning, by closing; later, by noon of the next working day.
    """
    day, hour = received.date(), received.time()
    if off(day, holiday):
        day, hour = next_working_day(day, holiday), time.min
    if limit.half:
        return datetime.combine(*_half_day_on(day, hour, holiday, closing), received.tzinfo)
    on_time = hour < min(_cut_off(limit), closing)
    for _ in range(limit.working_days if not limit.same_day else not on_time):
        day = next_working_day(day, holiday)
    return datetime.combine(day, closing, received.tzinfo)


def _half_day_on(day: date, hour: time, holiday: Callable[[date], bool], closing: time) -> tuple[date, time]:
    return (day, closing) if hour < NOON else (next_working_day(day, holiday), NOON)


def _cut_off(limit: TimeLimit) -> time:
    return time.fromisoformat(limit.cut_off) if limit.cut_off else time.max


def next_working_day(day: date, holiday: Callable[[date], bool]) -> date:
    day += timedelta(days=1)
    while off(day, holiday):
        day += timedelta(days=1)
    return day


def off(day: date, holiday: Callable[[date], bool]) -> bool:
    return is_weekend(day) or holiday(day)

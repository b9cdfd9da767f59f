"""When somebody is asked to come, as officers type it."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.domain.appointment_text import read_appointment
from kiosk.domain.calendar import ZONE

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("27/11", datetime(2026, 11, 27, 17, 0, tzinfo=ZONE)),
        (" 27/11/2026 ", datetime(2026, 11, 27, 17, 0, tzinfo=ZONE)),
        ("14:00 27/11", datetime(2026, 11, 27, 14, 0, tzinfo=ZONE)),
        ("8h30, 27.11.2026", datetime(2026, 11, 27, 8, 30, tzinfo=ZONE)),
        ("9h 1/12", datetime(2026, 12, 1, 9, 0, tzinfo=ZONE)),
        ("5/1", datetime(2027, 1, 5, 17, 0, tzinfo=ZONE)),
        ("23/11", datetime(2026, 11, 23, 17, 0, tzinfo=ZONE)),
    ],
)
def test_a_moment_to_come_is_read(text: str, moment: datetime) -> None:
    assert read_appointment(text, NOW) == moment


@pytest.mark.parametrize(
    "text", ["", "mai", "31/11", "29/2/2027", "25:00 27/11", "22/11", "22/11/2026", "9:00 23/11/2026", "27"]
)
def test_what_is_no_moment_to_come_is_none(text: str) -> None:
    assert read_appointment(text, NOW) is None

"""Roles, what a PIN must be, and how long a door stays shut."""

from __future__ import annotations

import pytest

from kiosk.domain.staff import DAY, StaffRole, Weak, bad_name, idle, plain, wait_after, weak

CARD = "999162001234"


@pytest.mark.parametrize(
    ("secret", "role", "card", "why"),
    [
        ("48215", StaffRole.OFFICER, "", Weak.SHORT),
        ("482159", StaffRole.OFFICER, "", None),
        ("111111", StaffRole.OFFICER, "", Weak.PATTERN),
        ("123456", StaffRole.OFFICER, "", Weak.PATTERN),
        ("987654", StaffRole.OFFICER, "", Weak.PATTERN),
        ("121212", StaffRole.OFFICER, "", Weak.PATTERN),
        ("482482", StaffRole.OFFICER, "", Weak.PATTERN),
        ("112233", StaffRole.OFFICER, "", Weak.PATTERN),
        ("332211", StaffRole.OFFICER, "", Weak.PATTERN),
        ("000001", StaffRole.OFFICER, "", Weak.PATTERN),
        ("100000", StaffRole.OFFICER, "", Weak.PATTERN),
        ("112112", StaffRole.OFFICER, "", Weak.PATTERN),
        ("113579", StaffRole.OFFICER, "", None),
        ("246802", StaffRole.OFFICER, "", None),
        ("913579", StaffRole.OFFICER, "", None),
        ("912345", StaffRole.OFFICER, "", Weak.PATTERN),
        ("123321", StaffRole.OFFICER, "", Weak.PATTERN),
        ("147258", StaffRole.OFFICER, "", Weak.PATTERN),
        ("777787", StaffRole.OFFICER, "", Weak.PATTERN),
        ("150885", StaffRole.OFFICER, "", Weak.PATTERN),
        ("15081985", StaffRole.OFFICER, "", Weak.PATTERN),
        ("19850815", StaffRole.OFFICER, "", Weak.PATTERN),
        ("385904", StaffRole.OFFICER, "", None),
        ("620012", StaffRole.OFFICER, CARD, Weak.OWN),
        ("sao.vu2026", StaffRole.OFFICER, "", Weak.OWN),
        ("482159", StaffRole.TECHNICIAN, "", Weak.LONGER),
        ("482159", StaffRole.CHIEF, "", Weak.LONGER),
        ("482159", StaffRole.TECHNICIAN, CARD, None),
        ("bốn mùa hoa lê", StaffRole.TECHNICIAN, "", None),
    ],
)
def test_what_a_secret_must_be(secret: str, role: StaffRole, card: str, why: Weak | None) -> None:
    assert weak(secret, role, "sao.vu", card) is why


@pytest.mark.parametrize("name", ["admin", "admin2", "canbo", "CánBộ", "kiosk.01", "test", "Quản.trị"])
def test_names_of_nobody_are_refused(name: str) -> None:
    assert bad_name(plain(name)) is Weak.SHARED


def test_a_persons_name_is_what_a_keyboard_types() -> None:
    assert plain(" Đặng.Thị.Mỷ ") == "dang.thi.my" and bad_name("dang.thi.my") is None


def test_the_wait_doubles_and_ends() -> None:
    assert [wait_after(count) for count in (0, 4, 5, 6, 7, 8)] == [0, 0, 60, 120, 240, 480]
    assert wait_after(9) == wait_after(10_000) == 900  # nobody is shut out for longer than a quarter of an hour


def test_each_role_may_what_the_ones_before_may() -> None:
    assert (
        StaffRole.TECHNICIAN.may(StaffRole.OFFICER)
        and StaffRole.CHIEF.may(StaffRole.CHIEF)
        and not StaffRole.OFFICER.may(StaffRole.CHIEF)
    )


def test_idle_after_45_days() -> None:
    assert not idle(0.0, 45 * DAY) and idle(0.0, 45 * DAY + 1)

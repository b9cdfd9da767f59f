"""The authorisation table, written a second time by the office's rules: officer, chief, technician; x may."""

from __future__ import annotations

from kiosk.domain.rights import RIGHTS, StaffAct, permitted, rights_of
from kiosk.domain.staff import StaffRole

TABLE = """
see-now      x x x
answer-call  x x x
help-visit   x x -
find         x x -
view         x x -
mend         x x -
correct      x x -
papers       x x -
exception    x x -
remark       x x -
look         x x -
take-over    - x -
see-sealed   - x -
seal         - x -
take-cash    x - -
refund       x - -
close-desk   x - -
sign-closing - x -
print        x x -
refuse       - x -
hand-over    x x -
call-back    x x -
report       x x -
register     - x -
review       - x -
file-for     x x -
see-staff    - x x
staff        - - x
counters     - x x
machine      - - x
"""


def test_the_table_is_as_the_office_wrote_it() -> None:
    rows = [line.split() for line in TABLE.split("\n") if line]
    written = {(act, role): mark == "x" for act, *marks in rows for role, mark in zip(StaffRole, marks, strict=True)}
    assert written == {(act.value, role): permitted(role, act) for act in StaffAct for role in StaffRole}


def test_every_act_stands_in_the_table_and_nobody_may_all() -> None:
    assert set(RIGHTS) == set(StaffAct)
    assert all(rights_of(role) != set(StaffAct) for role in StaffRole)


def test_who_takes_money_does_not_sign_for_it() -> None:
    assert not RIGHTS[StaffAct.TAKE_CASH] & RIGHTS[StaffAct.SIGN_CLOSING]
    assert not RIGHTS[StaffAct.MACHINE] & (RIGHTS[StaffAct.VIEW] | RIGHTS[StaffAct.FIND] | RIGHTS[StaffAct.SEE_SEALED])

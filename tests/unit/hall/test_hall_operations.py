"""Every call of the counter's services can be carried, and none of its inner ones is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from kiosk.domain.calendar import ZONE
from kiosk.domain.desk_calls import CallOutcome
from kiosk.domain.dossier import DossierQuery, WorkQueue
from kiosk.errors import DossierHeld, HallProtocol, KioskError
from kiosk.hall.messages import HallFault, error_of, fault_of
from kiosk.hall.operations import CALL_BYTES, INSIDE, OPEN, READS, contract, decoded, operations
from kiosk.services.filing import BoundDocument


def test_every_public_call_is_an_operation_of_plain_data() -> None:
    table = operations()
    assert len(table) > 45 and len(contract()) == 16 and not INSIDE & set(table)
    assert set(table) >= READS | OPEN  # a call that is renamed is renamed there too
    for name, one in table.items():
        assert one.has_session or name in OPEN | {"people", "papers.forms", "papers.copies", "sessions.touch"}, name


def test_what_wants_more_room_is_what_brings_a_paper() -> None:
    large = {name for name, one in operations().items() if one.most > CALL_BYTES}
    assert "dossiers.add_paper" in large and "finder.find" not in large


ASKED = DossierQuery(("vang",), queue=WorkQueue.CASH, since=date(2026, 1, 2))
AGAIN = datetime(2026, 1, 2, 8, tzinfo=ZONE)
VALUES: list[tuple[str, dict[str, Any]]] = [
    ("finder.find", {"text": "vàng thị mỷ", "query": ASKED}),
    ("dossiers.add_paper", {"code": "KS-1", "revision": 3, "paper": BoundDocument("k", b"\x00\xff"), "reason": "mờ"}),
    ("cash.close", {"opening": 0, "notes": {500_000: 1, 1_000: 3}}),
    ("queues.called", {"number": 4, "outcome": CallOutcome.LATER, "again": AGAIN}),
]


@pytest.mark.parametrize(("name", "given"), VALUES, ids=[row[0] for row in VALUES])
def test_values_come_over_as_they_were(name: str, given: dict[str, Any]) -> None:
    kind = operations()[name].args
    value = decoded(msgspec.json.encode(kind(**given)), kind)
    assert {key: getattr(value, key) for key in given} == given


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        (b'{"text": 5}', "text"),
        (b'{"text": "a", "more": 1}', "more"),
        (b'{"text": "a", "query": {"words": ["a"], "limitless": 9}}', "query"),
        (b'{"text": "a", "query": {"queue": "all"}}', "query"),
        (b"{}", "text"),
        (b"[", "object"),
        (b'{"text": "\xff"}', "JSON"),
    ],
)
def test_what_is_not_of_the_shape_is_refused_by_its_place_and_never_quoted(sent: bytes, where: str) -> None:
    with pytest.raises(HallProtocol) as refused:
        decoded(sent, operations()["finder.find"].args)
    assert where in refused.value.detail and "limitless" not in refused.value.detail


def test_errors_come_over_with_what_fills_their_words() -> None:
    error = error_of(fault_of(DossierHeld("detail", person="Lý Thị Mẩy")), "DV01")
    assert isinstance(error, DossierHeld) and error.values == {"kiosk": "DV01", "person": "Lý Thị Mẩy"}
    assert isinstance(error_of(HallFault(code="of.tomorrow"), "DV01"), HallProtocol)
    for kind in _kinds(KioskError):
        assert type(error_of(fault_of(kind("x")), "DV01")).code == kind.code


def _kinds(root: type[KioskError]) -> list[type[KioskError]]:
    from kiosk import errors

    return [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, root)]

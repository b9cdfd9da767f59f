"""A refusal that its resident does not agree with: what waits for the office's word, and the words it gave.

Both stand in the dossier's record, the answers as the feed tells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk_sandbox.contract import stamp

ANSWERS = "DanhSachTraLoiPhanDoi"
_WAITING = "PhanDoiChoTraLoi"


def with_objection(record: Mapping[str, Any], name: str, words: str) -> dict[str, Any]:
    """``record`` with an objection that nobody has answered; a later one takes the place of one that still waits."""
    return {**record, _WAITING: {"SuaDoiId": name, "NoiDung": words}}


def open_objection(record: Mapping[str, Any]) -> str:
    """The words of the objection that waits; empty: none does."""
    waiting = record.get(_WAITING)
    return str(waiting["NoiDung"]) or "(không ghi lý do)" if waiting else ""


def with_answer(record: Mapping[str, Any], words: str, now: datetime) -> dict[str, Any]:
    """``record`` in which the office has answered the objection that waits."""
    answer = {"SuaDoiId": record[_WAITING]["SuaDoiId"], "NoiDungTraLoi": words, "NgayTraLoi": stamp(now)}
    rest = {name: value for name, value in record.items() if name != _WAITING}
    return {**rest, ANSWERS: [*record.get(ANSWERS, ()), answer]}

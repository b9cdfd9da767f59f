"""A dossier's whole life by the keyboard alone, and how many strokes the commonest acts cost (docs/counter.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from counter_hands import PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt

from kiosk.domain.desk_calls import CallKind
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.submission import Legal
from kiosk.ui.counter.mending import MendForm
from kiosk.ui.counter.writing import WordsForm

DOCS = Path(__file__).parents[2] / "docs" / "counter.md"


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def written() -> dict[str, int]:
    """The table of keystrokes, as the page has it."""
    commonest = DOCS.read_text("utf-8").partition("| rarer act |")[0]
    rows = re.findall(r"^\| ([a-z ,-]+) \| .* \| (\d+) \|$", commonest, flags=re.MULTILINE)
    return {name: int(count) for name, count in rows}


def test_a_dossiers_whole_life_by_keys(officer: OfficerHands) -> None:
    code, now = officer.dossier(), officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, "", "Lò Văn Sìn", "0900 000 272", "hỏi giấy", now)
    costs: dict[str, int] = {}

    def act(name: str, do: Callable[[], object], letters: int = 0) -> None:
        """``letters``: what is typed of itself, which the table leaves out."""
        before = officer.strokes
        do()
        costs[name] = officer.strokes - before - letters

    officer.open()
    act("sign in", lambda: (officer.type(PIN), officer.key(Qt.Key.Key_Return)))
    until(lambda: bool(officer.counter.lists.page_now.queues), "the first page")
    act("open a dossier", lambda: officer.open_dossier(code), len(code))
    act("mend a field", lambda: mend(officer), len("GIÀNG THỊ SAY"))
    act("write a note", lambda: note(officer), len("đã gọi bà"))
    act("take a fee", lambda: take(officer, code), len("20"))
    officer.key(Qt.Key.Key_2, ctrl=True)
    officer.open_dossier(code)
    act("print a paper", lambda: print_one(officer, code))
    officer.key(Qt.Key.Key_Escape)
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    act("ask for more", lambda: ask_for_more(officer, code), len("thiếu giấy kết hôn"))
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    officer.key(Qt.Key.Key_Escape)
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    act("begin to hand over", lambda: officer.key(Qt.Key.Key_F10))
    until(officer.counter.giving.page.isVisible, "the page")
    act("note a call", lambda: called(officer))
    act("lock the desk", lambda: officer.key(Qt.Key.Key_L, ctrl=True))
    until(officer.counter.entrance.lock.isVisible, "the lock")
    assert costs == written()
    kinds = [one.kind for one in officer.store.dossier_book.events(code)]
    assert kinds == [
        DossierEventKind.MENDED,
        DossierEventKind.REMARK,
        DossierEventKind.PAID,
        DossierEventKind.PRINTED,
        DossierEventKind.PRINTED,
    ]


def mend(officer: OfficerHands) -> None:
    officer.key(Qt.Key.Key_F2)
    officer.dialog(MendForm)
    officer.type("GIÀNG THỊ SAY")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()


def note(officer: OfficerHands) -> None:
    officer.key(Qt.Key.Key_F6)
    officer.type("đã gọi bà", officer.dialog(WordsForm).entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()


def take(officer: OfficerHands, code: str) -> None:
    officer.key(Qt.Key.Key_F7)
    cash = officer.counter.money.cash
    until(lambda: cash.isVisible() and cash.bill is not None and cash.bill.code == code, "the bill")
    officer.type("20")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: cash.bill is not None and bool(cash.bill.paid), "the receipt")


def printed(officer: OfficerHands, code: str) -> int:
    events = officer.store.dossier_book.events(code)
    return sum(one.kind is DossierEventKind.PRINTED for one in events)


def print_one(officer: OfficerHands, code: str) -> None:
    officer.key(Qt.Key.Key_F9)
    page = officer.counter.dossiers.print
    until(
        lambda: page.isVisible() and page.print_button.isEnabled() and not page.page_picture.picture.isNull(),
        "the page",
    )
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: printed(officer, code) == 1, "that it is printed")


def ask_for_more(officer: OfficerHands, code: str) -> None:
    officer.key(Qt.Key.Key_F8)
    page = officer.counter.dossiers.print
    until(lambda: page.isVisible() and page.form == "mau-02" and not page.print_button.isEnabled(), "what it lacks")
    officer.type("thiếu giấy kết hôn")
    officer.key(Qt.Key.Key_Return)
    until(page.print_button.isEnabled, "the page")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: printed(officer, code) == 2, "that it is printed")


def called(officer: OfficerHands) -> None:
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.call is not None, "the call")
    officer.key(Qt.Key.Key_1)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(page.lists.done) == 1, "that it is noted")

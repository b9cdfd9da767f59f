"""Every page of the counter with made-up people on it, in a window of any size, theme, letters and language.

``python tests/screens/counter_board.py DIR [SETTINGS] [NAMES...]`` paints them to PNG, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout

sys.path.append(str(Path(__file__).parents[1]))  # where it is run by hand

from counter_stage import DeskClock, filing, open_store

from kiosk import catalogue
from kiosk.config import Config
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import ALIKE, Legal, OfficerNote
from kiosk.resources import demo_asset
from kiosk.services.counter.counter import counter_over
from kiosk.services.form_files import bound_file
from kiosk.store import Store
from kiosk.tour.finger import until
from kiosk.ui.counter.desktop import CounterWindow
from kiosk.ui.counter.presenter import CounterPresenter
from kiosk.ui.counter.style import staff_scale
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look

GLASSES = {"up": QSize(1080, 1920), "lying": QSize(1920, 1080), "small": QSize(1366, 768)}
PIN, CHIEF = "482159", "một con trâu trắng"
PEOPLE = (
    ("Vàng Thị Mỷ", "999162001234", "Sùng Minh Khuê", "GIÀNG THỊ SÁY"),
    ("Giàng A Chứ", "999148000271", "Giàng Mí Say", "VỪ THỊ PÀ"),
    ("Lò Văn Sìn", "999180000272", "Lò Thị Dín", "HOÀNG THỊ NHÌNH"),
    ("Lò Văn Sìn", "999180000272", "Lò Thị Dín", "HOÀNG THỊ NHINH"),
    ("Hoàng Thị Dín", "999159000318", "Hoàng Mí Lử", "SÙNG THỊ CHÁ"),
    ("Nguyễn Hoàng Phương Thảo Nguyên", "999170000276", "Nguyễn Hoàng Ngọc Bảo Trâm", "MÃ THỊ ĐÀO"),
)
"""Who filed, their number, child and mother."""

STRANGER = "Hồ Thị Hồng Ƀlŏ Êban Knul Niê Kđăm Ayŭn Ksơr Rơ Châm Đinh Trần Lê Phạm Hoàng Vũ"
STAFF = (("pao", "Hoàng Văn Páo"), ("may", "Lý Thị Mẩy"), ("hien", "Lục Thị Hiền"))
"""Accounts by name, and who they are."""


class CounterBoard:
    """The counter over a store of its own, its pages one after the other."""

    def __init__(self, folder: Path, setting: str) -> None:
        """``setting``: glass, theme, percent of letters and language, as in ``up-light-100-vi``; with ``-long``
        everybody has a name of 80 letters."""
        glass, theme, text, language, *more = setting.split("-")
        self.size, self.clock = GLASSES[glass], DeskClock()
        config = Config(data=folder / "data", demo=True)
        config = replace(config, devices=replace(config.devices, document_printer="simulated"))
        self.store = open_store(folder / "store", self.clock)
        self.codes = peopled(self.store, self.clock, config, STRANGER if more == ["long"] else "")
        self.tasks = Tasks(_raised)
        self.counter = CounterPresenter(
            counter_over(config, self.store, clock=self.clock),
            self.tasks,
            Look(THEMES[theme], scale=staff_scale(self.size)),
            Strings(language),
            config.office,
            lambda: True,
            size=self.size,
            text=int(text),
        )
        self.kit = self.counter.stage.kit
        self.window = CounterWindow()
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.counter.widget)
        self.window.resize(self.size)
        self.window.show()

    def close(self) -> None:
        self.counter.close()
        self.tasks.close()
        self.store.close()
        self.window.hide()
        self.window.deleteLater()
        self.counter.deleteLater()

    def pages(self) -> Iterator[str]:
        """The name of each page, while it is shown and lies still."""
        for part in (self._coming, self._dossier, self._money, self._day, self._filing, self._chief):
            for name in part():
                settle()
                yield name

    def _coming(self) -> Iterator[str]:
        entrance = self.counter.entrance
        entrance.open()
        until(lambda: entrance.sign_in.pin.isVisible(), "the names")  # noqa: PLW0108 - the entry is another then
        entrance.sign_in.card.show()
        yield "sign-in"
        entrance.sign_in.signed.emit("pao", PIN)
        until(lambda: bool(self.counter.lists.page_now.queues), "the queues")
        yield "now"
        yield from self._faults("now")
        self.counter.go("dossiers")
        until(lambda: bool(self.counter.lists.page_find.rows), "the list")
        yield "find"
        yield from self._faults("find")
        self.counter.stage.frame.show_keys()
        yield "keys"
        self.counter.stage.frame.end_dialog()

    def _faults(self, page: str) -> Iterator[str]:
        """The longest of what an officer is told, and that something was done."""
        frame = self.counter.stage.frame
        frame.tell_fault(longest_fault(self.counter.stage.kit.strings))
        yield f"{page}-fault"
        frame.show_word(self.counter.stage.kit.strings.say("counter.correct.asked"))
        yield f"{page}-word"
        frame.tell_fault("")

    def _open(self, place: int) -> None:
        code, page = self.codes[place], self.counter.dossiers.page
        self.counter.dossiers.open_dossier(code)
        until(lambda: page.isVisible() and page.sheet is not None and page.sheet.head.code == code, "the dossier")

    def _dossier(self) -> Iterator[str]:
        self._open(0)
        page, counter = self.counter.dossiers.page, self.counter
        until(lambda: not page.leaves.names or not page.leaves.names[0].isHidden(), "the leaves")
        yield "dossier"
        for place, _ in enumerate(page.leaves.names[1:], start=1):
            page.leaves.turn_to(place)
            yield f"dossier-leaf-{place + 1}"
        page.leaves.turn_to(0)
        page.mended.emit("mother.name")
        until(lambda: counter.stage.frame.dialog is not None, "the dialog")
        yield "mend"
        yield from self._faults("mend")
        counter.stage.frame.end_dialog()
        counter.dossiers.open_print()
        until(lambda: not counter.dossiers.print.page_picture.picture.isNull(), "the paper")
        yield "print"
        counter.stage.show(counter.papers.page, "dossiers")
        keys = [("giay_chung_sinh", "Giấy chứng sinh"), ("ho_chieu", "Bản sao hộ chiếu hoặc giấy tờ thay hộ chiếu")]
        counter.papers.page.begin("Thêm giấy tờ", keys, "", scanner=True, sticks=True)
        counter.papers.page.show_pages(3, 0)
        counter.papers.page.show_page(QImage(str(demo_asset("papers", "birth-notice.jpg"))), "Giấy rõ, đủ bốn góc.")
        yield "paper"
        self._open(2)
        counter.compare()
        until(lambda: counter.twice.page.isVisible() and counter.twice.page.pair is not None, "the pair")
        yield "twice"
        self._open(4)
        counter.open_giving()
        until(lambda: bool(counter.giving.page.columns), "who comes")
        yield "hand-over"
        self._open(4)
        counter.correct()
        until(lambda: bool(counter.correcting.page.entries), "the lines")
        yield "correct"

    def _money(self) -> Iterator[str]:
        self._open(0)
        self.counter.open_bill()
        until(lambda: self.counter.money.cash.bill is not None, "the bill")
        self.counter.money.cash.entry.setText("50")
        yield "cash"
        self.counter.money.cash.take()
        until(lambda: bool(self.counter.money.cash.bill and self.counter.money.cash.bill.paid), "the receipt")
        yield "paid"
        self.counter.go("closing")
        until(lambda: self.counter.money.closing.day is not None, "the day")
        yield "closing"

    def _day(self) -> Iterator[str]:
        page = self.counter.calls.page
        self.counter.go("calls")
        until(lambda: page.isVisible() and bool(page._messages), "what to say")
        yield "calls"
        page.set_outcome(2)
        yield "no-answer"

    def _filing(self) -> Iterator[str]:
        filings = self.counter.filings
        self.counter.file_for()
        until(lambda: self.counter.stage.frame.dialog is not None, "the dialog")
        yield "filing-begin"
        self.counter.stage.frame.end_dialog()
        filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
        until(lambda: filings.page.isVisible() and filings.page.form is not None, "the form")
        filings.page.step(1)
        yield "filing"
        filings.leave()
        until(lambda: filings.waiting.page.isVisible() and bool(filings.waiting.page.rows), "the list")
        yield "filing-list"

    def _chief(self) -> Iterator[str]:
        counter = self.counter
        counter.entrance.lock_now()
        until(counter.entrance.lock.isVisible, "the lock")
        yield "locked"
        counter.entrance.sign_out()
        until(lambda: counter.entrance.sign_in.pin.isVisible(), "the names")  # noqa: PLW0108
        counter.entrance.sign_in.signed.emit("hien", CHIEF)
        until(counter.stage.frame.isVisible, "the chief")
        counter.go("review")
        until(lambda: counter.review.page.isVisible() and bool(counter.review.page.items), "what is reviewed")
        yield "review"
        counter.review.page.people.emit()
        until(lambda: counter.stage.frame.dialog is not None, "who works here")
        yield "staff"
        counter.stage.frame.end_dialog()
        counter.go("report")
        until(lambda: counter.reports.page.figures is not None, "the figures")
        yield "report"


def longest_fault(strings: Strings) -> str:
    """Of every known error, as an officer reads it."""
    texts = strings.words.texts
    codes = [key.removesuffix(".message") for key in texts if key.startswith("error.") and key.endswith(".message")]
    told = (f"{texts[f'{one}.message']} {texts.get(f'{one}.staff', texts[f'{one}.remedy'])}" for one in codes)
    return max(told, key=len)


def peopled(store: Store, clock: DeskClock, config: Config, long: str = "") -> list[str]:
    """Who works there, and a day's dossiers; their codes. ``long``: everybody's name."""
    roles = (StaffRole.OFFICER, StaffRole.OFFICER, StaffRole.CHIEF)
    for (name, person), role, secret in zip(STAFF, roles, (PIN, "703164", CHIEF), strict=True):
        store.staff.add(name, role, long or person, secret)
    codes = []
    people = [(long, number, long, long.upper()) if long else (name, number, *more) for name, number, *more in PEOPLE]
    for place, (name, number, child, mother) in enumerate(people):
        papers = []
        if place == 0:
            paper = bound_file("giay_chung_sinh", demo_asset("papers", "birth-notice.jpg"))
            papers = [
                store.documents.put(paper.pdf, key=paper.key, name="giay_chung_sinh.pdf", media_type="application/pdf")
            ]
        notes = (OfficerNote(ALIKE, "Giống hồ sơ nộp sáng nay"),) if place in (2, 3) else ()
        made = filing(*papers, name=name, id_number=number, child=child, mother=mother, notes=notes)
        procedure = catalogue.procedure(made.procedure)
        made = replace(made, version=procedure.version, unit=config.office.unit, kiosk=config.office.kiosk)
        due = clock() + timedelta(days=place % 3 - 1)
        owed = 16_000 if place % 2 == 0 else 0
        alike = ("lo thi din",) if notes else ()
        file = store.outbox.file
        codes.append(file(f"board-{place}", made, due, alike=alike, edition=procedure.source, owed=owed).code)
    pao = next(one.number for one in store.staff.list() if one.name == "pao")
    mended = {
        "field": "mother.name",
        "before": "VỪ THỊ PÀ",
        "after": "VỪ THỊ PẢ",
        "reason": "gõ nhầm dấu",
        "ground": "",
    }
    excepted = {"rule": "Nhận thiếu giấy, bổ sung sau", "reason": "Bà ở xa, hẹn mang giấy chứng sinh đến sáng mai"}
    for code, kind, facts in (
        (codes[1], DossierEventKind.MENDED, mended),
        (codes[5], DossierEventKind.EXCEPTION, excepted),
    ):
        store.dossier_book.add(code, 0, DossierEvent(kind, facts, pao))
    store.outbox.set_legal(codes[4], Legal.FINISHED)
    store.outbox.set_legal(codes[5], Legal.SUPPLEMENT)
    store.calls.add(CallKind.CALL_BACK, codes[1], "Giàng A Chứ", "0900 000 271", "số tài khoản", clock())
    store.calls.add(CallKind.SUPPORT, "", "Lò Văn Sìn", "0900 000 272", "hỏi giấy lấy bản sao", clock())
    return codes


def settle() -> None:
    """What was asked for is laid out and painted; nothing is waited for by the clock."""
    for _ in range(12):
        QApplication.processEvents()


def _raised(error: BaseException) -> None:
    raise error


@contextmanager
def counter_board(folder: Path, setting: str) -> Iterator[CounterBoard]:
    made = CounterBoard(folder, setting)
    try:
        yield made
    finally:
        made.close()
        settle()


def main(folder: Path, setting: str, names: list[str]) -> None:
    """A PNG of each page."""
    out = folder / setting
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, counter_board(Path(data), setting) as made:
        for at, name in enumerate(made.pages(), start=1):
            if not names or any(fnmatch(name, one) for one in names):
                made.window.grab().save(str(out / f"{at:02d}-{name}.png"))


if __name__ == "__main__":
    app = QApplication.instance() or QApplication(sys.argv[:1])
    chosen = sys.argv[2].split(",") if len(sys.argv) > 2 else ["up-light-100-vi"]
    for one in chosen:
        main(Path(sys.argv[1]), one, sys.argv[3:])

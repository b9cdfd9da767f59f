"""The counter's tour, by day: what an officer does in a dossier, at the drawer, among calls and for somebody."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from kiosk.domain.submission import Legal
from kiosk.tour.counter_people import TAKER_CARD, TWICE
from kiosk.tour.counter_stage import CounterTourStage
from kiosk.tour.finger import until


class DossierTourActs:
    """Goes on where the first dossier was just opened."""

    def __init__(self, stage: CounterTourStage) -> None:
        self._stage = stage

    def play(self) -> None:
        self._mend()
        self._write()
        self._money()
        self._print()
        self._paper()
        self._twice()
        self._hand_over()
        self._correct()
        self._calls()
        self._filing()

    def _mend(self) -> None:
        stage, page = self._stage, self._stage.counter.dossiers.page
        with stage.film.scene("mend"):
            line = next(one for one in page.sheet.fields if one.key == "mother.name") if page.sheet else None
            assert line is not None
            stage.hand.press(f"{stage.say('counter.ui.mend')}: {line.part}, {line.label}")
            stage.asked()
            stage.hand.write("GIÀNG THỊ SAY")
            stage.key(Qt.Key.Key_2, alt=True)
            for _ in range(2):
                stage.key(Qt.Key.Key_Tab)
            stage.hand.write("giấy chứng sinh số 137")
        with stage.film.scene("mended"):
            stage.do()
            stage.answered()
            until(lambda: bool(page.sheet and page.sheet.events), "its history")

    def _write(self) -> None:
        stage = self._stage
        with stage.film.scene("note"):
            stage.key(Qt.Key.Key_F6)
            stage.asked()
            stage.hand.write("Bà xin nghe đọc lại tên cháu")
        stage.do()
        stage.answered()
        with stage.film.scene("exception"):
            stage.key(Qt.Key.Key_E, ctrl=True)
            stage.asked()
            stage.key(Qt.Key.Key_3, alt=True)
            stage.hand.write("Bà ở xa, hẹn mang giấy kết hôn đến sáng mai")
        stage.do()
        stage.answered()

    def _money(self) -> None:
        stage, cash = self._stage, self._stage.counter.money.cash
        with stage.film.scene("cash"):
            stage.key(Qt.Key.Key_F7)
            stage.showing(cash)
            until(lambda: cash.bill is not None, "the bill")
            stage.hand.write("50")
        with stage.film.scene("paid"):
            stage.do()
            until(lambda: bool(cash.bill and cash.bill.paid), "the receipt")
        with stage.film.scene("refund"):
            stage.key(Qt.Key.Key_F8)
            stage.asked()
            stage.hand.write("Bà chỉ lấy một bản sao")
            stage.key(Qt.Key.Key_Tab, shift=True)
            stage.key(Qt.Key.Key_A, ctrl=True)
            stage.hand.write("8000")
        with stage.film.scene("refunded"):
            stage.do()
            stage.answered()
            until(lambda: len(cash.bill.paid if cash.bill else ()) == 2, "what was given back")

    def _print(self) -> None:
        stage, page = self._stage, self._stage.counter.dossiers.print
        stage.open_dossier(0)
        with stage.film.scene("print"):
            stage.key(Qt.Key.Key_F9)
            stage.showing(page)
            until(lambda: not page.page_picture.picture.isNull(), "the page")
        with stage.film.scene("printed"):
            code, papers = stage.codes[0], stage.counter.stage.desks.papers
            stage.do()
            until(lambda: papers.copies(code, page.form) > 0 and page.print_button.isEnabled(), "that it is printed")
        stage.escape(stage.counter.dossiers.page)
        with stage.film.scene("ask"):
            stage.key(Qt.Key.Key_F8)
            stage.showing(page)
            until(lambda: page.form == "mau-02" and not page.print_button.isEnabled(), "what it lacks")
            stage.hand.write("Giấy chứng nhận kết hôn của cha mẹ")
            stage.key(Qt.Key.Key_Return)
            until(page.print_button.isEnabled, "the page")
        stage.escape(stage.counter.dossiers.page)

    def _paper(self) -> None:
        stage, papers = self._stage, self._stage.counter.papers
        with stage.film.scene("paper"):
            stage.key(Qt.Key.Key_F5)
            stage.showing(papers.page)
            until(lambda: papers.page.pages == 1, "the stored page")
        with stage.film.scene("cut"):
            stage.key(Qt.Key.Key_F5)
            until(lambda: papers.page.is_cutting, "the corners")
            for _ in range(4):
                stage.key(Qt.Key.Key_Right, shift=True)
        with stage.film.scene("paper-kept"):
            stage.key(Qt.Key.Key_F5)
            until(lambda: not papers.page.is_cutting, "the page, cut anew")
            stage.hand.click(papers.page.reason)
            stage.hand.write("Cắt lại cho khỏi mép bàn")
            stage.do()
            stage.showing(stage.counter.dossiers.page)

    def _twice(self) -> None:
        stage, page = self._stage, self._stage.counter.twice.page
        stage.open_dossier(TWICE[0])
        with stage.film.scene("twice"):
            stage.key(Qt.Key.Key_F11)
            stage.showing(page)
            until(lambda: page.pair is not None, "the pair")
        with stage.film.scene("twice-settled"):
            stage.key(Qt.Key.Key_2)
            stage.hand.click(page.reason)
            stage.hand.write("Hai mẹ khác nhau, trùng tên cha và con")
            stage.do()
            stage.showing(stage.counter.dossiers.page)

    def _hand_over(self) -> None:
        stage, page, code = self._stage, self._stage.counter.giving.page, self._stage.codes[0]
        stage.house.rooms.line.pulled = True  # what the portal says now would take the result back
        stage.house.rooms.store.outbox.set_legal(code, Legal.FINISHED)
        stage.open_dossier(0)
        with stage.film.scene("hand-over"):
            stage.key(Qt.Key.Key_F10)
            stage.showing(page)
            stage.lay_card(TAKER_CARD)
            until(lambda: not page.wants_card, "whose card it is")
            sheet = [QPoint(60 + 14 * step, 40 + (step % 4) * 9) for step in range(13)]
            stage.hand.draw(page.columns[0].pad, [sheet, [one + QPoint(0, 30) for one in sheet]])
            for check in page.checks:
                stage.hand.click(check, QPoint(12, check.height() // 2))
        with stage.film.scene("handed-over"):
            stage.do()
            stage.showing(stage.counter.dossiers.page)
        stage.house.rooms.bench().lift_card()

    def _correct(self) -> None:
        stage, page = self._stage, self._stage.counter.correcting.page
        with stage.film.scene("correct"):
            stage.key(Qt.Key.Key_F12)
            stage.showing(page)
            until(lambda: "child.name" in page.entries, "the lines")
            stage.hand.click(page.entries["child.name"])
            stage.key(Qt.Key.Key_A, ctrl=True)
            stage.hand.write("SÙNG MINH KHUÊ ANH")
            stage.hand.click(page.paper)
            stage.hand.write("Giấy chứng sinh số 137")
            stage.hand.click(page.reason)
            stage.hand.write("Gõ thiếu một chữ")
        with stage.film.scene("corrected"):
            stage.do()
            stage.showing(stage.counter.dossiers.page)

    def _calls(self) -> None:
        stage, page = self._stage, self._stage.counter.calls.page
        with stage.film.scene("calls"):
            stage.key(Qt.Key.Key_3, ctrl=True)
            stage.showing(page)
            until(lambda: page.has_words, "what to say")
        with stage.film.scene("no-answer"):
            stage.key(Qt.Key.Key_2)
        stage.do()
        until(lambda: any(one.attempts for one in (*page.lists.now, *page.lists.later)), "that it was tried")
        with stage.film.scene("call-in"):
            stage.key(Qt.Key.Key_N, ctrl=True)
            stage.asked()
            for words in ("Nông Thị Hà", "0900 000 273", "hỏi ngày trả kết quả"):
                stage.hand.write(words)
                stage.key(Qt.Key.Key_Tab)
        stage.do()
        stage.answered()

    def _filing(self) -> None:
        """An incomplete notice, begun, put aside, and the list that it waits in."""
        stage, filings = self._stage, self._stage.counter.filings
        stage.key(Qt.Key.Key_1, ctrl=True)
        stage.showing(stage.counter.lists.page_now)
        with stage.film.scene("filing-begin"):
            stage.key(Qt.Key.Key_N, ctrl=True)
            stage.asked()
            stage.hand.write("khai sinh cho cháu")
            stage.key(Qt.Key.Key_Return)
            stage.key(Qt.Key.Key_3, alt=True)
            for _ in range(2):
                stage.key(Qt.Key.Key_Tab)
            stage.hand.write("Trạm Y tế xã Đồng Văn")
        stage.do()
        stage.showing(filings.page)
        until(lambda: filings.page.form is not None, "the form")
        with stage.film.scene("filing"):
            stage.key(Qt.Key.Key_Down, ctrl=True)
        stage.key(Qt.Key.Key_Escape)
        with stage.film.scene("filing-list"):
            until(lambda: filings.waiting.page.isVisible() and bool(filings.waiting.page.rows), "the list")

"""The report's presenter: figures of a period beside those of the one before; onto a stick, or on paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.counter import procedure_name
from kiosk.ui.counter.report import FiguresPage
from kiosk.ui.counter.stage import CounterStage

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_stick import DeskStick


class ReportPresenter:
    """``stick`` is None where this counter has none."""

    def __init__(self, stage: CounterStage, stick: DeskStick | None) -> None:
        self._stage, self._stick = stage, stick
        self.page = FiguresPage(stage.kit)
        self.page.asked.connect(self._show)
        self.page.saved.connect(self._save)
        self.page.printed.connect(self.print)

    def open(self) -> None:
        session = self._stage.session
        if session is not None:
            self._stage.show(self.page, "report")
            self.page.set_acts(sticks=self._stick is not None, register=session.may(StaffAct.REGISTER))
            self.page.begin(self._stage.desks.clock().date())

    def _show(self, since: date, until: date) -> None:
        before, figures = self.page.before, self._stage.desks.reports.figures

        def work(session: StaffSession) -> Any:
            now, then = figures(session, since, until), figures(session, *before)
            return now, then, {one.procedure: procedure_name(one.procedure) for one in now.matters if one.procedure}

        def show(known: Any) -> None:
            now, then, names = known
            if (now.since, now.until) == (self.page.since, self.page.until):  # what was turned to since asks for itself
                self.page.show_figures(now, then, lambda code: names.get(code, code))

        self._stage.act(work, show)

    def _save(self, what: str) -> None:
        reports, stick = self._stage.desks.reports, self._stick
        since, until = self.page.since, self.page.until
        if stick is None:
            return
        head, tail = "so-mau-07" if what == "register" else "bao-cao", "csv" if what == "csv" else "pdf"
        name = f"{head}-{since:%Y-%m-%d}.{tail}"

        def work(session: StaffSession) -> None:
            if what == "csv":
                data = reports.table(session, since, until).encode("utf-8-sig")
            else:
                make = reports.register if what == "register" else reports.pdf
                data = make(session, since, until)
            stick.save(name, data)

        done = self._stage.kit.strings.say("counter.report.saved", name=name)
        self._stage.change(work, lambda _: self._stage.frame.show_word(done), of=what)

    def print(self) -> None:
        desks, since, until = self._stage.desks, self.page.since, self.page.until
        done = self._stage.kit.strings.say("counter.report.printed")

        def work(session: StaffSession) -> None:
            desks.papers.send(desks.reports.pdf(session, since, until))

        self._stage.change(work, lambda _: self._stage.frame.show_word(done))

"""The presenter of the overview: the board looked at when it is opened and when it is asked for again."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.machine_health import CellState, HealthBoard
from kiosk.domain.readiness import ReadinessReport
from kiosk.domain.staff_session import StaffSession
from kiosk.services.page_pictures import first_page
from kiosk.ui.maintenance.home import HomePage
from kiosk.ui.maintenance.report import ReportPage
from kiosk.ui.maintenance.stage import MaintenanceStage

PAGE_WIDE = 1240
"""Pixels of the report's page on the screen."""

PLACE_OF_CELL: dict[str, str] = {
    **dict.fromkeys(("screen", "card-reader", "camera", "printer", "scanner", "sticks", "sound"), "devices"),
    **dict.fromkeys(("line", "portal"), "line"),
    **dict.fromkeys(("store", "backup", "journal", "disk"), "store"),
    "key": "keys",
    **dict.fromkeys(("catalogue", "program"), "updates"),
    **dict.fromkeys(("certificate", "clock", "memory", "alarms"), "jobs"),
}
"""Which place of the rail a cell leads to."""


class HomePresenter:
    """``go``: the rail's way to a section, and to a part within it."""

    def __init__(self, stage: MaintenanceStage, go: Callable[[str, str], None]) -> None:
        self._stage, self._go = stage, go
        self.page = HomePage(stage.kit)
        self.report_page = ReportPage(stage.kit)
        self._report: ReadinessReport | None = None
        self.page.refreshed.connect(self.look)
        self.page.reported.connect(self.open_report)
        self.report_page.back.connect(self.open)
        self.report_page.saved.connect(self._save)
        self.page.opened.connect(lambda key: go(PLACE_OF_CELL[key], key))

    def open(self) -> None:
        self._stage.show(self.page, "overview")
        self.look()

    def close(self) -> None:
        """Nothing goes on beside it."""

    def look(self) -> None:
        """Ask every device and the portal: some seconds, beside the screen."""
        self.page.show_waiting()
        words = self._stage.kit.strings.words
        self._stage.act(lambda _: self._stage.desks.health.board(words), self._show, lane="reading")

    def open_report(self) -> None:
        """Made of a board that was looked at anew."""
        desks, words = self._stage.desks, self._stage.kit.strings.words
        self._stage.show(self.report_page, "overview")
        self.report_page.show_waiting()

        def work(session: StaffSession) -> tuple[ReadinessReport, bytes]:
            report = desks.reports.report(desks.health.board(words), session.person, words)
            desks.acts.note(session, "readiness-report")
            return report, first_page(report.pdf, PAGE_WIDE)

        self._stage.act(work, self._reported, lane="reading")

    def _reported(self, known: tuple[ReadinessReport, bytes]) -> None:
        self._report, png = known
        self.report_page.show_paper(png)

    def _save(self) -> None:
        """Both files onto the stick that is plugged in."""
        if (report := self._report) is None:
            return
        desks = self._stage.desks
        files = {f"{report.name}.pdf": report.pdf, f"{report.name}.json": report.document}
        self._stage.act(
            lambda _: desks.sticks.write(files),
            lambda stick: self.report_page.show_saved(stick.label, f"{report.name}.pdf"),
            lane="stick",
        )

    def _show(self, board: HealthBoard) -> None:
        self.page.show_board(board)
        wrong: dict[str, int] = {}
        for cell in board.to_mend:
            place = PLACE_OF_CELL[cell.key]
            wrong[place] = wrong.get(place, 0) + 1
        broken = {PLACE_OF_CELL[one.key] for one in board.to_mend if one.state is CellState.BROKEN}
        badges = {place: (count, "err" if place in broken else "warn") for place, count in wrong.items()}
        self._stage.frame.show_badges(badges)

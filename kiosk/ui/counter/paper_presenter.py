"""A paper's presenter: pages from a device or the store are looked at, cut anew, bound, and kept with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from kiosk.domain.paper import ScannedDocument
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import CameraGone, KioskError
from kiosk.scan.geometry import Corners
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.filing import BoundDocument
from kiosk.ui.counter.paper_page import SOURCES, PaperPage
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.widgets import image_of

if TYPE_CHECKING:
    from kiosk.devices.ports import Preview, Shot
    from kiosk.ui.counter.desk_papers import DeskPapers


@dataclass(frozen=True)
class PaperTask:
    """What a paper is brought for: each way to one is a value. ``keys``: the papers of the matter by key and name;
    ``key``: the one that is meant, or empty; ``stored``: reads the old paper, whose pages are shown first; ``keep``
    takes it with a reason, where one is ``reasoned``; ``done``: back to where one was."""

    title: str
    keys: tuple[tuple[str, str], ...]
    keep: Callable[[StaffSession, BoundDocument, str], object]
    done: Callable[[], object]
    key: str = ""
    stored: Callable[[StaffSession], bytes] | None = None
    reasoned: bool = True
    section: str = "dossiers"


class PaperPresenter:
    """``done``: back to the dossier, as it is then. ``desk`` is None where this counter has no devices."""

    def __init__(self, stage: CounterStage, desk: DeskPapers | None, done: Callable[[], object]) -> None:
        self._stage, self._desk, self._done = stage, desk, done
        self.page = PaperPage(stage.kit)
        self._task: PaperTask | None = None
        self._keeping: PaperTask | None = None  # what is being bound and kept
        self._shots: list[Shot] = []
        self._at = 0
        self._reading = self._old_pages = False  # the old paper's own pages, which new ones take the place of
        self.page.back.connect(self.leave)
        self.page.looked.connect(self._look)
        self.page.cutting.connect(self._cut)
        self.page.dropped.connect(self._drop)
        self.page.used.connect(self._use)
        if desk is not None:
            self.page.sourced.connect(self._source)
            self.page.shot.connect(desk.take_now)
            self.page.file.connect(desk.take_file)
            desk.previewed.connect(self._preview)
            desk.came.connect(self._came)
            desk.cut.connect(self._was_cut)
            desk.files.connect(self._show_files)
            desk.failed.connect(self._failed)
            desk.back.connect(lambda: stage.frame.show_fault(""))

    @property
    def can(self) -> bool:
        return self._desk is not None

    def open(self, sheet: DossierSheet, replaces: str = "", done: Callable[[], object] | None = None) -> None:
        """Add a paper, or put another in the place of the one with this SHA-256: its own pages are shown first.
        ``done``: back to where one was, if that is not the dossier."""
        old, head = next((one for one in sheet.papers if one.sha256 == replaces), None), sheet.head
        dossiers = self._stage.desks.dossiers

        def keep(session: StaffSession, paper: BoundDocument, reason: str) -> DossierSheet:
            return dossiers.add_paper(session, head.code, head.revision, paper, reason=reason, replaces=replaces)

        self.begin(
            PaperTask(
                self._say("replace", name=old.name) if old else self._say("add"),
                tuple(sheet.paper_names.items()),
                keep,
                done or self._done,
                old.key if old else "",
                (lambda session: dossiers.paper(session, head.code, replaces)) if old else None,
            )
        )

    def begin(self, task: PaperTask) -> None:
        """Nothing where this counter has no devices."""
        desk = self._desk
        if desk is None:
            return
        self._task, self._shots, self._at = task, [], 0
        self._reading = self._old_pages = False
        self._stage.show(self.page, task.section)
        has = {"scanner": desk.has_scanner, "sticks": desk.has_sticks}
        self.page.begin(task.title, task.keys, task.key, reasoned=task.reasoned, **has)
        session, stored = self._stage.session, task.stored
        if session is not None and stored is not None:
            desk.open_stored(lambda: stored(session))
            self._reading = True

    def leave(self) -> None:
        """Nothing was kept; nothing of it stays in memory."""
        task = self._task
        self._forget()
        if task is not None:
            task.done()

    def left(self) -> None:
        """Another page is shown: as after ``leave``, and no page is turned. What is being kept is kept all the same."""
        if self._task is not None:
            self._forget()

    def _forget(self) -> None:
        self._shots, self._task = [], None
        self.page.wipe()
        if self._desk is not None:
            self._desk.forget()

    def _say(self, key: str, **values: object) -> str:
        return self._stage.kit.strings.say(f"counter.papers.{key}", **values)

    def source(self, place: int) -> None:
        """By its digit."""
        if 1 <= place <= len(SOURCES) and self._desk is not None:
            name = SOURCES[place - 1][0]
            there = {"scanner": self._desk.has_scanner, "stick": self._desk.has_sticks}
            if there.get(name, True):
                self._source(name)

    def _source(self, name: str) -> None:
        assert self._desk is not None
        self._stage.frame.show_fault("")
        self._reading = False
        self.page.show_files(())
        acts = {"camera": self._desk.photograph, "scanner": self._desk.scan, "stick": self._desk.look_at_sticks}
        self.page.show_live(None, self._say(f"wait_{name}"))
        acts[name]()
        self.page.setFocus()  # the space bar is the camera's, and not the button's that was pressed

    def _failed(self, error: KioskError) -> None:
        """Nothing is waited for any more, unless the camera may come back."""
        self._stage.tell(error)
        if not isinstance(error, CameraGone):
            self._look(self._at)

    def _show_files(self, names: Sequence[str]) -> None:
        self.page.show_files(names)
        self.page.show_live(None, self._say("choose_file" if names else "no_file"))

    def _preview(self, preview: Preview) -> None:
        self.page.show_live(image_of(preview.frame), self._stage.kit.strings.say(f"capture.hint.{preview.hint.value}"))

    def _came(self, shots: tuple[Shot, ...]) -> None:
        if self._task is None:
            return
        self._shots = list(shots) if self._old_pages else [*self._shots, *shots]
        self._old_pages, self._reading = self._reading, False
        self.page.show_files(())
        self._look(len(self._shots) - len(shots))

    def _look(self, at: int) -> None:
        if not self._shots:
            self._at = 0
            self.page.show_live(None, self._say("choose_source"))
        else:
            self._at = min(max(at, 0), len(self._shots) - 1)
            shot = self._shots[self._at]
            why = [self._stage.kit.strings.say(f"capture.reason.{one}") for one in shot.reasons]
            self.page.show_page(image_of(shot.shown or shot.page), ". ".join(why) or self._say("as_kept"))
        self.page.show_pages(len(self._shots), self._at)

    def _cut(self, corners: Corners | None) -> None:
        if not self._shots or self._desk is None:
            return
        shot = self._shots[self._at]
        if corners is None:
            self.page.show_photograph(QImage.fromData(shot.original), shot.corners, self._say("cut_how"))
            self.page.show_pages(len(self._shots), self._at)
        else:
            self._desk.cut_anew(shot, corners)

    def cut_or_photograph(self) -> None:
        """F5."""
        self.page.cutting.emit(self.page.corners.corners if self.page.is_cutting else None)

    def _was_cut(self, shot: Shot) -> None:
        if self._shots:
            self._shots[self._at], self._old_pages = shot, False
            self._look(self._at)

    def _drop(self) -> None:
        del self._shots[self._at : self._at + 1]
        self._look(self._at)

    def _use(self, key: str, reason: str) -> None:
        """Bound first, then kept, by whoever said so; once, although it is said again meanwhile."""
        desk, task, session, turn = self._desk, self._task, self._stage.session, self._stage.turn
        if desk is None or task is None or not self._shots or self._keeping is task:
            return
        self._keeping = task

        def bound(document: ScannedDocument) -> None:
            if session is not None and session is self._stage.session:
                self._keep(task, BoundDocument(key, document.pdf, document.pages), reason, turn)

        def failed(error: KioskError) -> None:
            if session is self._stage.session:
                self._ended(task)
                self._failed(error) if self._task is task else self._stage.tell(error)

        desk.bind(self._shots, bound, failed)

    def _keep(self, task: PaperTask, paper: BoundDocument, reason: str, turn: int) -> None:
        """Whoever has asked for another page since stays there."""

        def work(session: StaffSession) -> object:
            return task.keep(session, paper, reason)

        def failed(error: KioskError) -> None:
            self._ended(task)
            self._stage.tell(error)

        def well(_: object) -> None:
            self._ended(task)
            if self._task is task:
                self._shots = []
                self._look(0)

        if turn == self._stage.turn:
            self._stage.change(work, lambda _: self.leave(), failed, of=task, always=well)
        else:
            self._stage.act(work, well, failed)

    def _ended(self, task: PaperTask) -> None:
        if self._keeping is task:
            self._keeping = None

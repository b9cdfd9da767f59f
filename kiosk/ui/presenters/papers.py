"""The papers: under the camera, judged, put in order, bound."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.devices.ports import Preview, Shot
from kiosk.domain.events import EventKind
from kiosk.domain.paper import ScannedDocument
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import KioskError
from kiosk.scan.page_picture import PagePicture
from kiosk.ui.capturing import Capturing
from kiosk.ui.flow import Flow
from kiosk.ui.page_views import pages_view
from kiosk.ui.pages import MOST_PAGES, Pages, same_pages
from kiosk.ui.presenters.binding_trouble import tell_not_bound
from kiosk.ui.presenters.bringing import Bringing
from kiosk.ui.presenters.reading import Reading
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, RetakeScreen, Screen
from kiosk.ui.visiting import PaperInHand

SAVED_EACH = 5  # pages: up to so many each one is saved as it comes; of more, all of them when the paper is done


class PapersPresenter:
    """Steps CAPTURE (the live picture, then the pages so far) and RETAKE."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints
        self._eyes = Capturing(flow.services, flow.tasks, flow)
        look, strings = flow.look, flow.strings
        self.capture, self.confirm = CaptureScreen(look, strings), ConfirmScreen(look, strings)
        self.retake = RetakeScreen(look, strings)
        self._bringing = Bringing(flow)
        self._reading = Reading(flow, savepoints)
        self._bad: Shot | None = None  # taken, and not good
        self._from_stick = False  # and it is still plugged in
        self._wants_camera = False  # a page is to be added or taken again
        self._connect_eyes()
        self._connect_screens()

    def _connect_eyes(self) -> None:
        self._eyes.preview.connect(self._on_preview)
        self._eyes.no_page.connect(self.capture.no_page)
        self._eyes.lost.connect(partial(self._tell, self.capture.lost))
        self._eyes.taken.connect(self._taken)
        self._eyes.bound.connect(self._bound)
        self._eyes.not_bound.connect(self._not_bound)
        self._eyes.failed.connect(partial(self._tell, self.capture.broken))
        self._eyes.repainted.connect(self._repainted)
        self._eyes.back.connect(self.capture.mended)
        self._bringing.offered.connect(self.capture.set_others)
        self._bringing.came.connect(self._brought)
        self._bringing.left.connect(lambda: self._flow.go(VisitStep.CAPTURE, forward=False))

    def _connect_screens(self) -> None:
        self.capture.shootAsked.connect(self._eyes.take_now)
        self.capture.continueAsked.connect(self._bring_later)
        self.capture.skipAsked.connect(self._bring_later)
        self.capture.set_can_skip(True)
        self.capture.paperTouched.connect(self._eyes.choose)
        self.capture.scannerAsked.connect(self._to_scanner)
        self.capture.stickAsked.connect(self._to_stick)
        self.capture.moved.connect(lambda _: self._away_from_camera())
        self.retake.again.connect(lambda: self._flow.move(Move.AGAIN))
        self.retake.keepAsked.connect(self._keep_bad)
        self.retake.moved.connect(self._flow.move)
        self._connect_pages()

    def _connect_pages(self) -> None:
        screen = self.confirm
        screen.used.connect(self._use)
        screen.again.connect(self._again)
        screen.addAsked.connect(self._add)
        screen.turnAsked.connect(self._turn)
        screen.removeAsked.connect(lambda: self._change(Pages.remove))
        screen.putBackAsked.connect(lambda: self._change(Pages.put_back))
        screen.blanksAsked.connect(lambda: self._change(Pages.take_blanks))
        screen.movedTo.connect(lambda index, to: self._change(lambda pages: pages.move(index, to)))
        screen.looked.connect(self._look_at)
        screen.left.connect(self._away_from_pages)

    @property
    def _paper(self) -> PaperInHand:
        return self._flow.visit.papers[self._flow.visit.paper]

    @property
    def _pages(self) -> Pages:
        return self._paper.pages

    # --- entering and leaving ---

    def enter(self, step: VisitStep) -> Screen:
        if step is VisitStep.RETAKE:
            return self.retake
        if self._pages and not self._wants_camera:
            self._show_pages()
            return self.confirm
        visit, document = self._flow.visit, self._paper.document
        self.capture.begin(document.name, self._pages.next_number, len(visit.papers), visit.paper + 1, document.sides)
        self.capture.set_can_skip(not self._pages, visit.task.may_lack_papers)
        self._eyes.start()
        self._bringing.look()
        return self.capture

    def leave(self, step: VisitStep) -> None:
        self._eyes.stop()
        self._bringing.stop()

    def _away_from_camera(self) -> None:
        """Back to the pages there are; from the first picture of a paper, back to where one came from."""
        self._keep_one()
        if self._pages:
            self._pages.anew, self._wants_camera = None, False
            self._flow.go(VisitStep.CAPTURE, forward=False)
        else:
            self._back()

    def _away_from_pages(self) -> None:
        """The pages stay in hand; what was changed in a paper that had been done before is not lost either."""
        self._keep_one()
        if self._flow.visit.mending and self._pages:
            self._use()
        else:
            self._back()

    def _keep_one(self) -> None:
        """Of a paper that was photographed a page stays in hand, whatever was taken out."""
        if not self._pages:
            self._pages.put_back()

    def _back(self) -> None:
        self._wants_camera = False
        visit = self._flow.visit
        if visit.mending:
            self._flow.go(VisitStep.REVIEW, forward=False)
        elif visit.walk is not None and not visit.walk.filling.pages():
            self._flow.move(visit.task.way_back)
        else:
            self._flow.move(Move.BACK)

    # --- the picture ---

    def _on_preview(self, preview: Preview) -> None:
        self.capture.set_preview(preview)
        self._flow.previewed.emit(preview)

    def _taken(self, shot: Shot) -> None:
        if not shot.good:
            self._bad = shot
            self.retake.show_shot(shot)
            self._flow.move(Move.BAD_PICTURE)
            return
        self._take_in(shot)
        self._flow.shell.show_screen(self.confirm, True)

    def _take_in(self, *shots: Shot) -> None:
        for shot in shots:
            self._pages.take(shot)
            self._reading.begin(shot)
        self._wants_camera = False
        self._changed()

    def _keep_bad(self) -> None:
        """The picture is kept as it is; of a paper with one page that is all there is to say."""
        if self._bad is None:
            return
        self._take_in(self._bad)
        self._bad = None
        if len(self._pages) == 1 and self._paper.document.sides == 1:
            self._use()
        else:
            self._flow.move(Move.AGAIN)

    def _tell(self, how: Callable[[str, str], None], error: KioskError) -> None:
        how(*self._flow.error_words(error)[1:])

    # --- other ways ---

    def _to_scanner(self) -> None:
        self._eyes.stop()
        self._bringing.open_scanner(self._paper)

    def _to_stick(self) -> None:
        self._eyes.stop()
        self._bringing.open_stick()

    def _brought(self, shots: tuple[Shot, ...], from_stick: bool) -> None:
        """One page is judged as the camera's are; of several, the officer judges those that are hard to read."""
        self._from_stick = from_stick
        written = self._pages.without_blanks(shots)
        if len(written) == 1:
            self._taken(written[0])
            return
        self._take_in(*written[: MOST_PAGES - len(self._pages)])
        self._flow.shell.show_screen(self.confirm, True)

    # --- the pages ---

    def _show_pages(self) -> None:
        self.confirm.show_pages(pages_view(self._paper, from_stick=self._from_stick))

    def _change(self, how: Callable[[Pages], None]) -> None:
        how(self._pages)
        self._changed()

    def _changed(self) -> None:
        """What was bound of the pages, or is being bound, is not what is in hand any more."""
        self._eyes.unbind()
        self._paper.scan = None
        self._save_pages()
        self._show_pages()

    def _turn(self) -> None:
        self._change(Pages.turn)  # its document is made anew, and painted from that beside the window
        self._eyes.paint_anew(self._pages.pages[self._pages.at].shot.page)

    def _repainted(self, painted: tuple[PagePicture, PagePicture]) -> None:
        if self._flow.visit.papers:
            self._pages.repaint(*painted)
            self._show_pages()

    def _look_at(self, index: int) -> None:
        self._pages.at = index
        self._show_pages()

    def _again(self) -> None:
        """Take the page that is looked at anew; the step is the same."""
        self._pages.anew = self._pages.at
        self._to_camera(forward=False)

    def _add(self) -> None:
        """Keep what there is and take one more of the same paper."""
        self._pages.anew = None
        self._to_camera(forward=True)

    def _to_camera(self, *, forward: bool) -> None:
        self._wants_camera = True
        self._flow.go(VisitStep.CAPTURE, forward=forward)

    # --- done ---

    def _use(self) -> None:
        self._eyes.bind(self._pages.shots)

    def _bound(self, document: ScannedDocument) -> None:
        """The paper is done: the next one, or the review. The camera's own pictures are let go."""
        paper = self._paper
        shots = paper.pages.shots
        paper.scan, paper.ref, paper.good = document, None, all(shot.good for shot in shots)
        paper.later, paper.absent = False, ""
        for shot in shots:
            for reason in shot.reasons[:1]:  # kept all the same; the officer looks at it
                self._flow.note(EventKind.PICTURE_KEPT, document=paper.document.key, reason=reason)
        paper.pages.let_originals_go()
        pages, shots = paper.pages, paper.pages.shots
        self._savepoints.keep(paper, lambda: document, lambda: bool(paper.scan) and same_pages(pages.shots, shots))
        self._reading.improve(paper)
        self._next_paper()

    def _not_bound(self) -> None:
        """Said where the person stands. A picture that was kept is a page by now, and stands among the others."""
        if self._flow.visit.step is VisitStep.RETAKE:
            self._flow.move(Move.AGAIN)
        tell_not_bound(self._flow, self._use, self._bring_later)

    def _bring_later(self) -> None:
        """Not at hand, or no camera to take it: the person brings it to the counter, and the dossier says so."""
        self._wants_camera = False
        self._paper.bring_later()
        self._next_paper()

    def _next_paper(self) -> None:
        visit = self._flow.visit
        missing = visit.next_missing()
        if missing is None:
            self._flow.move(Move.PAPERS_DONE)
        else:
            visit.paper = missing
            self._flow.go(VisitStep.CAPTURE)

    def _save_pages(self) -> None:
        """Make the pages so far part of the savepoint: who walks away between two pages finds the first again."""
        paper, shots, station = self._paper, self._pages.shots, self._flow.services.station
        if shots and paper.scan is None and len(shots) <= SAVED_EACH:
            self._savepoints.keep(
                paper, lambda: station.bind(shots), lambda: paper.scan is None and same_pages(paper.pages.shots, shots)
            )

    def wipe(self) -> None:
        self._eyes.stop()
        self._bad, self._wants_camera, self._from_stick = None, False, False
        self._bringing.wipe()
        for screen in (self.capture, self.confirm, self.retake):
            screen.wipe()

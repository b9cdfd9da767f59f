"""The papers: under the camera, judged, bound."""

from __future__ import annotations

from kiosk.desk import Paper
from kiosk.devices.ports import Preview, ScannedDocument, Shot
from kiosk.domain.events import Kind
from kiosk.domain.submission import DocumentRef
from kiosk.domain.visit import Move, Step
from kiosk.errors import KioskError
from kiosk.ui.acts.savepoints import Savepoints
from kiosk.ui.capturing import Capturing
from kiosk.ui.flow import Flow
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, RetakeScreen, Screen
from kiosk.ui.visiting import PaperInHand


class Papers:
    """Steps CAPTURE (the live picture, then the page to confirm) and RETAKE."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints
        self._eyes = Capturing(flow.services, flow.tasks, flow)
        look, strings = flow.look, flow.strings
        self.capture = CaptureScreen(look, strings)
        self.confirm = ConfirmScreen(look, strings)
        self.retake = RetakeScreen(look, strings)
        self._shot: Shot | None = None
        self._connect_eyes()
        self._connect_screens()

    def _connect_eyes(self) -> None:
        self._eyes.preview.connect(self._seen)
        self._eyes.no_page.connect(self.capture.no_page)
        self._eyes.taken.connect(self._taken)
        self._eyes.bound.connect(self._bound)
        self._eyes.failed.connect(self._broken)

    def _connect_screens(self) -> None:
        self.capture.shootAsked.connect(self._eyes.take_now)
        self.capture.continueAsked.connect(self._bring_later)
        self.capture.skipAsked.connect(self._bring_later)
        self.capture.set_can_skip(True)
        self.capture.moved.connect(lambda _: self._back())
        self.confirm.used.connect(self._use)
        self.confirm.again.connect(self._again)
        self.confirm.addAsked.connect(self._add)
        self.confirm.moved.connect(lambda _: self._again())
        self.retake.again.connect(lambda: self._flow.move(Move.AGAIN))
        self.retake.keepAsked.connect(self._use)
        self.retake.moved.connect(self._flow.move)

    @property
    def _paper(self) -> PaperInHand:
        return self._flow.visit.papers[self._flow.visit.paper]

    # --- entering and leaving ---

    def enter(self, step: Step) -> Screen:
        if step is Step.RETAKE:
            return self.retake
        visit = self._flow.visit
        name = self._paper.document.name
        self.capture.begin(name, len(self._paper.shots) + 1, len(visit.papers), visit.paper + 1)
        self._eyes.start()
        return self.capture

    def leave(self, step: Step) -> None:
        self._eyes.stop()

    def _back(self) -> None:
        visit = self._flow.visit
        if visit.mending:
            self._flow.go(Step.REVIEW, forward=False)
        else:
            self._flow.move(Move.BACK)

    # --- the picture ---

    def _seen(self, preview: Preview) -> None:
        self.capture.set_preview(preview)
        self._flow.previewed.emit(preview)

    def _taken(self, shot: Shot) -> None:
        self._shot = shot
        if not shot.good:
            self.retake.show_shot(shot)
            self._flow.move(Move.BAD_PICTURE)
            return
        self.confirm.show_page(self._paper.document.name, shot.page, len(self._paper.shots) + 1)
        self._flow.shell.show_screen(self.confirm, True)

    def _broken(self, error: KioskError) -> None:
        _, message, remedy = self._flow.told(error)
        self.capture.broken(message, remedy)

    def _again(self) -> None:
        """Take the page anew; the step is the same."""
        self._shot = None
        self._flow.go(Step.CAPTURE, forward=False)

    def _add(self) -> None:
        """Keep this page and take one more of the same paper."""
        self._paper.shots[:] = self._held
        self._shot = None
        self._flow.go(Step.CAPTURE)

    def _use(self) -> None:
        self._eyes.bind(self._held)

    @property
    def _held(self) -> tuple[Shot, ...]:
        """The pages of this paper so far."""
        return (*self._paper.shots, *((self._shot,) if self._shot else ()))

    def _bound(self, document: ScannedDocument) -> None:
        """The paper is done: the next one, or the review. The camera's own pictures are let go."""
        paper, held = self._paper, self._held
        paper.scan, paper.ref, paper.good = document, None, all(shot.good for shot in held)
        paper.later = False
        for shot in held:
            for reason in shot.reasons[:1]:  # kept all the same; the officer looks at it
                self._flow.note(Kind.PICTURE_KEPT, document=paper.document.key, reason=reason)
        paper.shots.clear()
        self._shot = None
        self._keep(paper, document)
        self._next_paper()

    def _bring_later(self) -> None:
        """Not at hand, or no camera to take it: the person brings it to the counter, and the dossier says so."""
        self._paper.bring_later()
        self._next_paper()

    def _next_paper(self) -> None:
        visit = self._flow.visit
        missing = visit.next_missing()
        if missing is None:
            self._flow.move(Move.PAPERS_DONE)
        else:
            visit.paper = missing
            self._flow.go(Step.CAPTURE)

    def _keep(self, paper: PaperInHand, scan: ScannedDocument) -> None:
        """Make it durable and part of the savepoint, in the background; without a card nobody could come back to it."""
        visit, desk = self._flow.visit, self._flow.services.desk
        if visit.visitor.identity is None or visit.procedure is None:
            return
        procedure, given = visit.procedure, Paper(paper.document.key, scan.pdf, scan.pages)

        def kept(ref: DocumentRef) -> None:
            if paper.scan is scan:  # not taken anew meanwhile
                paper.ref = ref
                self._savepoints.save()

        self._flow.tasks.run("store", lambda _: desk.keep(procedure, given), done=kept, failed=lambda _: None)

    def wipe(self) -> None:
        self._eyes.stop()
        self._shot = None
        for screen in (self.capture, self.confirm, self.retake):
            screen.wipe()

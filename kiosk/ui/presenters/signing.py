"""Those who sign on the glass, one after the other, before a filing goes over the desk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont

from kiosk.domain.visit import Move, VisitStep
from kiosk.services.filing import BoundDocument, signature_key
from kiosk.services.page_pictures import pages
from kiosk.ui.flow import Flow
from kiosk.ui.resident import Screen, SignScreen
from kiosk.ui.resident.parts import within
from kiosk.ui.resident.sheet_preview import SheetOverlay
from kiosk.ui.signing import signature_pdf, signature_svg
from kiosk.ui.tasks import Attempts
from kiosk.ui.theme import TextRole
from kiosk.ui.visiting import PartySignature
from kiosk.ui.widgets.signature import Strokes

PAGE_WIDE = 1400
"""Pixels: small letters of a form stay legible where it is shown larger than it is."""


class SigningPresenter:
    """Step SIGN. What was signed is the visit's until it is filed; going back to the review asks for it anew."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._looks = Attempts(flow.tasks)
        self.sign = SignScreen(flow.look, flow.strings)
        self.sign.signed.connect(self._signed)
        self.sign.moved.connect(flow.move)
        self.sign.sheetAsked.connect(self._show_sheet)

    def enter(self, step: VisitStep) -> Screen:
        visit, strings = self._flow.visit, self._flow.strings
        assert visit.walk is not None
        filling, party = visit.walk.filling, visit.unsigned()[0]
        name = within(strings, filling.party_names()[party])
        self.sign.ask(filling.procedure.oath, name, self._beneath(party), last=len(visit.unsigned()) == 1)
        return self.sign

    def _beneath(self, party: str) -> str:
        return f"{self._flow.visit.name_of(party)}, {self._flow.services.clock():%d/%m/%Y}"

    def _signed(self, strokes: Strokes) -> None:
        visit = self._flow.visit
        party = visit.unsigned()[0]
        font = self._flow.look.font(TextRole.BODY)
        visit.signatures[party] = self._signature(party, strokes, font) if strokes else None
        if visit.unsigned():
            self._flow.go(VisitStep.SIGN)
        else:
            self._flow.move(Move.FILE)

    def _signature(self, party: str, strokes: Strokes, font: QFont) -> PartySignature:
        paper = BoundDocument(signature_key(party), signature_pdf(strokes, self._beneath(party), font))
        return PartySignature(paper, signature_svg(strokes))

    def _show_sheet(self) -> None:
        """The official sheet as it is filed, with what was signed on it so far."""
        flow, visit = self._flow, self._flow.visit
        assert visit.walk is not None
        filling, visitor, drawn, desk = visit.walk.filling, visit.visitor, visit.drawn(), flow.services.desk
        self._looks.stop()
        self._looks.run(
            "store",
            lambda _: [page for pdf in desk.to_sign(filling, visitor, drawn) for page in pages(pdf, PAGE_WIDE)],
            self._shown,
            lambda _: flow.move(Move.BACK),
        )

    def _shown(self, pictures: Sequence[bytes]) -> None:
        """Where the procedure has no sheet of its own, all that was said is looked over again."""
        flow = self._flow
        if not pictures:
            flow.move(Move.BACK)
            return
        overlay = SheetOverlay(flow.look, flow.strings, pictures)
        overlay.closed.connect(lambda: flow.shell.overlay(None))
        flow.shell.overlay(overlay)

    def leave(self, step: VisitStep) -> None:
        """A sheet that comes now is shown to nobody: another may sign here then."""
        self._looks.stop()

    def wipe(self) -> None:
        self.sign.wipe()

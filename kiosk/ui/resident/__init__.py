"""The resident's screens, one module each. They render and emit; no device, store, network or file is behind them.

Every screen: ``Name(look, strings)``; ``step`` (domain.visit.Step), ``title()``, ``footer`` (FooterSpec),
``moved(Move)``, ``retranslate()``, ``wipe()`` (forgets everything personal). The base emits ``moved(BACK)`` when Back
is pressed. The view models are in ``views``. ``Shell`` is in ``kiosk.ui.shell``::

    Shell(look, strings, office)   show_screen(screen, forward); set_way(Way | None); overlay(widget | None)
                                   languageAsked, textSizeAsked, officerAsked, touched
                                   set_officer_called(bool): lights the bell

    StartScreen(.., office)        set_online(bool); begin, languageChosen(str), textSizeAsked, officerAsked
    ConsentScreen                  reset(); agreed(dict[str, bool]) once every purpose is answered
    IdentifyScreen                 set_stage(1 | 2); set_frame(QImage | None); set_camera(bool): without
                                   one it asks for digits;
                                   canTyped(str), withoutCard
    ReadingScreen                  begin(); set_progress(ReadProgress); stopAsked (Dừng lại; emits no move)
    TroubleScreen                  show_error(code, message, remedy); again, typeDigits, withoutCard, officerAsked
    HelloScreen                    show_identity(Identity, QImage | None); show_photo(QImage); confirmed, notMe
    ChooseScreen                   greet(name: str, offered: Mapping[life_event, how many procedures]);
                                   eventChosen(event), findAsked, mine, officerAsked,
                                   overlayAsked(OfficerOnlyOverlay): lay it over, and connect its closed
    EventScreen                    offer(event, Sequence[FoundProcedure]); chosen(code), findAsked
    FindScreen                     show_found(typed, Sequence[FoundProcedure]); typed(str), chosen(code),
                                   officerAsked, overlayAsked
    PartyScreen                    invite(name, visitor, owns=bool); agreed(bool), officerAsked, stopAsked
    PartyCardScreen                as IdentifyScreen, of another's card: invite(name); so are PartyReadingScreen,
                                   PartyTroubleScreen and PartyHelloScreen
    NeedsScreen                    show_needs(Procedure, Sequence[NeedView]); ready
    FormScreen                     show_page(Page, Sequence[FieldView], values, problems, Sequence[Known])
                                   refresh(Sequence[FieldView], values, problems): after an answer
                                   answered(key, value, "typed" | "chosen"), nextAsked, backAsked
                                   what was typed is answered before nextAsked and backAsked
    CaptureScreen                  begin(name: Text, page: int, papers: int, paper: int)
                                   set_preview(Preview); no_page()
                                   shootAsked, skipAsked (bring the paper later; shown with set_can_skip(True))
                                   broken(message, remedy): the camera is gone; continueAsked
                                   set_others(scanner, stick): the other ways; scannerAsked, stickAsked
    ScanScreen                     begin(name, trays); scanning(pages); rest(message, remedy); scanAsked(Tray),
                                   stopAsked, left
    FilesScreen                    begin(); show_files(Sequence[FileView]); set_image(index, QImage | None);
                                   opening(pages); rest(message, remedy); chosen(index), left
    ConfirmScreen                  show_pages(PagesView); used, again, addAsked, turnAsked, removeAsked, putBackAsked,
                                   looked(index), movedTo(index, to); left (Back; emits no move)
    RetakeScreen                   show_shot(Shot); again, keepAsked
    ReviewScreen                   show_folds(Sequence[ReviewFold], oath: Text, family); fileAsked, edit(field),
                                   editPaper(document);
                                   show_problem(message, remedy) when filing failed; clear_problem()
    LaterScreen                    ask(party), show_problem(message, remedy); keepAsked(number of the other, or nothing)
    KeptScreen                     show_kept(party, opens=bool, days=int); finishAsked
    RouteScreen                    offer(why, now, other | None, carried=int, by_card=bool); goAsked, officerAsked,
                                   mendAsked
    SignScreen                     ask(oath, party, who, last=bool); signed(strokes): none for a finger at the counter
    FilingScreen                   tell(part): one of FILING_PARTS is under way; those before it are done
    ReceivedScreen                 show_received(ReceivedView); set_sync(Sync, official); set_printing(PrintState)
                                   printAsked, finishAsked, mine
    TrackScreen                    show_list(Sequence[DossierView]); show_one(DossierView); opened(code), officerAsked;
                                   answerAsked(code): what the office asks for is to be given;
                                   Back within one dossier returns to the list, then emits BACK

    Overlays (given to Shell.overlay): IdleOverlay(.., seconds): stayed, left;  OfficerCalledOverlay: closed
    LanguageOverlay: chosen(str), closed;  TextSizeOverlay: sizeChosen(int), themeChosen(str), closed
    ResumeOverlay(.., name: Text): resumed, anew
    LeaveOverlay: left, stayed;  OfficerOnlyOverlay(.., title, line: Text): officerAsked, closed
"""

from kiosk.services.tracking import AskedView, DossierView
from kiosk.ui.resident.bringing import FilesScreen, FileView, ScanScreen
from kiosk.ui.resident.capture import CaptureScreen
from kiosk.ui.resident.choose import ChooseScreen
from kiosk.ui.resident.consent import ConsentScreen
from kiosk.ui.resident.fee import FeeScreen
from kiosk.ui.resident.finding import EventScreen, FindScreen, FoundProcedure
from kiosk.ui.resident.form import FormScreen
from kiosk.ui.resident.hello import HelloScreen, masked
from kiosk.ui.resident.identify import IdentifyScreen
from kiosk.ui.resident.language_overlay import LanguageOverlay
from kiosk.ui.resident.later import KeptScreen, LaterScreen
from kiosk.ui.resident.needs import NeedsScreen
from kiosk.ui.resident.overlays import (
    IdleOverlay,
    LeaveOverlay,
    OfficerCalledOverlay,
    OfficerOnlyOverlay,
    Overlay,
    ResumeOverlay,
    SeemsFiledOverlay,
    TextSizeOverlay,
)
from kiosk.ui.resident.pages import ConfirmScreen, PagesView
from kiosk.ui.resident.parts import FooterSpec, Live, Screen, fill, live, live_text
from kiosk.ui.resident.party import (
    PartyCardScreen,
    PartyHelloScreen,
    PartyReadingScreen,
    PartyScreen,
    PartyTroubleScreen,
)
from kiosk.ui.resident.reading import ReadingScreen, TroubleScreen
from kiosk.ui.resident.received import PrintState, ReceivedScreen
from kiosk.ui.resident.retake import RetakeScreen
from kiosk.ui.resident.review import FILING_PARTS, FilingScreen, ReviewScreen
from kiosk.ui.resident.route import RouteScreen
from kiosk.ui.resident.sign import SignScreen
from kiosk.ui.resident.start import StartScreen
from kiosk.ui.resident.track import TrackScreen
from kiosk.ui.resident.views import (
    FieldView,
    KnownFact,
    NeedView,
    ReceivedView,
    ReviewFold,
    ReviewLine,
    field_views,
)

__all__ = [
    "FILING_PARTS",
    "AskedView",
    "CaptureScreen",
    "ChooseScreen",
    "ConfirmScreen",
    "ConsentScreen",
    "DossierView",
    "EventScreen",
    "FeeScreen",
    "FieldView",
    "FileView",
    "FilesScreen",
    "FilingScreen",
    "FindScreen",
    "FooterSpec",
    "FormScreen",
    "FoundProcedure",
    "HelloScreen",
    "IdentifyScreen",
    "IdleOverlay",
    "KeptScreen",
    "KnownFact",
    "LanguageOverlay",
    "LaterScreen",
    "LeaveOverlay",
    "Live",
    "NeedView",
    "NeedsScreen",
    "OfficerCalledOverlay",
    "OfficerOnlyOverlay",
    "Overlay",
    "PagesView",
    "PartyCardScreen",
    "PartyHelloScreen",
    "PartyReadingScreen",
    "PartyScreen",
    "PartyTroubleScreen",
    "PrintState",
    "ReadingScreen",
    "ReceivedScreen",
    "ReceivedView",
    "ResumeOverlay",
    "RetakeScreen",
    "ReviewFold",
    "ReviewLine",
    "ReviewScreen",
    "RouteScreen",
    "ScanScreen",
    "Screen",
    "SeemsFiledOverlay",
    "SignScreen",
    "StartScreen",
    "TextSizeOverlay",
    "TrackScreen",
    "TroubleScreen",
    "field_views",
    "fill",
    "live",
    "live_text",
    "masked",
]

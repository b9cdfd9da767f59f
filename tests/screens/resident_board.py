"""Every screen of a resident's visit with made-up people in it.

``python tests/screens/resident_board.py DIR [SETTINGS] [NAMES...]`` paints them to PNG, to be looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import catalogue
from kiosk.config import Office
from kiosk.devices.ports import Preview, Shot
from kiosk.domain.card_reading import ReadPart, ReadProgress
from kiosk.domain.charges import FeeCharge
from kiosk.domain.checks import Problem
from kiosk.domain.citizen import (
    Address,
    Authenticity,
    CardIdentity,
    ChipProof,
    Citizen,
    IssuerStanding,
    Method,
    Sex,
)
from kiosk.domain.disk_room import Room
from kiosk.domain.form import FormContext, FormState, Origin, PaperWays, answer, begin, with_rows
from kiosk.domain.line_state import LineState
from kiosk.domain.paper import Hint, ScannedDocument, Tray
from kiosk.domain.procedure import FormPage, Procedure, TimeLimit
from kiosk.domain.queue_status import QueueStatus, WaitReason
from kiosk.domain.speech import SpeechOutput
from kiosk.domain.submission import Legal, Sync
from kiosk.domain.versions import SheetChange
from kiosk.domain.vietqr import BankAccount, vietqr
from kiosk.domain.visit import ANSWER_WAYS, WAYS
from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset, read_toml
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.services.dossier_requests import call_times
from kiosk.services.places import OfficePlaces, PlacesOfDay
from kiosk.ui import resident as r
from kiosk.ui.keyboard import InputMethod
from kiosk.ui.keyboard.layout import Key, KeyAction
from kiosk.ui.line_sheet import LineSheet
from kiosk.ui.listening.highlight import SpeechHighlight
from kiosk.ui.resident.absent import AbsentScreen
from kiosk.ui.resident.address_editor import AddressEditor
from kiosk.ui.resident.editors import ListEditor
from kiosk.ui.resident.fee import FeeView
from kiosk.ui.resident.leaves import Leaves
from kiosk.ui.resident.listen_sheet import ListenSheet
from kiosk.ui.resident.lookup import LookupScreen
from kiosk.ui.resident.not_bound import NotBoundOverlay
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.resident.paper_exception import PaperExceptionScreen
from kiosk.ui.resident.parts import within
from kiosk.ui.resident.sheet_preview import SheetOverlay
from kiosk.ui.resident.support import SupportKind, SupportScreen, WithdrawOverlay
from kiosk.ui.resident.table import TableScreen
from kiosk.ui.resident.ways import WaysScreen
from kiosk.ui.reviewing import review_folds as folds_of
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.table_views import table_view
from kiosk.ui.theme import THEMES, Look
from kiosk.ui.visiting import PaperInHand
from kiosk.ui.widgets import DatePart, IllustrationKind, draw_picture

TODAY = date(2026, 11, 23)
ZONE = timezone(timedelta(hours=7))
FILED = datetime(2026, 11, 23, 8, 40, tzinfo=ZONE)
DUE = datetime(2026, 11, 25, 14, 0, tzinfo=ZONE)
RECEIPT = "KX1:KS-7F3K-92:H15.50.05.13:DV01:20261123084000:0123456789ABCDEF:" + "A" * 103
CODE = "KS-7F3K-92"
HOME = "Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang"

GRANDMOTHER = Citizen(
    id_number="999162001234",
    full_name="Vàng Thị Mỷ",
    birth_date=date(1962, 3, 8),
    sex=Sex.FEMALE,
    nationality="Việt Nam",
    ethnicity="Hmông",
    origin=HOME,
    residence=HOME,
    issued=date(2022, 7, 20),
    expires_words="Không thời hạn",
)


def identity(
    issuer: IssuerStanding = IssuerStanding.TRUSTED,
    *,
    hashes: bool | None = True,
    chip: ChipProof = ChipProof.NOT_OFFERED,
    alike: int = 0,
    access: str = "PACE-CAN",
) -> CardIdentity:
    verdict = Authenticity(hashes=hashes, signature=True, issuer=issuer, chip=chip, alike=alike)
    return CardIdentity(GRANDMOTHER, Method.CHIP, access=access, authenticity=verdict)


def ended(issuer: IssuerStanding = IssuerStanding.TRUSTED, *, hashes: bool | None = True) -> CardIdentity:
    """A card whose last day has passed."""
    holder = replace(GRANDMOTHER, expires=date(2025, 10, 1), expires_words="")
    return replace(identity(issuer, hashes=hashes), citizen=holder, expired=True)


def birth() -> Procedure:
    return catalogue.procedure("1.001193")


def around() -> FormContext:
    office = {
        "name": "Ủy ban nhân dân xã Đồng Văn",
        "place": "Xã Đồng Văn, tỉnh Tuyên Quang",
        "health_station": "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
    }
    return FormContext(TODAY, identity(), office, {"notify": True})


ANSWERS = {
    "requester.relation": "grandparent",
    "child.name": "Sùng Minh Khuê",
    "child.birth_date": "18/11/2026",
    "child.sex": "female",
    "child.birth_at": "facility",
    "child.birth_facility": "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
    "child.birth_place": "xã Đồng Văn, tỉnh Tuyên Quang",
    "child.linked": "no",
    "child.parents_known": "1",
    "mother.name": "Giàng Thị Say",
    "mother.birth": "2004",
    "mother.ethnicity": "Hmông",
    "mother.residence": HOME,
    "father.name": "Sùng Mí Lử",
    "marriage.registered": "yes",
    "copies.wanted": "yes",
    "copies.count": "2",
}


def filled(**changes: str) -> FormState:
    made = begin(birth(), around())
    for key, value in {**ANSWERS, **changes}.items():
        made = answer(made, key, value, Origin.TYPED, around())
    return made


def groups(name: str) -> tuple[str, ...]:
    return tuple(item["name"] for item in read_toml(asset("values", f"{name}.toml"))["values"])


def table(picture: IllustrationKind = IllustrationKind.PAPER_ON_TABLE) -> QImage:
    """A drawn table with a paper on it, as the camera sees it."""
    image = QImage(960, 1280, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_picture(painter, Look(), picture, QRectF(image.rect()), fill=True)
    painter.end()
    return image


def pixels(image: QImage) -> Bitmap:
    made = image.convertToFormat(QImage.Format.Format_BGR888)
    line, row = made.bytesPerLine(), 3 * made.width()
    bits = bytes(made.constBits())
    return Bitmap(made.width(), made.height(), b"".join(bits[y * line : y * line + row] for y in range(made.height())))


def page_of(image: QImage, left: int, top: int, right: int, bottom: int) -> PagePicture:
    return PagePicture(pixels(image.copy(left, top, right - left, bottom - top)))


def jpeg(image: QImage) -> bytes:
    from PySide6.QtCore import QBuffer

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "JPG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def portrait() -> QImage:
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(0xD9E4EC)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    from PySide6.QtGui import QColor

    painter.setPen(QColor("#00000000"))
    for colour, area in (
        ("#2A4068", (40, 270, 220, 220)),
        ("#DDB592", (90, 90, 120, 190)),
        ("#26365A", (85, 70, 130, 90)),
    ):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(*area))
    painter.end()
    return image


@dataclass
class Made:
    screen: r.Screen
    overlay: QWidget | None = None
    called: str | None = None  # since when an officer is called
    listening: bool = False  # the page is read aloud

    @property
    def turning(self) -> Leaves:
        """What is turned leaf by leaf: the overlay's where there is one."""
        return self.overlay.sheet.leaves if isinstance(self.overlay, Overlay) else self.screen.leaves


Maker = Callable[[Look, Strings], Made]


def start(look: Look, strings: Strings) -> Made:
    screen = r.StartScreen(look, strings, Office())
    screen.set_online(False)
    return Made(screen)


def start_called(look: Look, strings: Strings) -> Made:
    return replace(start(look, strings), called="08:40")


def start_no_visits(look: Look, strings: Strings) -> Made:
    screen = r.StartScreen(look, strings, Office())
    screen.set_room(Room.NO_VISITS)
    return Made(screen)


def start_no_scans(look: Look, strings: Strings) -> Made:
    screen = r.StartScreen(look, strings, Office())
    screen.set_room(Room.NO_SCANS)
    return Made(screen)


def consent(look: Look, strings: Strings) -> Made:
    return Made(r.ConsentScreen(look, strings))


def consent_one(look: Look, strings: Strings) -> Made:
    screen = r.ConsentScreen(look, strings)
    screen.pairs["card"].yes.click()
    return Made(screen)


def identify(look: Look, strings: Strings) -> Made:
    return Made(r.IdentifyScreen(look, strings))


def identify_live(look: Look, strings: Strings) -> Made:
    screen = r.IdentifyScreen(look, strings)
    screen.set_frame(table())
    return Made(screen)


def identify_laid(look: Look, strings: Strings) -> Made:
    """The card was laid down first."""
    made = identify(look, strings)
    assert isinstance(made.screen, r.IdentifyScreen)
    made.screen.set_card(True)
    return made


def identify_lifted(look: Look, strings: Strings) -> Made:
    """It was laid down, and lifted to be shown; and that takes long."""
    made = identify_laid(look, strings)
    assert isinstance(made.screen, r.IdentifyScreen)
    made.screen.set_card(False)
    made.screen.offer_help()
    return made


def identify_digits(look: Look, strings: Strings) -> Made:
    screen = r.IdentifyScreen(look, strings)
    screen.ask_digits()
    screen.field.insert("0012")
    return Made(screen)


def reading(look: Look, strings: Strings) -> Made:
    screen = r.ReadingScreen(look, strings)
    screen.set_progress(ReadProgress((ReadPart.OPEN, ReadPart.IDENTITY, ReadPart.DETAILS), ReadPart.PHOTO, 0.4))
    return Made(screen)


def trouble(look: Look, strings: Strings) -> Made:
    screen = r.TroubleScreen(look, strings)
    message, remedy = strings.say("error.card.removed.message"), strings.say("error.card.removed.remedy")
    screen.show_error("card.removed", message, remedy)
    return Made(screen)


def hello(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(identity(), portrait())
    return Made(screen)


LONG_HOME = (
    "Thôn Đội Bảy Khu Tập Thể Nông Trường Quốc Doanh Chè Việt Lâm Mở Rộng Giai Đoạn Hai Nhánh Phải Suối Nậm Mu Bên "
    "Cạnh Trạm Bơm Thủy Lợi Cũ Đối Diện Nhà Văn Hóa Cộng Đồng Dân Tộc Dao Áo Dài, Xã Thượng Nguyên Bình Phương Đông "
    "Sơn Hạ Lâm Trường, Huyện Vị Xuyên Cũ, Tỉnh Tuyên Quang"
)
LONG_NAME = "Hồ Thị Hồng Ƀlŏ Êban Knul Niê Kđăm Ayŭn Ksơr Rơ Châm Đinh Trần Lê Phạm Hoàng Vũ"


STRANGER = "Hồ Thị Hồng Ƀlŏ Êban Knul Niê Kđăm Patabendige Chandrasekhara Warnakulasuriya"
"""A name of 80 letters whose last, by which its person is addressed, has fifteen."""


@contextmanager
def long_names() -> Iterator[None]:
    """Everybody on the screens that are made meanwhile has a name of 80 letters, and lives at an address of 280."""
    holder = replace(GRANDMOTHER, full_name=STRANGER, residence=LONG_HOME, origin=LONG_HOME)
    answers = {key: STRANGER if key.endswith(".name") else value for key, value in ANSWERS.items()}
    with patch.dict(globals(), GRANDMOTHER=holder, ANSWERS=answers):
        yield


def hello_long(look: Look, strings: Strings) -> Made:
    """A name of 80 letters and a residence of 280, as cards have them."""
    screen = r.HelloScreen(look, strings)
    holder = replace(GRANDMOTHER, full_name=LONG_NAME, residence=LONG_HOME, origin=LONG_HOME)
    screen.show_identity(replace(identity(), citizen=holder), portrait())
    return Made(screen)


def hello_intact(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(identity(IssuerStanding.UNKNOWN, access="BAC"), None)
    return Made(screen)


def hello_doubtful(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(identity(hashes=False), portrait())
    return Made(screen)


def hello_unchecked(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(identity(chip=ChipProof.NOT_TRIED), portrait())
    return Made(screen)


def hello_alike(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(identity(IssuerStanding.UNKNOWN, alike=412), portrait())
    return Made(screen)


def hello_ended(look: Look, strings: Strings) -> Made:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(ended(IssuerStanding.UNKNOWN), portrait())
    return Made(screen)


def choose(look: Look, strings: Strings) -> Made:
    screen = r.ChooseScreen(look, strings)
    screen.greet(GRANDMOTHER.given_name, {"birth": 1, "business": 2, "marriage": 1})
    return Made(screen)


def found(code: str, phrase: str = "", *, before: bool = False) -> r.FoundProcedure:
    version = catalogue.register().versions[code][0]
    texts = version.texts
    return r.FoundProcedure(code, version.head.events[0], version.name, texts.text("procedure.line"), phrase, before)


def lookup(look: Look, strings: Strings) -> Made:
    return Made(LookupScreen(look, strings))


def lookup_wrong(look: Look, strings: Strings) -> Made:
    screen = LookupScreen(look, strings)
    screen.take_code("KS-7F3K-92")
    screen.birth.set_value("08/03/1962")
    screen.refuse()
    return Made(screen)


def support(kind: SupportKind) -> Maker:
    def make(look: Look, strings: Strings) -> Made:
        screen = SupportScreen(look, strings, "1022")
        times = call_times(FILED.replace(hour=9), lambda _: False)
        screen.begin(kind, CODE, "0900000123" if kind is SupportKind.CALL else "", times)
        return Made(screen)

    return make


def support_kept(look: Look, strings: Strings) -> Made:
    made = support(SupportKind.CALL)(look, strings)
    assert isinstance(made.screen, SupportScreen)
    made.screen.thank()
    return made


def listen(look: Look, strings: Strings) -> Made:
    return replace(form_page("married")(look, strings), listening=True)


def listen_sheet(look: Look, strings: Strings) -> ListenSheet:
    sheet = ListenSheet(look, strings)
    heard = {"click": True, "success": True, "attention": False}
    sheet.show_state(SpeechOutput.LOUDSPEAKER, personal=True, heard=heard)
    return sheet


def event(look: Look, strings: Strings) -> Made:
    screen = r.EventScreen(look, strings)
    screen.offer("business", [found("1.001612"), found("1.011022", before=True)])
    return Made(screen)


def find_all(look: Look, strings: Strings) -> Made:
    screen = r.FindScreen(look, strings)
    others = map(found, ("1.000894", "can-cuoc", "1.001612", "1.011022"))
    screen.show_found("", [found("1.001193", before=True), *others])
    return Made(screen)


def find_words(look: Look, strings: Strings) -> Made:
    screen = r.FindScreen(look, strings)
    screen.show_found("mở quán bán phở", [found("1.001612", "mở quán"), found("1.011022", "thuế của quán")])
    return Made(screen)


def find_listed(look: Look, strings: Strings) -> Made:
    """The keyboard was put away."""
    made = find_words(look, strings)
    assert isinstance(made.screen, r.FindScreen)
    made.screen.write(False)
    return made


def find_nothing(look: Look, strings: Strings) -> Made:
    screen = r.FindScreen(look, strings)
    screen.show_found("con trâu ốm", [])
    return Made(screen)


def needs(look: Look, strings: Strings) -> Made:
    screen = r.NeedsScreen(look, strings)
    papers = [
        r.NeedView(item.name, item.note, item.picture, "photographed" if item.upload else "have")
        for item in filled().documents()
    ]
    married = {"vi": "Đăng ký kết hôn của bố mẹ bé", "en": "The parents' marriage certificate"}
    note = {"vi": "Nếu bố mẹ bé đã cưới có đăng ký.", "en": "If they are registered as married."}
    screen.show_needs(birth(), [*papers, r.NeedView(married, note, "marriage", "looked-up")])
    return Made(screen)


def needs_of(charge: FeeCharge, promise: str = "", days: int = 3) -> Maker:
    """What it costs and how long it takes, where either is not known here."""

    def make(look: Look, strings: Strings) -> Made:
        screen = r.NeedsScreen(look, strings)
        screen.show_needs(replace(birth(), limit=TimeLimit(days, promise=promise)), [], [charge])
        return Made(screen)

    return make


def received_nothing(look: Look, strings: Strings) -> Made:
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(replace(received_view(), due_at=None, nothing_back=True))
    return Made(screen)


def form_page(key: str, problems: dict[str, Problem] | None = None, **changes: str) -> Maker:
    def make(look: Look, strings: Strings) -> Made:
        screen = r.FormScreen(look, strings)
        filling = filled(**changes)
        page = next(page for page in filling.procedure.pages if page.key == key)
        views = r.field_views(filling, page, around(), groups, places())
        known = [r.KnownFact({"vi": "Người đi khai", "en": "Filed by"}, GRANDMOTHER.full_name)]
        known.append(r.KnownFact({"vi": "Ngày sinh", "en": "Born"}, "08/03/1962"))
        screen.show_page(page, views, filling.values, problems or {}, known if key == "child-name" else [])
        return Made(screen)

    return make


@cache
def places() -> PlacesOfDay:
    return PlacesOfDay(OfficePlaces(AreaDirectory(asset("areas")), Office()), around().today)


def address(value: str = "", typed: str = "", touched: int | None = None) -> Maker:
    """A residence: which commune, by what was ``typed``, or with the row that was ``touched``."""

    def make(look: Look, strings: Strings) -> Made:
        made = form_page("mother-home", **{"mother.residence": value})(look, strings)
        screen = made.screen
        assert isinstance(screen, r.FormScreen)
        screen.open("mother.residence")
        editor = screen.editor
        assert isinstance(editor, AddressEditor)
        if not value:
            editor.to_commune.clicked.emit()
        if typed:
            editor.search.clicked.emit()
            editor.search.set_value(typed)
            editor.search.edited.emit(typed)
        if touched is not None:
            editor._choose_commune(places().search(typed, 5)[touched])
        return made

    return make


TRADES = (("5610", "yes", ""), ("4711", "no", "Tạp hóa, hàng khô"), ("9532", "no", ""))
REVENUES = (("1", "412000000"), ("4", "96500000"))


@cache
def another(code: str) -> Procedure:
    return catalogue.procedure_on(code, TODAY)


def rows_of(code: str, table: str) -> FormState:
    """A form of another procedure with rows in it."""
    typed = {"origin": "typed"}
    values: list[dict[str, str]] = [{"code": code_, "main": main, "detail": detail} for code_, main, detail in TRADES]
    if table != "trades":
        values = [{"group": group, "total": total} for group, total in REVENUES]
    rows = [{name: {"value": text, **typed} for name, text in row.items() if text} for row in values]
    filling = begin(another(code), around())
    filling = answer(filling, "filing.box", "at_or_below", Origin.CHOSEN, around()) if table == "fixed" else filling
    return with_rows(filling, table, rows, around())


def table_page(code: str, key: str, removed: str = "", rows: int | None = None, wrong: bool = False) -> Maker:
    """A page of rows; ``rows``: only so many of them."""

    def make(look: Look, strings: Strings) -> Made:
        filling = rows_of(code, key)
        filling = with_rows(filling, key, filling.rows(key)[:rows], around())
        page = next(page for page in filling.procedure.pages if page.fields == (key,))
        problems = (
            Problem(key, "rows-few", {"least": 1}),
            Problem(f"{key}.1.main", "missing", row=1),
        )
        screen = TableScreen(look, strings)
        screen.show_table(table_view(filling, page, problems if wrong else (), strings, removed))
        return Made(screen)

    return make


def other_page(code: str, key: str, field: str = "", **answers: str) -> Maker:
    """A page of another procedure, or one line of it."""

    def make(look: Look, strings: Strings) -> Made:
        screen, filling = r.FormScreen(look, strings), begin(another(code), around())
        for name, text in answers.items():
            filling = answer(filling, name, text, Origin.TYPED, around())
        page = next(page for page in filling.procedure.pages if page.key == key)
        if page.fields[0] in {one.key for one in filling.procedure.tables}:
            item = filling.procedure.field(field)
            page = FormPage(field, item.label, (field,), item.hint)
        screen.show_page(page, r.field_views(filling, page, around(), groups, places()), filling.values, {}, [])
        if field and screen.open_field is None:
            screen.open(field)
        return Made(screen)

    return make


def review_rows(look: Look, strings: Strings) -> Made:
    screen = r.ReviewScreen(look, strings)
    filling = rows_of("1.001612", "trades")
    screen.show_folds(folds_of(filling, (), strings), {})
    screen.open("trades")
    return Made(screen)


def trade_search(look: Look, strings: Strings) -> Made:
    made = other_page("1.001612", "trades", "trades.0.code")(look, strings)
    assert isinstance(made.screen, r.FormScreen) and isinstance(made.screen.editor, ListEditor)
    made.screen.editor.list.search.clicked.emit()
    made.screen.editor.list.search.set_value("ban pho")
    made.screen.editor.list.search.edited.emit("ban pho")
    return made


def ways(look: Look, strings: Strings) -> Made:
    screen = WaysScreen(look, strings)
    keys = ("giay_chung_sinh", "van_ban_lam_chung", "cam_doan_viec_sinh")
    screen.show_ways(PaperWays("chung_minh_viec_sinh", tuple(another("1.001193").document(key) for key in keys)))
    return Made(screen)


def capture_without(look: Look, strings: Strings) -> Made:
    """Nothing lies there yet: the paper may come later, or cannot be had."""
    made = capture(look, strings)
    assert isinstance(made.screen, r.CaptureScreen)
    made.screen.set_can_skip(True, absent=True)
    return made


def absent(look: Look, strings: Strings) -> Made:
    screen = AbsentScreen(look, strings)
    screen.ask(another("1.001193").document("giay_chung_sinh"), "lost")
    return Made(screen)


def form_asked_again(look: Look, strings: Strings) -> Made:
    """A line of a group is opened of which the page has said that it helps: the sentence and the keyboard."""
    screen, filling = r.FormScreen(look, strings), begin(another("1.004873"), around())
    filling = answer(filling, "status.kind", "4", Origin.TYPED, around())
    page = next(page for page in filling.procedure.pages if page.key == "paper-of-it")
    texts = {one: Strings(one).say("form.problem.missing") for one in ("vi", "en")}
    longer = {one: f"{text} {text} {text}" for one, text in texts.items()}
    problem = Problem("status.number", "R6", text=longer)
    fields = r.field_views(filling, page, around(), groups, places())
    screen.show_page(page, fields, filling.values, {"status.number": problem}, [])
    screen.open("status.number")
    return Made(screen)


def party(look: Look, strings: Strings) -> Made:
    """A father is invited; what is asked of him has the longest words."""
    screen = r.PartyScreen(look, strings)
    screen.invite(within(strings, {"vi": "Bố của cháu", "en": "The father of the child"}), "", owns=False)
    return Made(screen)


def paper_exception(look: Look, strings: Strings) -> Made:
    screen = PaperExceptionScreen(look, strings)
    screen.ask(another("1.001193").document("giay_chung_sinh"))
    return Made(screen)


def form_missing(look: Look, strings: Strings) -> Made:
    """Nothing was typed, and the waiting button was pressed."""
    made = form_page("child-name", **{"child.name": ""})(look, strings)
    assert isinstance(made.screen, r.FormScreen)
    made.screen.main.missing.emit()
    return made


def form_telex(look: Look, strings: Strings) -> Made:
    """Somebody of the Ê Đê types by Telex, the caret within the name."""
    made = form_page("father-name", **{"father.name": "Y Bliă Niê Kdăm"})(look, strings)
    screen = made.screen
    assert isinstance(screen, r.FormScreen) and screen.editor is not None and screen.editor.writing is not None
    screen.keyboard.set_method(InputMethod.TELEX)
    screen.editor.writing.field.move_caret(-6)
    return made


def form_spellings(look: Look, strings: Strings) -> Made:
    """The last syllable may be written in two ways."""
    return form_page("child-name", **{"child.name": "Nguyễn Thị Thúy"})(look, strings)


def form_offers(look: Look, strings: Strings) -> Made:
    """A name is begun: syllables that one touch writes."""
    made = form_page("child-name", **{"child.name": ""})(look, strings)
    screen = made.screen
    assert isinstance(screen, r.FormScreen)
    for letter in "sung n":
        screen.keyboard.typist.letter(letter)
    return made


def fee(*charges: FeeCharge, transfer: str = "", settled: bool = False) -> Maker:
    def make(look: Look, strings: Strings) -> Made:
        screen = r.FeeScreen(look, strings)
        screen.show_fee(FeeView(CODE, charges, transfer, settled))
        return Made(screen)

    return make


COPIES = FeeCharge("copies", {"vi": "Bản sao giấy khai sinh", "en": "Certified copies"}, 16_000, 2, 8_000)
RESIDENCE = FeeCharge("residence", {"vi": "Đăng ký thường trú", "en": "Residence"}, 10_000, counter=20_000)
CHILD = FeeCharge("child", {"vi": "Con dưới 18 tuổi", "en": "Child under 18"}, 0, exempt="child")


def form_half_known(look: Look, strings: Strings) -> Made:
    """Of a birth only the year may be known."""
    made = form_page("mother")(look, strings)
    assert isinstance(made.screen, r.FormScreen)
    made.screen.open("mother.birth")
    made.screen.editor.picker.open(DatePart.DAY)  # type: ignore[union-attr]
    return made


def form_refused(look: Look, strings: Strings) -> Made:
    """A digit was typed into a name."""
    made = form_page("child-name")(look, strings)
    screen = made.screen
    assert isinstance(screen, r.FormScreen) and screen.editor is not None and screen.editor.writing is not None
    screen.editor.writing.field.insert("7")
    return made


def form_signs(look: Look, strings: Strings) -> Made:
    """Digits, signs, and how marks are written."""
    made = form_page("child-place")(look, strings)
    screen = made.screen
    assert isinstance(screen, r.FormScreen) and screen.editor is not None
    screen.editor.write(True)  # type: ignore[attr-defined]
    screen.keyboard.tap(Key(KeyAction.SYMBOLS, word="keyboard.symbols"))
    return made


def form_group_open(look: Look, strings: Strings) -> Made:
    return form_page("mother-home")(look, strings)


def form_long_offer(look: Look, strings: Strings) -> Made:
    """A residence of 280 letters is offered with one touch, and stands in the row afterwards."""
    made = form_page("mother-home")(look, strings)
    screen = made.screen
    assert isinstance(screen, r.FormScreen)
    view = screen._views["mother.residence"]
    screen._views["mother.residence"] = replace(view, suggestions=(LONG_HOME, HOME))
    screen.open("mother.residence")
    return made


def form_ethnic(look: Look, strings: Strings) -> Made:
    return form_page("child-ethnicity")(look, strings)


def form_ethnic_search(look: Look, strings: Strings) -> Made:
    made = form_ethnic(look, strings)
    made.screen.editor.list.search.click()  # type: ignore[attr-defined]
    made.screen.editor.list.search.insert("mo")  # type: ignore[attr-defined]
    return made


BIRTH_NOTICE = {"vi": "Giấy chứng sinh", "en": "Birth notice"}


def capture(look: Look, strings: Strings) -> Made:
    screen = r.CaptureScreen(look, strings)
    screen.begin(BIRTH_NOTICE, 1)
    corners = ((190.0, 180.0), (760.0, 130.0), (830.0, 1010.0), (250.0, 1060.0))
    screen.set_preview(Preview(pixels(table()), corners, Hint.HOLD_STILL, 0.8))
    return Made(screen)


def capture_broken(look: Look, strings: Strings) -> Made:
    screen = r.CaptureScreen(look, strings)
    screen.begin(BIRTH_NOTICE, 1)
    screen.set_can_skip(True)
    screen.broken(strings.say("error.device.camera.message"), strings.say("error.device.camera.remedy"))
    return Made(screen)


def confirm(look: Look, strings: Strings) -> Made:
    screen = r.ConfirmScreen(look, strings)
    screen.show_pages(r.PagesView(BIRTH_NOTICE, page_of(table(), 180, 100, 840, 1100), [page_small()]))
    return Made(screen)


def page_small() -> QImage:
    return table().copy(180, 100, 660, 1000)


def confirm_many(look: Look, strings: Strings) -> Made:
    screen = r.ConfirmScreen(look, strings)
    pages = [page_small()] * 5
    screen.show_pages(r.PagesView(BIRTH_NOTICE, page_of(table(), 180, 100, 840, 1100), pages, 2, can_put_back=True))
    return Made(screen)


def confirm_front(look: Look, strings: Strings) -> Made:
    screen = r.ConfirmScreen(look, strings)
    card = page_of(table(), 180, 300, 840, 720)
    screen.show_pages(r.PagesView(BIRTH_NOTICE, card, [page_small()], sides=2, card_mm=(86, 54)))
    return Made(screen)


def capture_others(look: Look, strings: Strings) -> Made:
    made = capture(look, strings)
    assert isinstance(made.screen, r.CaptureScreen)
    made.screen.set_can_skip(True)
    made.screen.set_others(True, True)
    return made


def capture_several(look: Look, strings: Strings) -> Made:
    screen = r.CaptureScreen(look, strings)
    screen.begin(BIRTH_NOTICE, 1)
    corners = ((190.0, 180.0), (760.0, 130.0), (830.0, 1010.0), (250.0, 1060.0))
    card = ((120.0, 1100.0), (420.0, 1100.0), (420.0, 1270.0), (120.0, 1270.0))
    screen.set_preview(Preview(pixels(table()), corners, Hint.HOLD_STILL, 0.4, (card,)))
    return Made(screen)


def confirm_from_stick(look: Look, strings: Strings) -> Made:
    screen = r.ConfirmScreen(look, strings)
    pages = [page_small()] * 24
    page = page_of(table(), 180, 100, 840, 1100)
    screen.show_pages(r.PagesView(BIRTH_NOTICE, page, pages, 12, from_stick=True))
    return Made(screen)


def scanner(look: Look, strings: Strings) -> Made:
    screen = r.ScanScreen(look, strings)
    screen.begin(BIRTH_NOTICE, tuple(Tray))
    return Made(screen)


def scanner_at_work(look: Look, strings: Strings) -> Made:
    made = scanner(look, strings)
    made.screen.scanning(3)  # type: ignore[attr-defined]
    return made


def scanner_jammed(look: Look, strings: Strings) -> Made:
    made = scanner(look, strings)
    error = "error.device.scanner-jam"
    made.screen.rest(strings.say(f"{error}.message"), strings.say(f"{error}.remedy"))  # type: ignore[attr-defined]
    return made


def stick(look: Look, strings: Strings) -> Made:
    screen = r.FilesScreen(look, strings)
    names = ("Giay chung sinh.pdf", "IMG_20261118_0840_mot-cai-ten-rat-dai.jpg", "zalo.png", "bong.jpg", "scan0001.pdf")
    files = [r.FileView(name, f"{18 - day:02}/11/2026", name.endswith("pdf")) for day, name in enumerate(names)]
    screen.show_files(files)
    screen.set_image(0, page_small())
    screen.set_image(1, table())
    screen.set_image(3, None)
    return Made(screen)


def stick_broken(look: Look, strings: Strings) -> Made:
    made = stick(look, strings)
    error = "error.device.stick-gone"
    made.screen.rest(strings.say(f"{error}.message"), strings.say(f"{error}.remedy"))  # type: ignore[attr-defined]
    return made


def retake(look: Look, strings: Strings) -> Made:
    screen = r.RetakeScreen(look, strings)
    blurred = table(IllustrationKind.PAPER_BLURRED)
    spot = ((250.0, 250.0), (700.0, 250.0), (700.0, 400.0), (250.0, 400.0))
    screen.show_shot(
        Shot(jpeg(blurred), PagePicture(pixels(blurred)), None, ("blurred", "too-dark"), spot, coarse=True)
    )
    return Made(screen)


def paper_in_hand() -> PaperInHand:
    return PaperInHand(birth().documents[0], scan=ScannedDocument(b"", "", 1))


def review_folds(fallen: tuple[str, ...] = ()) -> tuple[r.ReviewFold, ...]:
    """What the sheet of the tour comes to."""
    return folds_of(filled(), [paper_in_hand()], Strings("vi"), fallen)


def review_fallen(look: Look, strings: Strings) -> Made:
    """An answer was changed, and one question with it."""
    screen = r.ReviewScreen(look, strings)
    screen.show_folds(review_folds(("marriage.number",)), birth().oath)
    return Made(screen)


def review_open(look: Look, strings: Strings) -> Made:
    screen = r.ReviewScreen(look, strings)
    screen.show_folds(review_folds(), birth().oath)
    screen.open("mother")
    return Made(screen)


def review(look: Look, strings: Strings) -> Made:
    screen = r.ReviewScreen(look, strings)
    screen.show_folds(review_folds(), birth().oath)
    return Made(screen)


def filing(look: Look, strings: Strings) -> Made:
    screen = r.FilingScreen(look, strings)
    screen.tell("dossier")
    return Made(screen)


def received_view() -> r.ReceivedView:
    title = {"vi": "Khai sinh cho cháu", "en": "Birth of"}
    return r.ReceivedView(CODE, RECEIPT, title, ANSWERS["child.name"], FILED, DUE, applicant=GRANDMOTHER.full_name)


def received(look: Look, strings: Strings) -> Made:
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(received_view())
    return Made(screen)


def received_linked(look: Look, strings: Strings) -> Made:
    """With all that may be asked for together with a birth."""
    screen = r.ReceivedScreen(look, strings)
    names = {
        "Thường trú của cháu": "The child's residence",
        "Thẻ bảo hiểm y tế": "Health insurance card",
        "Thẻ căn cước của cháu": "The child's identity card",
    }
    linked = [({"vi": name, "en": english}, f"{CODE}/{at}") for at, (name, english) in enumerate(names.items(), 2)]
    screen.show_received(replace(received_view(), linked=tuple(linked)))
    return Made(screen)


def received_delivered(look: Look, strings: Strings) -> Made:
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(received_view())
    screen.set_sync(Sync.DELIVERED, "H15.50.05.13-261123-0975")
    screen.set_printing(r.PrintState.PRINTED)
    return Made(screen)


def dossier(code: str = CODE, legal: Legal | None = None, sync: Sync = Sync.DELIVERED) -> r.DossierView:
    return r.DossierView(
        code,
        {"vi": "Khai sinh cho cháu bé", "en": "Register a birth"},
        ANSWERS["child.name"],
        FILED,
        DUE,
        sync,
        "H15.50.05.13-261123-0975" if sync is Sync.DELIVERED else "",
        legal,
        "ảnh giấy chứng sinh thiếu góc dưới, không thấy con dấu",
        1,
        "Ủy ban nhân dân xã Đồng Văn",
        "Xã Đồng Văn",
        "7 giờ đến 17 giờ",
    )


def track(look: Look, strings: Strings) -> Made:
    screen = r.TrackScreen(look, strings)
    screen.show_list([dossier(legal=Legal.SUPPLEMENT), dossier("KS-2M4Q-7T", sync=Sync.QUEUED)])
    return Made(screen)


def track_one(look: Look, strings: Strings) -> Made:
    screen = r.TrackScreen(look, strings)
    screen.show_list([dossier(legal=Legal.SUPPLEMENT)])
    screen.show_one(dossier(legal=Legal.SUPPLEMENT))
    return Made(screen)


def track_waiting(look: Look, strings: Strings) -> Made:
    screen = r.TrackScreen(look, strings)
    screen.show_one(dossier(sync=Sync.QUEUED))
    return Made(screen)


def track_fee(look: Look, strings: Strings) -> Made:
    screen = r.TrackScreen(look, strings)
    text = vietqr(BankAccount("970436", "0000000000"), 16_000, "KS-7F3K-92")
    owed = dossier(legal=Legal.PAYMENT)
    screen.show_one(replace(owed, note="16.000 đồng (bản sao)", owed=16_000, transfer=text))
    return Made(screen)


def track_asked(look: Look, strings: Strings) -> Made:
    screen = r.TrackScreen(look, strings)
    screen.prints = True
    screen.show_one(replace(dossier(legal=Legal.SUPPLEMENT), asked=question()))
    return Made(screen)


def question(state: str = "open", **changes: Any) -> r.AskedView:
    words = "Ảnh giấy chứng sinh thiếu góc dưới, không thấy con dấu"
    paper = {"vi": "Giấy chứng sinh", "en": "Birth notice"}
    return r.AskedView(state, words, (paper,), until=DUE, **changes)


def track_with(legal: Legal, **changes: Any) -> Maker:
    """A dossier's page in one of the ten states, with a question and its answer, or without."""

    def made(look: Look, strings: Strings) -> Made:
        screen = r.TrackScreen(look, strings)
        screen.show_one(replace(dossier(legal=legal), **changes))
        return Made(screen)

    return made


def review_answer(look: Look, strings: Strings) -> Made:
    screen = r.ReviewScreen(look, strings)
    label = {"vi": "Giấy tờ", "en": "Paper"}
    said = {"vi": "Lời nhắn cho cán bộ", "en": "A line to the officer"}
    line = r.ReviewLine("answer.line", said, "Trạm y tế ghi nhầm tên, đã sửa")
    paper = r.ReviewLine("giay_chung_sinh", {"vi": "Giấy chứng sinh", "en": "Birth notice"}, "2 trang")
    folds = (
        r.ReviewFold("answer", "message-2", said, line.value, (line,)),
        r.ReviewFold("papers", "file-text", label, "Giấy chứng sinh", (paper,), paper=True),
    )
    screen.show_folds(folds, {}, "answer")
    return Made(screen)


def received_day_unknown(look: Look, strings: Strings) -> Made:
    """The clock is behind: no appointment is made."""
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(replace(received_view(), due_at=None))
    return Made(screen)


def bell_unheard(look: Look, strings: Strings) -> QWidget:
    return r.OfficerCalledOverlay(look, strings, rang=False)


def filed_twice_by_the_same(look: Look, strings: Strings) -> QWidget:
    line = strings.phrase("seems_filed.same", number=CODE, day="23/11/2026")
    return r.SeemsFiledOverlay(look, strings, line)


def filed_twice(look: Look, strings: Strings) -> QWidget:
    line = strings.phrase("seems_filed.other", number=CODE, day="23/11/2026")
    return r.SeemsFiledOverlay(look, strings, line)


def resume_changed(look: Look, strings: Strings) -> QWidget:
    added = ({"vi": "Con trai hay con gái", "en": "Boy or girl"}, {"vi": "Quê quán của cháu", "en": "Home town"})
    return r.ResumeOverlay(look, strings, "Khai sinh cho cháu bé", SheetChange(added, dropped=True))


def received_answer(look: Look, strings: Strings) -> Made:
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(replace(received_view(), answer=True, name=GRANDMOTHER.given_name))
    return Made(screen)


def sign(look: Look, strings: Strings) -> Made:
    """One of two, at the glass on which they sign."""
    screen = r.SignScreen(look, strings)
    oath = {"vi": "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn là tự nguyện."}
    oath["en"] = "We declare that what is said above is true, and that we marry of our own free will."
    screen.ask(oath, "bên nữ", "Hầu Thị Dợ, 30/11/2026", last=False)
    return Made(screen)


def printed_page() -> bytes:
    """A page as a form is printed: a head, lines, and where one signs."""
    page = QImage(1400, 1980, QImage.Format.Format_RGB32)
    page.fill(QColor("#FFFFFF"))
    painter = QPainter(page)
    painter.fillRect(500, 140, 400, 24, QColor("#101010"))
    for line in range(30):
        painter.fillRect(160, 260 + 48 * line, 900 - 37 * (line % 7), 10, QColor("#404040"))
    painter.drawRect(820, 1720, 380, 160)
    painter.end()
    data = QBuffer()
    page.save(data, "PNG")
    return bytes(data.data().data())


def sign_sheet(look: Look, strings: Strings) -> QWidget:
    return SheetOverlay(look, strings, [printed_page(), printed_page()])


def line_sheet(look: Look, strings: Strings) -> LineSheet:
    """A line that is down, with all that can be said of it."""
    now = datetime(2026, 11, 28, 7, 43, tzinfo=ZONE)
    stands = QueueStatus(
        line=LineState.DOWN,
        reached=now - timedelta(minutes=1),
        following=now + timedelta(seconds=40),
        rate=31_000,
        forms=3,
        papers=1,
        parked=1,
        reasons=(),
        wait_reason=WaitReason.METERED,
        clock_off=None,
        sending=False,
    )
    return LineSheet(look, strings, stands, now)


def over(make: Callable[[Look, Strings], QWidget]) -> Maker:
    def made(look: Look, strings: Strings) -> Made:
        return Made(choose(look, strings).screen, make(look, strings))

    return made


SCREENS: dict[str, Maker] = {
    "01-start": start,
    "01-start-called": start_called,
    "01-start-no-visits": start_no_visits,
    "01-start-no-scans": start_no_scans,
    "02-consent": consent,
    "02b-consent-one": consent_one,
    "03-identify": identify,
    "03-identify-live": identify_live,
    "03-identify-digits": identify_digits,
    "03-identify-laid": identify_laid,
    "03-identify-lifted": identify_lifted,
    "03b-reading": reading,
    "03d-trouble": trouble,
    "03c-hello": hello,
    "03c-hello-long": hello_long,
    "03c-hello-intact": hello_intact,
    "03c-hello-doubtful": hello_doubtful,
    "03c-hello-unchecked": hello_unchecked,
    "03c-hello-alike": hello_alike,
    "03c-hello-ended": hello_ended,
    "04-choose": choose,
    "04b-event": event,
    "04c-find": find_all,
    "04c-find-words": find_words,
    "04c-find-listed": find_listed,
    "04c-find-nothing": find_nothing,
    "05-needs": needs,
    "05-needs-unknown": needs_of(FeeCharge("registration", amount=None), "officer", 0),
    "05-needs-online": needs_of(FeeCharge("registration", amount=20_000, online=10_000)),
    "05-needs-from": needs_of(FeeCharge("copies", amount=8_000, each=8_000, counted="copies.count")),
    "05-needs-nothing-back": needs_of(FeeCharge("registration", amount=100_000, maybe=True), "nothing", 0),
    "06-relation": form_page("relation"),
    "06-name": form_page("child-name"),
    "06-name-missing": form_missing,
    "06-name-one-word": form_page("child-name", {"child.name": Problem("child.name", "name-short")}),
    "06-name-telex": form_telex,
    "06-name-spellings": form_spellings,
    "06-name-refused": form_refused,
    "06-name-offers": form_offers,
    "06-half-known": form_half_known,
    "08-fee": fee(COPIES),
    "08-fee-transfer": fee(RESIDENCE, CHILD, transfer=vietqr(BankAccount("970405", "123456789"), 10_000, CODE)),
    "08-fee-settled": fee(replace(COPIES, maybe=True), settled=True),
    "08-fee-maybe": fee(replace(COPIES, maybe=True)),
    "06-signs": form_signs,
    "06-birth": form_page("child-birth"),
    "06-birth-late": form_page("child-birth", **{"child.birth_date": "15/04/2026"}),
    "06-sex": form_page("child-sex"),
    "06-place": form_page("child-place"),
    "06-parents": form_page("parents"),
    "06-mother": form_page("mother", {"mother.birth": Problem("mother.birth", "future")}),
    "06-mother-home": form_group_open,
    "06-mother-long-offer": form_long_offer,
    "06-mother-long-home": form_page("mother-home", **{"mother.residence": LONG_HOME[:200]}),
    "06-address": address(),
    "06-address-search": address(typed="ta lung"),
    "06-address-nothing": address(typed="zzz"),
    "06-address-detail": address(typed="ta lung", touched=0),
    "06-address-known": address(HOME),
    "06-table-trades": table_page("1.001612", "trades"),
    "06-table-first": table_page("1.001612", "trades", rows=0),
    "06-table-removed": table_page("1.001612", "trades", "Nhà hàng, dịch vụ ăn uống (5610)", rows=2),
    "06-table-wrong": table_page("1.001612", "trades", wrong=True),
    "06-table-revenue": table_page("1.011022", "fixed"),
    "06-table-trade": other_page("1.001612", "trades", "trades.0.code"),
    "06-table-trade-search": trade_search,
    "06-money": other_page("1.001612", "capital", **{"capital.amount": "50000000"}),
    "06-number": other_page("1.001612", "start", "tax.workers"),
    "06-email": other_page("1.001612", "more-contact", "place.email"),
    "06-tax-code": other_page("1.011022", "taxpayer", "taxpayer.tax_code"),
    "08-review-rows": review_rows,
    "06-roots": form_page("child-hometown"),
    "06-ethnic": form_ethnic,
    "06-ethnic-search": form_ethnic_search,
    "06-married": form_page("married"),
    "06-linked": form_page("linked"),
    "06-copies": form_page("copies-count"),
    "06-marriage": form_page("marriage"),
    "06-asked-again": form_asked_again,
    "06-party": party,
    "07-ways": ways,
    "07-absent": absent,
    "07-paper-exception": paper_exception,
    "07-capture-without": capture_without,
    "07-capture": capture,
    "07-capture-broken": capture_broken,
    "07c-confirm": confirm,
    "07c-confirm-many": confirm_many,
    "07c-confirm-front": confirm_front,
    "07c-confirm-from-stick": confirm_from_stick,
    "07-capture-others": capture_others,
    "07-capture-several": capture_several,
    "07d-scanner": scanner,
    "07d-scanner-at-work": scanner_at_work,
    "07d-scanner-jammed": scanner_jammed,
    "07e-stick": stick,
    "07e-stick-broken": stick_broken,
    "07b-retake": retake,
    "08b-sign": sign,
    "08c-sign-sheet": over(sign_sheet),
    "08-review": review,
    "08-review-open": review_open,
    "08-review-fallen": review_fallen,
    "08b-filing": filing,
    "09-received": received,
    "09-received-delivered": received_delivered,
    "09-received-linked": received_linked,
    "10-track": track,
    "10-track-one": track_one,
    "10-track-waiting": track_waiting,
    "10-track-fee": track_fee,
    "10-track-asked": track_asked,
    "10-track-late": track_with(Legal.SUPPLEMENT, asked=question(late=True)),
    "10-track-answered": track_with(Legal.SUPPLEMENT, asked=question("waiting", given=FILED)),
    "10-track-refused-by-law": track_with(Legal.NOT_ACCEPTED),
    "10b-lookup": lookup,
    "10b-lookup-wrong": lookup_wrong,
    "10c-support-call": support(SupportKind.CALL),
    "10c-support-message": support(SupportKind.MESSAGE),
    "10c-support-kept": support_kept,
    "25-withdraw": over(WithdrawOverlay),
    "10-track-sent": track_with(Legal.SUPPLEMENT, asked=question("sent", given=FILED)),
    "10-track-refused": track_with(
        Legal.FINISHED, asked=question("refused", given=FILED, refused="Hồ sơ đã được giải quyết xong")
    ),
    "10-track-taken": track_with(Legal.IN_PROGRESS, taken=FILED),
    "08-review-answer": review_answer,
    "09-received-answer": received_answer,
    **{f"10-track-status-{state.value}": track_with(state) for state in Legal if state.value not in "456"},
    "20-idle": over(lambda look, strings: r.IdleOverlay(look, strings, 30)),
    "21-officer": over(r.OfficerCalledOverlay),
    "21-officer-light": over(bell_unheard),
    "22-only": over(lambda look, strings: r.OfficerOnlyOverlay(look, strings, "Kết hôn")),
    "22-ended": over(
        lambda look, strings: r.OfficerOnlyOverlay(look, strings, "Kết hôn", strings.phrase("officer.ended"))
    ),
    "23-language": over(r.LanguageOverlay),
    "24-size": over(r.TextSizeOverlay),
    "25-leave": over(r.LeaveOverlay),
    "25-filed-twice": over(filed_twice),
    "25-filed-twice-same": over(filed_twice_by_the_same),
    "25-not-bound": over(NotBoundOverlay),
    "25-resume-changed": over(resume_changed),
    "09-received-day-unknown": received_day_unknown,
    "09-received-nothing-back": received_nothing,
    "26-line": over(line_sheet),
    "27-listen": listen,
    "27-listen-sheet": over(listen_sheet),
}

UP, LYING, SMALL = QSize(1080, 1920), QSize(1920, 1080), QSize(1366, 768)

GLASSES = {"up": UP, "lying": LYING, "small": SMALL}
SETTINGS = (
    "up-light-100-vi",
    "up-contrast-200-vi",
    "up-dark-100-vi",
    "up-light-150-vi",
    "lying-light-100-vi",
    "lying-light-200-vi",
    "small-light-100-vi",
    "up-light-100-en",
)
"""Glass, theme, size of letters in per cent, language. These are looked at; any other four are a setting too."""


def shown(name: str, setting: str, hang: Callable[[Shell], None] = Shell.stand_alone) -> Iterator[tuple[Shell, Made]]:
    """One screen in a window of one setting, laid out and ready; each leaf of it in turn. ``hang`` shows its shell."""
    glass, theme, percent, language = setting.split("-")
    size = GLASSES[glass]
    look = Look(THEMES[theme], text_percent=int(percent), reduced_motion=True, debounce=0.0)
    look.fit(size)
    strings = Strings(language)
    if not name.startswith(("01", "02", "03-", "03b", "03d")):
        strings.set_address(Address.GRANDMOTHER)
    shell = Shell(look, strings, Office())
    shell.resize(size)
    made = SCREENS[name](look, strings)
    shell.set_way((ANSWER_WAYS if name.endswith("answer") else WAYS).get(made.screen.step))
    hang(shell)
    shell.show_screen(made.screen, forward=True)
    if made.overlay is not None:
        shell.overlay(made.overlay)
    shell.set_call(made.called)
    if made.listening:
        say = strings.phrase
        how = say("listen.bar.how", volume=6, rate=100)
        shell.listen_bar.set_state("headphones", say("listen.bar.headphones"), say("listen.bar.headphones_line"), how)
        shell.listen_bar.set_sentence(made.screen.title())
        shell.listen_bar.show()
        for tools in (shell.header.tools, shell.side.tools):
            tools.set_listening(True)
    settle()
    shell.resize(size)  # as a window of its own it has grown with what it held before its pages
    settle()
    assert shell.size() == size
    if made.listening:
        SpeechHighlight(shell, lambda: None).show(made.screen.title(), 1)
    for leaf in range(made.turning.leaves):
        made.turning.turn(leaf)
        settle()
        yield shell, made
    shell.close()
    shell.deleteLater()
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def main(folder: Path, settings: list[str], names: list[str]) -> None:
    app = QApplication.instance() or QApplication([])
    for setting in settings or SETTINGS:
        for name in SCREENS:
            if names and not any(name.startswith(wanted) for wanted in names):
                continue
            for leaf, (shell, _) in enumerate(shown(name, setting)):
                path = folder / setting / (f"{name}{'' if not leaf else f'-{leaf + 1}'}.png")
                path.parent.mkdir(parents=True, exist_ok=True)
                shell.grab().save(str(path))
    del app


if __name__ == "__main__":
    chosen = sys.argv[2].split(",") if len(sys.argv) > 2 and sys.argv[2] else []
    main(Path(sys.argv[1]), chosen, sys.argv[3:])

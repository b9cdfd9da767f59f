"""The sheets of the gallery: components in their states. The screens themselves are drawn by the tour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtWidgets import QLayout, QWidget

from kiosk.ui.keyboard import Keyboard, Mode
from kiosk.ui.keyboard.layout import Key, KeyAction
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    AnswerField,
    Banner,
    Bar,
    Button,
    ButtonKind,
    ChipTone,
    ChoicePair,
    Choices,
    Column,
    DatePart,
    DatePicker,
    FocusRing,
    Footer,
    Grid,
    Ground,
    HeaderBar,
    Heading,
    Illustration,
    IllustrationKind,
    KnownValue,
    Label,
    Lead,
    NodeState,
    Note,
    NumberStepper,
    Option,
    OptionList,
    Paged,
    Pressable,
    PressableBanner,
    ReadingList,
    ReadState,
    Row,
    SignaturePad,
    StatusChip,
    Ticket,
    Tile,
    Timeline,
    TimelineNode,
)

Item = QWidget | QLayout | int | None


@dataclass
class Made:
    """A sheet, ready to be shown; ``down`` and ``focused`` are states that only a finger or a key brings about."""

    ground: Ground
    column: Column
    body: Column
    down: list[Pressable] = field(default_factory=list)
    focused: Pressable | None = None

    def height(self, width: int) -> int:
        return self.column.heightForWidth(width) if self.column.hasHeightForWidth() else self.column.sizeHint().height()

    def settle(self) -> None:
        """Bring about the states of the moment, just before the picture is taken."""
        for widget in self.down:
            widget.down = True
        if self.focused:
            FocusRing(self.ground.look, self.ground).shine_on(self.focused)


Sheet = Callable[[Look, Strings], Made]


def _page(
    look: Look, *items: Item, margins: int | tuple[int, int, int, int] = (56, 48, 56, 40), spacing: int = 24
) -> Made:
    ground = Ground(look)
    column = Column(look, ground, spacing=spacing, margins=margins)
    column.put(*items, None)
    return Made(ground, column, column)


def _across(look: Look, *widgets: QWidget, spacing: int = 20) -> QLayout:
    """Beside each other; below each other where the text is large."""
    row = Column(look, spacing=spacing) if look.large else Row(look, spacing=spacing, equal=True)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def _name(look: Look, text: str) -> Label:
    return Label(look, text, TextRole.LABEL, "ink2")


# --- the component sheet ------------------------------------------------------------------------------------------


def components(look: Look, strings: Strings) -> Made:
    """One of each, as on the reference sheet."""
    ready, pressed, focused, waiting = (
        Button(look, "Tiếp tục", height=104, role=TextRole.SMALL_BUTTON) for _ in range(4)
    )
    waiting.set_waiting("Còn 1 việc")
    touched = Button(look, "Đang chạm", ButtonKind.SECONDARY, height=104, role=TextRole.SMALL_BUTTON)
    no, yes = ChoicePair(look, strings), ChoicePair(look, strings)
    yes.set_value(True)
    writing = AnswerField(look, strings, value="Sùng Minh Khuê")
    writing.set_editing(True)
    card, wrong = AnswerField(look, strings, value="Vàng Thị Mỷ"), AnswerField(look, strings, value="31/02/2026")
    card.set_prefilled(True)
    wrong.set_error("Tháng 2 không có ngày 31.")
    tile, chosen = Tile(look, "map-2", "Đất đai", flat=True), Tile(look, "map-2", "Đất đai", flat=True)
    chosen.set_selected(True)
    page = _page(
        look,
        Heading(look, "Linh kiện và trạng thái"),
        _name(look, "Nút chính: thường, đang chạm, tiêu điểm, chờ chọn"),
        _across(look, ready, pressed, focused, waiting, spacing=24),
        _name(look, "Nút phụ, nút êm, dừng"),
        _across(
            look,
            Button(look, "Quay lại", ButtonKind.SECONDARY, height=104, role=TextRole.SMALL_BUTTON),
            touched,
            Button(look, "Nghe đọc", ButtonKind.QUIET),
            Button(look, "Hủy hồ sơ", ButtonKind.DESTRUCTIVE),
        ),
        _name(look, "Đồng ý hay không: chưa chọn, đã chọn"),
        _across(look, no, yes),
        _name(look, "Ô nhập: thường, đang nhập, từ thẻ, cần sửa"),
        _across(look, AnswerField(look, strings, value="Sùng Minh Khuê"), writing),
        _across(look, card, wrong),
        _name(look, "Ô việc: thường, đang chạm, đã chọn"),
        _across(look, Tile(look, "map-2", "Đất đai", flat=True), tile, chosen),
        _name(look, "Nhãn"),
        _chips(look),
        _name(look, "Dải báo: mạng, cần làm, lỗi"),
        Banner(look, ChipTone.NETWORK, "Hồ sơ sẽ được gửi khi có mạng"),
        Banner(look, ChipTone.WARN, "Ảnh bị mờ: đặt giấy nằm yên"),
        Banner(look, ChipTone.ERR, "Không đọc được thẻ. Mời gọi cán bộ."),
        PressableBanner(look, ChipTone.OK, "Máy đang sẵn sàng. Có mạng."),
        spacing=18,
    )
    page.down = [pressed, touched, tile]
    page.focused = focused
    return page


def _chips(look: Look) -> QLayout:
    chips = (
        StatusChip(look, "Đã có", ChipTone.OK, "check"),
        StatusChip(look, "Cần bổ sung", ChipTone.WARN, "alert-triangle"),
        StatusChip(look, "Lỗi đọc thẻ", ChipTone.ERR, "circle-x"),
        StatusChip(look, "Sẽ chụp", ChipTone.ACTION, "camera"),
        StatusChip(look, "Đợi"),
    )
    row = Column(look, spacing=10) if look.large else Row(look, spacing=14)
    return row.put(*chips, None)


# --- screens in the small -----------------------------------------------------------------------------------------


def _screen(look: Look, strings: Strings, items: Sequence[Item], main: Button | None, step: int = 3) -> Made:
    """Head, body, foot."""
    names = ("Đưa thẻ", "Chọn việc", "Điền tờ khai", "Chụp giấy tờ", "Xem lại", "Nhận giấy hẹn", "")
    ground = Ground(look)
    column = Column(look, ground, spacing=0)
    header = HeaderBar(look, strings, "Xã Đồng Văn", "tỉnh Tuyên Quang")
    header.set_step(step, 6, names[step - 1], names[step])
    paged = Paged(look, strings)
    body = paged.body.put(*items)
    column.addWidget(header)
    column.addWidget(paged, 1)
    if main:
        column.addWidget(Footer(look, strings, main))
    return Made(ground, column, body)


def reading(look: Look, strings: Strings) -> Made:
    parts = ReadingList(look, strings, ("Mở thẻ", "Họ tên và ngày sinh", "Nơi ở", "Ảnh trong thẻ", "Kiểm tra thẻ thật"))
    for index, state in enumerate((ReadState.DONE, ReadState.DONE, ReadState.FAILED, ReadState.NOW)):
        parts.set_state(index, state)
    bar = Bar(look, "Đã đọc 3 trong 5 phần", "Còn khoảng 4 giây")
    bar.set_fraction(0.62)
    head = (Heading(look, "Đang đọc thẻ căn cước"), Lead(look, "Ông bà để thẻ nằm yên, đừng nhấc lên nhé."))
    stop = Button(look, "Dừng lại", ButtonKind.SECONDARY, "x")
    return _screen(look, strings, (*head, Illustration(look, IllustrationKind.READER), bar, parts, None), stop, 1)


def keyboards(look: Look, strings: Strings) -> Made:
    letters, capitals, signs, pad = (Keyboard(look, strings) for _ in range(4))
    for keyboard, acts in (
        (capitals, (KeyAction.SHIFT, KeyAction.SHIFT, KeyAction.ORDER)),
        (signs, (KeyAction.SYMBOLS,)),
    ):
        for act in acts:
            keyboard.tap(Key(act, word="keyboard.shift"))
    pad.attach(None, Mode.NUMBERS, extra="/")
    return _page(look, letters, capitals, signs, pad, margins=0)


def received(look: Look, strings: Strings) -> Made:
    ticket = Ticket(
        look,
        "Mã tạm của bà",
        "KS-7F3K-92",
        "Đưa mã này cho cán bộ khi đến lấy giấy.",
        "KS-7F3K-92",
        (KnownValue("Khai sinh cho cháu", "Sùng Minh Khuê"), KnownValue("Máy nhận lúc", "8 giờ 40, 23/11/2026")),
        "Dự kiến có giấy cho bà",
        "Thứ Tư 25/11, chậm nhất 17 giờ",
    )
    line = "Hồ sơ đã cất an toàn trong máy này. Gửi xong, máy nhắn tin mã chính thức cho bà."
    banner = Banner(look, ChipTone.NETWORK, "Hồ sơ sẽ được gửi khi có mạng", line)
    note = Note(look, "printer", "Bà in giấy hẹn, giữ lại để tra hồ sơ.")
    items = (Heading(look, "Máy đã nhận hồ sơ\ncủa bà Mỷ"), ticket, banner, note, None)
    return _screen(look, strings, items, Button(look, "In giấy hẹn", icon="printer"), 6)


def tracking(look: Look, strings: Strings) -> Made:
    nodes = (
        TimelineNode(NodeState.DONE, "Máy đã nhận", "Thứ Hai 23/11, 8 giờ 40"),
        TimelineNode(NodeState.DONE, "Đã gửi đến xã", "Thứ Hai 23/11, 10 giờ 15"),
        TimelineNode(NodeState.NOW, "Cán bộ đang xem", "Từ 14 giờ"),
        TimelineNode(
            NodeState.ACT,
            "Cần bà bổ sung 1 giấy",
            "Trước thứ Sáu 27/11",
            "Chụp lại giấy chứng sinh",
            "Ảnh cũ thiếu góc dưới, không thấy con dấu. Bà chụp ngay tại máy này được.",
            IllustrationKind.TORN_PAPER,
        ),
        TimelineNode(NodeState.LATER, "Xã ký giấy khai sinh", "Sau khi đủ giấy, 1 ngày làm việc"),
        TimelineNode(NodeState.LATER, "Bà đến lấy giấy", "Máy nhắn tin cho bà"),
    )
    items = (
        Heading(look, "Hồ sơ khai sinh"),
        Lead(look, "Cháu Sùng Minh Khuê · KS-7F3K-92"),
        Timeline(look, nodes),
        None,
    )
    return _screen(look, strings, items, Button(look, "Chụp bổ sung", icon="camera"), 6)


def choosing(look: Look, strings: Strings) -> Made:
    names = ["Kinh", "Tày", "Thái", "Mường", "Khmer", "Hoa", "Nùng", "Mông", "Dao", "Giáy"]
    options = OptionList(look, strings, [Option(name, name) for name in names], common=("Mông", "Kinh"), per_page=6)
    options.set_value("Mông")
    sex = Choices(look, (Option("girl", "Con gái"), Option("boy", "Con trai")), value="girl")
    return _page(
        look,
        Heading(look, "Cháu là người dân tộc nào?"),
        options,
        Heading(look, "Cháu là con gái hay con trai?"),
        sex,
        Heading(look, "Bà cần mấy bản?"),
        NumberStepper(look, strings, 2, 1, 9),
        SignaturePad(look, "Mời bà ký bằng ngón tay"),
    )


def dates(look: Look, strings: Strings) -> Made:
    pickers = [
        DatePicker(look, strings, date(1900, 1, 1), date(2026, 11, 23), value)
        for value in (None, date(2026, 2, 18), date(1962, 3, 8))
    ]
    pickers[1].open(DatePart.MONTH)
    pickers[2].open(DatePart.YEAR)
    return _page(look, Heading(look, "Cháu sinh ngày nào?"), *pickers, spacing=36)


def pictures(look: Look, strings: Strings) -> Made:
    cells: list[QWidget] = [Illustration(look, picture, picture.value, height=300) for picture in IllustrationKind]
    return _page(look, Grid(look, columns=3, spacing=20, large_columns=3).fill(cells))


SHEETS: dict[str, Sheet] = {
    sheet.__name__: sheet
    for sheet in (
        components,
        reading,
        keyboards,
        received,
        tracking,
        choosing,
        dates,
        pictures,
    )
}

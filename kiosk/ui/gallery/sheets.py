"""The sheets of the gallery. Every name and number in them is made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QLayout, QWidget

from kiosk.ui.keyboard import Keyboard, Mode
from kiosk.ui.keyboard.layout import Act, Key
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets import (
    Banner,
    Bar,
    Button,
    Card,
    Chip,
    ChoicePair,
    Choices,
    Column,
    DatePicker,
    EditCard,
    Fact,
    FactBand,
    Facts,
    Field,
    FocusRing,
    Footer,
    Grid,
    Ground,
    Header,
    Heading,
    Illustration,
    InfoBlock,
    Kind,
    Label,
    Lead,
    LivePicture,
    Node,
    NodeState,
    Note,
    NumberStepper,
    Option,
    OptionList,
    Paged,
    PaperCard,
    PaperText,
    Part,
    PhotoView,
    Picture,
    Pressable,
    Rail,
    ReadingList,
    ReadState,
    Row,
    SignaturePad,
    StartBand,
    StepCard,
    Ticket,
    Tile,
    Timeline,
    Tone,
    draw_picture,
)
from kiosk.ui.widgets.paint import smooth

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
    return Label(look, text, Role.LABEL, "ink2")


# --- the component sheet ------------------------------------------------------------------------------------------


def components(look: Look, strings: Strings) -> Made:
    """One of each, as on the reference sheet."""
    ready, pressed, focused, waiting = (Button(look, "Tiếp tục", height=104, role=Role.SMALL_BUTTON) for _ in range(4))
    waiting.set_waiting("Còn 1 việc")
    touched = Button(look, "Đang chạm", Kind.SECONDARY, height=104, role=Role.SMALL_BUTTON)
    no, yes = ChoicePair(look, strings), ChoicePair(look, strings)
    yes.set_value(True)
    writing = Field(look, strings, value="Sùng Minh Khuê")
    writing.set_editing(True)
    card, wrong = Field(look, strings, value="Vàng Thị Mỷ"), Field(look, strings, value="31/02/2026")
    card.set_prefilled(True)
    wrong.set_error("Tháng 2 không có ngày 31.")
    tile, chosen = Tile(look, "map-2", "Đất đai", flat=True), Tile(look, "map-2", "Đất đai", flat=True)
    chosen.set_selected(True)
    made = _page(
        look,
        Heading(look, "Linh kiện và trạng thái"),
        _name(look, "Nút chính: thường, đang chạm, tiêu điểm, chờ chọn"),
        _across(look, ready, pressed, focused, waiting, spacing=24),
        _name(look, "Nút phụ, nút êm, dừng"),
        _across(
            look,
            Button(look, "Quay lại", Kind.SECONDARY, height=104, role=Role.SMALL_BUTTON),
            touched,
            Button(look, "Nghe đọc", Kind.QUIET),
            Button(look, "Hủy hồ sơ", Kind.DESTRUCTIVE),
        ),
        _name(look, "Đồng ý hay không: chưa chọn, đã chọn"),
        _across(look, no, yes),
        _name(look, "Ô nhập: thường, đang nhập, từ thẻ, cần sửa"),
        _across(look, Field(look, strings, value="Sùng Minh Khuê"), writing),
        _across(look, card, wrong),
        _name(look, "Ô việc: thường, đang chạm, đã chọn"),
        _across(look, Tile(look, "map-2", "Đất đai", flat=True), tile, chosen),
        _name(look, "Nhãn"),
        _chips(look),
        _name(look, "Dải báo: mạng, cần làm, lỗi"),
        Banner(look, Tone.NETWORK, "Hồ sơ sẽ được gửi khi có mạng"),
        Banner(look, Tone.WARN, "Ảnh bị mờ: đặt giấy nằm yên"),
        Banner(look, Tone.ERR, "Không đọc được thẻ. Mời gọi cán bộ."),
        spacing=18,
    )
    made.down = [pressed, touched, tile]
    made.focused = focused
    return made


def _chips(look: Look) -> QLayout:
    chips = (
        Chip(look, "Đã có", Tone.OK, "check"),
        Chip(look, "Cần bổ sung", Tone.WARN, "alert-triangle"),
        Chip(look, "Lỗi đọc thẻ", Tone.ERR, "circle-x"),
        Chip(look, "Sẽ chụp", Tone.ACTION, "camera"),
        Chip(look, "Đợi"),
    )
    row = Column(look, spacing=10) if look.large else Row(look, spacing=14)
    return row.put(*chips, None)


# --- screens in the small -----------------------------------------------------------------------------------------


def start(look: Look, strings: Strings) -> Made:
    ground = Ground(look)
    column = Column(look, ground, spacing=0)
    sentence = "Làm giấy khai sinh, chứng thực,\nxin trợ cấp ngay tại đây."
    column.addWidget(StartBand(look, "Ủy ban nhân dân", "Xã Đồng Văn", "Kính chào\nông bà", sentence), 1)
    vietnamese, english = (
        Button(look, name, Kind.SECONDARY, height=112, role=Role.SMALL_BUTTON) for name in ("Tiếng Việt", "English")
    )
    vietnamese.set_selected(True)
    quiet = [
        Button(look, text, Kind.QUIET, icon)
        for text, icon in (("Chữ to hơn", "text-size"), ("Nghe đọc", "volume"), ("Gọi cán bộ", "bell"))
    ]
    below = Column(look, spacing=24, margins=(56, 52, 56, 48))
    below.put(
        Button(look, "Chạm để bắt đầu", Kind.START, "hand-finger", second="Touch to start"),
        _across(look, vietnamese, english),
        _across(look, *quiet),
        Banner(look, Tone.NETWORK, "Không có mạng vẫn nộp được hồ sơ.", icon="wifi-off"),
    )
    column.addLayout(below)
    return Made(ground, column, column)


def _screen(look: Look, strings: Strings, items: Sequence[Item], main: Button | None, step: int = 3) -> Made:
    """Head, body, foot."""
    names = ("Đưa thẻ", "Chọn việc", "Điền tờ khai", "Chụp giấy tờ", "Xem lại", "Nhận giấy hẹn", "")
    ground = Ground(look)
    column = Column(look, ground, spacing=0)
    header = Header(look, strings, "Xã Đồng Văn", "tỉnh Tuyên Quang")
    header.set_step(step, 6, names[step - 1], names[step])
    paged = Paged(look, strings)
    body = paged.body.put(*items)
    column.addWidget(header)
    column.addWidget(paged, 1)
    if main:
        column.addWidget(Footer(look, strings, main))
    return Made(ground, column, body)


def consent(look: Look, strings: Strings) -> Made:
    cards = []
    for icon, title, line in (
        ("id-badge", "Đọc thẻ căn cước", "Để điền tờ khai giúp, ông bà khỏi phải gõ."),
        ("message-2", "Nhắn tin cho ông bà", "Để báo khi giấy tờ làm xong."),
    ):
        card = Card(look, padding=(38, 34, 38, 34))
        card.body.put(
            InfoBlock(look, PaperText(title=title, lines=(line,)), icon, gold=True), ChoicePair(look, strings)
        )
        cards.append(card)
    waiting = Button(look, "Tiếp tục")
    waiting.set_waiting("Còn 2 việc chưa chọn")
    head = (
        Heading(look, "Ông bà cho phép máy làm những việc nào?"),
        Lead(look, "Mỗi việc chọn riêng. Đổi ý lúc nào cũng được."),
    )
    note = Note(look, "heart-handshake", "Không đồng ý việc nào thì cán bộ làm giúp.")
    return _screen(look, strings, (*head, *cards, note, None), waiting, 1)


def identify(look: Look, strings: Strings) -> Made:
    first = StepCard(
        look, 1, "Giơ mặt sau thẻ trước camera", "Mặt có ba dòng chữ và dấu **<<<**", Picture.CARD_TO_CAMERA
    )
    second = StepCard(
        look, 2, "Rồi đặt thẻ nằm trên ô đọc thẻ", "Ô có viền vàng", Picture.READER, active=False, beside=True
    )
    note = Note(look, "camera", "Máy tự chụp, không cần bấm gì.", centred=True)
    items = (Heading(look, "Mời ông bà đưa thẻ căn cước"), first, second, note, None)
    return _screen(look, strings, items, Button(look, "Tôi không mang thẻ", Kind.ALTERNATIVE), 1)


def reading(look: Look, strings: Strings) -> Made:
    parts = ReadingList(look, strings, ("Mở thẻ", "Họ tên và ngày sinh", "Nơi ở", "Ảnh trong thẻ", "Kiểm tra thẻ thật"))
    for index, state in enumerate((ReadState.DONE, ReadState.DONE, ReadState.FAILED, ReadState.NOW)):
        parts.set_state(index, state)
    bar = Bar(look, "Đã đọc 3 trong 5 phần", "Còn khoảng 4 giây")
    bar.set_fraction(0.62)
    head = (Heading(look, "Đang đọc thẻ căn cước"), Lead(look, "Ông bà để thẻ nằm yên, đừng nhấc lên nhé."))
    stop = Button(look, "Dừng lại", Kind.SECONDARY, "x")
    return _screen(look, strings, (*head, Illustration(look, Picture.READER), bar, parts, None), stop, 1)


def hello(look: Look, strings: Strings) -> Made:
    portrait = PhotoView(look, "Ảnh trong thẻ", frame="gold", height=410, width=314)
    words = Column(look, spacing=0).put(
        None, Label(look, "Xin chào", Role.LEAD, "ink2"), Label(look, "bà Mỷ", Role.NAME), None
    )
    row = Row(look, spacing=44)
    row.addWidget(portrait)
    row.addLayout(words, 1)
    facts = (Fact("Họ và tên", "Vàng Thị Mỷ"), Fact("Ngày sinh", "08/03/1962"), Fact("Số căn cước", "•••• •••• 0123"))
    banner = Banner(
        look, Tone.OK, "Thẻ thật, dữ liệu nguyên vẹn", "Chữ ký của Bộ Công an trên chip: khớp.", "shield-check"
    )
    return _screen(
        look, strings, (row, banner, Facts(look, strings, facts), None), Button(look, "Đúng, là tôi", icon="check"), 1
    )


def tiles(look: Look, strings: Strings) -> Made:
    cells: list[QWidget] = [
        Tile(look, "baby-carriage", "Nhà có em bé", "Khai sinh, bảo hiểm y tế"),
        Tile(look, "hearts", "Kết hôn", "Đăng ký kết hôn"),
        Tile(look, "candle", "Có người mất", "Khai tử, tiền mai táng"),
        Tile(look, "home", "Chỗ ở", "Thường trú, tạm trú"),
        Tile(look, "pig-money", "Tiền trợ cấp", "Người già, hộ nghèo"),
        Tile(look, "file-text", "Xem hồ sơ đã nộp", alternative=True),
    ]
    search = Field(look, strings, placeholder="Tìm việc khác", icon="search", large=False)
    items = (Heading(look, "Bà Mỷ cần làm việc gì?"), search, Grid(look, columns=2).fill(cells), None)
    return _screen(look, strings, items, Button(look, "Xem hồ sơ đã nộp", Kind.ALTERNATIVE, "file-text"), 2)


def papers(look: Look, strings: Strings) -> Made:
    band = FactBand(
        look,
        (
            ("clock", "1 ngày", "làm việc là xong"),
            ("gift", "Miễn phí", "không mất tiền"),
            ("map-pin", "Tại xã", "nhận giấy khai sinh"),
        ),
    )
    cards = (
        PaperCard(
            look,
            Picture.BIRTH_PAPER,
            PaperText(
                title="Giấy chứng sinh",
                lines=("Bệnh viện hoặc trạm y tế đưa khi bé ra đời.",),
                chip="Lát nữa chụp",
                chip_tone=Tone.ACTION,
                chip_icon="camera",
            ),
        ),
        PaperCard(
            look,
            Picture.ID_CARD,
            PaperText(
                title="Căn cước của bà",
                lines=("Máy đã đọc rồi, bà không phải làm gì thêm.",),
                chip="Đã có",
                chip_tone=Tone.OK,
                chip_icon="check",
            ),
        ),
        PaperCard(
            look,
            Picture.MARRIAGE_PAPER,
            PaperText(
                title="Đăng ký kết hôn của bố mẹ bé",
                lines=("Nếu bố mẹ bé đã cưới có đăng ký.",),
                chip="Cán bộ tự tra, bà không phải mang",
                chip_icon="database",
            ),
        ),
    )
    items = (Heading(look, "Khai sinh cho cháu bé"), band, Label(look, "Bà cần có", Role.H2), *cards, None)
    return _screen(look, strings, items, Button(look, "Bắt đầu làm", icon="arrow-right"), 2)


def writing(look: Look, strings: Strings) -> Made:
    name = Field(look, strings, value="Sùng Minh Khuê", large=True)
    name.set_editing(True)
    facts = Facts(
        look, strings, (Fact("Người đi khai", "Vàng Thị Mỷ", True), Fact("Ngày sinh", "08/03/1962", True)), compact=True
    )
    items: tuple[Item, ...] = (Heading(look, "Tên của cháu bé là gì?"), Lead(look, "Ghi đủ họ, chữ đệm và tên."), name)
    made = _screen(look, strings, (*items, None) if look.large else (*items, facts, None), None)
    keyboard = Keyboard(look, strings)
    keyboard.attach(name)
    made.column.addWidget(keyboard)
    made.column.addWidget(Footer(look, strings, Button(look, "Tiếp tục", icon="arrow-right")))
    return made


def keyboards(look: Look, strings: Strings) -> Made:
    letters, capitals, signs, pad = (Keyboard(look, strings) for _ in range(4))
    for keyboard, acts in ((capitals, (Act.SHIFT, Act.SHIFT, Act.ORDER)), (signs, (Act.SYMBOLS,))):
        for act in acts:
            keyboard.tap(Key(act, word="keyboard.shift"))
    pad.attach(None, Mode.NUMBERS, extra="/")
    return _page(look, letters, capitals, signs, pad, margins=0)


def capture(look: Look, strings: Strings) -> Made:
    live = LivePicture(look, "Camera")
    live.set_image(_table())
    live.set_corners(_corners())
    live.set_hint("Giữ yên... máy sắp chụp", "Thấy đủ bốn góc giấy rồi")
    live.set_count(1, 0.8)
    row = Row(look, spacing=20)
    row.addWidget(Heading(look, "Chụp giấy chứng sinh"), 1)
    row.addWidget(Chip(look, "Tờ 1 trong 1"))
    made = _screen(
        look,
        strings,
        (row, Lead(look, "Đặt giấy trên mặt bàn, dưới camera.")),
        Button(look, "Chụp ngay", icon="camera"),
        4,
    )
    made.body.addWidget(live, 1)
    return made


def _corners() -> list[tuple[float, float]]:
    """Where the drawn paper lies in the drawn picture."""
    turned = QTransform().translate(44, -31).scale(680 / 480, 680 / 480).translate(40, 78).rotate(-4)
    return [turned.map(QPointF(x, y)).toTuple() for x, y in ((0, 0), (366, 0), (366, 516), (0, 516))]


def _table() -> QImage:
    """A drawn table with a paper on it, as a camera would see it."""
    image = QImage(768, 1000, QImage.Format.Format_RGB32)
    painter = smooth(QPainter(image))
    draw_picture(painter, Look(), Picture.PAPER_ON_TABLE, QRectF(44, -50, 680, 1000))
    painter.end()
    return image


def retake(look: Look, strings: Strings) -> Made:
    bad = PhotoView(look, "Ảnh vừa chụp", frame="warn", caption="Ảnh vừa chụp", icon="x")
    good = PhotoView(look, "Ảnh cần có", frame="ok", caption="Ảnh cần có: chữ rõ", icon="check")
    for view, picture in ((bad, Picture.PAPER_BLURRED), (good, Picture.PAPER_ON_TABLE)):
        view.set_image(_picture(picture))
    tips = Card(look, spacing=16, padding=(36, 20, 36, 20))
    tips.body.put(
        Note(look, "hand-stop", "Đặt giấy phẳng, bỏ tay ra", "ink"),
        Note(look, "bulb", "Đừng để bóng người che giấy", "ink"),
    )
    banner = Banner(look, Tone.WARN, "Ảnh bị mờ: đặt giấy nằm yên", "Bỏ tay ra khỏi giấy rồi chờ máy tự chụp.")
    anyway = Button(look, "Vẫn dùng ảnh này, nhờ cán bộ xem", Kind.SECONDARY, height=104, role=Role.SMALL_BUTTON)
    pair = Row(look, spacing=28)
    pair.addWidget(bad, 1)
    pair.addWidget(good, 1)
    return _screen(
        look,
        strings,
        (Heading(look, "Mời bà chụp lại"), banner, pair, tips, anyway, None),
        Button(look, "Chụp lại", icon="camera"),
        4,
    )


def _picture(picture: Picture) -> QImage:
    image = QImage(480, 680, QImage.Format.Format_RGB32)
    painter = smooth(QPainter(image))
    draw_picture(painter, Look(), picture, QRectF(image.rect()))
    painter.end()
    return image


def review(look: Look, strings: Strings) -> Made:
    cards = [
        EditCard(look, strings, icon, PaperText(label, title, lines))
        for icon, label, title, lines in (
            ("baby-carriage", "Cháu bé", "Sùng Minh Khuê", ("Con gái, sinh 18/11/2026", "Tại trạm y tế xã Đồng Văn")),
            ("users", "Bố mẹ bé", "Sùng Mí Lử\nGiàng Thị Say", ()),
            ("id", "Người đi khai", "Vàng Thị Mỷ", ("Bà nội, sinh 08/03/1962",)),
            ("map-pin", "Nhận kết quả", "Tại UBND xã Đồng Văn", ("2 bản giấy, có nhắn tin",)),
        )
    ]
    note = Note(look, "info-circle", "Bấm **Nộp hồ sơ** là bà cam đoan những điều trên đúng.", "ink")
    head = (Heading(look, "Bà xem lại giúp"), Lead(look, "Chỗ nào chưa đúng, bà bấm Sửa."))
    return _screen(look, strings, (*head, *cards, note, None), Button(look, "Nộp hồ sơ", icon="send"), 5)


def received(look: Look, strings: Strings) -> Made:
    ticket = Ticket(
        look,
        "Mã tạm của bà",
        "KS-7F3K-92",
        "Đưa mã này cho cán bộ khi đến lấy giấy.",
        "KS-7F3K-92",
        (Fact("Khai sinh cho cháu", "Sùng Minh Khuê"), Fact("Máy nhận lúc", "8 giờ 40, 23/11/2026")),
        "Mời bà quay lại xã lấy giấy, dự kiến",
        "Thứ Tư 25/11, từ 14 giờ",
    )
    line = "Hồ sơ đã cất an toàn trong máy này. Gửi xong, máy nhắn tin mã chính thức cho bà."
    banner = Banner(look, Tone.NETWORK, "Hồ sơ sẽ được gửi khi có mạng", line)
    note = Note(look, "printer", "Bà in giấy hẹn, giữ lại để tra hồ sơ.")
    items = (Heading(look, "Máy đã nhận hồ sơ\ncủa bà Mỷ"), ticket, banner, note, None)
    return _screen(look, strings, items, Button(look, "In giấy hẹn", icon="printer"), 6)


def tracking(look: Look, strings: Strings) -> Made:
    nodes = (
        Node(NodeState.DONE, "Máy đã nhận", "Thứ Hai 23/11, 8 giờ 40"),
        Node(NodeState.DONE, "Đã gửi đến xã", "Thứ Hai 23/11, 10 giờ 15"),
        Node(NodeState.NOW, "Cán bộ đang xem", "Từ 14 giờ"),
        Node(
            NodeState.ACT,
            "Cần bà bổ sung 1 giấy",
            "Trước thứ Sáu 27/11",
            "Chụp lại giấy chứng sinh",
            "Ảnh cũ thiếu góc dưới, không thấy con dấu. Bà chụp ngay tại máy này được.",
            Picture.TORN_PAPER,
        ),
        Node(NodeState.LATER, "Xã ký giấy khai sinh", "Sau khi đủ giấy, 1 ngày làm việc"),
        Node(NodeState.LATER, "Bà đến lấy giấy", "Máy nhắn tin cho bà"),
    )
    items = (
        Heading(look, "Hồ sơ khai sinh"),
        Lead(look, "Cháu Sùng Minh Khuê · KS-7F3K-92"),
        Timeline(look, nodes),
        None,
    )
    return _screen(look, strings, items, Button(look, "Chụp bổ sung", icon="camera"), 6)


def choosing(look: Look, strings: Strings) -> Made:
    names = (
        "Kinh",
        "Tày",
        "Thái",
        "Mường",
        "Khmer",
        "Hoa",
        "Nùng",
        "Mông",
        "Dao",
        "Gia Rai",
        "Ê Đê",
        "Ba Na",
        "Lô Lô",
        "Giáy",
    )
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
    pickers[1].open(Part.MONTH)
    pickers[2].open(Part.YEAR)
    return _page(look, Heading(look, "Cháu sinh ngày nào?"), *pickers, spacing=36)


def pictures(look: Look, strings: Strings) -> Made:
    cells: list[QWidget] = [Illustration(look, picture, picture.value, height=300) for picture in Picture]
    return _page(look, Grid(look, columns=3, spacing=20, large_columns=3).fill(cells))


def rail(look: Look, strings: Strings) -> Made:
    """The lying screen: a rail at the left, the tiles beside it."""
    ground = Ground(look)
    column = Column(look, ground, spacing=0)
    side = Rail(look, strings, "Xã Đồng Văn", "tỉnh Tuyên Quang")
    side.set_step(2, 6, "Chọn việc", "Điền tờ khai")
    side.body.put(
        Heading(look, "Bà Mỷ cần làm việc gì?"), Field(look, strings, placeholder="Tìm việc khác", icon="search")
    )
    words = (
        ("baby-carriage", "Nhà có em bé"),
        ("hearts", "Kết hôn"),
        ("candle", "Có người mất"),
        ("home", "Chỗ ở"),
        ("map-2", "Đất đai"),
        ("pig-money", "Tiền trợ cấp"),
    )
    cells: list[QWidget] = [Tile(look, icon, title, "Khai sinh, bảo hiểm y tế") for icon, title in words]
    grid = Grid(look, columns=3, spacing=24, large_columns=2).fill(cells)
    room = Column(look, margins=(40, 40, 56, 40))
    room.addLayout(grid, 1)
    row = Row(look, spacing=0)
    row.addWidget(side)
    row.addLayout(room, 1)
    column.addLayout(row, 1)
    return Made(ground, column, column)


SHEETS: dict[str, Sheet] = {
    sheet.__name__: sheet
    for sheet in (
        components,
        start,
        consent,
        identify,
        reading,
        hello,
        tiles,
        papers,
        writing,
        keyboards,
        capture,
        retake,
        review,
        received,
        tracking,
        choosing,
        dates,
        pictures,
        rail,
    )
}

"""What makes a screen fit for a hall: whole names, whole words, whole papers, and one voice to the person."""

from __future__ import annotations

from dataclasses import replace

import pytest
import resident_board as board
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from kiosk.config import Office
from kiosk.devices.ports import Preview
from kiosk.domain.checks import Level, Problem
from kiosk.domain.citizen import Address
from kiosk.domain.paper import Hint
from kiosk.errors import NoPage
from kiosk.ui import resident as r
from kiosk.ui.resident.editors import ChoiceEditor
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.spoken_times import person
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import HeaderBar, InfoBlock, Label, LivePicture, NumberStepper, QrView, Segmented
from kiosk.ui.widgets.text import lay_out
from kiosk.words import words


def lines(look: Look, text: str, role: TextRole, width: float) -> list[str]:
    (layout,) = lay_out(look, text, role, width, balance=True).layouts
    spans = [layout.lineAt(index) for index in range(layout.lineCount())]
    return [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in spans]


@pytest.mark.parametrize("text", [100, 150])
def test_a_balanced_heading_breaks_between_words_only(qapp: QApplication, text: int) -> None:
    look = Look(text_percent=text)
    for width in range(300, 700, 20):
        said = "Register a birth"
        wide = QFontMetricsF(look.font(TextRole.H1)).horizontalAdvance("Register") + 2
        assert " ".join(lines(look, said, TextRole.H1, max(width, wide))) == said


def test_the_review_of_a_birth_is_one_leaf(qapp: QApplication) -> None:
    for shell, _ in board.shown("08-review", "up-light-100-vi"):
        assert shell.screen_shown is not None
        assert shell.screen_shown.leaves.leaves == 1


@pytest.mark.parametrize("name", ["09-received", "09-received-linked"])
def test_how_it_was_is_asked_whatever_was_filed_with_it(qapp: QApplication, name: str) -> None:
    for shell, _ in board.shown(name, "up-light-100-vi"):
        assert any(one.isVisible() for one in shell.findChildren(Segmented))


def test_what_is_owed_has_more_than_half_of_an_upright_page(qapp: QApplication) -> None:
    for shell, _ in board.shown("10-track-fee", "up-light-100-vi"):
        (code,) = (one for one in shell.findChildren(QrView) if one.isVisible())
        (owed,) = (one for one in shell.findChildren(InfoBlock) if one.isVisible() and "16.000" in one.spoken())
        assert owed.width() > shell.stage.width() / 2 and owed.geometry().right() < code.geometry().left()


@pytest.mark.parametrize("commune", ["Xã Đồng Văn", "Phường Nguyễn Thị Minh Khai"])
@pytest.mark.parametrize("text", [100, 150, 200])
def test_the_name_of_the_commune_is_never_shortened(qapp: QApplication, commune: str, text: int) -> None:
    look = Look(text_percent=text)
    header = HeaderBar(look, Strings("en"), commune, "tỉnh Tuyên Quang")
    header.set_step(2, 6, "What to do", "The form")
    header.resize(1080, header.heightForWidth(1080) if header.hasHeightForWidth() else header.sizeHint().height())
    header.stand_alone()
    QApplication.processEvents()
    place = header.place
    first, _ = place._blocks(place.width() - place._left())
    shown = "".join(layout.text() for layout in first.layouts)
    assert shown == commune
    assert first.width <= place.width() - place._left() + 2
    assert place.height_for(place.width()) <= place.height()


@pytest.mark.parametrize("size", [QSize(968, 1264), QSize(1290, 940), QSize(900, 700)])
@pytest.mark.parametrize("frame", [QSize(1080, 1440), QSize(1440, 1080)])
def test_every_corner_the_camera_sees_is_on_the_glass_and_clear_of_the_panel(
    qapp: QApplication, size: QSize, frame: QSize
) -> None:
    live = LivePicture(Look())
    live.resize(size)
    image = QImage(frame, QImage.Format.Format_RGB888)
    image.fill(0)
    live.set_image(image)
    live.set_hint("Giữ yên giấy", "Thấy đủ bốn góc giấy rồi")
    live.set_corners([(0, 0), (frame.width(), 0), (frame.width(), frame.height()), (0, frame.height())])
    for corner in live.on_screen():
        assert -1 <= corner.x() <= size.width() + 1
        assert -1 <= corner.y() <= size.height() + 1
    lowest = max(corner.y() for corner in live.on_screen())
    beside = live._panel_room().left() > 0
    assert beside or lowest <= size.height() - live._foot() + 1


def test_copies_say_what_they_come_to(qapp: QApplication) -> None:
    look, strings = Look(debounce=0.0), Strings("vi")
    page = next(page for page in board.birth().pages if page.key == "copies-count")
    filling = board.filled(**{"copies.wanted": "yes", "copies.count": "2"})
    (view,) = r.field_views(filling, page, board.around(), board.groups)
    screen = r.FormScreen(look, strings)
    screen.show_page(page, (view,), {"copies.count": "2"}, {}, ())
    (stepper,) = screen.findChildren(NumberStepper)
    assert stepper.spoken() == "2. 2 bản: 16.000\u00a0đồng"
    stepper.more.click()
    assert stepper.spoken() == "3. 3 bản: 24.000\u00a0đồng"


def number_asked(*, required: bool) -> tuple[r.FormScreen, list[tuple[str, object]]]:
    """A number alone on its page, with nothing given and no default."""
    page = next(page for page in board.birth().pages if page.key == "copies-count")
    (view,) = r.field_views(board.filled(**{"copies.wanted": "yes"}), page, board.around(), board.groups)
    screen, given = r.FormScreen(Look(debounce=0.0), Strings("vi")), []
    screen.answered.connect(lambda key, value, _: given.append((key, value)))
    screen.show_page(page, (replace(view, field=replace(view.field, required=required)),), {}, {}, ())
    return screen, given


def test_an_optional_number_is_filed_only_when_it_was_given(qapp: QApplication) -> None:
    screen, given = number_asked(required=False)
    (stepper,) = screen.findChildren(NumberStepper)
    assert stepper.value is None and screen.main.text() == "Bỏ qua"
    screen.main.click()
    assert given == []
    stepper.more.click()
    assert screen.main.text() == "Tiếp tục" and given == [("copies.count", "1")]
    stepper.less.click()
    assert given[-1] == ("copies.count", "") and screen.main.text() == "Bỏ qua"


def test_a_required_number_waits_until_it_was_chosen(qapp: QApplication) -> None:
    screen, given = number_asked(required=True)
    on = []
    screen.nextAsked.connect(lambda: on.append(True))
    screen.main.click()
    assert given == [] and on == [] and screen.main.waiting
    (stepper,) = screen.findChildren(NumberStepper)
    stepper.more.click()
    screen.main.click()
    assert given == [("copies.count", "1")] and on == [True]


def test_what_is_low_stands_at_the_foot_of_the_leaf(qapp: QApplication) -> None:
    look, strings = Look(), Strings("vi")
    screen = r.Screen(look, strings, "")
    leaves = screen.leaves
    above, below = Label(look, "Trên"), Label(look, "Dưới")
    leaves.resize(900, 1200)
    leaves.set_blocks([above, LeafRow((below,), low=True)])
    assert 0 < above.geometry().top() < 1200 / 4  # in reach of a seated hand
    assert below.geometry().bottom() + 1 == 1200


def test_the_first_picture_of_a_lying_start_is_lying(qapp: QApplication) -> None:
    look, strings = Look(reduced_motion=True), Strings("vi")
    shell, start = Shell(look, strings, Office()), r.StartScreen(look, strings, Office())
    shell.show_screen(start)
    shell.resize(1920, 1080)
    shell.stand_alone()  # no event is waited for: this is what the glass shows first
    shell.grab()
    assert start.band.height() == start.height()
    assert start.below.geometry().left() >= start.band.geometry().right()
    shell.close()


def test_capitals_are_for_official_paper() -> None:
    assert person("SÙNG MINH KHUÊ") == "Sùng Minh Khuê"
    assert person("H'Bia Niê") == "H'Bia Niê"


def test_trouble_is_told_to_the_person_who_stands_there(qapp: QApplication) -> None:
    strings = Strings("vi")
    strings.set_address(Address.GRANDMOTHER)
    said = strings.words.remedy(NoPage(), **strings.forms())
    assert said == "Mời bà đặt giấy vào giữa khung, thấy đủ bốn góc."
    assert words("vi").remedy(NoPage()).startswith("Mời ông bà đặt giấy")


def test_no_sentence_after_the_card_still_says_ong_ba() -> None:
    said = words("vi").texts
    assert [key for key, text in said.items() if "ông bà" in text.casefold()] == [
        "address.older.you",
        "address.older.You",
        "start.greeting",
    ]


@pytest.mark.parametrize(
    "setting", ["up-contrast-200-vi", "lying-light-200-vi", "small-light-100-vi", "up-light-100-en"]
)
def test_what_is_said_under_the_live_picture_takes_at_most_five_lines(qapp: object, setting: str) -> None:
    for language in ("vi", "en"):
        for shell, made in board.shown("07-capture-several", setting):
            made.screen.strings.set_language(language)
            seen = made.screen.live  # type: ignore[attr-defined]
            for hint in Hint:
                made.screen.set_preview(  # type: ignore[attr-defined]
                    Preview(board.pixels(board.table()), None, hint, 0.5, (((0, 0), (9, 0), (9, 9), (0, 9)),))
                )
                assert 0 < seen.hint_lines() <= 5, (hint, language, shell.size())


def test_a_head_that_gets_its_sentence_back_when_the_keyboard_gives_way_is_whole(qapp: QApplication) -> None:
    for shell, made in board.shown("06-asked-again", "up-light-200-en"):
        assert isinstance(made.screen, r.FormScreen)
        made.screen.open("status.number")
        board.settle()
        head = made.screen.head
        assert not head.lead.isHidden() and head.height() >= head.heightForWidth(head.width())
        assert shell.isVisible()


@pytest.mark.parametrize("page", ["child-name", "rare"])
def test_what_is_no_fault_is_not_said_in_red(qapp: QApplication, page: str) -> None:
    def red(level: Level) -> bool:
        look, strings = Look(reduced_motion=True), Strings("vi")
        key = {"child-name": "child.name", "rare": "child.nationality"}[page]
        problem = Problem(key, "T1", level=level, text={"vi": "Sang năm lệ phí sẽ khác.", "en": "The fee will change."})
        screen = board.form_page(page, {key: problem})(look, strings).screen
        screen.resize(1080, 1600)
        screen.show()
        board.settle()
        image, colour = screen.grab().toImage(), QColor(look.theme.err)
        return any(image.pixelColor(x, y) == colour for y in range(image.height()) for x in range(image.width()))

    assert red(Level.STOP) and not red(Level.TELL) and not red(Level.ASK)


def test_the_titles_of_a_pair_are_written_alike(qapp: QApplication) -> None:
    for _, made in board.shown("06-linked", "up-light-100-vi"):
        assert isinstance(made.screen, r.FormScreen) and isinstance(made.screen.editor, ChoiceEditor)
        heights = {tile._blocks(tile.width())[0].height for tile in made.screen.editor.tiles.values()}
        assert len(heights) == 1 and made.screen.editor._pair

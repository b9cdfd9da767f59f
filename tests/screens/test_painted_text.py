"""Words as they are painted, where the sizes of widgets alone told nothing: they leave no widget."""

from __future__ import annotations

import pytest
import resident_board as board
from painted_text import watched_text
from PySide6.QtWidgets import QWidget

from kiosk.ui import resident as r
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import DatePart, Label, NodeState, Timeline, TimelineNode
from kiosk.ui.widgets.text import lay_out, longest_word

LOOKED_AT = [
    ("05-needs-nothing-back", "up-light-100-vi"),
    ("05-needs-nothing-back", "lying-light-200-vi"),
    ("03b-reading", "up-contrast-200-vi"),
    ("03b-reading", "lying-light-200-vi"),
    ("03-identify-laid", "up-contrast-200-vi"),
    ("06-birth", "small-light-100-vi"),
    ("06-name-telex", "up-light-150-vi"),
    ("06-name-spellings", "small-light-100-vi"),
    ("06-signs", "up-contrast-200-vi"),
    ("08-review-open", "up-contrast-200-vi"),
    ("08-review-open", "small-light-100-vi"),
    ("08-fee-transfer", "lying-light-200-vi"),
    ("09-received", "up-contrast-200-vi"),
    ("10-track-fee", "up-contrast-200-vi"),
]


@pytest.mark.parametrize(("name", "setting"), LOOKED_AT)
def test_no_painted_word_is_cut(name: str, setting: str, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched_text(monkeypatch) as seen:
        for shell, _ in board.shown(name, setting):
            shell.grab()
    assert seen.faults == []


@pytest.mark.parametrize("setting", ["small-light-100-vi", "lying-light-200-vi", "up-contrast-200-vi"])
def test_no_year_is_cut(setting: str, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched_text(monkeypatch) as seen:
        for shell, made in board.shown("06-birth", setting):
            assert isinstance(made.screen, r.FormScreen)
            picker = made.screen.editor.picker  # type: ignore[union-attr]
            for part in DatePart:
                picker.open(part)
                board.settle()
                shell.grab()
            picker._show_decades()
            board.settle()
            shell.grab()
    assert seen.faults == []


def test_what_is_cut_is_seen(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word in a widget that is too small for it."""
    holder, look = QWidget(), Look()
    label = Label(look, "Nguyễn Thị Ngữ Ẩn", TextRole.H1)
    label.setParent(holder)
    label.setGeometry(0, 0, 400, 30)
    with watched_text(monkeypatch) as seen:
        holder.grab()
    assert seen.faults and str(Strings("vi").language) == "vi"


def written(words: str, width: int, size: int, *, balance: bool) -> str:
    """The lines of ``words``, a space between them: other than ``words`` where one of them is broken."""
    layout = lay_out(Look(), words, TextRole.LABEL, width, size=size, balance=balance).layouts[0]
    lines = [layout.lineAt(index) for index in range(layout.lineCount())]
    return " ".join(words[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines)


@pytest.mark.parametrize("words", ["Chữ to hơn", "Nghe đọc", "Gọi cán bộ", "Sửa chữ"])
@pytest.mark.parametrize("size", [34, 51, 68])
def test_lines_shared_evenly_break_no_word(words: str, size: int, qapp: object) -> None:
    """ữ and ơ reach over their advance: a line as wide as the word's advance alone is too narrow for it."""
    least = longest_word(Look(), words, TextRole.LABEL, size)
    wide = [width for width in range(least, 3 * least) if written(words, width, size, balance=False) == words]
    assert len(wide) > least
    assert {written(words, width, size, balance=True) for width in wide} == {words}


@pytest.mark.parametrize("words", ["chữ", "Ngữ", "ngơ", "Sơ", "Cỡ chữ"])
@pytest.mark.parametrize("size", [28, 34, 51, 57, 68])
def test_a_word_stands_whole_in_the_width_that_is_asked_for_it(words: str, size: int, qapp: object) -> None:
    least = longest_word(Look(), words, TextRole.LABEL, size)
    assert written(words, least, size, balance=False) == words


def test_a_sum_stands_on_one_line_with_its_unit(qapp: object) -> None:
    words, sum_alone = "Bà trả 16.000 đồng hôm nay", longest_word(Look(), "16.000 đồng", TextRole.LABEL, 34)
    assert sum_alone > longest_word(Look(), "16.000", TextRole.LABEL, 34)
    for width in range(sum_alone, 3 * sum_alone, 7):
        layout = lay_out(Look(), words, TextRole.LABEL, width, size=34).layouts[0]
        assert not [at for at in range(layout.lineCount()) if words[layout.lineAt(at).textStart() :].startswith("đồng")]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_last_step_of_a_way_has_room_for_its_tails(percent: int, qapp: object) -> None:
    """Nothing is painted below the height that the steps ask for."""
    steps = Timeline(Look(text_percent=percent), (TimelineNode(NodeState.LATER, "Có giấy", "chậm nhất 14 giờ"),))
    asked = steps.height_for(968)
    steps.resize(968, asked + 40)
    seen = steps.grab().toImage()
    ground = seen.pixel(967, asked + 39)
    assert {seen.pixel(x, y) for x in range(968) for y in range(asked, asked + 40)} == {ground}

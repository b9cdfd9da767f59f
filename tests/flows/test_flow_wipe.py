"""However a visit ends, nothing of it stays: not on the glass, not in memory, not on the disk, not in the log."""

from __future__ import annotations

import gc
import logging
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import cache, partial
from pathlib import Path
from types import CellType, FunctionType

import pytest
from collector import every_object
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from visit_stage import MY, SHEET, Resident, identity, kiosk, until

from kiosk.app.card_keys import card_key
from kiosk.catalogue import codes, procedure
from kiosk.devices.simulated import person as people
from kiosk.domain.citizen import Address
from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import IdleOverlay, StartScreen
from kiosk.ui.widgets.base import Painted

PERSONAL = ("Vàng Thị Mỷ", "999162001234", "Thào Seo Chứ", "Lù Thị Vá", "Séo Lủng")

SIMULATED = "kiosk.devices.simulated."
"""The card and the person it belongs to lie in this process too: they are the visitor's, not the kiosk's."""


def spoken(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    yield widget.windowTitle()
    if isinstance(widget, Painted):
        yield widget.spoken()


def betrayed(texts: Iterator[str], words: Collection[str] = PERSONAL) -> set[str]:
    """Which of the person's data stand in ``texts``."""
    whole = "\n".join(texts).casefold()
    return {word for word in words if word.casefold() in whole}


def on_the_glass(words: Collection[str] = PERSONAL) -> set[str]:
    return betrayed((text for widget in QApplication.allWidgets() for text in spoken(widget)), words)


def secrets() -> set[str | bytes]:
    """Every secret of the visit, besides names: what opens the card, what its code says, the face, the lines."""
    who = people.person(MY)
    key, photo = card_key(who.qr_text), identity(MY).photo
    assert key is not None and photo is not None and len(key.can) == 6
    return {key.can, key.mrz, who.qr_text, who.mrz, who.mrz_key, photo.data} - {""}


def kept_secrets() -> set[str]:
    """Which of them any object, closure or bound call of the kiosk still holds, by what holds it."""
    wanted, known = secrets(), identity(MY)
    spared = {id(known), id(known.photo), id(known.citizen)}
    with every_object() as objects:
        kinds = (type(item) for item in objects if id(item) not in spared and _holds(item, wanted))
        return {f"{kind.__module__}.{kind.__qualname__}" for kind in kinds}


def _holds(item: object, wanted: Collection[str | bytes]) -> bool:
    values = (bytes(value) if isinstance(value, bytearray) else value for value in _held_by(item))
    return any(isinstance(value, str | bytes) and value in wanted for value in values)


def _held_by(item: object) -> Iterator[object]:
    """What an object of the kiosk's own holds: its fields and their contents, or what a function closed over."""
    if isinstance(item, FunctionType):
        room, held = item.__module__ or "", [_content(cell) for cell in item.__closure__ or ()]
    elif isinstance(item, partial):
        room, held = getattr(item.func, "__module__", "") or "", [*item.args, *item.keywords.values()]
    else:
        room = str(type(item).__module__)
        fields = vars(item) if hasattr(item, "__dict__") else {}
        held = [*fields.values(), *(getattr(item, name, None) for name in getattr(type(item), "__slots__", ()))]
    if not room.startswith("kiosk.") or (room.startswith(SIMULATED) and not room.endswith("card_reader")):
        return
    for value in held:
        yield value
        yield from _inside(value, 4)


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


def _inside(value: object, depth: int) -> Iterator[object]:
    if depth and isinstance(value, dict):
        for part in value.values():
            yield part
            yield from _inside(part, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield part
            yield from _inside(part, depth - 1)


def in_memory() -> set[str]:
    """What any living object of the screens, the form or the desk still holds, wherever it hangs."""
    known = identity(MY)
    spared = {id(known), id(known.citizen)}
    with every_object() as objects:
        held = (vars(item) for item in objects if _of_a_visit(item) and id(item) not in spared)
        return betrayed(text for values in held for text in _strings(values, depth=6))


def _of_a_visit(item: object) -> bool:
    room = str(type(item).__module__)
    return room.startswith(("kiosk.ui", "kiosk.services.filing", "kiosk.domain", "kiosk.devices.ports")) and hasattr(
        item, "__dict__"
    )


@cache
def shipped() -> frozenset[str]:
    """The procedures as they are shipped, whole: their worked examples are made-up people, some of them the stage's."""
    return frozenset(procedure(code).source for code in codes())


def _strings(item: object, depth: int) -> Iterator[str]:
    """Strings in an object's own plain containers; other objects are looked at by themselves."""
    if isinstance(item, str) and item not in shipped():
        yield item
    elif depth and isinstance(item, dict):
        for pair in item.items():
            yield from _strings(pair, depth - 1)
    elif depth and isinstance(item, list | tuple | set | frozenset):
        for part in item:
            yield from _strings(part, depth - 1)


def in_kept(resident: Resident) -> set[str]:
    """What the window's laid-out text still holds: it is as old as the house, which sets its own age aside."""
    return betrayed(_strings(vars(resident.house.look.layouts), depth=6))


def over(resident: Resident) -> None:
    resident.showing(StartScreen)
    resident.settled()
    QApplication.processEvents()


def wiped(resident: Resident, how: str) -> None:
    over(resident)
    visit = resident.visit
    assert visit.visitor.identity is None and visit.walk is None and visit.submission is None and visit.papers == []
    assert on_the_glass() == set()
    assert in_memory() == set() and kept_secrets() == set()
    assert in_kept(resident) == set()
    assert resident.house.strings.address is Address.OLDER, "the next person may be a young man"
    ended = [item.entry for item in resident.store.journal.entries() if item.entry.kind is EventKind.VISIT_ENDED]
    assert [entry.facts["how"] for entry in ended] == [how] and set(ended[0].facts) <= {"how", "touches"}


def through_all(resident: Resident) -> None:
    """Every screen has been filled with somebody's data."""
    resident.come_in()
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)
    assert kept_secrets(), "the test sees what it looks for"
    resident.press("hello.yes")
    resident.at(VisitStep.CHOOSE)
    resident.begin_form()
    resident.fill_all()
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    resident.bind_and_hand_in()
    until(lambda: bool(resident.visit.submission.official), "the official number")
    resident.flow.go(VisitStep.TRACK)
    resident.at(VisitStep.TRACK)
    resident.settled()
    assert on_the_glass() and in_memory() and in_kept(resident), "the test sees what it looks for"
    assert resident.house.strings.address is Address.GRANDMOTHER, "the test sees what it looks for"


def test_after_the_end_nothing_is_left_anywhere(qapp, tmp_path: Path, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with kiosk(tmp_path / "kiosk") as resident:
        through_all(resident)
        resident.flow.leave("finished")
        wiped(resident, "finished")
        assert betrayed(record.getMessage() for record in caplog.records) == set()
    assert caplog.records, "something was logged at all"
    assert on_the_disk(tmp_path / "kiosk") == set()


def on_the_disk(folder: Path, words: Collection[str] = PERSONAL) -> set[str]:
    """Data found in plain in any file of the kiosk's own; the sandbox portal is another house's."""
    forms = {word: [form(word).encode(code) for form in _FORMS for code in ("utf-8", "utf-16-le")] for word in words}
    files = [path for path in folder.rglob("*") if path.is_file() and "sandbox-portal" not in path.parts]
    assert any(path.name == "store.db" for path in files)
    contents = [path.read_bytes() + str(path).encode() for path in files]
    return {word for word, ways in forms.items() for way in ways if any(way in content for content in contents)}


_FORMS = (str, str.upper, str.lower, lambda word: unicodedata.normalize("NFD", word))


def stands_still(resident: Resident) -> None:
    """Nobody touches anything until the kiosk asks; the minute it waits is made short once all is set."""
    guard, asked = resident.flow._guard, list[bool]()
    guard.ask.connect(lambda _: asked.append(isinstance(resident.shell.overlaid, IdleOverlay)))
    guard._gone.setInterval(200)
    guard._quiet.start(200)
    until(lambda: bool(asked), "the question whether anyone is there")
    assert asked[0]


def test_a_card_that_was_shown_and_never_laid_down_is_forgotten(resident: Resident) -> None:
    """The key was seen, and the person walks away with the card."""
    resident.come_in()
    resident.show_card()
    until(lambda: bool(kept_secrets()), "the key seen")
    resident.flow.leave("left")
    wiped(resident, "left")


def test_digits_typed_for_a_card_that_never_came_are_forgotten(resident: Resident) -> None:
    resident.come_in()
    resident.flow._acts[VisitStep.IDENTIFY]._typed(people.person(MY).id_number[-6:])  # type: ignore[attr-defined]
    assert kept_secrets()
    resident.flow.leave("left")
    wiped(resident, "left")


@pytest.mark.parametrize(
    "arrive",
    [Resident.at_form, Resident.at_capture, Resident.at_review, Resident.at_received],
    ids=lambda way: way.__name__,
)
def test_whoever_walks_away_is_forgotten(resident: Resident, arrive: Callable[[Resident], object]) -> None:
    arrive(resident)
    stands_still(resident)
    wiped(resident, "idle")


def test_who_answers_stays(resident: Resident) -> None:
    resident.at_form("child-sex")
    resident.flow._guard._quiet.start(200)
    until(lambda: isinstance(resident.shell.overlaid, IdleOverlay), "the question whether anyone is there")
    resident.flow._guard._quiet.setInterval(60_000)
    resident.press("idle.stay")
    assert resident.shell.overlaid is None and resident.step is VisitStep.FORM
    assert resident.visit.walk.filling.value("child.name") == "Thào Seo Chứ"
    assert not resident.shell.touches.touching


def test_the_bell_is_silent_for_the_next_person(resident: Resident) -> None:
    resident.at_form()
    resident.press("widget.call")
    resident.reads("officer.light.title")
    resident.press("officer.close")
    assert resident.say("shell.called") in resident.words()
    resident.flow.leave("left")
    over(resident)
    resident.flow.begin_visit()
    resident.at(VisitStep.CONSENT)
    assert resident.say("shell.called") not in resident.words()


def test_visits_leave_no_widgets_behind(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kiosk runs for months: what one visit makes, its end takes away."""
    counts = []
    for name in ("Thào Seo Chứ", "Thào Seo Dính", "Thào Seo Lử"):  # for the same child a second time one is asked
        monkeypatch.setitem(SHEET, "child.name", name)
        resident.at_received()
        resident.flow.leave("finished")
        over(resident)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append(len(resident.house.window.findChildren(QWidget)))
    assert counts[2] == counts[1], counts

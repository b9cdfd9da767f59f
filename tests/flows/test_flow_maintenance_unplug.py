"""Every device pulled and put back in every state of maintenance: none falls, what is missing is said where it is
needed and nowhere else, it is there again once it is put back, and whoever is signed in stays.

In a visit: test_flow_unplug.py; at the counter: test_flow_counter_unplug.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from device_plugs import PLUGS, STICK
from maintenance_stage import click, kiosk_house
from maintenance_states import CARD, ENDS, STATES, Inside
from sampling import Sample
from unplug_table import Need, Table

from kiosk.devices.simulated import card_reader
from kiosk.domain.machine_health import CellState
from kiosk.tour.finger import until
from kiosk.ui.counter import desk_card
from kiosk.ui.counter.card_pane import CardStage

Act = Callable[[Inside], object]


@pytest.fixture
def inside(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.1)
    monkeypatch.setattr(desk_card, "BACK_AFTER", 0.05)
    with kiosk_house(tmp_path) as house:
        until(lambda: house.rooms.sign.up, "the line")
        yield Inside(house)


def _start(device: str) -> Act:
    return lambda inside: click(getattr(inside.presenter.devices, device).start)


def _tried(device: str) -> Act:
    """Tried again, and well."""

    def again(inside: Inside) -> None:
        panel = getattr(inside.presenter.devices, device)
        click(panel.start)
        until(lambda: panel.start.isEnabled() and not panel.fault.isVisible(), f"the {device} again")

    return again


def _measured(inside: Inside) -> None:
    inside.bench.put_paper("good")
    _tried("camera")(inside)


def _card_read(inside: Inside) -> None:
    card = inside.presenter.devices.card
    inside.ask_card()
    inside.bench.place_card(CARD)
    until(lambda: card.start.isEnabled() and card.table.rowCount() > 0, "the card, read")
    inside.bench.lift_card()


def _waits_for_a_card(inside: Inside) -> None:
    stage = lambda: inside.presenter._card._card.stage  # noqa: E731
    until(lambda: stage() is CardStage.WAITING, "that a card is waited for again")


def _share_looked_for(inside: Inside) -> None:
    shares = inside.page().shares  # type: ignore[attr-defined]
    click(shares.camera)


def _share_again(inside: Inside) -> None:
    """The camera looks once more, until it is left."""
    _share_looked_for(inside)
    shares, words = inside.page().shares, inside.presenter.stage.kit.say("share_looking")  # type: ignore[attr-defined]
    until(lambda: shares.result.text() == words, words)
    assert not inside.presenter.stage.frame.fault.isVisible()


def _share_printed(inside: Inside) -> None:
    before = inside.house.rooms.services.printer.last
    inside.press("following")
    until(lambda: inside.house.rooms.services.printer.last != before, "the share")


def _saved(inside: Inside) -> None:
    click(inside.presenter.home.report_page.save)
    root = inside.house.rooms.services.sticks.plug(STICK)
    until(lambda: any(root.glob("san-sang-*.pdf")), "the report on the stick")


def _exported(inside: Inside) -> None:
    page = inside.presenter.queue.page
    click(page.export)
    until(lambda: page.export.isVisible() and STICK in page.stick_title.text(), "the filings on the stick")


def _journal_out(inside: Inside) -> None:
    page = inside.presenter.stored.page
    click(page.export)
    until(lambda: bool(page.note.text()), "the journal on the stick")


def _measure(inside: Inside) -> None:
    click(inside.presenter.way.page.speed_button)


def _speed(inside: Inside) -> None:
    until(lambda: inside.house.rooms.sign.up, "the line again")
    page = inside.presenter.way.page
    _measure(inside)
    until(lambda: page.speed_button.isEnabled() and "kbit/s" in page.speed.text(), "the speed")


def _board(cell: str, *, good: bool) -> Act:
    def look(inside: Inside) -> None:
        page = inside.presenter.home.page

        def seen() -> bool:
            if page.again.isEnabled() and page.board is not None:
                if (page.board.cell(cell).state is CellState.GOOD) is good:
                    return True
                inside.presenter.home.look()
            return False

        until(seen, f"{cell} {'well' if good else 'missing'}")

    return look


PRINT = Need("error.device.printer", lambda inside: inside.press("following"), _share_printed)

NEEDED: dict[tuple[str, str], Need] = {
    ("reader", "sign-in"): Need("error.card.no-reader", again=_waits_for_a_card),
    ("reader", "card-reader"): Need("error.card.no-reader", Inside.ask_card, _card_read),
    ("reader", "reading"): Need("error.card.no-reader", again=_card_read),
    ("camera", "card-reader"): Need("error.device.camera", _start("card"), _card_read),
    ("camera", "camera"): Need("error.device.camera", _start("camera"), _measured),
    ("camera", "keys"): Need("error.device.camera", _share_looked_for, _share_again),
    ("camera", "restore"): Need("error.device.camera", _share_looked_for, _share_again),
    ("printer", "printer"): Need("error.device.printer", _start("printer"), _tried("printer")),
    ("paper", "printer"): Need("error.device.paper", _start("printer"), _tried("printer")),
    ("printer", "printing"): PRINT,
    ("paper", "printing"): Need("error.device.paper", PRINT.use, PRINT.again),
    ("scanner", "scanner"): Need("error.device.scanner", _start("scanner"), _tried("scanner")),
    ("stick", "report"): Need(
        "error.maintenance.no-stick", lambda inside: click(inside.presenter.home.report_page.save), _saved
    ),
    ("stick", "queue"): Need(
        "error.maintenance.no-stick", lambda inside: click(inside.presenter.queue.page.export), _exported
    ),
    ("stick", "store"): Need(
        "error.maintenance.no-stick", lambda inside: click(inside.presenter.stored.page.export), _journal_out
    ),
    ("stick", "updates"): Need(
        "error.maintenance.no-stick", lambda inside: inside.press("catalogue-stick"), passes=False
    ),
    ("line", "line"): Need("error.line.down", _measure, _speed),
    **{
        (device, "overview"): Need(
            f"maintenance.cell.{plug.cell}", _board(plug.cell, good=False), _board(plug.cell, good=True)
        )
        for device, plug in PLUGS.items()
        if plug.cell is not None
    },
}

TABLE = Table(STATES, ENDS, NEEDED)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("device", PLUGS)
def test_a_device_goes_and_comes_in_every_state(device: str, inside: Inside, sample: Sample) -> None:
    states = sample.of(f"unplugged in maintenance {device}", STATES, 4)
    faults = TABLE.play(inside, device, PLUGS[device], states)
    assert not faults, "\n\n".join(faults)

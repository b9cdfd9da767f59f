"""What every slip printer promises: the simulated one, and the real class on a private CUPS."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from cups_server import CupsServer, why_not
from PIL import Image, ImageDraw

from kiosk.devices.ports import SlipPrinter
from kiosk.devices.printer import CupsPrinter
from kiosk.devices.simulated.printer import PaperPrinter
from kiosk.domain.device_health import State
from kiosk.domain.strip import Strip
from kiosk.errors import PaperOut, PrinterGone


def strip(height: int = 812) -> Strip:
    picture = Image.new("1", (576, height), 1)
    ImageDraw.Draw(picture).rectangle((40, 40, 200, 120), fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Strip(out.getvalue(), 203, "slip")


@dataclass(frozen=True)
class Rig:
    printer: SlipPrinter
    printed: Callable[[], list[bytes]]
    take_paper_out: Callable[[], object]
    put_paper_in: Callable[[], object]
    unplug: Callable[[], object]


def simulated(folder: Path) -> Iterator[Rig]:
    printer = PaperPrinter(folder / "paper")

    def switch(name: str, value: bool) -> Callable[[], object]:
        return lambda: setattr(printer, name, value)

    yield Rig(
        printer,
        lambda: [path.read_bytes() for path in sorted((folder / "paper").glob("*.pdf"))],
        switch("out_of_paper", True),
        switch("out_of_paper", False),
        switch("unplugged", True),
    )


def cups(folder: Path) -> Iterator[Rig]:
    missing = why_not()
    if missing:
        pytest.skip(missing)
    with CupsServer() as server:
        printer = CupsPrinter("slips", environment=server.environment, taken_within=20.0, grace=0.6)
        yield Rig(printer, server.printed, server.take_paper_out, server.put_paper_in, server.stop)


@pytest.fixture(params=[simulated, cups], ids=lambda make: str(make.__name__))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    yield from request.param(tmp_path)


def test_a_slip_comes_out_80_mm_wide_and_as_long_as_it_is(rig: Rig) -> None:
    assert rig.printer.health().state is State.READY
    rig.printer.print_strip(strip(812))
    (pdf,) = rig.printed()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        width, height = (float(v) / 72 * 25.4 for v in opened.pages[0].MediaBox[2:])
        assert len(opened.pages) == 1
    assert width == pytest.approx(80, abs=0.1)
    assert height == pytest.approx(812 / 203 * 25.4, abs=1.1)


def test_every_slip_comes_out_once(rig: Rig) -> None:
    for height in (300, 500, 700):
        rig.printer.print_strip(strip(height))
    assert len(rig.printed()) == 3


def test_without_paper_nothing_is_printed_then_or_later(rig: Rig) -> None:
    rig.take_paper_out()
    with pytest.raises(PaperOut):
        rig.printer.print_strip(strip())
    assert rig.printer.health().state is State.DEGRADED
    rig.put_paper_in()
    rig.printer.print_strip(strip(300))
    assert rig.printer.health().state is State.READY
    assert len(rig.printed()) == 1


def test_a_printer_that_is_gone_says_so(rig: Rig) -> None:
    rig.unplug()
    assert rig.printer.health().state is State.MISSING
    with pytest.raises(PrinterGone):
        rig.printer.print_strip(strip())


def test_a_queue_that_does_not_exist_is_a_printer_that_is_gone(tmp_path: Path) -> None:
    printer = CupsPrinter("no-such-queue", environment={"CUPS_SERVER": str(tmp_path / "no.sock")})
    assert printer.health().state is State.MISSING
    with pytest.raises(PrinterGone):
        printer.print_strip(strip())


def test_the_simulated_one_never_leaves_half_a_slip_and_never_writes_one_over(tmp_path: Path) -> None:
    first = PaperPrinter(tmp_path)
    first.print_strip(strip(300))
    again = PaperPrinter(tmp_path)
    again.print_strip(strip(300))
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["slip-0001.pdf", "slip-0002.pdf"]
    assert again.last == tmp_path / "slip-0002.pdf"

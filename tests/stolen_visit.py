"""A kiosk that is carried off in the middle of a visit: FOLDER NAME [CUPS-SOCKET] on the command line.

A whole visit by touch with its slip printed, its dossier sent, its supplement asked for and a backup made; then a
second one, as far as the review, and the plug is pulled. ``NAME`` is the child's name in both.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import visit_stage
from PySide6.QtWidgets import QApplication
from visit_stage import Resident, kiosk, until

from kiosk.devices.printer import CupsPrinter
from kiosk.devices.simulated.printer import PaperPrinter
from kiosk.domain.visit import VisitStep
from kiosk.services.key_source import key_source
from kiosk.store.keys.rekey import make_recovery
from kiosk.store.recovery.backup import back_up
from kiosk.ui.resident import StartScreen
from kiosk_sandbox.dossiers import Action


def main(folder: Path, name: str, cups: str = "") -> None:
    QApplication(sys.argv[:1])
    visit_stage.SHEET["child.name"] = name
    with kiosk(folder) as resident:
        if cups:
            print_for_real(resident.bench.printer, CupsPrinter("slips", environment={"CUPS_SERVER": cups}))
        first(resident, name)
        backed_up(resident, folder)
        resident.at_review()
        until(lambda: resident.visit.papers[0].ref is not None, "the page is durable")
        resident.settled()
        sys.stdout.write("at the review\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def first(resident: Resident, name: str) -> None:
    resident.at_review()
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    until(lambda: resident.visit.submission.official != "", "the official number")
    resident.press("received.print")
    until(lambda: resident.bench.printer.last is not None, "the slip")
    resident.settled("printer")
    server = resident.rooms.server
    assert server is not None
    server.dossiers.act(resident.visit.submission.official, Action.ASK, f"Thiếu giấy chứng sinh của {name}")
    resident.flow.leave("finished")
    resident.showing(StartScreen)
    resident.settled()


def print_for_real(paper: PaperPrinter, printer: CupsPrinter) -> None:
    """Every slip goes through the spool of a real CUPS too."""
    simulated = paper.print_strip
    paper.print_strip = lambda strip: (printer.print_strip(strip), simulated(strip))[1]  # type: ignore[method-assign]


def backed_up(resident: Resident, folder: Path) -> None:
    source = key_source(resident.rooms.services.config)
    make_recovery(folder, source)
    key = source.load()
    assert key is not None
    back_up(resident.store, key, folder.parent / "stick")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

"""A logind that says whether the machine may be started anew, and notes when it was: ANSWER FILE on the line."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

NAME, PLACE = "org.freedesktop.login1", "/org/freedesktop/login1"


@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.Manager"})
class LogindStub(QObject):
    def __init__(self, answer: str, notes: Path) -> None:
        super().__init__()
        self._answer, self._notes = answer, notes

    @Slot(result=str)
    def CanReboot(self) -> str:
        return self._answer

    @Slot(bool)
    def Reboot(self, interactive: bool) -> None:
        self._notes.write_text(f"interactive={interactive}")


def main(answer: str, notes: str) -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.systemBus()
    stub = LogindStub(answer, Path(notes))
    assert bus.registerObject(PLACE, stub, QDBusConnection.RegisterOption.ExportAllSlots), bus.lastError().message()
    assert bus.registerService(NAME), bus.lastError().message()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])

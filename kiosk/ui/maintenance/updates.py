"""Updates: catalogue and program side by side; what comes, and from whom, before it is taken; the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.update_facts import ComingUpdate, UpdateFacts
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage

ICONS = {"catalogue": "files", "program": "package"}


class UpdatesPage(MaintenancePage):
    """``looked`` and ``taken``: catalogue or program, and whether from the stick. ``dropped``: what was looked at.
    ``back``: the catalogue before."""

    command = "kiosk catalogue coming; kiosk catalogue update; kiosk catalogue update --program; kiosk catalogue back"
    looked = Signal(str, bool)
    taken = Signal(str, bool)
    dropped = Signal(str)
    back = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("updates"))
        self.line.setText(kit.say("updates_line"))
        self.result = kit.outcome("h3")
        self.body.addWidget(self.result)
        self._sides = kit.split()
        self.body.addLayout(self._sides)
        self.body.addStretch(1)
        self.facts: tuple[UpdateFacts, ...] = ()

    def show_facts(self, facts: Sequence[UpdateFacts], coming: Mapping[str, ComingUpdate]) -> None:
        """``coming``: what was looked at and can be taken, by kind."""
        self.facts = tuple(facts)
        emptied(self._sides)
        for one in facts:
            self._sides.addWidget(self._side(one, coming.get(one.kind)), 1)

    def _side(self, one: UpdateFacts, coming: ComingUpdate | None) -> QWidget:
        kit = self.kit
        frame, box = kit.card()
        head, name = kit.bar(gap=14), kit.row(gap=14)
        name.addWidget(kit.plate(ICONS[one.kind], 60))
        name.addWidget(kit.label(kit.say(f"updates_{one.kind}"), "h2"), 1)
        head.addLayout(name)
        head.addStretch(1)
        word, tint = ("updates_trusted", "ok") if one.trusted else ("updates_untrusted", "warn")
        head.addWidget(kit.chip(kit.say(word), tint, "shield-check" if one.trusted else "alert-triangle"))
        box.addLayout(head)
        versions = kit.bar(gap=12)
        versions.addWidget(kit.chip(kit.say("updates_runs", version=self._version(one.running)), "plain"))
        if one.waits:
            versions.addWidget(kit.picture("arrow-right", 26))
            versions.addWidget(kit.chip(kit.say("updates_waits", version=self._version(one.named)), "info"))
        elif coming:
            versions.addWidget(kit.picture("arrow-right", 26))
            versions.addWidget(kit.chip(coming.version, "info"))
        versions.addStretch(1)
        box.addLayout(versions)
        if coming:
            self._comes(coming, box)
        else:
            self._is_here(one, box)
        box.addStretch(1)
        return frame

    # --- what is here ---

    def _is_here(self, one: UpdateFacts, box: QVBoxLayout) -> None:
        kit = self.kit
        if one.published and one.until:
            values = {"day": f"{one.published:%d/%m/%Y}", "until": f"{one.until:%d/%m/%Y}"}
            box.addWidget(kit.label(kit.say("updates_published", **values), ""))
        self._changes(one.named, one, box)
        box.addWidget(kit.note(kit.say(f"updates_note_{one.kind}")))
        line = kit.bar(gap=12)
        first = one.kind == "catalogue"
        for carried, picture, key in ((False, "cloud-down", "updates_look"), (True, "usb", "updates_look_stick")):
            role = "primary" if first and not carried else ""
            act = lambda carried=carried, kind=one.kind: self.looked.emit(kind, carried)  # noqa: E731
            button = kit.button(kit.say(key), act, role=role, picture=picture)
            button.setEnabled(one.trusted)
            button.setObjectName(f"{one.kind}-{'stick' if carried else 'line'}")
            line.addWidget(button)
        if first:
            key = "updates_back_to" if one.named else "updates_back"
            back = kit.button(kit.say(key, version=self._version(one.before)), self.back.emit, picture="arrow-back-up")
            back.setEnabled(bool(one.named))
            back.setObjectName("back")
            line.addWidget(back)
        line.addStretch(1)
        box.addLayout(line)

    # --- what comes ---

    def _comes(self, coming: ComingUpdate, box: QVBoxLayout) -> None:
        """All of it before anything is fetched: how large, since when, what changes, whose word it is."""
        kit = self.kit
        day = f"{coming.published:%d/%m/%Y}" if coming.published else "–"
        size = kit.strings.words.file_size(coming.size)
        values = {"version": coming.version, "size": size, "files": coming.files, "day": day}
        key = "updates_coming_stick" if coming.carried else "updates_coming_line"
        box.addWidget(kit.label(kit.say(key, **values), ""))
        if not self._changes(coming.version, coming, box):
            box.addWidget(kit.label(kit.say("updates_none_noted"), "second"))
        if coming.hindrance:
            box.addWidget(kit.note(kit.say(f"updates_hindrance_{coming.hindrance}"), "warn", "alert-triangle"))
        box.addWidget(kit.note(kit.say(f"updates_note_{coming.kind}")))
        line = kit.bar(gap=12)
        words = kit.say("updates_take_version", version=coming.version)
        take = kit.button(
            words, lambda: self.taken.emit(coming.kind, coming.carried), role="primary", picture="cloud-down"
        )
        take.setObjectName(f"{coming.kind}-take")
        take.setEnabled(coming.hindrance != "packages")
        line.addWidget(take)
        leave = kit.button(kit.say("updates_leave"), lambda: self.dropped.emit(coming.kind), picture="x")
        leave.setObjectName(f"{coming.kind}-leave")
        line.addWidget(leave)
        line.addStretch(1)
        box.addLayout(line)

    def _changes(self, version: str, one: UpdateFacts | ComingUpdate, box: QVBoxLayout) -> bool:
        """What came or comes with it, as its publisher signed it, and whose signature that is; whether it says any."""
        kit = self.kit
        notes = one.notes.get(kit.strings.language) or one.notes.get("vi") or ()
        if notes:
            box.addWidget(kit.label(kit.say("updates_changed", version=version), "second"))
        for words in notes:
            box.addWidget(kit.rule())
            line = kit.row(gap=12)
            line.addWidget(kit.picture("check", 24), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(kit.label(words, ""), 1)
            box.addLayout(line)
        if one.signed_by:
            values = {"count": len(one.signed_by), "keys": one.keys, "names": ", ".join(map(_short, one.signed_by))}
            line = kit.row(gap=12)
            line.addWidget(kit.picture("signature", 28, "ok"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(kit.label(kit.say("updates_signed", **values), ""), 1)
            box.addLayout(line)
        return bool(notes)

    def _version(self, version: str) -> str:
        return version or self.kit.say("updates_built_in")


def _short(key: str) -> str:
    """A key's fingerprint as two people compare it aloud."""
    return f"{key[:4]} {key[4:8]}"

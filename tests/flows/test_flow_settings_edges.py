"""Every entry that may be changed at the kiosk, as far as its rule lets it: the kiosk starts and is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from maintenance_stage import kiosk_house, signed_in

from kiosk.config import Config
from kiosk.local_settings import effective, may_be_local
from kiosk.services.settings import SettingsDesk, flat
from kiosk.setting_rules import rule_of
from kiosk.tour.finger import until

LAST = {
    "least": {"delays.idle_wipe": "2", "portal.papers_until": "1", "keeping.idle_until": "1"},
    "most": {"portal.papers_until": "24", "keeping.idle_until": "24"},
}
"""What goes together with another entry that stands at its edge."""

LEFT = ("devices.", "speech.headphones", "speech.loudspeaker", "keeping.chip", "packs", "language", "monitoring.")
"""What names a thing that is there or not; what is not is no reason to stop (tests/flows/test_flow_unplug.py)."""


def edge(name: str, end: str) -> str | None:
    """The least or the most that may stand there; None where there is no such thing."""
    rule = rule_of(name)
    match rule.words:
        case "between" | "whole":
            return str(rule.values[end])
        case "one-of":
            choices = str(rule.values["choices"]).split(", ")
            return choices[0 if end == "least" else -1]
        case "line" | "words":
            return "Xã " + "Ƀ" * (int(rule.values["most"]) - 3) if end == "most" else "x"
        case _:
            return None


def changed(folder: Path, end: str) -> Config:
    """The settings with every entry at that end, as a hand writes them one by one."""
    folder.mkdir()
    desk = SettingsDesk(Config(data=folder))
    names = [one for one in flat(Config()) if may_be_local(one) and not one.startswith(LEFT)]
    values = {name: LAST[end].get(name, edge(name, end)) for name in names}
    narrow = ("delays.idle_ask", "keeping.idle_from", "portal.papers_from")
    for name in sorted(values, key=lambda one: (one in narrow) != (end == "least")):  # no step may cross another entry
        if (value := values[name]) is not None:
            desk.change(name, value)
    return effective(Config(data=folder))


@pytest.mark.parametrize("end", ["least", "most"])
def test_at_the_edge_of_every_rule_it_starts_and_can_be_mended(tmp_path: Path, qapp: object, end: str) -> None:
    config = changed(tmp_path / "data", end)
    names = ("office", "portal", "keeping", "scan", "counter", "sound", "theme", "text", "delays")
    with kiosk_house(tmp_path, **{name: getattr(config, name) for name in names}) as house:
        rows = house.rooms.jobs().rows()
        assert len(rows) == 9 and all(one.following is None or one.following.tzinfo for one in rows)
        presenter = signed_in(house)
        presenter.go("settings")
        until(lambda: bool(presenter.settings.page.entries), "the settings, to be mended")
        assert house.window.minimumSizeHint().width() <= house.window.width(), "all of it within the glass"

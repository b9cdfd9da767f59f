"""A command reads on the reader that the settings name, as the window does; what is typed comes first."""

from __future__ import annotations

from argparse import Namespace

import pytest

from kiosk.commands import Call, card
from kiosk.config import Config, Devices


@pytest.mark.parametrize(
    ("setting", "typed", "name"),
    [
        ("pcsc", "", ""),
        ("ACS ACR1252", "", "ACS ACR1252"),
        ("ACS ACR1252", "Identiv", "Identiv"),
        ("pcsc", "ACS", "ACS"),
    ],
)
def test_the_settings_reader_serves_commands_too(tmp_path, setting, typed, name):
    config = Config(data=tmp_path, devices=Devices(card_reader=setting))
    reader = card._reader(Call(Namespace(reader=typed, simulated=False), config, data_given=True))
    assert reader._name == name
    assert reader._relay == config.delays.relay

"""Settings changed at the kiosk: what may be, what gives way, and never a kiosk that does not start."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import local_settings
from kiosk.app import launch
from kiosk.cli import main
from kiosk.config import Config, load
from kiosk.domain.events import EventKind
from kiosk.errors import DiskFull, NoSettingsBefore, SettingElsewhere, SettingInvalid
from kiosk.local_settings import BEFORE, FILE, TRIES, effective, over, put_in_force
from kiosk.moved_office import put_over
from kiosk.services.opening import opened
from kiosk.services.settings import SettingsDesk, flat
from kiosk.setting_rules import rule_of
from kiosk.words import words


@pytest.fixture
def set_up(tmp_path: Path) -> Config:
    """As a service has it: a file of its own, and a data folder."""
    file = tmp_path / "kiosk.toml"
    file.write_text('language = "en"\n[delays]\nidle_ask = 50\n[office]\nhotline = "0219 000 000"\n', "utf-8")
    (tmp_path / "data").mkdir()
    return load(file).with_(data=tmp_path / "data")


def at(desk: SettingsDesk, name: str) -> SimpleNamespace:
    (one,) = (one for one in desk.entries() if one.name == name)
    return SimpleNamespace(value=one.value, set_up=one.set_up, default=one.default, changed=one.changed)


def test_a_change_lies_over_the_services_own_file_from_the_next_start(set_up: Config) -> None:
    change = SettingsDesk(set_up).change("delays.idle_ask", "45")
    assert (change.before, change.after) == (50, 45.0)
    assert effective(set_up).delays.idle_ask == 45.0 and effective(set_up).office.hotline == "0219 000 000"
    assert effective(set_up).language == "en", "what nobody changed stays"
    assert vars(at(SettingsDesk(set_up), "delays.idle_ask")) == {
        "value": 45.0, "set_up": 50, "default": 60.0, "changed": True
    }  # fmt: skip
    SettingsDesk(set_up).change("text", "150")
    assert SettingsDesk(set_up).revert("delays.idle_ask") == ("delays.idle_ask",)
    assert (effective(set_up).delays.idle_ask, effective(set_up).text) == (50, 150)
    SettingsDesk(set_up).undo()
    assert effective(set_up).delays.idle_ask == 45.0
    assert set(SettingsDesk(set_up).revert()) == {"text", "delays.idle_ask"} and effective(set_up) == set_up


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("delays.idle_ask", "soon", "between"),
        ("delays.idle_ask", "nan", "between"),
        ("delays.idle_ask", "0", "between"),
        ("text", "110", "one-of"),
        ("portal.papers_from", "2.5", "whole"),
        ("portal.papers_from", "24", "whole"),
        ("portal.papers_until", "0", "apart"),
        ("keeping.idle_from", "24", "whole"),  # no hour of a day: the night's jobs could not be told
        ("delays.idle_wipe", "50", "below"),  # wiped before anybody was asked
        ("delays.idle_ask", "90", "below"),
        ("packs", "zz", "pack"),  # in its form, and missed at the start
        ("packs", "hmn en", "pack"),
        ("devices.camera", "²", "camera"),  # a digit to Python, and no number
        ("devices.camera", "9" * 40, "camera"),
        ("devices.printer", "-hevil.example:631", "shaped"),  # lpstat would ask another machine
        ("speech.headphones", "tee:default,'|touch /tmp/x',raw", "shaped"),  # ALSA would start a program
        ("speech.loudspeaker", "plug:file:x", "shaped"),
        ("keeping.chip", "cmd:/tmp/x", "shaped"),  # so would the library of the key chip
        ("keeping.chip", "/tmp/x.so:conf", "shaped"),
        ("devices.camera", "", "camera"),
        ("devices.camera", "simulated", "simulated"),
        ("devices.camra", "1", "misspelt"),
        ("nothing", "1", "unknown"),
        ("office.hotline", "19\n22", "line"),
    ],
)
def test_what_cannot_be_changes_nothing(set_up: Config, name: str, text: str, rule: str) -> None:
    with pytest.raises(SettingInvalid) as told:
        SettingsDesk(set_up).change(name, text)
    assert told.value.values["rule"] == rule and effective(set_up) == set_up
    assert f"config.rule.{rule}" in words("vi").texts


ELSEWHERE = [
    "data", "trust", "demo", "courier.seal", "courier.sign", "portal.url", "portal.username", "portal.password",
    "keeping.key", "keeping.pin", "office.unit", "office.kiosk", "office.bank", "office.account",
    "hall.address",
]  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_whom_it_believes_and_who_it_is_stands_in_the_services_file_alone(set_up: Config, name: str) -> None:
    with pytest.raises(SettingElsewhere):
        SettingsDesk(set_up).change(name, "true")
    section, _, key = name.rpartition(".")
    head = f"[{section}]\n" if section else ""
    (set_up.data / FILE).write_text(f'{head}{key} = "/etc"\n', "utf-8")  # whoever may write in the data folder
    assert effective(set_up) == set_up


def test_a_secret_is_shown_to_nobody(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[portal]\npassword = "mật khẩu"\n', "utf-8")
    assert at(SettingsDesk(load(file).with_(data=tmp_path)), "portal.password").value == "*"


def test_every_entry_says_what_it_means_in_both_languages() -> None:
    for language in ("vi", "en"):
        assert [name for name in flat(Config()) if f"setting.{name}" not in words(language).texts] == []


def test_what_does_not_come_up_gives_way_to_what_did(set_up: Config) -> None:
    desk = SettingsDesk(set_up)
    desk.change("text", "125")
    launch.came_up(set_up.data)
    desk.change("devices.camera", "/dev/video9")
    for _ in range(TRIES):
        local_settings.count_start(set_up.data)
        assert effective(set_up).devices.camera == "/dev/video9"
    local_settings.count_start(set_up.data)
    assert (effective(set_up).devices.camera, effective(set_up).text) == ("0", 125)
    assert desk.refused
    desk.change("text", "150")
    assert not desk.refused


def does_not_come_up(set_up: Config) -> None:
    for _ in range(TRIES + 1):
        local_settings.count_start(set_up.data)


@pytest.mark.parametrize("came_up", [{}, {"theme": "dark"}])
def test_two_changes_without_a_start_between_give_way_to_what_came_up(set_up: Config, came_up: dict[str, str]) -> None:
    desk = SettingsDesk(set_up)
    for name, text in came_up.items():
        desk.change(name, text)
        launch.came_up(set_up.data)
    good = effective(set_up)
    desk.change("keeping.chip", "device:/nowhere")
    desk.change("text", "150")
    does_not_come_up(set_up)
    assert effective(set_up) == good and desk.refused


def test_an_undo_without_a_start_between_is_no_way_back_to_what_it_took_back(set_up: Config) -> None:
    desk = SettingsDesk(set_up)
    desk.change("keeping.chip", "device:/nowhere")
    desk.undo()
    does_not_come_up(set_up)
    assert effective(set_up) == set_up


def test_what_an_earlier_program_had_on_trial_gives_way_too(set_up: Config) -> None:
    """It kept none but the settings before the last change."""
    for name, text in ((FILE, "text = 150\n"), (BEFORE, "text = 125\n"), (local_settings.TRIAL, "1")):
        (set_up.data / name).write_text(text, "utf-8")
    does_not_come_up(set_up)
    assert effective(set_up).text == 125


def test_a_change_after_a_move_leaves_the_name_to_the_move(set_up: Config) -> None:
    new = replace(set_up.office, unit="H15.50.07", kiosk="DV09", commune="Xã Lũng Phìn")
    put_over(set_up.data, set_up.office, new)
    desk = SettingsDesk(set_up)
    assert [one.name for one in desk.entries() if one.changed] == []
    desk.change("text", "150")
    assert local_settings.read(set_up.data).table == {"text": 150}
    assert [one.name for one in desk.entries() if one.changed] == ["text"]
    assert desk.revert() == ("text",) and effective(set_up).office.unit == "H15.50.07"


def test_what_came_up_stays(set_up: Config) -> None:
    SettingsDesk(set_up).change("text", "125")
    launch.came_up(set_up.data)
    for _ in range(2 * TRIES):
        local_settings.count_start(set_up.data)
    assert effective(set_up).text == 125 and not SettingsDesk(set_up).refused


def test_there_is_nothing_before_the_first(set_up: Config) -> None:
    with pytest.raises(NoSettingsBefore):
        SettingsDesk(set_up).undo()


BYTES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [b"text = 150\n", b"text = 7\n", b"[delays]\nidle_ask = 1e999\n", b"[office]\nunit = 1\n", b"delays = 3\n"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(now=BYTES, before=st.one_of(st.none(), BYTES), trial=st.one_of(st.none(), st.binary(max_size=12)))
def test_nothing_in_the_folder_keeps_a_kiosk_from_starting(
    tmp_path_factory: pytest.TempPathFactory, now: bytes, before: bytes | None, trial: bytes | None
) -> None:
    folder = tmp_path_factory.mktemp("data")
    for name, text in ((FILE, now), (BEFORE, before), (local_settings.TRIAL, trial)):
        if text is not None:
            (folder / name).write_bytes(text)
    for _ in range(TRIES + 2):
        local_settings.count_start(folder)
        started = effective(Config(data=folder))
        assert started.text in (100, 150) and started.office == Config().office
    SettingsDesk(started).change("text", "200")
    assert effective(Config(data=folder)).text == 200, "and it can be mended here"


NAMES = sorted(flat(Config()))
HANDS = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1e400", "nan", "inf", "1e300", "true", "24", "0.1", "7", "simulated", "none"]
    ),
    st.sampled_from(["yes", "hmn", "vi hmn", "Q1", "pad", "switches", "dark", "125", "/dev/video9", "../..", "a\x00b"]),
    st.sampled_from(sorted({str(one) for one in flat(Config()).values()})),
    st.integers(-3, 100_000).map(str),
    st.floats().map(str),
    st.text(max_size=12),
)
"""What a hand may write into any entry."""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("speech.headphones", "default"),
        ("speech.headphones", "sysdefault:CARD=PCH"),
        ("speech.headphones", "hdmi:CARD=PCH,DEV=0"),
        ("speech.loudspeaker", "bluealsa:DEV=00:1A:7D:DA:71:13,PROFILE=a2dp"),
        ("devices.camera", "2"),
        ("devices.camera", "/dev/v4l/by-id/usb-046d_C920-video-index0"),
        ("devices.camera", "http://127.0.0.1:8080/stream.mjpg"),
        ("devices.printer", "TSP143-quầy"),
        ("keeping.chip", "device:/dev/tpm0"),
        ("keeping.chip", "swtpm:host=127.0.0.1,port=2321"),
        ("packs", "hmn"),
    ],
)
def test_what_there_is_may_be_named(set_up: Config, name: str, text: str) -> None:
    SettingsDesk(set_up).change(name, text)
    assert flat(effective(set_up))[name] == text


def test_a_pack_that_is_gone_gives_way_to_the_settings_before(set_up: Config) -> None:
    """With an update of the program, or by a hand in the folder."""
    put_in_force(set_up.data, b"text = 150\n")
    launch.came_up(set_up.data)
    put_in_force(set_up.data, b'text = 125\npacks = "zz"\n')
    assert (effective(set_up).packs, effective(set_up).text) == ("", 150)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), HANDS), min_size=1, max_size=6))
def test_whatever_a_hand_enters_is_refused_in_words_or_is_what_the_next_start_reads(
    tmp_path_factory: pytest.TempPathFactory, entered: list[tuple[str, str]]
) -> None:
    config = Config(data=tmp_path_factory.mktemp("data"))
    for name, text in entered:
        before = effective(config)
        try:
            after = SettingsDesk(config).change(name, text).after
        except (SettingInvalid, SettingElsewhere) as error:
            said = [words(language).message(error) for language in ("vi", "en")]
            assert all(said) and effective(config) == before
            continue
        started = flat(effective(config))
        assert started[name] == after and not name.startswith(ELSEWHERE_FAMILIES)
        if (config.data / FILE).exists():
            over(config, local_settings.read(config.data))  # by itself, and not because something else gave way


ELSEWHERE_FAMILIES = ("data", "trust", "demo", "courier.", "hall.", "office.unit", "office.kiosk", "portal.u")
ENTRIES = st.sampled_from(NAMES).flatmap(
    lambda name: st.one_of(HANDS.map(json.dumps), HANDS, st.sampled_from(["[]", "{}", "1979-05-27", "[[x]]"])).map(
        lambda value: (name, value)
    )
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ENTRIES, max_size=5))
def test_whatever_is_written_by_hand_in_the_folder_starts_and_leaves_whom_it_believes(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]
) -> None:
    config = Config(data=tmp_path_factory.mktemp("data"))
    put_in_force(config.data, b"text = 150\n")
    launch.came_up(config.data)
    put_in_force(config.data, b"text = 125\n")
    tops = [f"{name} = {value}" for name, value in lines if "." not in name]
    inner = ["[{}]\n{} = {}".format(*name.split("."), value) for name, value in lines if "." in name]
    (config.data / FILE).write_text("\n".join([*tops, *inner]), "utf-8", errors="replace")
    for _ in range(TRIES + 2):
        local_settings.count_start(config.data)
        started = effective(config)
        now, own = flat(started), flat(config)
        assert all(now[name] == own[name] for name in ELSEWHERE)
        assert all(rule_of(name).allows(value) for name, value in now.items() if name not in ("data", "trust"))
    assert started.text == 150, "what stood before that came back by itself"


def test_what_is_written_is_read_as_it_was(set_up: Config) -> None:
    desk = SettingsDesk(set_up)
    for name, text in (
        ("office.commune", 'Xã "Đồng Văn" \\ Hà'),
        ("keeping.unproven_days", "inf"),
        ("scan.view_mm", "210.5"),
    ):
        desk.change(name, text)
    now = effective(set_up)
    assert now.office.commune == 'Xã "Đồng Văn" \\ Hà' and now.keeping.unproven_days == float("inf")
    assert now.scan.view_mm == 210.5


def test_by_command_with_a_line_in_the_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path)]
    with opened(Config(data=tmp_path)):
        pass
    assert main([*data, "--json", "settings", "set", "theme", "dark"]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "theme", "before": "light", "after": "dark", "journal": True}
    assert main([*data, "--json", "settings", "diff"]) == 0
    (changed,) = json.loads(capsys.readouterr().out)["changed"]
    assert (changed["name"], changed["value"], changed["set_up"]) == ("theme", "dark", "light")
    assert main([*data, "--json", "settings", "revert"]) == 0
    assert main([*data, "settings", "set", "portal.url", "https://x.example"]) == 1
    assert "[config.elsewhere]" in capsys.readouterr().err
    with opened(Config(data=tmp_path)) as store:
        entries = [one.entry for one in store.journal.entries()]
    acts = [one.facts for one in entries if one.kind is EventKind.MACHINE_ACT]
    assert acts == [{"what": "setting", "name": "theme"}, {"what": "setting-reverted", "name": "theme"}]


def test_where_nothing_can_be_written_it_says_so_and_leaves_what_was(
    set_up: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(set_up.data, b"text = 125\n")
    monkeypatch.setattr(local_settings, "write_durably", full)
    with pytest.raises(DiskFull):
        SettingsDesk(set_up).change("text", "150")
    assert effective(set_up).text == 125


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no room")

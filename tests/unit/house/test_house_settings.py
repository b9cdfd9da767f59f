"""The settings file, as a technician may get it wrong: the entry is named at the start, or it means what it says."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.app import launch
from kiosk.cli import main
from kiosk.config import Config, Devices, Keeping, Office, entries_of, load
from kiosk.errors import ConfigError, SettingInvalid
from kiosk.setting_rules import RULES, allowed
from kiosk.ui.palettes import THEMES
from kiosk.words import COMPLETE, words

ODD = (
    *('"x"', '""', '" "', "-1", "0", "1e400", "nan", "inf", "-inf", "true", "[]", "[1]", "{}", "2020-01-01", "1.5"),
    *("99999999999999999999", '"\\u0000"', '"a\\nb"', '"../../etc"', f'"{"z" * 3000}"', "9" * 5000),
)


def entries() -> list[tuple[str, str, Any]]:
    """Every entry: its table, its name, its default."""
    top, inner = [], []
    for name, value in entries_of(Config()).items():
        if is_dataclass(value):
            inner += [(name, one.name, getattr(value, one.name)) for one in fields(value)]
        else:
            top.append(("", name, value))
    return top + inner


def written(folder: Path, text: str) -> Path:
    path = folder / "kiosk.toml"
    path.write_text(text, "utf-8")
    return path


WITH_ANOTHER = ("kiosk.toml", "portal.papers_from", "keeping.idle_from", "delays.idle_ask")
"""Named where two entries do not go together, and the file where it is no TOML."""


@pytest.mark.parametrize(("table", "name", "default"), entries())
def test_every_entry_is_refused_by_its_name_or_is_of_its_kind(
    tmp_path: Path, table: str, name: str, default: Any
) -> None:
    for value in ODD:
        text = f"[{table}]\n{name} = {value}\n" if table else f"{name} = {value}\n"
        path = written(tmp_path, text)
        try:
            config = load(path)
        except ConfigError as error:
            assert name in str(error.values["key"]) or error.values["key"] in WITH_ANOTHER
            continue
        taken = getattr(getattr(config, table) if table else config, name)
        assert isinstance(taken, str) == isinstance(default, str)
        assert not isinstance(taken, int | float) or (not math.isnan(taken) and taken >= 0)
        assert not isinstance(taken, str) or taken.isprintable()
        assert not isinstance(taken, Path) or taken.is_absolute()


@pytest.mark.parametrize("name", ["data", "trust"])
@pytest.mark.parametrize("place", ["", ".", "trust", "../trust", "updates/program/7"])
def test_no_folder_depends_on_where_somebody_stands(tmp_path: Path, name: str, place: str) -> None:
    """An empty trust folder would be the working folder: of a stick, or of the data that the program may write."""
    with pytest.raises(ConfigError):
        load(written(tmp_path, f'{name} = "{place}"\n'))


@pytest.mark.parametrize(
    "text",
    [
        '[keeping]\nkey = "TPM"\n',  # it would lie in a file
        "[keeping]\nidle_from = 3\nidle_until = 3\n",  # a night that never comes
        "[portal]\npapers_from = 24\n",  # papers that never travel
        "[portal]\npapers_from = 24\npapers_until = 0\n",
        "[keeping]\nidle_from = 24\nidle_until = 0\n",
        "[delays]\nidle_ask = 600\nidle_wipe = 1\n",  # a negative wait
        '[keeping]\nkey = "tpm"\npin = "pin"\n',  # of whatever folder somebody stands in
        "[delays]\nidle_wipe = inf\n",  # a screen that is never wiped
        '[portal]\nurl = "https://"\n',
        '[portal]\nurl = "https://example.vn:99999999"\n',
        f"language = {'[' * 100_000}",
        "language = " + "9" * 5000,
    ],
)
def test_what_would_show_weeks_later_shows_at_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "where", "english", "vietnamese"),
    [
        ('[office]\nunit = "H15"\n\n[portal]\nread_timout = 3\n', 5, '"portal.read_timeout"', "“portal.read_timout”"),
        ("\nxyzzy = 1\n", 2, 'no entry "xyzzy"', "không có mục “xyzzy”"),
        ("demo = true\n\n[ofice]\n", 3, 'no entry "ofice"', "không có mục “ofice”"),
        ("portal = 3\n", 1, "must be a section, written [portal]", "viết [portal]"),
        ("[delays]\nidle_ask = 0\n", 2, '"delays.idle_ask" must be a number from 1 to 600', "từ 1 đến 600"),
        ("[portal]\n# o'clock\npapers_from = 7.5\n", 3, "a whole number from 0 to 23", "số nguyên, từ 0 đến 23"),
        ("[delays]\nidle_ask = 300\n", 2, '"delays.idle_ask" must be less than "delays.idle_wipe"', "phải nhỏ hơn"),
        ("text = 110\n", 1, "one of: 100, 125, 150, 200", "một trong: 100, 125, 150, 200"),
        ('demo = "yes"\n', 1, "true or false", "true hoặc false"),
        ('[office]\nbank = "xy"\n', 2, "not in its form, for example: 970436", "chưa đúng dạng"),
        (
            "[portal]\npapers_until = 5\npapers_from = 5\n",
            3,
            'and "portal.papers_until" are the same hour',
            "trùng giờ",
        ),
        ('theme = "dark"\n[portal]\nurl = "http://a.vn"\n', 3, "https address", "địa chỉ https"),
        ('[devices]\nprinter = "simulated"\n', 2, "in the demo alone", "trong bản chạy thử"),
        ('theme = "dark"\ntheme = "light"\n', 2, "this line is not TOML", "không viết đúng quy tắc TOML"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_reason(
    tmp_path: Path, text: str, where: int, english: str, vietnamese: str
) -> None:
    with pytest.raises(SettingInvalid) as caught:
        load(written(tmp_path, text))
    for language, reason in (("en", english), ("vi", vietnamese)):
        message = words(language).message(caught.value)
        assert message.startswith(f"kiosk.toml:{where}: ") and reason in message
        assert "{" not in message
    assert f"kiosk.toml:{where}: " in caught.value.detail


def test_a_command_says_the_line_of_the_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, '[office]\nunit = "H15"\nkioks = "DV02"\n')
    assert main(["--config", str(path), "--say", "en", "queue", "list"]) == 1
    assert 'kiosk.toml:3: there is no entry "office.kioks"; the nearest is "office.kiosk".' in capsys.readouterr().err


def test_every_rule_has_words_in_every_language() -> None:
    rules = {rule.words for rule in RULES.values()} | {
        "line",
        "unknown",
        "misspelt",
        "table",
        "apart",
        "below",
        "pack",
        "toml",
    }
    assert [(one, code) for one in rules for code in COMPLETE if not words(code).has(f"config.rule.{one}")] == []


def test_every_default_may_be_written_down() -> None:
    written_down = [(f"{table}.{name}".lstrip("."), default) for table, name, default in entries()]
    assert [name for name, value in written_down if name not in ("data", "trust") and not allowed(name, value)] == []
    assert set(RULES) <= {name for name, _ in written_down}


def test_the_demo_has_the_twin_of_every_device() -> None:
    twins = Devices.all_simulated()
    assert {getattr(twins, item.name) for item in fields(Devices)} == {"simulated", Devices().screen_mm_wide}


def test_choices_are_those_that_there_are() -> None:
    assert all(allowed("theme", name) for name in THEMES)
    assert all(allowed("language", code) for code in COMPLETE)


@pytest.mark.parametrize(
    ("hours", "closing"),
    [
        ("7:00-11:30, 13:30-17:00", "17:00"),
        ("từ 7h30 đến 16h30", "16:30"),
        ("giờ hành chính", "17:00"),
        ("7:٣٠-1٦:1٩", "17:00"),
    ],
)
def test_an_office_closes_at_an_hour_that_clocks_show(hours: str, closing: str) -> None:
    """Digits of another script are none: every filing's due date is counted with it."""
    assert Office(hours=hours).closing == closing == time.fromisoformat(closing).strftime("%H:%M")


def test_a_night_goes_over_midnight() -> None:
    assert Keeping(idle_from=22, idle_until=2).idle_hours == {22, 23, 0, 1}
    assert Keeping().idle_hours == {1, 2, 3}


def test_the_launcher_works_on_the_data_folder_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the service keeps its store in another place than every command looks at."""
    settings = written(tmp_path, f'data = "{tmp_path / "elsewhere"}"\n')
    begun: list[str] = []
    monkeypatch.setattr("os.execve", lambda _path, line, _environment: begun.extend(line))
    for given, place in ((["--config", str(settings)], "elsewhere"), (["--data", str(tmp_path / "given")], "given")):
        begun.clear()
        monkeypatch.setattr("sys.argv", ["launch", *given, "run"])
        launch.main()
        assert begun[begun.index("--data") + 1] == str(tmp_path / place)

"""kiosk card, as a technician runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from card_backs import Shot, picture
from pcsc_service import vpcd_port
from PIL import Image

from kiosk.cli import main
from kiosk.devices.simulated.person import person
from kiosk.resources import demo_asset
from kiosk.words import words


def _json(capsys, *arguments: str) -> tuple[int, dict]:
    code = main(["card", "read", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_simulated_read_gives_the_whole_document(capsys):
    code, told = _json(capsys, "--simulated")
    assert code == 0
    assert told["citizen"]["full_name"] == "Vàng Thị Mỷ"
    assert told["citizen"]["birth_date"] == "1962-03-08"
    assert told["photo"]["format"] == "image/jpeg"
    assert told["access"] == "PACE-CAN"
    standing = {"hashes": True, "signature": True, "issuer": "trusted", "chip": "passed", "standing": "genuine"}
    standing |= {"downgraded": False, "stale_lists": False, "alike": 0}
    assert told["authenticity"] == standing
    assert told["apdus"] > 0
    assert told["bytes"] > told["photo"]["size"]
    assert told["seconds"] >= 0


@pytest.mark.parametrize(
    ("who", "ends", "words_of_it"),
    [
        ("ly-thi-pa", "2029-05-19", ""),  # under 14: to the fourteenth birthday
        ("giang-thi-say", "2039-11-18", ""),  # within two years of 25 when it was issued: to 40
        ("sung-mi-lu", "2036-05-12", ""),
        ("nguyen-van-an", None, "Không thời hạn"),
        ("vang-thi-my", None, "Không thời hạn"),
    ],
)
def test_people_of_every_age_open_by_what_stands_on_their_card(capsys, who, ends, words_of_it):
    """The expiry is worked out for the key, and is what the chip says: else neither MRZ nor BAC would open it."""
    for quirk in ((), ("--quirk", "no-pace")):
        code, told = _json(capsys, "--simulated", "--person", who, *quirk)
        assert code == 0
        assert (told["citizen"]["expires"], told["citizen"]["expires_words"]) == (ends, words_of_it)


def test_each_way_to_the_key_opens(capsys):
    who = person()
    for way, access in ((("--can", who.can), "PACE-CAN"), (("--qr", who.qr_text), "PACE-CAN")):
        assert _json(capsys, "--simulated", *way)[1]["access"] == access
    assert _json(capsys, "--simulated", "--mrz", who.mrz)[1]["access"] == "PACE-MRZ"
    assert _json(capsys, "--simulated", "--mrz", who.mrz_key, "--quirk", "no-pace")[1]["access"] == "BAC"


def test_a_picture_of_the_back_opens(capsys, tmp_path):
    back, who = tmp_path / "back.png", person()
    Image.fromarray(picture(who, Shot(turn=12))[:, :, ::-1]).save(back)
    assert _json(capsys, "--simulated", "--back", str(back), "--quirk", "no-pace")[1]["access"] == "BAC"
    Image.new("RGB", (800, 600)).save(back)
    assert _json(capsys, "--simulated", "--back", str(back))[1]["error"]["code"] == "card.bad-key"
    assert _json(capsys, "--simulated", "--back", str(tmp_path))[1]["error"]["code"] == "scan.unreadable-picture"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--can", "123456"), "card.wrong-key"),
        (("--can", "12"), "card.bad-key"),
        (("--quirk", "not-an-id"), "card.not-id"),
        (("--quirk", "pace-broken"), "card.channel"),
        (("--quirk", "removed-after=3000"), "card.removed"),
        (("--quirk", "blocked"), "card.blocked"),
        (("--quirk", "no-pace", "--can", "001234"), "card.needs-mrz"),
    ],
)
def test_known_failures_have_their_code(capsys, arguments, code):
    exit_code, told = _json(capsys, "--simulated", *arguments)
    assert (exit_code, told["error"]["code"]) == (1, code)
    assert told["error"]["message"]
    assert told["error"]["remedy"]


@pytest.mark.parametrize(
    "arguments", [["--simulated", "--quirk", "nonsense"], ["--simulated", "--person", "/nowhere.toml"], []]
)
def test_wrong_usage_is_2(arguments):
    with pytest.raises(SystemExit) as caught:
        main(["card", "read", *arguments])
    assert caught.value.code == 2


def test_the_chips_files_are_kept(capsys, tmp_path):
    assert _json(capsys, "--simulated", "--save", str(tmp_path / "kept"))[0] == 0
    kept = {path.name for path in (tmp_path / "kept").iterdir()}
    assert kept == {"DG1.bin", "DG2.bin", "DG13.bin", "DG14.bin", "SOD.bin", "photo.jpg"}
    assert (tmp_path / "kept" / "photo.jpg").read_bytes().startswith(b"\xff\xd8")


def test_what_is_kept_is_for_this_account_alone(capsys, tmp_path):
    """Under the widest umask, and over a file that somebody put there for all to read."""
    before = os.umask(0)
    try:
        (tmp_path / "there").mkdir()
        (tmp_path / "there" / "DG1.bin").write_bytes(b"old")
        for place in ("kept", "there"):
            assert _json(capsys, "--simulated", "--save", str(tmp_path / place))[0] == 0
        paper = demo_asset("papers", "birth-notice.jpg")
        assert main(["scan", str(paper), "-o", str(tmp_path / "there" / "scan.pdf")]) == 0
    finally:
        os.umask(before)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 13 and {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


def test_simulating_without_a_reader_is_a_known_failure(capsys):
    assert main(["card", "simulate", "--port", "1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "card.no-reader"


def test_every_word_is_there_in_both_languages():
    base, english = words("vi"), words("en")
    ours = [key for key in base.texts if key.startswith(("card.", "error.card."))]
    assert len(ours) > 30
    assert all(english.texts[key] != base.texts[key] for key in ours)


@pytest.mark.pcsc
def test_two_commands_talk_through_pcscd(pcscd):
    """One process plays the card, the other reads it; Ctrl-C takes the card off cleanly."""
    here = [sys.executable, "-m", "kiosk", "card"]
    card = subprocess.Popen(
        [*here, "simulate", "--person", "sung-mi-lu", "--port", str(vpcd_port())],
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert card.stderr is not None
        assert b"virtual card lies" in card.stderr.readline()
        read = subprocess.run(
            [*here, "read", "--can", "004321", "--json", "--reader", "Virtual PCD 00 00"],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert read.returncode == 0, read.stderr
        assert json.loads(read.stdout)["citizen"]["full_name"] == "Sùng Mí Lử"
    finally:
        card.send_signal(signal.SIGINT)
        assert card.wait(20) == 0

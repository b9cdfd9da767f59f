"""The support bundle: all of how a kiosk stands, and nothing of anybody."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from peopled_store import people_in

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import Applicant, Filing
from kiosk.services.opening import opened
from kiosk.services.staff import add
from kiosk.services.support_bundle import write_bundle
from kiosk.words import words

PERSON = (
    "Lù Thị Páo",
    "999162001234",
    "0912345678",
    "thôn Sà Phìn",
    "Sùng Minh Khuê",
    "mật khẩu 77",
    "Nguyễn Thị Hạnh",
)
PARTS = {"README.txt", "machine.json", "health.json", "settings.json", "queue.json", "journal.jsonl", "crash.txt"}


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Config, str]:
    """A kiosk with a made-up person's dossier in it, an account, and a password; and the dossier's code."""
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[portal]\nusername = "kiosk-dv01"\npassword = "{PERSON[5]}"\n[delays]\nidle_ask = 45\n', "utf-8")
    config = Config(data=tmp_path / "data", file=file)
    with opened(config) as store:
        made = Filing(
            procedure="1.001193",
            version="2026-11-30",
            prefix="KS",
            unit="H15.50.05.13",
            kiosk="DV01",
            applicant=Applicant(PERSON[0], PERSON[1], phone=PERSON[2]),
            subject=PERSON[4],
            answers={"child.name": {"value": PERSON[4]}, "requester.place": {"value": PERSON[3]}},
            documents=(),
            consents={"card": True},
        )
        code = store.outbox.file("d1", made, office_time() + timedelta(days=1)).code
        add(store, "hanh", StaffRole.OFFICER, PERSON[6], "739164")
        store.journal.append(Entry(EventKind.SYNC_POSTPONED, code, {"reason": f"net.gone {code} {PERSON[1]}"}))
    return config, code


def test_everything_about_the_kiosk_and_nothing_about_anybody(lived: tuple[Config, str], tmp_path: Path) -> None:
    config, code = lived
    assert set(write_bundle(config, tmp_path / "b.zip", words("vi"))) == PARTS
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == PARTS
    everything = "\n".join(texts.values())
    assert [secret for secret in (*PERSON, code, "kiosk-dv01", "hanh") if secret in everything] == []
    assert not any(text.startswith("error:") for text in texts.values())
    (waiting,) = json.loads(texts["queue.json"])
    assert (waiting["procedure"], waiting["status"], waiting["attempts"]) == ("1.001193", "queued", 0)
    assert json.loads(texts["settings.json"])["differs"]["delays.idle_ask"] == 45
    kinds = [json.loads(line)["kind"] for line in texts["journal.jsonl"].splitlines()]
    assert {"submission.filed", "staff.added", "sync.postponed"} <= set(kinds)
    assert {one["part"] for one in json.loads(texts["health.json"])} >= {"store", "disk", "clock"}


def test_a_store_full_of_people_goes_along_with_none_of_them(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data")
    with opened(config) as store:
        secrets = people_in(store)
    write_bundle(config, tmp_path / "b.zip", words("vi"))
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert {(name, one) for one in secrets for name, text in texts.items() if one in text} == set()
    assert not any(text.startswith("error:") for text in texts.values())
    reasons = {one["reason"] for one in json.loads(texts["queue.json"])}
    assert reasons == {"", "portal.refused", "line.down"}


def test_a_part_that_cannot_be_told_says_so_and_stops_no_other(
    lived: tuple[Config, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lived[0].data / "kiosk.key").unlink(missing_ok=True)
    for database in lived[0].data.glob("*.db*"):
        database.write_bytes(b"no database" * 500)
    write_bundle(lived[0], tmp_path / "b.zip", words("vi"))
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        assert bundle.read("journal.jsonl").startswith(b"error: ")
        assert json.loads(bundle.read("machine.json"))["kiosk"] == "DV01"


def test_where_nothing_can_be_written_is_said_in_words(
    lived: tuple[Config, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(lived[0].data)]
    for command in (["support", str(tmp_path / "no" / "b.zip")], ["audit", "export", str(tmp_path / "no" / "j.jsonl")]):
        assert main([*data, *command]) == 1
        assert "[file.not-written]" in capsys.readouterr().err

"""Every trust anchor, walked: a kiosk that nobody told whom to believe believes nobody, and says so.

The demo's issuer, publisher, account and portal have keys that everybody knows: outside the demo none of them counts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from courier_post import stick
from visit_stage import card

from kiosk import anchors
from kiosk.app.card_keys import card_key
from kiosk.app.services import AppServices
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config, CourierSettings, Devices, PortalSettings, load
from kiosk.devices.simulated import person
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.domain.citizen import IssuerStanding
from kiosk.errors import ConfigError, SignInRefused, UpdateRootMissing
from kiosk.resources import ASSETS, LOCK, demo_asset
from kiosk.services.updates import catalogue_updates, program_updates, take_carried, take_unasked
from kiosk.store import Store
from kiosk.sync.courier.round import mark
from kiosk.sync.transport.link import Line
from kiosk.sync.updates.fetching import FolderFetcher
from kiosk.sync.updates.program import BUILD, NEEDS
from kiosk_sandbox.publishing import Publisher, catalogue_files
from sandbox import program
from scripts.make_demo_pki import BARRED, barred

DEMO_KEYS = demo_asset("publisher")
PACKAGES = hashlib.sha256(LOCK.read_bytes()).hexdigest()


def feed(folder: Path, keys: Path, trace: Path) -> Path:
    """Catalogue and program, signed by ``keys``. The program leaves ``trace`` as soon as anything of it is run."""
    files = catalogue_files(ASSETS)
    files["catalogue/procedures/1.001193/2026-11-30.toml"] += b"\n# another\n"
    leaves = f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n"
    modules = ("kiosk/__init__.py", "kiosk/cli.py", "kiosk/app/__init__.py", "kiosk/app/window.py")
    archive, signed = program(dict.fromkeys(modules, leaves))
    custom = {"program/kiosk.zip": {BUILD: 1, NEEDS: PACKAGES, **signed}}
    Publisher(folder, keys).publish(files | {"program/kiosk.zip": archive}, office_time(), custom=custom)
    return folder


def doctor(capsys: pytest.CaptureFixture[str], *line: object) -> dict[str, str]:
    """The doctor's word on each part."""
    main([str(word) for word in ("doctor", "--json", *line)])
    return {one["name"]: one["state"] for one in json.loads(capsys.readouterr().out)["checks"]}


def issuer_of(config: Config) -> IssuerStanding:
    """What a kiosk so set up says of the issuer of a demo card."""
    reader = SimulatedCardReader(anchors.card_issuers(config))
    reader.lay(card("vang-thi-my"))
    key = card_key(person.person("vang-thi-my").qr_text)
    assert key is not None
    read = reader.read(key, lambda _: None, _never())
    assert read.authenticity is not None
    return read.authenticity.issuer


def _never() -> Any:
    from threading import Event

    return Event()


# --- nobody was named -----------------------------------------------------------------------------------------------


def test_without_an_anchor_nobody_is_believed_and_the_doctor_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, bugs = Config(data=tmp_path / "kiosk"), list[BaseException]()
    trace = tmp_path / "ran"
    carried = stick(tmp_path / "stick")
    mark(carried)
    feed(tmp_path / "stick" / "KIOSK" / "updates", DEMO_KEYS, trace)
    with AppServices(config, bugs.append) as rooms:
        assert rooms.server is None and not rooms.services.config.portal.url  # no sandbox, no portal
        assert rooms.signers.keys == () and not rooms.courier.is_set  # nobody signs, nothing is sealed
        assert rooms.store.staff.list() == ()
        for name, secret in (("kiosk", "tap-huan"), ("admin", "admin"), ("", "")):
            with pytest.raises(SignInRefused):
                rooms.store.staff.sign_in(secret, name=name)
        assert not take_unasked(config, rooms.store, Line())
        assert not take_carried(config, rooms.store, carried)
        with pytest.raises(ConfigError):
            rooms.bench()
    assert issuer_of(config) is IssuerStanding.UNKNOWN
    for updates in (catalogue_updates(config), program_updates(config)):
        with pytest.raises(UpdateRootMissing):
            updates.take(FolderFetcher(lambda *_: pytest.fail("nobody's feed is read")))
    line = ["--json", "--data", config.data, "catalogue", "update", tmp_path / "stick"]
    for more in ([], ["--program"]):
        assert main([str(word) for word in (*line, *more)]) == 1
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "update.no-root"
    told = doctor(capsys, "--data", config.data)
    assert {told[part] for part in ("issuers", "update-root", "courier", "portal")} == {"degraded"}
    assert told["demo"] == "ready" and not trace.exists() and bugs == []


def test_the_demos_own_anchors_count_for_nothing_in_a_trust_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody set a kiosk up from the demo's folder."""
    config = Config(data=tmp_path / "kiosk", trust=tmp_path / "trust")
    shutil.copytree(demo_asset("trust"), tmp_path / "trust")
    assert anchors.update_root(config) == b"" and issuer_of(config) is IssuerStanding.UNKNOWN
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'trust = "{tmp_path}/trust"\n')
    told = doctor(capsys, "--data", config.data, "--config", settings)
    assert (told["issuers"], told["update-root"]) == ("degraded", "degraded")
    demo = replace(config, demo=True)
    assert anchors.update_root(demo) and issuer_of(demo) is IssuerStanding.TRUSTED


def test_what_is_barred_is_what_the_demo_has() -> None:
    """The kiosk knows the demo's issuer and publisher without having them."""
    assert BARRED.read_text("utf-8") == barred()


def test_the_demos_publisher_is_known_however_its_keys_are_written(tmp_path: Path) -> None:
    (tmp_path / "updates").mkdir()
    root = json.loads((demo_asset("trust") / "updates" / "root.json").read_bytes())
    for key in root["signed"]["keys"].values():
        key["keyval"]["public"] = key["keyval"]["public"].upper()
    (tmp_path / "updates" / "root.json").write_text(json.dumps(root))
    assert anchors.update_root(Config(data=tmp_path / "kiosk", trust=tmp_path)) == b""


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"signed": 7}', b"[" * 60_000, b"\xff" * 100])
def test_a_root_that_is_none_proves_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "trust" / "updates").mkdir(parents=True)
    (tmp_path / "trust" / "updates" / "root.json").write_bytes(content)
    config = Config(data=tmp_path / "kiosk", trust=tmp_path / "trust")
    trace = tmp_path / "ran"
    carried = stick(tmp_path / "stick")
    feed(tmp_path / "stick" / "KIOSK" / "updates", tmp_path / "keys", trace)
    with Store.open(config.data, office_time) as store:
        assert not take_carried(config, store, carried)
    assert catalogue_updates(config).current() is None and not trace.exists()


# --- a stick --------------------------------------------------------------------------------------------------------


def test_a_stick_that_is_put_in_brings_a_catalogue_and_never_a_program(tmp_path: Path) -> None:
    """Signed by the publisher that this kiosk believes: even then, what runs here changes at a technician's word."""
    trace = tmp_path / "ran"
    carried = stick(tmp_path / "stick")
    mark(carried)
    published = feed(tmp_path / "stick" / "KIOSK" / "updates", tmp_path / "keys", trace)
    (tmp_path / "trust" / "updates").mkdir(parents=True)
    shutil.copy(published / "metadata" / "1.root.json", tmp_path / "trust" / "updates" / "root.json")
    config = Config(data=tmp_path / "kiosk", trust=tmp_path / "trust")
    with Store.open(config.data, office_time) as store:
        assert take_carried(config, store, carried)
    assert catalogue_updates(config).current() is not None
    assert program_updates(config).releases.named() == () and not trace.exists()
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'trust = "{tmp_path}/trust"\n')
    line = ["--config", settings, "--data", config.data, "catalogue", "update", tmp_path / "stick", "--program"]
    assert main([str(word) for word in line]) == 0
    assert program_updates(config).current() is not None and trace.exists()


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://portal.example", "http://10.0.0.1:80", "http://127.0.0.1:8640", "ftp://x/"])
@pytest.mark.parametrize("way", ["settings", "code", "change"])
def test_a_portal_without_tls_is_spoken_to_by_nobody(tmp_path: Path, url: str, way: str) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[portal]\nurl = "{url}"\n')
    ways: dict[str, Callable[[], Config]] = {
        "settings": lambda: load(settings),
        "code": lambda: Config(portal=PortalSettings(url)),
        "change": lambda: Config().with_(portal=PortalSettings(url)),
    }
    with pytest.raises(ConfigError) as refused:
        ways[way]()
    assert refused.value.values["key"] == "portal.url"


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("http://127.0.0.1:8640", True),
        ("http://[::1]:8640", True),
        ("http://localhost", True),
        ("https://portal.example", True),
        ("http://portal.example", False),
        ("http://127.0.0.1.example", False),
        ("http://127.0.0.1@portal.example", False),
        ("http://[::1", False),
        ("HTTP://10.0.0.1", False),
    ],
)
def test_the_demo_speaks_to_this_machine_without_tls_and_to_no_other(url: str, may: bool) -> None:
    if may:
        assert Config(portal=PortalSettings(url), demo=True).portal.url == url
        return
    with pytest.raises(ConfigError):
        Config(portal=PortalSettings(url), demo=True)


@pytest.mark.parametrize("device", [item.name for item in fields(Devices) if item.name != "screen_mm_wide"])
def test_a_device_is_simulated_in_the_demo_alone(tmp_path: Path, device: str) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[devices]\n{device} = "simulated"\n')
    with pytest.raises(ConfigError) as refused:
        load(settings)
    assert refused.value.values["key"] == f"devices.{device}"
    settings.write_text("demo = true\n" + settings.read_text())
    assert load(settings).demo


def test_the_demo_is_said_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text("demo = true\n")
    told = doctor(capsys, "--config", settings, "--data", tmp_path / "kiosk")
    assert told["demo"] == "degraded"


def test_the_sandbox_lets_its_own_account_in_from_this_machine_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--json", "--data", str(tmp_path), "portal", "--host", "0.0.0.0", "--port", "0"]
    assert main(line) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "config.invalid"


def test_keys_of_the_portal_that_are_none_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[courier]\nseal = "zz"\n')
    assert doctor(capsys, "--config", settings, "--data", tmp_path / "kiosk")["courier"] == "missing"
    with pytest.raises(ConfigError):
        CourierSettings("zz").sealed_to()

"""A kiosk that nobody looks after: it finds what is new by itself, and begins anew with it when nobody stands there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from visit_stage import kiosk, until

from kiosk.app import launch
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.visit import VisitStep
from kiosk.resources import ASSETS
from kiosk.services.updates import catalogue_updates, program_updates, take_unasked
from kiosk.store import Store
from kiosk.sync.transport.link import Line
from sandbox import publish, sandbox, settings


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], bool], Config]]:
    """The portal's feed, one unasked look, and the kiosk's settings."""
    with sandbox() as server, Store.start(tmp_path / "kiosk", office_time) as store:
        config = Config(data=tmp_path / "kiosk", demo=True).with_(portal=settings(server.url))
        yield server.updates, lambda: take_unasked(config, store, Line()), config


def test_taken_once_and_what_does_not_fit_is_left_to_a_technician(
    portal: tuple[Path, Callable[[], bool], Config],
) -> None:
    feed, look, config = portal
    publish(feed, "một", build=1)
    assert look() and not look()
    current = catalogue_updates(config).releases.current()
    assert current is not None and current.version == 1
    assert program_updates(config).releases.current() is None
    publish(feed, "hai", build=2, needs=_lock())
    assert look()
    releases = program_updates(config).releases
    assert releases.current() is None and releases.spurned(2)  # it ends as soon as it is imported


def test_what_an_officer_went_back_from_is_not_taken_again_unasked(
    portal: tuple[Path, Callable[[], bool], Config],
) -> None:
    feed, look, config = portal
    publish(feed, "một")
    look()
    publish(feed, "hai")
    assert look()
    back = catalogue_updates(config).releases.back()
    assert back is not None and back.version == 1
    publish(feed, "hai")  # vouched for anew: another name, the same set
    assert not look()
    publish(feed, "ba")
    assert look()


def test_the_running_kiosk_takes_it_and_begins_anew_only_at_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sync.updates.renewal.EVERY", 0.05)
    night = office_time().replace(hour=2)
    monkeypatch.setattr("kiosk.app.window.office_time", lambda: night)
    publish(tmp_path / "kiosk" / "sandbox-portal" / "updates", "một")
    with kiosk(tmp_path / "kiosk") as resident:
        until(lambda: resident.house.rooms.renewal.waits, "the update that was found")
        assert resident.house.may_start_anew
        resident.flow.begin_visit()
        resident.at(VisitStep.CONSENT)
        assert not resident.house.may_start_anew
        resident.flow.leave("left")
        until(lambda: resident.house.may_start_anew, "that what the visit had begun is at its end")
        monkeypatch.setattr("kiosk.app.window.office_time", lambda: night.replace(hour=9))
        assert not resident.house.may_start_anew


def test_only_what_a_service_started_ends_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(launch.LAUNCHED, raising=False)
    assert not launch.launched()
    given: dict[str, str] = {}
    monkeypatch.setattr("os.execve", lambda _path, _words, environment: given.update(environment))
    monkeypatch.setattr("sys.argv", ["launch", "--data", str(tmp_path), "run"])
    launch.main()
    assert given[launch.LAUNCHED]


def _lock() -> str:
    return hashlib.sha256((ASSETS.parent / "requirements" / "kiosk.lock").read_bytes()).hexdigest()

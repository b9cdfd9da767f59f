"""Killed at each point of a move to another unit: the next start goes on, nothing is lost and nothing happens twice.

Real processes; ``dying_move.py`` dies at each point, and a new one goes on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dying_move as child
import pytest
from moving_town import NEW, OLD, Town, town_at

from kiosk.clock import office_time
from kiosk.domain.events import EventKind
from kiosk.domain.moving import STEPS
from kiosk.domain.submission import Sync
from kiosk.services.delivery import one_pass
from kiosk.services.enrolment import enrolled
from kiosk.services.key_source import key_source
from kiosk.services.move_runs import move_desk
from kiosk.services.opening import opened
from kiosk_sandbox.merging import hand_over

SCRIPT = Path(child.__file__)
FILINGS = 2


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_at(tmp_path) as made:
        yield made


def dies(*words: object) -> int:
    here = SCRIPT.parent
    given = os.environ | {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}", "PYTHONUTF8": "1"}
    line = [sys.executable, str(SCRIPT), *map(str, words)]
    done = subprocess.run(line, env=given, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def killed_at(town: Town, point: str, tmp_path: Path) -> None:
    """Begun, and gone on with, until it dies there; the office merges the two as soon as it could."""
    data, invitation = town.set_up.data, tmp_path / "loi-moi.json"
    invitation.write_bytes(town.invitation())
    if dies(data, point, invitation) == 0:
        hand_over(town.portal.database, OLD, NEW, office_time)
        assert dies(data, point) == -signal.SIGKILL, "it never came there"


def goes_on(town: Town, tmp_path: Path) -> None:
    """As ``kiosk move go``, and the start between: as often as it says that something is next."""
    for _ in range(4):
        with opened(town.config) as store:
            state = move_desk(town.config, store).state()
        if state is None:  # cut before it was noted that it had begun
            invitation = tmp_path / "loi-moi.json"
            assert dies(town.set_up.data, "-", invitation) == 0
        elif state.next is None:
            return
        else:
            assert dies(town.set_up.data, "-") == 0
        hand_over(town.portal.database, OLD, NEW, office_time)
    pytest.fail("it never ends")


@pytest.mark.sampled(4)
@pytest.mark.parametrize("point", child.POINTS)
def test_a_kill_on_the_way_to_another_unit(town: Town, tmp_path: Path, point: str) -> None:
    codes, key = town.file(FILINGS), key_source(town.config).load()
    killed_at(town, point, tmp_path)
    with opened(town.config) as store:
        store.check()
        assert sorted(store.outbox.codes()) == sorted(codes), "whatever was filed is there, wherever it died"
    goes_on(town, tmp_path)
    hold(town, codes, key)


def hold(town: Town, codes: list[str], key: bytes) -> None:
    """Under the new name, with another key, each filing at the portal once and proven; the journal whole."""
    assert town.config.office.unit == NEW[0] and town.config.office.commune == "Xã Lũng Phìn"
    assert key_source(town.config).load() != key
    with opened(town.config) as store:
        store.check()
        assert store.journal.verify() is None
        member = enrolled(store)
        assert member is not None and member.enrolment.unit == NEW[0]
        assert {one.sync for one in store.outbox.list()} == {Sync.DELIVERED}
        proofs = move_desk(town.config, store).proofs()
        assert sorted(code for code, _, _ in proofs) == sorted(codes) and all(papers for _, _, papers in proofs)
        assert store.keys.secret("move.invitation") == b"", "a word that was used lies nowhere"
        entries = [one.entry for one in store.journal.entries()]
        steps = [one.facts["step"] for one in entries if one.kind is EventKind.KIOSK_MOVED]
        assert {step.value for step in STEPS} == set(steps) and len(steps) <= len(STEPS) + 1
        one_pass(town.config, store)
    numbers = [one.code for one in town.portal.dossiers.newest()]
    assert len(numbers) == len(set(numbers)) == FILINGS

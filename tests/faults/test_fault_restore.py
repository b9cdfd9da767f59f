"""The restore drill: portal, kiosk, or both brought back from an older backup. Nothing is lost, nothing is there twice,
no resident sees what another was told, and a technician finds an alarm where the portal has forgotten.
"""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from kiosk.domain.submission import Legal, Sync
from kiosk.errors import TransitionError
from kiosk.services import queue
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.tables import Dossier
from sandbox import ACCOUNT, Kiosk, answering, document

OVER_WORDS = "chỉ nói với người này"


class Drill:
    """A portal at one address over many restarts, and a kiosk; each can be set back to an earlier day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.papers: dict[str, bytes] = {}
        self._start()
        self.box = Kiosk(folder / "kiosk", self.portal.url)

    def _start(self) -> None:
        self.portal = PortalServer(self.folder / "portal", port=self.port, accounts=ACCOUNT).start()

    def mute(self) -> None:
        """A portal of another make: it says nothing of its store, and nobody shows it what it said before."""
        hello, portal = self.box.portal.hello, self.box.portal

        def greeted() -> None:
            portal.store_word = ""
            hello()
            portal.store_word = ""

        portal.hello = greeted  # type: ignore[method-assign]

    def close(self) -> None:
        self.box.close()
        self.portal.stop()

    def back_up(self, what: str) -> None:
        self._swapped(what, shutil.copytree)

    def restore(self, what: str) -> None:
        def back(live: Path, kept: Path) -> None:
            shutil.rmtree(live)
            shutil.copytree(kept, live)

        self._swapped(what, back)

    def _swapped(self, what: str, act: object) -> None:
        if what == "portal":
            self.portal.stop()
        else:
            self.box.close()
        act(self.folder / what, self.folder / f"{what}-of-yesterday")  # type: ignore[operator]
        if what == "portal":
            self._start()
        else:
            clock, count = self.box.clock, self.box.desk._count
            self.box = Kiosk(self.folder / "kiosk", self.portal.url)
            self.box.clock.moment, self.box.clock.elapsed = clock.moment, clock.elapsed
            self.box.desk._count = count

    def file(self, *names: str) -> list[str]:
        return [self._filed(name) for name in names]

    def _filed(self, name: str) -> str:
        paper = document(6_000, len(self.papers) + 1)
        code = self.box.desk.file(paper, subject=name).code
        self.papers[code] = paper
        return code

    def switched_off(self) -> None:
        """The kiosk's machine is turned off and on again."""
        self._swapped("kiosk", lambda live, kept: None)

    def portal_went_on(self) -> None:
        """Its count of changes has passed what this kiosk last saw: it does not say that it counts anew."""
        with self.portal.database.transaction() as session:
            session.execute(text("UPDATE feeds SET last = last + 50"))

    def passes(self, most: int = 12) -> None:
        """Until nothing waits and nothing is asked after."""
        for _ in range(most):
            self.box.clock.forward(61)
            self.box.engine.run_once(prompted=True)
            if not self.box.engine.waiting() and not self.box.store.reconciling.under_way:
                break
        self.box.clock.forward(61)
        self.box.engine.run_once(prompted=True)

    # --- what has to hold ---------------------------------------------------------------------------------------

    def dossiers(self) -> dict[str, Dossier]:
        """By provisional code; each there once."""
        with self.portal.database.reading() as session:
            found = list(session.scalars(select(Dossier)))
        made = {(one.reference or "").partition("/")[2]: one for one in found}
        assert len(made) == len(found), "a dossier twice"
        return made

    def all_is_well(self, codes: list[str]) -> None:
        there = self.dossiers()
        assert set(there) == set(codes), "lost, or one too many"
        for code in codes:
            record = json.loads(there[code].record)
            assert not there[code].coming, "its papers are not there"
            for paper in record["TaiLieuNop"]:
                name = paper["DuongDanTaiTepTin"].rpartition("/")[2]
                assert self.portal.uploads.path(name).read_bytes() == self.papers[code]
        known = self.box.store.outbox.list()
        for item in known:
            assert item.sync is Sync.DELIVERED and item.official == there[item.code].code
        numbers = [item.official for item in known]
        assert len(set(numbers)) == len(numbers), "a number twice"
        self.box.store.check()

    def nobody_hears_of_another(self) -> None:
        """An officer asks about each: each resident finds their own question, and nobody else's."""
        there = self.dossiers()
        for code, dossier in there.items():
            if Legal(dossier.status) is Legal.REGISTERED:
                self.portal.dossiers.act(dossier.code, Action.ACCEPT)
            self.portal.dossiers.act(
                dossier.code, Action.ASK, said=Said(f"{OVER_WORDS} {code}", papers=("D1",), days=5)
            )
        self.passes()
        for item in self.box.store.outbox.list():
            standing = self.box.store.cases.case(item.code)
            assert standing is not None
            words = " ".join(notice.text for notice in standing.case.notices)
            assert f"{OVER_WORDS} {item.code}" in words
            assert not any(code in words for code in there if code != item.code)

    @property
    def alarms(self) -> set[str]:
        return {alarm.name for alarm in self.box.store.alarms.all()}


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("mute", [False, True], ids=["says so", "mute"])
def test_the_portal_is_older(drill: Drill, mute: bool) -> None:
    """What came after its backup is sent again, with its papers; its old numbers are another's now."""
    if mute:
        drill.mute()
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    lost = drill.file("HAI", "BA")
    drill.passes()
    before = {code: drill.box.store.outbox.get(code).official for code in lost}
    drill.restore("portal")
    drill.box.engine.run_urgent()
    fresh = drill.file("BỐN", "NĂM")
    drill.passes()
    drill.all_is_well(first + lost + fresh)
    again = set(before.values()) & {drill.box.store.outbox.get(code).official for code in lost + fresh}
    assert bool(again) is mute, "numbers are given twice by who does not know that it was restored"
    assert "portal-restored" in drill.alarms
    drill.nobody_hears_of_another()


def test_the_portal_is_older_and_its_count_has_passed_the_kiosks_cursor(drill: Drill) -> None:
    """It does not say that it counts anew: the first number given twice tells."""
    drill.mute()
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    lost = drill.file("HAI")
    drill.passes()
    drill.restore("portal")
    drill.portal_went_on()
    fresh = drill.file("BA")
    drill.passes()
    drill.all_is_well(first + lost + fresh)
    assert {"number-twice", "portal-restored"} <= drill.alarms


def test_without_any_sign_a_day_tells(drill: Drill) -> None:
    drill.mute()
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    lost = drill.file("HAI")
    drill.passes()
    drill.restore("portal")
    drill.portal_went_on()
    drill.passes(2)
    assert set(drill.dossiers()) == set(first)
    drill.box.clock.forward(24 * 3600)
    drill.passes()
    drill.all_is_well(first + lost)
    assert drill.alarms == {"portal-restored"}


@pytest.mark.parametrize("off", [False, True], ids=["running", "switched off"])
def test_what_one_pass_delivered_and_the_portal_lost_before_the_next_is_known(drill: Drill, off: bool) -> None:
    """Between the yes and the next greeting lies a night, in which the kiosk is off and all of the portal's folder is
    brought back, its witness too."""
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    lost = drill.file("HAI", "BA")
    drill.box.engine.run_once()
    assert set(drill.dossiers()) == {*first, *lost}
    if off:
        drill.switched_off()
    drill.restore("portal")
    drill.passes()
    drill.all_is_well(first + lost)
    assert drill.alarms == {"portal-restored"}


def test_an_answer_that_the_portal_has_lost_is_sent_again(drill: Drill) -> None:
    (code,) = drill.file("MỘT")
    drill.passes()
    number = drill.dossiers()[code].code
    drill.portal.dossiers.act(number, Action.ACCEPT)
    drill.portal.dossiers.act(number, Action.ASK, said=Said("Ảnh mờ", papers=("D1",), days=5))
    drill.passes(2)
    drill.back_up("portal")
    act = answering(drill.box, code)
    drill.passes()
    drill.restore("portal")
    assert not drill.portal.dossiers.asked(drill.dossiers()[code])[0].digest
    drill.passes()
    assert drill.portal.dossiers.asked(drill.dossiers()[code])[0].digest
    assert drill.box.store.cases.noted(act.name).sent is not None  # type: ignore[union-attr]


def test_papers_that_the_portal_has_lost_under_a_dossier_it_kept_go_up_again(drill: Drill, tmp_path: Path) -> None:
    """Its database was saved, its files were not."""
    drill.box.close()
    drill.box = Kiosk(tmp_path / "kiosk", drill.portal.url, signed_by=drill.portal.courier.sign)
    (code,) = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    drill.file("HAI")
    drill.passes()
    drill.restore("portal")
    for path in (tmp_path / "portal" / "uploads").rglob("*"):
        if path.is_file():
            path.unlink()
    drill.passes()
    drill.passes(3)
    record = json.loads(drill.dossiers()[code].record)
    name = record["TaiLieuNop"][0]["DuongDanTaiTepTin"].rpartition("/")[2]
    assert drill.portal.uploads.path(name).read_bytes() == drill.papers[code]


def test_the_kiosk_is_older(drill: Drill) -> None:
    """What it had sent after its backup it sends once more, under the same code; what it forgot the portal has."""
    first = drill.file("MỘT")
    waiting = drill.file("HAI")
    drill.back_up("kiosk")
    drill.passes()
    forgotten = drill.file("BA")
    drill.passes()
    drill.restore("kiosk")
    fresh = drill.file("BỐN")
    drill.passes()
    assert set(drill.dossiers()) == {*first, *waiting, *forgotten, *fresh}
    assert {item.code for item in drill.box.store.outbox.list()} == {*first, *waiting, *fresh}
    drill.all_is_well(first + waiting + forgotten + fresh)
    drill.nobody_hears_of_another()
    assert drill.alarms == set()


def test_both_are_older(drill: Drill) -> None:
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    second = drill.file("HAI")
    drill.passes()
    drill.back_up("kiosk")
    gone = drill.file("BA")
    drill.passes()
    drill.restore("portal")
    drill.restore("kiosk")
    fresh = drill.file("BỐN", "NĂM")
    drill.passes()
    there = set(drill.dossiers())
    assert there == {*first, *second, *fresh}, f"what neither side has any more is on the slip alone: {gone}"
    drill.all_is_well(first + second + fresh)
    drill.nobody_hears_of_another()


def test_what_the_office_had_ended_is_not_begun_again(drill: Drill) -> None:
    first = drill.file("MỘT")
    drill.passes()
    drill.back_up("portal")
    (ended,) = drill.file("HAI")
    drill.passes()
    number = drill.dossiers()[ended].code
    drill.portal.dossiers.act(number, Action.REFUSE, "Không thuộc thẩm quyền")
    drill.passes(2)
    assert drill.box.store.outbox.get(ended).legal is Legal.NOT_ACCEPTED
    drill.restore("portal")
    fresh = drill.file("BA")
    drill.passes()
    assert set(drill.dossiers()) == {*first, *fresh}
    assert drill.alarms == {"portal-missing"}
    (alarm,) = drill.box.store.alarms.all()
    assert alarm.details == (ended,)
    assert queue.show(drill.box.store, ended)["reason"] == "portal.missing"
    assert queue.retry(drill.box.store, ended)["status"] == "queued", "a person has decided"
    drill.passes()
    drill.all_is_well([*first, ended, *fresh])
    with pytest.raises(TransitionError):
        queue.retry(drill.box.store, ended)

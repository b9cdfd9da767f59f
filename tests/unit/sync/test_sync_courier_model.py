"""Filing, line, stick, portal, officer, pulled sticks and restarts in any order: nothing lost, nothing twice, and in
the end kiosk and portal say the same of every dossier."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from courier_post import Post
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sandbox import Kiosk, document, sandbox

from kiosk.devices.simulated.sticks import Manners, SimulatedSticks
from kiosk.domain.submission import Submission, Sync
from kiosk.errors import StickEmpty, StickError, StickGone
from kiosk.portal.dossiers import Action, allowed
from kiosk.store import Store
from kiosk.sync.courier.stick import Stick


class Courier(RuleBasedStateMachine):
    """Two sticks go to and fro; the line is up or down."""

    @initialize()
    def begins(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.portal = self.enterContext(sandbox())
        self.kiosk = Kiosk(self.folder / "store", self.portal.url)
        self.post = Post(self.folder, self.portal, self.kiosk)
        self.sticks = SimulatedSticks(self.folder / "sticks")
        self.filed: list[Submission] = []
        for label in "ab":
            self.sticks.plug(label, Manners())

    def enterContext(self, context):
        made = context.__enter__()
        self.leave = lambda: context.__exit__(None, None, None)
        return made

    def teardown(self) -> None:
        try:
            self.comes_to_rest()
        finally:
            self.kiosk.close()
            self.leave()
            shutil.rmtree(self.folder)

    def stick(self, label: str) -> Stick:
        def free() -> int:
            found = [one for one in self.sticks.sticks() if one.label == label]
            if not found:
                raise StickGone("pulled")
            return found[0].free_bytes

        (plugged,) = (one for one in self.sticks.sticks() if one.label == label)
        return Stick(self.sticks.open(plugged), free)

    def back_in(self, label: str) -> None:
        if label not in {one.label for one in self.sticks.sticks()}:
            self.sticks.plug(label, Manners())
        self.sticks.manners(label).pulled_after = None

    @precondition(lambda self: len(self.filed) < 6)
    @rule(papers=st.lists(st.integers(1, 4), max_size=2, unique=True))
    def file(self, papers: list[int]) -> None:
        self.filed.append(self.kiosk.desk.file(*(document(700 * n, n) for n in papers)))

    @rule(label=st.sampled_from("ab"), pulled=st.none() | st.integers(0, 30_000))
    def export(self, label: str, pulled: int | None) -> None:
        self.sticks.manners(label).pulled_after = pulled
        with suppress(StickError):
            self.post.export(self.stick(label))
        self.back_in(label)

    @rule(label=st.sampled_from("ab"), pulled=st.none() | st.integers(0, 3_000))
    def take(self, label: str, pulled: int | None) -> None:
        self.sticks.manners(label).pulled_after = pulled
        with suppress(StickEmpty, StickError):
            self.post.take(self.stick(label))
        self.back_in(label)

    @rule(label=st.sampled_from("ab"))
    def home(self, label: str) -> None:
        with suppress(StickEmpty):
            self.post.home(self.stick(label))

    @rule()
    def line(self) -> None:
        self.kiosk.clock.forward(400)
        self.kiosk.engine.run_once()

    @rule(which=st.integers(0, 5), how=st.sampled_from(Action))
    def officer(self, which: int, how: Action) -> None:
        dossiers = self.portal.dossiers.newest()
        if which < len(dossiers) and how in allowed(dossiers[which].status):
            self.portal.dossiers.act(dossiers[which].code, how, "Lời của cán bộ", 8_000)

    @rule()
    def restart(self) -> None:
        self.kiosk.portal.close()
        self.kiosk.store.close()
        self.kiosk.store = Store.open(self.folder / "store", self.kiosk.clock)
        self.kiosk.desk.store = self.kiosk.store
        self.kiosk.engine = self.kiosk.fresh_engine()

    @invariant()
    def nothing_twice_and_nothing_made_up(self) -> None:
        if hasattr(self, "filed"):
            known = [f"DV01/{one.code}" for one in self.filed]
            there = [one.reference for one in self.portal.dossiers.newest()]
            assert len(there) == len(set(there)) and set(there) <= set(known)
            numbers = {one.reference: one.code for one in self.portal.dossiers.newest()}
            for one in self.kiosk.store.outbox.list():
                if one.sync is Sync.DELIVERED:
                    assert numbers[f"DV01/{one.code}"] == one.official

    def comes_to_rest(self) -> None:
        """One more way by stick brings all of it home, news and papers included."""
        self.post.export(self.stick("a"))
        self.post.take(self.stick("a"))
        self.post.home(self.stick("a"))
        self.post.export(self.stick("b"))
        self.post.take(self.stick("b"))
        self.post.home(self.stick("b"))
        self.post.whole(self.filed)
        assert self.kiosk.store.outbox.pending_count() == 0
        there = {one.code: (one.status, one.note) for one in self.portal.dossiers.newest()}
        for one in self.kiosk.store.outbox.list():
            assert one.legal is not None
            assert (one.legal.value, one.legal_note) == there[one.official]


Courier.TestCase.settings = settings(
    max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCourier = Courier.TestCase

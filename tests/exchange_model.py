"""Kiosk, line, sticks, portal and office in any order, with kills in between: nothing lost, nothing twice, the same
words on both sides in the end, and no paper erased without the portal's signed word about it.

A kill is the store's files as they are at one of its checkpoints, and nothing that was in memory; a restored backup is
such a state from long ago.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import ClassVar

from courier_post import Post
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.devices.simulated.sticks import Manners, SimulatedSticks
from kiosk.domain.answering import PAPER
from kiosk.domain.arrival import read_arrival
from kiosk.domain.case import QUESTION, ActKind, DossierAct, NoticeKind
from kiosk.domain.submission import Sync
from kiosk.errors import CourierError, StickError, StickGone, TransitionError
from kiosk.store import Store, Terms, Wish
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.inbox.signers import Signers
from kiosk_sandbox.actions import Action, Said, allowed
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.refusal import OfficeRefused
from sandbox import Kiosk, document, sandbox

MOST_FILED = 7
TERMS = Terms(documents_days=2, draft_days=3)
DAY = 86_400.0
FAULTS = ("lost", "drop", "reset", "truncate", "status", "captive")
NUMBER = st.integers(0, 11)  # one of those there are, counted round
POINTS = 40  # a kill comes at one of so many checkpoints, if there are as many


def _silent(*_: object) -> dict[str, str]:
    return {}


class Killed(BaseException):
    """Nothing catches it: as far as the program goes, the power went."""


class Exchange(RuleBasedStateMachine):
    """One kiosk, its portal, two sticks, an office that acts."""

    seen: ClassVar[Counter[str]] = Counter()
    """What happened over all examples, for a long run's report."""

    @initialize()
    def begins(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.leaving = ExitStack()
        self.portal = self.leaving.enter_context(sandbox())
        self.root = self.portal.courier.sign  # pinned once; later keys follow
        self.kiosk = Kiosk(self.folder / "store", self.portal.url, signed_by=self.root)
        self.post = Post(self.folder, self.portal, self.kiosk)
        self.sticks = SimulatedSticks(self.folder / "sticks")
        self.codes: list[str] = []  # every filing that was ever announced, in this life or one before a restore
        self.papers: dict[str, bytes] = {}
        self.withdrawn = False  # by the one person who files here: it goes for all that is theirs
        self.backed_up = False
        self.answers = 0
        self.until_kill = -1
        self._wired()
        for label in "ab":
            self.sticks.plug(label, Manners())

    def teardown(self) -> None:
        if not hasattr(self, "kiosk"):
            return
        try:
            self.comes_to_rest()
            self.seen["examples"] += 1
        finally:
            with suppress(Exception):
                self.kiosk.close()
            self.leaving.close()
            shutil.rmtree(self.folder)

    # --- the kiosk's people ---------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.codes) < MOST_FILED)
    @rule(papers=st.lists(st.integers(1, 4), max_size=2, unique=True))
    def file(self, papers: list[int]) -> None:
        """The same papers come in several filings."""
        made = self.kiosk.desk.file(*(self._paper(700 * n, n) for n in papers))
        self.codes.append(made.code)
        self.seen["filed"] += 1

    @rule(which=NUMBER, how=st.sampled_from(["park", "unpark", "hurry"]))
    def officer_at_the_kiosk(self, which: int, how: str) -> None:
        if held := self._of(which):
            with suppress(TransitionError):
                outbox = self.kiosk.store.outbox
                outbox.park(held, "officer") if how == "park" else getattr(outbox, how)(held)
                self.seen[how] += 1

    @rule(which=NUMBER, n=st.integers(5, 7))
    def answer(self, which: int, n: int) -> None:
        """What the office asked for is brought: noted here, sent when there is a line."""
        asked = [(code, name) for code in self.kiosk.store.outbox.codes() for name in self._asked(code)]
        if not asked:
            return
        code, question = asked[which % len(asked)]
        self.answers += 1
        data = self._paper(900 * n, n)
        kept = self.kiosk.store.documents.put(data, key="giay_chung_sinh", name="a.pdf", media_type="application/pdf")
        facts = {QUESTION: question, PAPER + kept.sha256: "giay_chung_sinh"}
        act = DossierAct(f"answer-{self.answers}", code, ActKind.SUPPLEMENT, facts, (kept.sha256,))
        self.kiosk.store.cases.act(act)
        self.seen["answered"] += 1

    @rule(which=NUMBER)
    def person_takes_consent_back(self, which: int) -> None:
        """The papers go with the number alone: the law's days do not wait for a word."""
        if code := self._of(which):
            self.kiosk.store.retention.ask(code, Wish.WITHDRAW)
            self.withdrawn = True
            self.seen["withdrawn"] += 1

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        for _ in range(days):
            self.kiosk.clock.forward(DAY)
            gone = self.kiosk.store.retention.tidy(TERMS)
            self.seen["papers erased"] += gone.documents

    # --- the line -------------------------------------------------------------------------------------------------

    @rule()
    def line(self) -> None:
        self.kiosk.clock.forward(400)
        self.kiosk.engine.run_once(prompted=True)

    @rule(
        kind=st.sampled_from(FAULTS), path=st.sampled_from(["/files", "/service", "/changes"]), times=st.integers(1, 2)
    )
    def line_breaks(self, kind: str, path: str, times: int) -> None:
        self.portal.faults.add(PortalFault(kind, path=path, times=times))
        self.line()
        self.portal.faults.clear()
        self.seen["broken passes"] += 1

    @rule(point=st.integers(0, POINTS - 1))
    def killed_while_sending(self, point: int) -> None:
        self.kiosk.clock.forward(400)
        self.until_kill = point
        with suppress(Killed):
            self.kiosk.engine.run_once(prompted=True)
            self.until_kill = -1
            return
        self._back_from(self.folder / "killed")
        self.seen["killed"] += 1

    # --- sticks ---------------------------------------------------------------------------------------------------

    @rule(label=st.sampled_from("ab"), pulled=st.none() | st.integers(0, 30_000))
    def export(self, label: str, pulled: int | None) -> None:
        self.sticks.manners(label).pulled_after = pulled
        with suppress(StickError):
            self.post.export(self._stick(label))
        self._back_in(label)

    @rule(label=st.sampled_from("ab"), pulled=st.none() | st.integers(0, 3_000))
    def take(self, label: str, pulled: int | None) -> None:
        self.sticks.manners(label).pulled_after = pulled
        with suppress(CourierError, StickError):
            self.post.take(self._stick(label))
        self._back_in(label)

    @rule(label=st.sampled_from("ab"))
    def carried(self, label: str) -> None:
        """The whole way, undisturbed."""
        self.export(label, None)
        self.take(label, None)
        self.home(label)

    @rule(label=st.sampled_from("ab"))
    def home(self, label: str) -> None:
        with suppress(CourierError):
            came = self.post.home(self._stick(label))
            self.seen["settled by stick"] += len(came.settled)

    # --- the office -----------------------------------------------------------------------------------------------

    @rule(which=NUMBER, pick=NUMBER)
    def office(self, which: int, pick: int) -> None:
        """Whatever may be done with it now."""
        if dossiers := self.portal.dossiers.newest():
            found = dossiers[which % len(dossiers)]
            if can := allowed(found.status, coming=found.coming):
                self._act(found.code, can[pick % len(can)])

    @rule(which=NUMBER)
    def office_asks(self, which: int) -> None:
        if dossiers := self.portal.dossiers.newest():
            found = dossiers[which % len(dossiers)]
            if Action.ASK in allowed(found.status, coming=found.coming):
                self._act(found.code, Action.ASK)
                self.kiosk.clock.forward(60)
                self.kiosk.engine.run_once(prompted=True)

    @rule(step=st.sampled_from(["announce", "change"]))
    def portal_changes_its_key(self, step: str) -> None:
        courier = self.portal.courier
        if step == "announce" or len(courier.pins().split()) == 2:
            getattr(courier, step)()
            self.seen[f"key: {step}"] += 1

    @rule(signs=st.booleans())
    def portal_signs_arrivals(self, signs: bool) -> None:
        """Or is a plain gateway for a while: what goes up then is asked about later."""
        self._signs(signs)
        self.seen["without the portal's word"] += not signs

    # --- the machine ----------------------------------------------------------------------------------------------

    @rule()
    def restart(self) -> None:
        self.kiosk.close()
        self._open()

    @rule()
    def back_up(self) -> None:
        self.kiosk.close()
        shutil.rmtree(self.folder / "backup", ignore_errors=True)
        shutil.copytree(self.folder / "store", self.folder / "backup")
        self._open()
        self.backed_up = True

    @precondition(lambda self: self.backed_up)
    @rule()
    def restore(self) -> None:
        self.kiosk.close()
        shutil.rmtree(self.folder / "store")
        shutil.copytree(self.folder / "backup", self.folder / "store")
        self._open()
        self.seen["restored"] += 1

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def nothing_twice_and_nothing_made_up(self) -> None:
        if not hasattr(self, "kiosk"):
            return
        there = [one.reference for one in self.portal.dossiers.newest()]
        assert len(there) == len(set(there)) and set(there) <= {f"DV01/{code}" for code in self.codes}
        numbers = {one.reference: one.code for one in self.portal.dossiers.newest()}
        for one in self.kiosk.store.outbox.list():
            if one.sync is Sync.DELIVERED:
                assert numbers[f"DV01/{one.code}"] == one.official

    @invariant()
    def nothing_goes_without_the_portals_word_and_its_own_copy(self) -> None:
        if not hasattr(self, "kiosk"):
            return
        chained = Signers(self._all_keys())
        for one in self.kiosk.store.outbox.list():
            kept = self.kiosk.store.arrivals.of(one.code)
            for text in kept.values():
                arrival = read_arrival(text)
                assert arrival.word.code == one.code and chained.vouch(arrival)
                assert self.portal.uploads.read(arrival.word.sha256) == self.papers[arrival.word.sha256]
            for paper in one.filing.documents:
                here = self.kiosk.store.documents.size(paper.sha256) is not None
                may_go = paper.sha256 in kept or self.withdrawn
                assert here or (one.sync is Sync.DELIVERED and may_go)

    # --- the end --------------------------------------------------------------------------------------------------

    def comes_to_rest(self) -> None:
        """With all held back let go and a good line, both sides say the same, and every paper may go."""
        self._signs(True)
        outbox = self.kiosk.store.outbox
        for one in outbox.list(Sync.PARKED):
            outbox.unpark(one.code)
        for _ in range(30):
            self.kiosk.clock.forward(400)
            self.kiosk.engine.run_once(prompted=True)
            if not outbox.pending_count() and not self.kiosk.store.cases.unsent():
                break
        assert outbox.pending_count() == 0 and self.kiosk.store.cases.unsent() == ()
        for _ in range(3):
            self.kiosk.clock.forward(4_000)
            self.kiosk.engine.run_once(prompted=True)
        self._agree()
        assert self.kiosk.store.arrivals.standing().missing == 0
        self.days_pass(5)
        assert self.kiosk.store.documents.sweep() == 0
        for one in outbox.list():
            assert all(self.kiosk.store.documents.size(paper.sha256) is None for paper in one.filing.documents)
        self.kiosk.store.check()

    def _agree(self) -> None:
        there = {one.reference: one for one in self.portal.dossiers.newest()}
        for one in self.kiosk.store.outbox.list():
            dossier = there[f"DV01/{one.code}"]
            assert one.legal is not None
            here, at_portal = (
                (one.official, one.legal.value, one.legal_note),
                (dossier.code, dossier.status, dossier.note),
            )
            assert here == at_portal, (here, at_portal)
            for paper in one.filing.documents:
                assert self.portal.uploads.read(paper.sha256) == self.papers[paper.sha256]

    def _signs(self, yes: bool) -> None:
        self.portal.arrivals.word = type(self.portal.arrivals).word.__get__(self.portal.arrivals) if yes else _silent

    def _act(self, code: str, how: Action) -> None:
        papers = ("giay_chung_sinh",) if how is Action.ASK else ()
        with suppress(OfficeRefused):  # paid, where nothing is owed
            self.portal.dossiers.act(code, how, said=Said("Lời của cán bộ", 8_000, papers))
            self.seen[f"office: {how.value}"] += 1

    # --- hands ----------------------------------------------------------------------------------------------------

    def _paper(self, size: int, seed: int) -> bytes:
        data = document(size, seed)
        self.papers[hashlib.sha256(data).hexdigest()] = data
        return data

    def _of(self, which: int) -> str:
        """One of the filings that this kiosk knows; empty if there is none."""
        known = self.kiosk.store.outbox.codes()
        return known[which % len(known)] if known else ""

    def _all_keys(self) -> list[bytes]:
        lines = [line.split(" ") for line in self.portal.courier.successions()]
        return [self.root, *(bytes.fromhex(parts[1]) for parts in lines)]

    def _open(self) -> None:
        """As after a new start: nothing is remembered but what the store holds."""
        made = Kiosk(self.folder / "store", self.portal.url, signed_by=self.root)
        made.store.close()
        made.portal.close()
        made.clock.moment, made.clock.elapsed = self.kiosk.clock.moment, 0.0
        made.store = Store.open(self.folder / "store", made.clock, checkpoint=self._passes)
        made.desk = self.kiosk.desk
        made.desk.store = made.store
        made.engine = made.fresh_engine()
        self.kiosk = self.post.kiosk = made

    def _wired(self) -> None:
        self.kiosk.close()
        self._open()

    def _passes(self, _name: str) -> None:
        """A checkpoint of the store: here the power goes, if it is to go."""
        if self.until_kill < 0:
            return
        self.until_kill -= 1
        if self.until_kill < 0:
            shutil.rmtree(self.folder / "killed", ignore_errors=True)
            shutil.copytree(self.folder / "store", self.folder / "killed", ignore=shutil.ignore_patterns("*-shm"))
            raise Killed

    def _back_from(self, place: Path) -> None:
        self.until_kill = -1
        with suppress(Exception):
            self.kiosk.close()
        shutil.rmtree(self.folder / "store")
        place.rename(self.folder / "store")
        self._open()

    def _asked(self, code: str) -> list[str]:
        """The office's open questions about it that nobody here has answered yet."""
        standing = self.kiosk.store.cases.case(code)
        if standing is None or standing.unsent:
            return []
        return [one.name for one in standing.case.notices if one.kind is NoticeKind.SUPPLEMENT]

    def _stick(self, label: str) -> CourierStick:
        def free() -> int:
            found = [one for one in self.sticks.sticks() if one.label == label]
            if not found:
                raise StickGone("pulled")
            return found[0].free_bytes

        (plugged,) = (one for one in self.sticks.sticks() if one.label == label)
        return CourierStick(self.sticks.open(plugged), free)

    def _back_in(self, label: str) -> None:
        if label not in {one.label for one in self.sticks.sticks()}:
            self.sticks.plug(label, Manners())
        self.sticks.manners(label).pulled_after = None

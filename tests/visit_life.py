"""A kiosk's life in a forked child that does not live to the end of it: start, visit, sync; and what is owed then.

The parent imports everything once and forks (``forked``): a round costs what the round does. A life takes up what the
last one left: it hands in the drafts, as the same person would who comes back, and sends what waits. What it announces
goes through a pipe to the parent, which outlives it. The portal is a process of its own with its database on the disk.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk import catalogue
from kiosk.clock import FilingTime, office_time
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.case import Case, ChangePage, Notice, NoticeKind
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.form import FormState, Origin
from kiosk.domain.submission import Legal, Submission, Sync
from kiosk.errors import KioskError
from kiosk.services.filed_sheet import sheet
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.store import Draft, Reserve, Store
from kiosk.store.filings.retention import Terms
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.wire import reference
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.dossiers import Dossiers
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.uploads import Uploads
from sandbox import ACCOUNT, OFFICE, settings

SHEET = {
    "requester.name": "Vàng Thị Mỷ",
    "requester.birth": "08/03/1962",
    "requester.paper_number": "999162001234",
    "requester.residence": "xã Đồng Văn, tỉnh Tuyên Quang",
    "requester.relation": "grandparent",
    "child.birth_date": "18/11/2026",
    "child.sex": "female",
    "child.birth_at": "facility",
    "child.birth_facility": "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
    "child.birth_place": "xã Đồng Văn, tỉnh Tuyên Quang",
    "child.linked": "no",
    "child.parents_known": "1",
    "mother.name": "Lù Thị Vá",
    "mother.ethnicity": "Mông",
    "father.name": "Thào Mí Pó",
    "child.ethnicity": "Mông",
    "child.hometown": "xã Đồng Văn, tỉnh Tuyên Quang",
    "marriage.registered": "yes",
    "copies.wanted": "no",
}
PAPER = "giay_chung_sinh"
SYLLABLES = ("An", "Chứ", "Dua", "Gấu", "Lử", "Mí", "Nhè", "Pó", "Seo", "Vá")
Say = Callable[[str], None]
Step = Callable[[str], None]


def child(number: int) -> str:
    """A name of its own for each visit."""
    return " ".join(["Thào", *(SYLLABLES[int(digit)] for digit in str(number))])


def number_of(item: Submission) -> int:
    """Whose visit it was."""
    upper = [one.upper() for one in SYLLABLES]
    return int("".join(str(upper.index(one)) for one in item.filing.subject.split()[1:]))


def nothing(name: str) -> None:
    pass


# --- the life ------------------------------------------------------------------------------------------------------


def opened(folder: Path, checkpoint: Step = nothing) -> Store:
    return Store.start(folder, office_time, reserve=Reserve(0, 0, 0), checkpoint=checkpoint)


def live(folder: Path, url: str, number: int, say: Say, checkpoint: Step = nothing) -> None:
    """A start, what was left behind, visit ``number``, one pass, the housekeeping."""
    with opened(folder, checkpoint) as store:
        say("started")
        store.keys.publish(OFFICE.kiosk)
        store.documents.sweep()
        store.journal.append(Entry(EventKind.KIOSK_STARTED))
        desk = FilingDesk(store, OFFICE, FilingTime(office_time), catalogue.is_holiday)
        for draft_id in drafts(store):
            hand_in(store, desk, draft_id, say)
        visit(store, desk, number, say)
        send(store, url)
        say("sent")
        tell_back(store)
        store.retention.tidy(Terms(documents_days=30, draft_days=3))
    say("closed")


def visit(store: Store, desk: FilingDesk, number: int, say: Say) -> None:
    """As the screens do it: events, savepoints, a paper the moment it is photographed, then all of it handed in."""
    draft_id = f"visit-{number}"
    store.journal.append(Entry(EventKind.VISIT_BEGAN))
    store.journal.append(Entry(EventKind.CONSENT_GIVEN, "", {"card": "yes"}))
    owner = store.drafts.owner_of(SHEET["requester.paper_number"])
    answers = {key: {"value": value, "origin": "typed"} for key, value in SHEET.items()}
    answers["child.name"] = {"value": child(number), "origin": "typed"}
    draft = Draft(draft_id, "1.001193", "v", {}, (), owner)
    for keys in (5, 10, len(answers)):
        draft = replace(draft, answers=dict(list(answers.items())[:keys]))
        store.drafts.save(draft)
        say(f"drafted {draft_id}")
    draft = replace(draft, documents=(desk.keep(catalogue.procedure("1.001193"), paper(number)),), answers=answers)
    store.drafts.save(draft)
    hand_in(store, desk, draft_id, say)
    store.journal.append(Entry(EventKind.VISIT_ENDED, "", {"how": "finished"}))


def paper(number: int) -> BoundDocument:
    """Two pieces that no other visit has."""
    return BoundDocument(PAPER, b"%PDF-1.7 " + random.Random(number).randbytes(300_000))


def hand_in(store: Store, desk: FilingDesk, draft_id: str, say: Say) -> None:
    draft = store.drafts.get(draft_id)
    assert draft is not None
    number = int(draft_id.removeprefix("visit-"))
    made = desk.hand_in(draft_id, filled(desk, child(number)), Visitor(), [paper(number)])
    say(f"announced {draft_id} {made.code}")
    store.journal.append(Entry(EventKind.SLIP_PRINTED, made.code))


def filled(desk: FilingDesk, name: str) -> FormState:
    made = desk.begin(catalogue.procedure("1.001193"), Visitor())
    for key, value in ({"child.name": name} | SHEET).items():
        made = form.answer(made, key, value, Origin.TYPED, desk.context(Visitor()))
    return made


def send(store: Store, url: str) -> None:
    """One pass, as the watcher makes it."""
    portal = Portal(settings(url), OFFICE.unit, head=store.journal.checkpoint)
    engine = Engine(
        store,
        portal,
        PassTiming(Policy(random.random), office_time, status_every=1e9),
        PassOffice(OFFICE, catalogue.procedure),
    )
    error = engine.run_once().error
    portal.close()
    if error is not None:
        raise error


def tell_back(store: Store) -> None:
    """A page of the portal's changes about the last dossier that has its number."""
    sent = store.outbox.list(Sync.DELIVERED)[-1:]
    notice = Notice("n", NoticeKind.MESSAGE, "Hồ sơ đã đến", datetime(2026, 11, 24, 8, tzinfo=ZONE))
    told = tuple(Case(item.official, 1, Legal.ACCEPTED, item.code, notices=(notice,)) for item in sent)
    since = store.cases.cursor()
    store.cases.apply(ChangePage(since, f"{len(since)}{'x' * len(since)}"[:40], told))


def drafts(store: Store) -> list[str]:
    return [row[0] for row in store._database.read(lambda db: db.execute("SELECT id FROM drafts").fetchall())]


# --- what is owed --------------------------------------------------------------------------------------------------


@dataclass
class Owed:
    """What was said so far, of one store."""

    drafted: set[str] = field(default_factory=set)
    announced: dict[str, str] = field(default_factory=dict)  # draft -> code

    def hear(self, said: list[str]) -> None:
        for line in said:
            what, *rest = line.split()
            if what == "drafted":
                self.drafted.add(rest[0])
            if what == "announced":
                self.announced[rest[0]] = rest[1]


def look(folder: Path, portal: Path, url: str, owed: Owed, say: Say) -> None:
    """Restart, compare with what was said, send, compare with the portal. Says a JSON object of counts of faults."""
    found: Counter[str] = Counter()
    with opened(folder) as store:
        found["taken for damage"] += store.salvaged is not None
        store.check()
        held = drafts(store)
        made = {name: store.outbox.of_draft(name) for name in owed.drafted | set(owed.announced) | set(held)}
        found["draft and submission"] += sum(made[name] is not None for name in held)
        found["neither"] += sum(made[name] is None and name not in held for name in owed.drafted)
        found["lost or changed"] += sum(
            item is None or item.code != code for name, code in owed.announced.items() for item in [made[name]]
        )
        items = store.outbox.list()
        found["doubled"] += len(items) - len({item.filing.subject for item in items})
        found["never drafted"] += len(items) - len([item for item in made.values() if item])
        found["half"] += sum(not whole(store, item) for item in items)
        send(store, url)
        items = store.outbox.list()
        found["not sent"] += sum(item.sync is not Sync.DELIVERED for item in items)
        found += at_the_portal(portal, items)
    say(json.dumps({"faults": {name: count for name, count in found.items() if count}, "filings": len(items)}))


def whole(store: Store, item: Submission) -> bool:
    """Every answer, and every byte of every paper."""
    number = number_of(item)
    (ref,) = item.filing.documents
    desk = FilingDesk(store, OFFICE, FilingTime(lambda: item.filed_at), catalogue.is_holiday)
    answers = sheet(filled(desk, child(number)))
    return item.filing.answers == answers and store.documents.get(ref.sha256) == paper(number).pdf


def at_the_portal(folder: Path, items: tuple[Submission, ...]) -> Counter[str]:
    """The portal's own database: each submission once, under the number the kiosk has, with its papers."""
    found: Counter[str] = Counter()
    database = PortalDatabase(f"sqlite:///{folder / 'portal.sqlite'}")
    there = Dossiers(database, office_time).newest(10_000)
    uploads = Uploads(folder / "uploads", database, office_time)
    found["unknown to the kiosk"] += len({one.reference for one in there} - {reference(item) for item in items})
    for item in items:
        dossiers = [one for one in there if one.reference == reference(item)]
        found["not at the portal"] += not dossiers
        subjects = [one for one in there if item.filing.subject in one.record.split('"')]
        found["twice at the portal"] += len(dossiers) > 1 or len(subjects) > 1
        found["another number"] += sum(one.code != item.official for one in dossiers)
        number = number_of(item)
        found["half at the portal"] += uploads.read(item.filing.documents[0].sha256) != paper(number).pdf
    database.close()
    return found


# --- children ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    """How a child ended and what it said, a line each; ``trouble`` is its traceback, if it fell over by itself."""

    killed: bool
    said: tuple[str, ...]
    trouble: str
    seconds: float


def forked(work: Callable[[Say], None], kill_after: float | None = None) -> Ended:
    """Run ``work`` in a child; SIGKILL after so many seconds, if it still lives then."""
    ear, voice = os.pipe()
    trouble, cry = os.pipe()
    began = time.monotonic()
    own = os.fork()
    if own == 0:
        _in_the_child(work, voice, cry)
    os.close(voice)
    os.close(cry)
    if kill_after is not None:
        _wait(own, began + kill_after)
        os.kill(own, signal.SIGKILL)
    said, cried = _all(ear), _all(trouble)
    _, status = os.waitpid(own, 0)
    lines = tuple(line for line in said.split("\n") if line)
    return Ended(os.WIFSIGNALED(status), lines, cried, time.monotonic() - began)


def _in_the_child(work: Callable[[Say], None], voice: int, cry: int) -> None:
    status = 1
    try:
        work(lambda text: os.write(voice, f"{text}\n".encode()) and None)
        status = 0
    except KioskError as error:
        os.write(voice, f"failed {error.code}\n".encode())
    except BaseException:
        os.write(cry, traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(status)


def _wait(child: int, until: float) -> None:
    """Until that moment, or its end (which leaves a zombie: nobody else can have its number)."""
    handle = os.pidfd_open(child)
    try:
        select.select([handle], [], [], max(0.0, until - time.monotonic()))
    finally:
        os.close(handle)


def _all(handle: int) -> str:
    with os.fdopen(handle, "rb") as pipe:
        return pipe.read().decode()


@contextmanager
def portal_of_its_own(folder: Path) -> Iterator[str]:
    """The sandbox portal in a process of its own; its address. Its database and papers lie in ``folder``."""
    ear, voice = os.pipe()
    own = os.fork()
    if own == 0:
        server = PortalServer(folder, accounts=ACCOUNT).start()
        os.write(voice, server.url.encode())
        os.close(voice)
        signal.pause()
        os._exit(0)
    os.close(voice)
    url = _all(ear)
    try:
        yield url
    finally:
        os.kill(own, signal.SIGKILL)
        os.waitpid(own, 0)

"""A made-up filing, a real store and a real portal on loopback, for the tests of sync and portal."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from kiosk import catalogue
from kiosk.clock import FilingTime, office_time
from kiosk.config import Office, PortalSettings
from kiosk.domain.answering import LINE, AnswerTexts, answer_form, begin_answer
from kiosk.domain.calendar import ZONE
from kiosk.domain.case import DossierAct, Notice, NoticeKind
from kiosk.domain.form import Origin
from kiosk.domain.form import answer as answer_field
from kiosk.domain.submission import Applicant, DocumentRef, Filing, Submission
from kiosk.resources import ASSETS, demo_asset
from kiosk.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.transport.link import Line
from kiosk.sync.updates.program import BUILD, NEEDS, TREE
from kiosk.sync.updates.proof import digest_of
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.publishing import Publisher, catalogue_files
from kiosk_sandbox.server import PortalServer

OFFICE = Office()
ACCOUNT = {"kiosk": "tap-huan"}
EDITION = catalogue.procedure("1.001193").source  # what the made-up filings were made under


def settings(url: str, **changes: object) -> PortalSettings:
    """Short waits: on loopback whoever does not answer within seconds will not."""
    given = {"username": "kiosk", "password": ACCOUNT["kiosk"], "connect_timeout": 2.0, "read_timeout": 5.0}
    return PortalSettings(url=url, probe_interval=0.05, **(given | changes))  # type: ignore[arg-type]


def filing(documents: tuple[DocumentRef, ...] = (), subject: str = "LÒ THỊ MAI", copies: str = "2") -> Filing:
    return Filing(
        procedure="1.001193",
        version="2026-04-15",
        prefix="KS",
        unit=OFFICE.unit,
        kiosk=OFFICE.kiosk,
        applicant=Applicant("Vừ Thị Sáo", "999162000123", "0912 345 678"),
        subject=subject,
        answers={
            "child.name": {"value": subject, "origin": "typed"},
            "copies.wanted": {"value": "yes" if int(copies or "0") else "no", "origin": "chosen"},
            "copies.count": {"value": copies, "origin": "typed"},
        },
        documents=documents,
        consents={"process": True},
    )


def document(size: int, seed: int = 1) -> bytes:
    """Bytes that no one could guess and everyone can make again."""
    return random.Random(seed).randbytes(size)


class Desk:
    """Files what it is given into a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._count = 0

    def file(self, *documents: bytes, subject: str = "LÒ THỊ MAI") -> Submission:
        self._count += 1
        kept = tuple(
            self.store.documents.put(
                data, key="giay_chung_sinh", name=f"giay_chung_sinh_{n}.pdf", media_type="application/pdf"
            )
            for n, data in enumerate(documents, 1)
        )
        due = datetime(2026, 11, 25, 14, 0, tzinfo=ZONE)
        made = filing(kept, f"{subject} {self._count}")
        return self.store.outbox.file(f"draft-{self._count}", made, due, edition=EDITION)


class Clock:
    """A clock and a monotonic one that move only when told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
        self.elapsed = 0.0

    def __call__(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.elapsed

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.elapsed += seconds


class Kiosk:
    """A store and the engine that empties it into ``url``."""

    def __init__(
        self,
        folder: Path,
        url: str,
        chance: Callable[[], float] = lambda: 1.0,
        signed_by: bytes = b"",
        **changes: object,
    ) -> None:
        """``signed_by``: the key whose word on arrivals counts; none where it is left out."""
        self.signed_by = signed_by
        self.clock = Clock()
        self.line = Line()
        self.store = Store.open(folder, self.clock)
        self.desk = Desk(self.store)
        self.settings = settings(url, **changes)
        self.policy = Policy(chance)
        self.engine = self.fresh_engine()

    def fresh_portal(self) -> Portal:
        return Portal(self.settings, OFFICE.unit, self.line)

    def fresh_engine(self, portal: Portal | None = None) -> Engine:
        """As after a restart: nothing is remembered but what the store holds. By way of ``portal`` where given."""
        self.portal = portal or self.fresh_portal()
        return Engine(
            self.store,
            self.portal,
            PassTiming(self.policy, self.clock, self.clock.monotonic),
            PassOffice(
                OFFICE,
                catalogue.procedure,
                Signers([self.signed_by] if self.signed_by else [], self.store.notes),
            ),
        )

    def close(self) -> None:
        self.portal.close()
        self.store.close()


@contextmanager
def sandbox(**options: object) -> Iterator[PortalServer]:
    with PortalServer(database="memory", accounts=ACCOUNT, **options) as server:  # type: ignore[arg-type]
        yield server


_SHEET, _PROGRAM = "catalogue/procedures/1.001193/2026-11-30.toml", "program/kiosk.zip"


def publish(feed: Path, note: str, *, build: int = 0, needs: str = "another") -> None:
    """An update into ``feed``: the catalogue with one line more, and a program that ends as soon as it is imported."""
    files, custom = catalogue_files(ASSETS), {}
    files[_SHEET] += f"\n# {note}\n".encode()
    if build:
        files[_PROGRAM], signed = program({"kiosk/__init__.py": f"raise SystemExit({build})\n"})
        custom[_PROGRAM] = {BUILD: build, NEEDS: needs, **signed}
    Publisher(feed, demo_asset("publisher")).publish(files, office_time(), custom=custom)


def program(files: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """A program of these files as an archive, and what is signed of them beside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue(), {TREE: digest_of({name: sha256(text.encode()).hexdigest() for name, text in files.items()})}


# --- answers to the office ------------------------------------------------------------------------------------------

TEXTS = AnswerTexts({"vi": "Giấy"}, {"vi": "Như đã ghi"}, {"vi": "Nhắn gì?"}, {"vi": "Lời nhắn"})
SECOND_LOOK = b"%PDF-1.7 " + random.Random(7).randbytes(40_000)


def asked(box: Kiosk, portal: PortalServer, said: Said | None = None) -> str:
    """The code of a dossier that arrived, and about which the office has asked."""
    code = box.desk.file(document(5_000)).code
    box.engine.run_once()
    portal.dossiers.act(code, Action.ACCEPT)
    portal.dossiers.act(code, Action.ASK, said=said or Said("Ảnh mờ", papers=("D1",), days=5))
    look(box)
    return code


def look(box: Kiosk) -> None:
    """A pass with the next round of questions."""
    box.clock.forward(60)
    box.engine.run_once()


def answering(
    box: Kiosk,
    code: str,
    draft: str = "visit-1",
    said: str = "",
    pdf: bytes = SECOND_LOOK,
    question: Notice | None = None,
) -> DossierAct:
    """What the screens do at the end of an answer: papers and act through the desk."""
    from kiosk.services.filing import BoundDocument, FilingDesk, Visitor

    standing = box.store.cases.case(code)
    assert standing is not None
    open_ones = (one for one in standing.case.notices if one.kind is NoticeKind.SUPPLEMENT)
    question = question or next(open_ones)
    made = box.store.outbox.get(code)
    form = answer_form(catalogue.procedure(made.filing.procedure), question, TEXTS)
    filling = begin_answer(form, made.filing)
    desk = FilingDesk(box.store, OFFICE, FilingTime(box.clock), catalogue.is_holiday)
    visitor = Visitor()
    if said:
        filling = answer_field(filling, LINE, said, Origin.TYPED, desk.context(visitor))
    papers = [BoundDocument(item.key, pdf) for item in form.documents] if pdf else []
    return desk.answer(draft, code, question, filling, visitor, papers)

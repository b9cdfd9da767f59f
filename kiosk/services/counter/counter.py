"""The whole counter over one store: its desks, built once for a window, or for as long as one command lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.config import SIMULATED, Config
from kiosk.devices.ports import PagePrinter
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import FormError
from kiosk.services.counter.assisted_filings import AssistedFilingDesk
from kiosk.services.counter.cash import CashDesk
from kiosk.services.counter.corrections import CorrectionDesk
from kiosk.services.counter.counters import CounterDesk, CounterList
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.duplicates import DuplicateDesk
from kiosk.services.counter.finding import DossierFinder
from kiosk.services.counter.messages import MessageDesk
from kiosk.services.counter.official_papers import PaperDesk
from kiosk.services.counter.queues import QueueDesk
from kiosk.services.counter.reports import ReportDesk
from kiosk.services.counter.results import ResultDesk
from kiosk.services.counter.reviews import ReviewDesk
from kiosk.services.counter.sessions import StaffSessions
from kiosk.services.counter.visits import VisitDesk
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.opening import filing_desk, office_places, opened
from kiosk.services.visit_help import VisitHelp

if TYPE_CHECKING:
    from kiosk.store import Store


@dataclass(frozen=True)
class CounterDesks:
    """Everything a counter's screen and the commands reach; plain data in and out."""

    sessions: StaffSessions
    finder: DossierFinder
    dossiers: DossierDesk
    cash: CashDesk
    papers: PaperDesk
    results: ResultDesk
    queues: QueueDesk
    visits: VisitDesk
    counters: CounterDesk
    messages: MessageDesk
    reviews: ReviewDesk
    duplicates: DuplicateDesk
    reports: ReportDesk
    filings: AssistedFilingDesk
    corrections: CorrectionDesk
    clock: Callable[[], datetime]
    people: Callable[[], dict[int, str]]


def counter_over(
    config: Config,
    store: Store,
    bell: OfficerCalls | None = None,
    clock: Callable[[], datetime] = office_time,
    help_here: VisitHelp | None = None,
    counters: CounterList | None = None,
) -> CounterDesks:
    """``bell``, ``help_here``: the running kiosk's, where there is one; ``counters``: of a kiosk with a hall."""
    from kiosk.sync.queue.editions import FiledEditions

    sessions = StaffSessions(store, config.counter.desk, config.counter.idle)
    places = office_places(config)
    edition = FiledEditions(store, catalogue.procedure).known
    dossiers = DossierDesk(store, sessions, edition, clock)
    return CounterDesks(
        sessions=sessions,
        finder=DossierFinder(store, sessions, clock),
        dossiers=dossiers,
        cash=CashDesk(store, sessions, edition, clock),
        papers=PaperDesk(
            store, sessions, dossiers, config.office, page_printer(config), clock, edition, sample=config.demo
        ),
        results=ResultDesk(store, sessions),
        messages=MessageDesk(store, sessions, config.office, clock),
        duplicates=DuplicateDesk(store, sessions, dossiers, clock),
        reviews=ReviewDesk(store, sessions, clock),
        queues=QueueDesk(store, sessions, bell or OfficerCalls(store.notes, clock), clock),
        counters=CounterDesk(sessions, counters),
        visits=VisitDesk(sessions, help_here or VisitHelp(clock), config.office.kiosk),
        reports=ReportDesk(store, sessions, config.office, procedure_name, clock),
        corrections=CorrectionDesk(store, sessions, dossiers, edition, clock),
        filings=AssistedFilingDesk(store, sessions, filing_desk(config, store, places), places, config.office, clock),
        clock=clock,
        people=lambda: {one.number: one.person for one in store.staff.list()},
    )


@contextmanager
def counter_of(
    config: Config, secret: str, *, name: str = "", id_number: str = "", desk: str = ""
) -> Iterator[tuple[CounterDesks, StaffSession]]:
    """A counter for one piece of work: signed in before it, signed out after it. StoreError, StaffError."""
    with opened(config) as store:
        counter = counter_over(config, store)
        session = counter.sessions.sign_in(secret, name=name, id_number=id_number, desk=desk)
        try:
            yield counter, session
        finally:
            counter.sessions.sign_out(session)


def page_printer(config: Config) -> PagePrinter | None:
    """The A4 printer that the settings name."""
    queue = config.devices.document_printer
    if queue == "none":
        return None
    if queue == SIMULATED:
        from kiosk.devices.simulated.page_printer import FolderPagePrinter

        return FolderPagePrinter(config.data / "papers")
    from kiosk.devices.page_printer import CupsPagePrinter

    return CupsPagePrinter(queue)


def procedure_name(code: str) -> str:
    """What a procedure is called today; its code where it is none any more."""
    try:
        return catalogue.procedure(code).name["vi"]
    except FormError:
        return code

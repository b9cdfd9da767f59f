"""Reports: what was done in a period, on a page and on paper; nobody's name, and no group that is a person."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from counter_stage import file, filing, signed_in

from kiosk.config import Office
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.period_figures import grouped, median_of, merged
from kiosk.domain.submission import Legal
from kiosk.errors import ActNotAllowed, DayNotReady, ReviewAlone, SignInRefused
from kiosk.services.counter.plain import figures_json
from kiosk.services.counter.reports import ReportDesk
from kiosk.services.counter.reviews import ReviewDesk

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def reports(store, sessions, clock) -> ReportDesk:
    return ReportDesk(store, sessions, Office(), lambda code: f"Việc {code}", clock)


def visit(store, clock, minutes: float, how: str = "finished", rating: str = "", **more: str) -> None:
    store.journal.append(Entry(EventKind.VISIT_BEGAN))
    clock.pass_by(minutes=minutes)
    if rating:
        store.journal.append(Entry(EventKind.VISIT_RATED, "", {"how": rating}))
    store.journal.append(Entry(EventKind.VISIT_ENDED, "", {"how": how, **more}))


def test_the_figures_of_a_month(store, sessions, pao, clock, reports) -> None:
    codes = [file(store, clock, filing(name=f"Vàng Thị {n}", id_number=f"99916200{n:04d}")).code for n in range(6)]
    codes.append(file(store, clock, replace(filing(name="Sùng A", id_number="999201000562"), language="hmn")).code)
    for code in codes[:5]:
        store.outbox.set_legal(code, Legal.SUPPLEMENT)
    for minutes in (4, 12, 13, 35, 8):
        visit(store, clock, minutes, rating="very-good")
    visit(store, clock, 50, how="idle")
    pao = signed_in(sessions, "pao")  # the desk has locked itself meanwhile
    now = reports.figures(pao, SINCE, UNTIL)
    assert (now.filed, now.returned, now.visits, now.median) == (7, 5, 5, 12)
    assert dict(now.reasons) == {"supplement": 5} and now.minutes == (1, 1, 2, 0, 0, 1)
    assert (now.elderly, now.known_age) == (6, 7) and now.languages == (("vi", 6), ("other", 1))
    assert now.content == 100.0 and dict(now.days)[clock().date()] == 7 and len(now.days) == 30
    text = _text(reports.pdf(pao, SINCE, UNTIL))
    assert "85,7%" in text and not any(name in text for name in ("Vàng", "Sùng", "9991620", "hmn"))
    with pytest.raises(ActNotAllowed):
        reports.figures(signed_in(sessions, "sinh"), SINCE, UNTIL)


def test_touches_are_shown_once_enough_visits_are_known(store, sessions, pao, clock, reports) -> None:
    visit(store, clock, 3)  # of before touches were noted
    for touches in (40, 53, 61, 300):
        visit(store, clock, 5, touches=str(touches))
    visit(store, clock, 5, how="idle", touches="2")
    pao = signed_in(sessions, "pao")
    assert reports.figures(pao, SINCE, UNTIL).touches == 0
    assert "Lần chạm" not in reports.table(pao, SINCE, UNTIL)
    visit(store, clock, 5, touches="55")
    pao = signed_in(sessions, "pao")
    now = reports.figures(pao, SINCE, UNTIL)
    assert (now.touches, now.visits) == (55, 6) and figures_json(now)["median_touches"] == 55
    rows = list(csv.reader(io.StringIO(reports.table(pao, SINCE, UNTIL))))
    assert ["Lần chạm mỗi lượt, ở giữa", "55", "", "", ""] in rows and {len(one) for one in rows} == {5}
    assert "Lần chạm mỗi lượt" in _text(reports.pdf(pao, SINCE, UNTIL))


def test_small_groups_are_one_and_nothing_is_divided_by_nothing(reports, pao) -> None:
    assert merged({"a": 7, "b": 4, "c": 1}) == (("a", 7), ("other", 5)) and merged({}) == ()
    assert grouped((0, 4.9, 5, 30)) == (2, 1, 0, 0, 0, 1) and median_of(()) == 0
    empty = reports.figures(pao, SINCE, UNTIL)
    assert (empty.on_time, empty.elderly_share, empty.content, empty.filed) == (None, None, None, 0)


def test_an_act_with_legal_effect_is_opened_first_and_ones_own_is_anothers(store, sessions, pao, clock) -> None:
    hien = signed_in(sessions, "hien")
    desk = ReviewDesk(store, sessions, clock)
    code = file(store, clock, filing()).code
    store.dossier_book.add(
        code, 0, DossierEvent(DossierEventKind.PRINTED, {"form": "mau-03", "copies": "2"}, pao.number)
    )
    store.dossier_book.add(code, 1, DossierEvent(DossierEventKind.EXCEPTION, {"rule": "a", "reason": "b"}, hien.number))
    store.dossier_book.add(
        code, 2, DossierEvent(DossierEventKind.PRINTED, {"form": "mau-01", "copies": "1"}, pao.number)
    )
    (refusal,) = desk.waiting(hien)
    assert refusal.alone and refusal.event.facts["form"] == "mau-03"
    with pytest.raises(ReviewAlone):
        desk.approve(hien, [refusal.number], "một con trâu trắng")
    with pytest.raises(SignInRefused):
        desk.approve(hien, [refusal.number], "482159", [refusal.number])
    with pytest.raises(DayNotReady):
        desk.close_day(hien, "một con trâu trắng")
    assert desk.approve(hien, [refusal.number], "một con trâu trắng", [refusal.number]) == 1
    assert desk.waiting(hien) == () and desk.close_day(hien, "một con trâu trắng").ready
    with pytest.raises(ActNotAllowed):
        desk.waiting(pao)


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)

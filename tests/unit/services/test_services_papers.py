"""Official papers: every text within its page in two engines, names of 80 letters whole, tagged, counted, by right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pypdfium2
import pytest
from counter_stage import file, filing, signed_in
from printed_pages import flat, looks_right, poppler_text

from kiosk import catalogue
from kiosk.config import Office
from kiosk.devices.simulated.page_printer import FolderPagePrinter
from kiosk.domain.calendar import ZONE
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.errors import ActNotAllowed, AppointmentDayOff, PaperNotReady, PaperOut, PrinterGone
from kiosk.services.counter.cash import CashDesk
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.official_papers import LEGAL_EFFECT, OF_A_DOSSIER, SHEET, PaperDesk
from kiosk.services.counter.paper_details import PaperDetails
from kiosk.services.counter.paper_words import masked
from kiosk.services.counter.reports import ReportDesk
from kiosk.services.typesetting import paper_forms

LONG = "Nguyễn Phạm Thị Trường Ngữ Ẩn Nghiêng Thượng Quyền Khuynh Hoàng Trần Đặng Mường"
CHILD = "Giàng Thị Nghiễm Phượng Khuyên Trương Đoàn Quỳnh Nguyễn Thuỳ Dương Hường Vương Ly"
DETAILS = PaperDetails(
    reason="Giấy chứng sinh mờ, chưa đọc được số và ngày cấp; xin mang bản gốc đến quầy để đối chiếu. " * 3,
    ground="Luật Hộ tịch 60/2014/QH13, Điều 16; 123/2015/NĐ-CP, Điều 4",
    until=datetime(2026, 11, 25, 16, 30, tzinfo=ZONE),
    items=(
        "Giấy chứng sinh bản gốc của Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
        "Giấy chứng nhận kết hôn #1 $x$ *a* @b",
    ),
)


def edition(submission):
    return catalogue.procedure(submission.filing.procedure)


@pytest.fixture
def printer(tmp_path):
    return FolderPagePrinter(tmp_path / "tray")


@pytest.fixture
def papers(store, sessions, clock, printer):
    desk = DossierDesk(store, sessions, edition, clock)
    return PaperDesk(store, sessions, desk, Office(), printer, clock, edition)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def hien(sessions):
    return signed_in(sessions, "hien")


@pytest.fixture
def code(store, clock):
    assert len(LONG) >= 79 and len(CHILD) >= 79
    return file(store, clock, filing(name=LONG, child=CHILD)).code


@pytest.mark.parametrize("form", OF_A_DOSSIER)
def test_every_form_is_whole_in_two_engines(papers, hien, code, form) -> None:
    pdf = papers.preview(hien, code, form, DETAILS)
    looks_right(pdf, LONG, CHILD, code, "Độc lập - Tự do - Hạnh phúc")
    assert papers.preview(hien, code, form, DETAILS) == pdf
    if form == "mau-02":
        looks_right(pdf, *DETAILS.items)  # markup in what an officer writes is letters


def test_what_a_form_needs_is_named(papers, hien, code) -> None:
    for form, what in (("mau-02", "giấy tờ cần bổ sung"), ("mau-03", "lý do"), ("mau-04", "ngày hẹn mới")):
        with pytest.raises(PaperNotReady) as lacking:
            papers.preview(hien, code, form)
        assert what in str(lacking.value.values["what"])
    assert papers.preview(hien, code, "mau-01") and papers.preview(hien, code, "mau-06")


def test_a_new_day_on_which_the_office_is_closed_is_refused_with_the_next(papers, hien, code) -> None:
    days = {date(2026, 11, 28): "30/11/2026", date(2027, 1, 1): "04/01/2027"}
    for day, following in days.items():
        details = replace(DETAILS, until=datetime.combine(day, time(14), ZONE))
        with pytest.raises(AppointmentDayOff) as closed:
            papers.preview(hien, code, "mau-04", details)
        assert closed.value.values == {"day": f"{day:%d/%m/%Y}", "next": following}


def test_forms_of_legal_effect_are_the_chiefs(papers, pao, code) -> None:
    for form in OF_A_DOSSIER:
        if form in LEGAL_EFFECT:
            with pytest.raises(ActNotAllowed):
                papers.preview(pao, code, form, DETAILS)
        else:
            assert papers.preview(pao, code, form, DETAILS)


def test_what_is_printed_is_the_preview_and_is_counted(papers, pao, code, printer, store, tmp_path) -> None:
    pdf = papers.preview(pao, code, "mau-01")
    assert papers.print(pao, code, "mau-01", 2) == 2 and papers.print(pao, code, "mau-01", 1) == 3
    sheets = sorted(Path(tmp_path / "tray").iterdir())
    assert len(sheets) == 3 and sheets[0].read_bytes() == pdf
    printer.out_of_paper = True
    with pytest.raises(PaperOut):
        papers.print(pao, code, "mau-01", 1)
    assert papers.copies(code, "mau-01") == 3
    events = [one for one in store.dossier_book.events(code) if one.kind is DossierEventKind.PRINTED]
    assert [one.facts["copies"] for one in events] == ["2", "1"]


def test_what_lies_in_the_tray_is_counted_whoever_has_the_dossier_open(
    papers, hien, sessions, code, store, tmp_path
) -> None:
    may = signed_in(sessions, "may")
    held = store.dossier_book.hold(code, may.number)
    assert papers.print(hien, code, "mau-03", 1, DETAILS) == 1
    assert len(list((tmp_path / "tray").iterdir())) == 1
    (event,) = store.dossier_book.events(code)
    assert (event.kind, event.staff) == (DossierEventKind.PRINTED, hien.number)
    assert store.dossier_book.head(code) == held  # the colleague goes on with it as they opened it
    assert [one.number for one, _, _ in store.reviews.waiting(0, 5)] == [event.number]


def test_the_filled_sheet_is_printed_as_it_reads_after_mending_and_is_counted(
    papers, pao, code, store, sessions, clock, printer, tmp_path
) -> None:
    (sheet,) = papers.sheets(pao, code)
    assert (sheet.key, sheet.title, sheet.needs) == (f"{SHEET}to_khai", "Tờ khai đăng ký khai sinh", ())
    before = papers.preview(pao, code, sheet.key)
    looks_right(before, "TỜ KHAI ĐĂNG KÝ KHAI SINH", CHILD.upper(), code, "Người yêu cầu")
    assert "BẢN MẪU" not in poppler_text(before)
    desk = DossierDesk(store, sessions, edition, clock)
    revision = desk.open(pao, code).head.revision
    desk.mend(pao, code, revision, key="mother.name", value="Giàng Thị Say", reason="theo giấy chứng sinh")
    after = papers.preview(pao, code, sheet.key)
    assert "GIÀNG THỊ SAY" in flat(poppler_text(after)) and "GIÀNG THỊ SÁY" not in flat(poppler_text(after))
    assert papers.print(pao, code, sheet.key, 1) == 1
    assert next(Path(tmp_path / "tray").iterdir()).read_bytes() == after


def test_a_dossier_whose_procedure_is_gone_has_no_sheet(store, sessions, clock, pao, code) -> None:
    desk = DossierDesk(store, sessions, lambda _: None, clock)
    papers = PaperDesk(store, sessions, desk, Office(), None, clock, lambda _: None)
    assert papers.sheets(pao, code) == ()
    with pytest.raises(KeyError):
        papers.preview(pao, code, f"{SHEET}to_khai")


def test_without_a_printer_it_can_still_be_looked_at(store, sessions, clock, pao, code) -> None:
    desk = DossierDesk(store, sessions, edition, clock)
    papers = PaperDesk(store, sessions, desk, Office(), None, clock, edition)
    assert papers.preview(pao, code, "mau-01")
    with pytest.raises(PrinterGone):
        papers.print(pao, code, "mau-01", 1)


def test_a_receipt_and_the_closed_day(papers, pao, hien, store, sessions, clock) -> None:
    till = CashDesk(store, sessions, edition, clock)
    codes = [
        store.outbox.file(f"d{n}", filing(name=LONG, child=f"Trẻ {n}"), clock(), owed=16_000).code for n in range(70)
    ]
    receipts = [till.take(pao, code, 0, tendered=20_000) for code in codes]
    looks_right(papers.receipt(pao, receipts[0]), LONG, "Q1-231126-0001", "16.000 đồng", "Mười sáu nghìn đồng")
    with pytest.raises(PaperNotReady):
        papers.closing(pao, till.day(pao), {})
    till.close(pao, 0, {500_000: 2, 100_000: 1, 20_000: 1})
    till.sign(hien, "Q1", till.day(pao).day)
    people = {one.number: one.person for one in store.staff.list()}
    pdf = papers.closing(pao, till.day(pao), people)
    looks_right(pdf, "Hoàng Văn Páo", "Lục Thị Hiền", "1.120.000 đồng", "0070", codes[-1])
    assert len(pypdfium2.PdfDocument(pdf)) == 3


def test_the_register_has_names_and_a_right_of_its_own(pao, hien, store, sessions, clock, code) -> None:
    desk = ReportDesk(store, sessions, Office(), lambda _: "Đăng ký khai sinh", clock)
    sealed = file(store, clock, filing(name="Vàng Thị Kín", child="Sùng Kín")).code
    DossierDesk(store, sessions, edition, clock).seal(hien, sealed, 0, "Nuôi con nuôi")
    day = clock().date()
    with pytest.raises(ActNotAllowed):
        desk.register(pao, day, day)
    pdf = desk.register(hien, day, day)
    looks_right(pdf, code, sealed)
    assert flat(LONG) in flat(poppler_text(pdf)) and "Kín" not in poppler_text(pdf)


def test_a_report_names_nobody_and_merges_the_few(pao, store, sessions, clock) -> None:
    desk = ReportDesk(store, sessions, Office(), lambda code: {"1.001193": "Khai sinh"}.get(code, code), clock)
    for number in range(6):
        file(store, clock, filing(child=f"Sùng {number}"), days=-1 if number < 2 else 3)
    from dataclasses import replace

    for number in range(2):
        file(store, clock, replace(filing(child=f"Lò {number}"), procedure=f"2.00081{number}"))
    day = clock().date()
    rows = desk.table(pao, day, day).splitlines()
    assert rows[1:4] == ["Khai sinh,6,6,0,2", '"Việc khác, gộp lại",2,2,0,0', "Tổng,8,8,0,2"]
    assert "Vàng" not in "".join(rows)


def test_every_template_has_its_entry_and_its_source() -> None:
    from kiosk.resources import asset

    templates = {path.stem for path in asset("papers").glob("*.typ")} - {"common", "sheet"}
    assert templates == set(paper_forms())
    assert masked("999162001234") == "999162•••234" and masked("12345") == "12345"

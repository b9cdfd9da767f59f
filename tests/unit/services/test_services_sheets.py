"""Official sheets of every procedure, filled by the sample filings: what was answered stands on the paper, in the law's
order, and stays in its place however long it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import pypdfium2
import pytest
from printed_pages import flat, looks_right, poppler_text

from kiosk.catalogue import register_in
from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.domain.procedure import Procedure
from kiosk.forms.filed_answers import FiledAnswers, FiledEntries, entries_of
from kiosk.forms.samples import AreaLookup, sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.sheet_filling import filled_sheet
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.procedures.listed_choices import coded_name
from kiosk.procedures.register import SAMPLE_OFFICE, sample_area
from kiosk.resources import ASSETS
from kiosk.services.printed_sheets import SAMPLE, SheetMoment, sheet_pdf, sheets_of

VERSIONS = {f"{one.code} {one.version}": one for ones in register_in(ASSETS).versions.values() for one in ones}
SAMPLES = [(name, one.key) for name, version in VERSIONS.items() for one in version.samples]
AT = datetime(2026, 11, 30, 9, tzinfo=ZONE)
LONG = "NGUYỄN PHẠM THỊ TRƯỜNG NGỮ ẨN NGHIÊNG THƯỢNG QUYỀN KHUYNH HOÀNG TRẦN ĐẶNG MƯỜNG"
STROKE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">'
    '<path d="M5 35 L50 5 L95 35" fill="none" stroke="#10182E" stroke-width="3"/></svg>'
)


def procedure_of(name: str) -> Procedure:
    version = VERSIONS[name]
    return procedure_view(version, version.head.in_force.since, VersionEngine(version))


@cache
def answers_of(name: str, key: str) -> FiledEntries:
    version = VERSIONS[name]
    one = next(one for one in version.samples if one.key == key)
    return entries_of(sample_form(version, whole_sample(version, one), area()))


@cache
def area() -> AreaLookup:
    return sample_area(ASSETS / "areas")


def printed(name: str, answers: FiledEntries, sheet: str = "to_khai", **more: Any) -> bytes:
    return sheet_pdf(procedure_of(name), sheet, answers, SheetMoment(Office(), AT, **more))


def page_text(pdf: bytes) -> str:
    """Of the first page, by PDFium: what is turned is read too."""
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def words_in(data: object) -> Iterator[str]:
    """All that was answered, of a filled sheet."""
    if isinstance(data, Mapping):
        if "answer" in data:
            yield str(data["answer"])
        for one in data.values():
            yield from words_in(one)
    elif isinstance(data, list):
        for one in data:
            yield from words_in(one)


def filled(version: ProcedureVersion, template: str, answers: FiledEntries) -> Mapping[str, Any]:
    filed = FiledAnswers(version, answers, SAMPLE_OFFICE, AT.date())
    return filled_sheet(version, version.templates[template], filed, coded_name)


def test_every_version_has_a_sheet_with_a_place_to_sign():
    for name, version in VERSIONS.items():
        assert version.papers, name
        for paper in version.papers:
            lines = version.templates[paper.template].lines
            assert any(one.title for line in lines for one in line.signatures), paper.template


@pytest.mark.parametrize("name", VERSIONS)
def test_every_sample_fills_its_sheets(name: str):
    """Who files stands on one of them, by name; nothing that was answered is left with its braces."""
    version = VERSIONS[name]
    templates = {paper.key: paper.template for paper in version.papers}
    for one in version.samples:
        answers = answers_of(name, one.key)
        sheets = sheets_of(procedure_of(name), answers, SheetMoment(Office(), AT))
        words = [text for sheet in sheets for text in words_in(filled(version, templates[sheet.key], answers))]
        who = answers.get(version.head.applicant["full_name"], {}).get("value", "")
        assert sheets and (not who or who in words or name.startswith("2.000815")), one.key
        assert not any("{" in text for text in words)


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("name", "key"), SAMPLES)
def test_answers_are_found_on_the_paper(name: str, key: str):
    version, answers = VERSIONS[name], answers_of(name, key)
    templates = {paper.key: paper.template for paper in version.papers}
    for sheet in sheets_of(procedure_of(name), answers, SheetMoment(Office(), AT)):
        pdf = printed(name, answers, sheet.key)
        looks_right(pdf, "Độc lập - Tự do - Hạnh phúc")
        text = flat(poppler_text(pdf))
        for answer in words_in(filled(version, templates[sheet.key], answers)):
            assert all(word in text for word in answer.split()), (sheet.key, answer)
        assert SAMPLE not in text


BIRTH, MARRIAGE, RESIDENCE, HOUSEHOLD = (
    "1.001193 2026-11-30",
    "1.000894 2026-11-30",
    "1.004222 2026-11-30",
    "1.001612 2026-11-30",
)


@pytest.mark.parametrize("name", [BIRTH, MARRIAGE, RESIDENCE, HOUSEHOLD])
def test_names_of_eighty_letters_stay_in_their_place(name: str):
    version = VERSIONS[name]
    answers = dict(answers_of(name, version.samples[0].key))
    for item in version.fields:
        if item.type.value == "name" and item.key in answers:
            answers[item.key] = {**answers[item.key], "value": LONG}
    looks_right(printed(name, answers))
    assert all(word in poppler_text(printed(name, answers)) for word in LONG.split())


def test_three_pages_of_rows_keep_their_head_and_their_margins():
    answers = dict(answers_of(RESIDENCE, VERSIONS[RESIDENCE].samples[0].key))
    row = answers["members"]["rows"][0]
    rows = [{**row, "name": {**row["name"], "value": f"{LONG} {n}"}} for n in range(60)]
    pdf = printed(RESIDENCE, {**answers, "members": {**answers["members"], "rows": rows}})
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) >= 3
    looks_right(pdf, f"Trang 3 / {len(document)}")
    for page in list(document)[: len(document) - 1]:
        assert "Mối quan hệ" in flat(page.get_textpage().get_text_range())


def words_at(page: pypdfium2.PdfPage, words: str) -> tuple[float, float]:
    """From where to where ``words`` stand on the page the last time, in points; they stand on one line."""
    text = page.get_textpage()
    search = text.search(words)
    found = list(iter(search.get_next, None))
    assert found, words
    boxes = [text.get_charbox(found[-1][0] + n) for n in range(found[-1][1])]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def test_twenty_members_stand_each_in_its_boxes_over_the_pages():
    """CT01, item 11: number, day of birth and relation of each row begin where those of the first do, and none runs
    into the next; every page that has rows has the head of the table."""
    answers = dict(answers_of(RESIDENCE, VERSIONS[RESIDENCE].samples[0].key))
    first = answers["members"]["rows"][0]
    numbers = [f"9991910{n:05d}" for n in range(10, 30)]
    rows = [
        {**first, "name": {**first["name"], "value": LONG}, "paper_number": {**first["paper_number"], "value": number}}
        for number in numbers
    ]
    pdf = printed(RESIDENCE, {**answers, "members": {**answers["members"], "rows": rows}})
    looks_right(pdf, *numbers)
    pages = [(page, flat(page.get_textpage().get_text_range())) for page in pypdfium2.PdfDocument(pdf)]
    with_rows = [(page, [one for one in numbers if one in text], text) for page, text in pages]
    assert sorted(one for _, found, _ in with_rows for one in found) == numbers
    assert sum(bool(found) for _, found, _ in with_rows) >= 2
    places = []
    for page, found, text in with_rows:
        assert not found or "Mối quan hệ" in text
        relation = words_at(page, "Mối quan hệ")[0] if found else 0.0
        for one in found:
            left, right = words_at(page, one)
            assert right < relation
            places.append(left)
    assert max(places) - min(places) < 1
    assert sum(text.count("MƯỜNG") for _, text in pages) >= len(numbers)


def test_what_is_missing_is_dots_and_half_known_days_are_what_is_known():
    answers = dict(answers_of("1.000656 2026-11-30", VERSIONS["1.000656 2026-11-30"].samples[0].key))
    for gone in ("death.time", "death.cause"):
        answers.pop(gone, None)
    answers["death.date"] = {"value": "11/2026", "origin": "typed"}
    answers["dead.birth"] = {"value": "1943", "origin": "typed"}
    text = flat(poppler_text(printed("1.000656 2026-11-30", answers)))
    assert "Ngày, tháng, năm sinh: 1943" in text and "tháng 11 năm 2026" in text
    assert "Nguyên nhân chết: …" in text or "Nguyên nhân chết: .." in text


@pytest.mark.parametrize("text", ['{if(dead.name == "", death.date, dead.birth)}', "{dead.birth}"])
@pytest.mark.parametrize("known", ["1943", "03/1943", "02/03/1943"])
def test_a_line_that_chooses_a_day_writes_what_is_known_of_it(text: str, known: str):
    version = VERSIONS["1.000656 2026-11-30"]
    template = next(iter(version.templates.values()))
    line = replace(template.lines[0], text=text, heading="", note="", centre="", right="", relevant=None)
    answers = {**answers_of("1.000656 2026-11-30", version.samples[0].key)}
    answers["dead.birth"] = {"value": known, "origin": "typed"}
    filed = FiledAnswers(version, answers, SAMPLE_OFFICE, AT.date())
    sheet = filled_sheet(version, replace(template, lines=(line,)), filed, coded_name)
    assert list(words_in(sheet["lines"])) == [known]


def test_sums_stand_with_their_words():
    text = flat(poppler_text(printed(HOUSEHOLD, answers_of(HOUSEHOLD, "che-san-tuyet"))))
    assert "Tổng số (bằng số; VNĐ): 50.000.000" in text and "Tổng số (bằng chữ): Năm mươi triệu đồng" in text


def test_couples_sign_side_by_side_and_what_was_drawn_stands_there():
    answers = answers_of(MARRIAGE, "hai-nguoi")
    plain = printed(MARRIAGE, answers)
    signed = printed(MARRIAGE, answers, signatures={"bride": STROKE})
    assert flat(poppler_text(plain)).count("(Ký, ghi rõ họ, chữ đệm, tên)") == 2
    assert signed != plain and len(signed) > len(plain)
    looks_right(signed, "HẦU THỊ DỢ", "NGUYỄN VĂN BÌNH")
    (sheet,) = sheets_of(procedure_of(MARRIAGE), answers, SheetMoment(Office(), AT))
    assert sheet.parties == ("bride", "groom")


def test_the_declaration_of_a_birth_at_home_is_a_sheet_of_its_own():
    """Where nobody saw the birth, and nowhere else."""
    (form,) = sheets_of(procedure_of(BIRTH), answers_of(BIRTH, "me-di-khai"), SheetMoment(Office(), AT))
    answers = answers_of(BIRTH, "sinh-o-nha-khong-ai-thay")
    sheets = sheets_of(procedure_of(BIRTH), answers, SheetMoment(Office(), AT))
    assert [form.key, *(one.key for one in sheets)] == ["to_khai", "to_khai", "cam_doan"]
    declaration = printed(BIRTH, answers, "cam_doan")
    looks_right(declaration, "GIẤY CAM ĐOAN", "LÒ THỊ MẨY", "VÀNG MINH KHANG", "Người cam đoan")


def test_a_birth_is_one_page_with_its_place_to_sign():
    pdf = printed(BIRTH, answers_of(BIRTH, "me-di-khai"))
    assert len(pypdfium2.PdfDocument(pdf)) == 1 and "Người yêu cầu" in page_text(pdf)


def test_a_sample_is_named_in_the_demo_alone():
    answers = answers_of(MARRIAGE, "hai-nguoi")
    shown, plain = (printed(MARRIAGE, answers, sample=sample) for sample in (True, False))
    assert SAMPLE in page_text(shown) and SAMPLE not in page_text(plain)


def test_the_same_filing_gives_the_same_bytes_and_markup_is_letters():
    answers = dict(answers_of(BIRTH, VERSIONS[BIRTH].samples[0].key))
    answers["child.name"] = {"value": "LÒ #1 $X$ *A* @B", "origin": "typed"}
    assert printed(BIRTH, answers) == printed(BIRTH, answers)
    looks_right(printed(BIRTH, answers, code="KS-7F3K-92"), "LÒ #1 $X$ *A* @B", "KS-7F3K-92")


def test_a_procedure_whose_sheet_is_gone_prints_nothing_and_fails_nowhere():
    version = replace(VERSIONS[BIRTH], templates={})
    procedure = procedure_view(version, AT.date(), VersionEngine(version))
    answers = answers_of(BIRTH, version.samples[0].key)
    assert sheets_of(procedure, answers, SheetMoment(Office(), AT)) == ()
    with pytest.raises(KeyError):
        sheet_pdf(procedure, "no-such", answers, SheetMoment(Office(), AT))

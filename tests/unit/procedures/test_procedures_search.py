"""Finding a procedure by everyday words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import register
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.procedures.procedure_search import ProcedureIndex
from kiosk.resources import read_toml

DAY = date(2026, 12, 1)
SAYINGS = Path(__file__).parents[2] / "corpus" / "sayings.toml"


@pytest.fixture(scope="module")
def index() -> ProcedureIndex:
    return ProcedureIndex(procedure_view(one, DAY) for one in register().offered(DAY))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("mở quán bán phở", "1.001612"),
        ("mo quan ban pho", "1.001612"),
        ("tôi muốn lấy vợ", "1.000894"),
        ("toi can lam giay khai sinh cho con", "1.001193"),
        ("vo moi de", "1.001193"),
        ("mất căn cước", "can-cuoc"),
        ("chung minh nhan dan bi mat", "can-cuoc"),
        ("thuế của quán", "1.011022"),
        ("Báo doanh thu", "1.011022"),
        ("get married", "1.000894"),
        ("open a shop", "1.001612"),
        ("dang ky ket hon", "1.000894"),
        ("mất giấy khai sinh", "2.000635"),
        ("nha co nguoi mat", "1.000656"),
        ("giấy độc thân", "1.004873"),
        ("chuyển khẩu", "1.004222"),
        ("o tro", "1.004194"),
        ("xac nhan noi o", "1.010041"),
        ("sao y bằng cấp", "2.000815"),
        ("uy quyen nhan luong huu", "2.000884"),
        ("tiền người già", "1.014027"),
        ("tro cap khuyet tat", "1.001776"),
        ("ghi ten cha vao khai sinh", "1.000689"),
        ("khong ton tai trong co so du lieu", "1.012564"),
    ],
)
def test_what_people_say_leads_first_to_what_they_mean(index: ProcedureIndex, said: str, code: str) -> None:
    assert index.search(said)[0].procedure.code == code


def test_at_least_ten_sayings_lead_first_to_each_procedure(index: ProcedureIndex) -> None:
    sayings = read_toml(SAYINGS)
    assert sayings.keys() == {hit.procedure.code for hit in index.search("")}
    assert min(map(len, sayings.values())) >= 10
    first = {(said, code): index.search(said) for code, several in sayings.items() for said in several}
    lost = [(said, code) for (said, code), hits in first.items() if not hits or hits[0].procedure.code != code]
    assert lost == []


def test_both_spellings_of_a_last_i_are_one(index: ProcedureIndex) -> None:
    for said in ("đăng kí tạm trú", "đăng ký tạm trú", "dang ki tam tru"):
        assert index.search(said)[0].procedure.code == "1.004194"
    assert index.search("chữ kí")[0].procedure.code == "2.000884"


def test_a_word_half_typed_finds_already(index: ProcedureIndex) -> None:
    assert index.search("kha")[0].procedure.code in ("1.000656", "1.001193", "1.011022")
    assert index.search("khai si")[0].procedure.code == "1.001193"


def test_the_reason_is_the_phrase_that_was_meant(index: ProcedureIndex) -> None:
    assert index.search("mo quan ban pho")[0].phrase in ("mở quán", "bán phở")


@pytest.mark.parametrize("said", ["xyzzy", "con trâu ốm", "!!!"])
def test_what_nothing_here_does_finds_nothing_or_everything(index: ProcedureIndex, said: str) -> None:
    found = [hit.procedure.code for hit in index.search(said)]
    assert found == [] or said == "!!!"


def test_nothing_typed_shows_everything_by_name(index: ProcedureIndex) -> None:
    names = [hit.procedure.name["vi"] for hit in index.search("")]
    assert len(names) == len(register().offered(DAY)) and "Làm thẻ căn cước" in names


def test_every_procedure_is_found_first_by_each_of_its_own_phrases(index: ProcedureIndex) -> None:
    lost = [
        (phrase, hit.procedure.code)
        for hit in index.search("")
        for phrases in hit.procedure.search.values()
        for phrase in phrases
        if hit.procedure.code != index.search(phrase)[0].procedure.code
    ]
    assert lost == []


def test_each_procedure_has_ten_ways_to_be_asked_for(index: ProcedureIndex) -> None:
    said = {hit.procedure.code: hit.procedure.search.get("vi", ()) for hit in index.search("")}
    assert {code: len(phrases) for code, phrases in said.items() if len(phrases) < 10} == {}

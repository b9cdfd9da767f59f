"""Over every procedure that is here: no combination of answers leads where nobody can go on and nobody says why."""

from __future__ import annotations

from datetime import date

import pytest
from forms_bench import made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.forms.answers import AnswerOrigin
from kiosk.forms.case import Circumstances, PartyPresence
from kiosk.forms.elements import FieldKind
from kiosk.forms.fees import fees_due
from kiosk.forms.form import Form, begin
from kiosk.forms.limits import limit_of
from kiosk.forms.sheet import ProcedureVersion, SheetField
from kiosk.procedures.first_format import files_from
from kiosk.procedures.version_files import version_as_filed
from kiosk.resources import ASSETS

FIRST = [files_from(path.read_text("utf-8")) for path in sorted((ASSETS / "procedures").glob("*.toml"))]
EVERY = [
    made_up(),
    *(version_as_filed(one.content()) for one in FIRST),
    *(one for ones in catalogue.register().versions.values() for one in ones),
]
BY_CODE = {f"{one.code}/{one.version}": one for one in EVERY}
CARD = {
    "full_name": "LÒ THỊ MẨY",
    "birth_date": "12/03/1998",
    "sex": "female",
    "id_number": "999198000014",
    "nationality": "Việt Nam",
    "residence": "xã Đồng Văn, tỉnh Tuyên Quang",
    "issued": "05/08/2024",
    "ethnicity": "Tày",
}
OFFICE = {"name": "UBND xã Đồng Văn", "place": "xã Đồng Văn", "short": "UBND xã Đồng Văn", "commune": "00721"}
TEXTS = ["", "Lò Thị Mẩy", "x", "12/03/1998", "1998", "31/02/2026", "999198000014", "3", "0", "-1", "50000000", "14:30"]
TEXTS += ["không rõ", "yes", "no", "\u202eabc", "٣", "a" * 400, "0900 000 014", "Mông", "01/01/2099"]


def answers_to(item: SheetField) -> st.SearchStrategy[str]:
    usual = [choice.value for choice in item.choices] or (["yes", "no"] if item.type is FieldKind.YES_NO else [])
    return st.sampled_from([*usual * 4, *TEXTS]) | st.text(max_size=10)


def contexts(version: ProcedureVersion) -> st.SearchStrategy[Circumstances]:
    keys = [party.key for party in version.parties]
    present = st.builds(PartyPresence, st.just(CARD), st.booleans(), st.booleans())
    cards = st.dictionaries(st.sampled_from(keys), present)
    days = st.sampled_from([date(2026, 11, 30), date(2027, 2, 28), date(2026, 2, 1)])
    consents = st.fixed_dictionaries({"notify": st.booleans()})
    return st.builds(Circumstances, days, cards, st.just(OFFICE), consents, st.just("kiosk"), st.booleans())


def filled(data: st.DataObject, version: ProcedureVersion) -> Form:
    form = begin(version, data.draw(contexts(version)))
    fields = [item for item in version.fields if not item.calculated]
    for item in data.draw(st.lists(st.sampled_from(fields), max_size=25)):
        text = data.draw(answers_to(item))
        if item.row:
            form = form.row_answered(item.group, data.draw(st.integers(0, 3)), item.name, text, AnswerOrigin.TYPED)
        else:
            form = form.answered(item.key, text, AnswerOrigin.TYPED)
    return form


@pytest.mark.parametrize("name", BY_CODE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_stops_can_be_mended_or_is_explained(name: str, data: st.DataObject) -> None:
    """Each thing that keeps a form from being filed is an answer that a page asks, or a rule with its sentence; and the
    whole evaluation, papers, fees and limit, fails on no answer."""
    form = filled(data, BY_CODE[name])
    asked = {key for page in form.pages() for key in page.fields}
    for one in form.stops():
        mendable = any(key in asked or key.partition(".")[0] in asked for key in one.fields)
        assert one.text.get("vi") or mendable, one
    assert form.remarks() is not None and form.flags() is not None and form.documents() is not None
    assert all(fee.amount is None or fee.amount >= 0 for fee in fees_due(form.case))
    assert limit_of(form.case) is None or limit_of(form.case) in form.version.limits


@pytest.mark.parametrize("name", BY_CODE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_missing_stands_on_a_page_that_is_asked(name: str, data: st.DataObject) -> None:
    """Every required field is reachable, in every case in which it is required."""
    form = filled(data, BY_CODE[name])
    asked = {key for page in form.pages() for key in page.fields}
    for one in form.faults:
        if one.key == "missing":
            assert one.field in asked or one.field.partition(".")[0] in asked, one


@pytest.mark.parametrize("name", BY_CODE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_hidden_decides_nothing(name: str, data: st.DataObject) -> None:
    form = filled(data, BY_CODE[name])
    shown = {key: answer for key, answer in form.given.items() if form.shown(key)}
    bare = Form(form.version, form.context, shown)
    assert bare.faults == form.faults and bare.texts == form.texts
    assert [one.key for one in bare.documents()] == [one.key for one in form.documents()]
    assert fees_due(bare.case) == fees_due(form.case)

"""What is not asked decides nothing: over the birth sheet, whatever was answered before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.catalogue import read_procedure
from kiosk.domain import form
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FieldAnswer, FormContext, FormState, Origin
from kiosk.domain.procedure import FieldType, Procedure
from kiosk.services.filed_sheet import sheet
from kiosk.services.officer_notes import officer_notes
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident.views import field_views

BIRTH = catalogue.procedure("1.001193")
OLD = (Path(__file__).parents[2] / "first_format" / "1.001193.toml").read_text("utf-8")
MY = Citizen("999162001234", "VÀNG THỊ MỶ", date(1962, 3, 8), Sex.FEMALE, "Việt Nam", "Mông", issued=date(2022, 5, 4))
ASKED = tuple(key for page in BIRTH.pages for key in page.fields)
OFFICE = {"name": "UBND xã Đồng Văn", "place": "xã Đồng Văn"}
AROUNDS = [
    FormContext(date(2026, 11, 30), identity, OFFICE, {"notify": notify}, sure)
    for identity in (None, CardIdentity(MY, Method.CHIP), CardIdentity(MY, Method.MANUAL))
    for notify in (True, False)
    for sure in (True, False)
]


def values_of(key: str) -> st.SearchStrategy[str]:
    choices = [choice.value for choice in BIRTH.field(key).choices]
    usual = ["", "15/11/2026", "1996", "999199002468", "Giàng Thị Say", "3", "Mông"]
    return (
        st.sampled_from(choices) | st.sampled_from(usual) | st.text(max_size=12)
        if choices
        else (st.sampled_from(usual) | st.text(max_size=12))
    )


steps = st.lists(st.sampled_from(ASKED).flatmap(lambda key: st.tuples(st.just(key), values_of(key))), max_size=14)
arounds = st.sampled_from(AROUNDS)


def filled(given_steps: list[tuple[str, str]], around: FormContext) -> FormState:
    made = form.begin(BIRTH, around)
    for key, value in given_steps:
        made = form.answer(made, key, value, Origin.TYPED, around)
    return made


def outcome(filling: FormState, around: FormContext) -> object:
    """All that leaves the form."""
    return (
        sheet(filling),
        [item.key for item in filling.documents()],
        filling.fees(),
        [page.key for page in filling.pages()],
        filling.problems(around),
        officer_notes(filling, around),
        [field_views(filling, page, around, lambda _: ()) for page in filling.pages()],
    )


@settings(max_examples=60, deadline=None)
@given(steps, arounds, st.dictionaries(st.sampled_from([item.key for item in BIRTH.fields]), st.text(max_size=9)))
def test_hidden_answers_decide_nothing(given_steps, around, junk):
    made = filled(given_steps, around)
    hidden = {key: FieldAnswer(value, Origin.TYPED) for key, value in junk.items() if not made.shows(key)}
    bare = {key: held for key, held in made.answers.items() if made.shows(key)}
    for answers in ({**made.answers, **hidden}, bare):
        assert outcome(replace(made, answers=answers), around) == outcome(made, around)


@settings(max_examples=30, deadline=None)
@given(steps, arounds)
def test_evaluation_is_total(given_steps, around):
    walk = Walk(filled(given_steps, around), lambda: around)
    while walk.forward():
        walk.ask()
    assert outcome(walk.filling, around)
    assert set(sheet(walk.filling)) <= {key for key in walk.filling.entries if walk.filling.shows(key)}


@settings(max_examples=30, deadline=None)
@given(steps, st.sampled_from(["1", "2", "3"]), st.sampled_from(["4", "5"]))
def test_coming_back_finds_what_was_there(given_steps, first, away):
    around = AROUNDS[0]
    made = filled([*given_steps, ("child.parents_known", first)], around)
    gone = filled([*given_steps, ("child.parents_known", first), ("child.parents_known", away)], around)
    assert not any(key.startswith(("mother.", "father.", "marriage.")) for key in sheet(gone))
    assert sheet(form.answer(gone, "child.parents_known", first, Origin.TYPED, around)) == sheet(made)


def test_copies_that_are_not_asked_for_cost_nothing():
    around = AROUNDS[0]
    made = filled([("copies.wanted", "yes"), ("copies.count", "3"), ("copies.wanted", "no")], around)
    assert made.fees() == () and "copies.count" not in sheet(made)
    assert filled([("copies.count", "٣ bản")], around).fees() == ()


def test_a_question_behind_a_hidden_one_is_hidden_too():
    """The certificate's lines are asked of the married, who are asked only where both parents are named."""
    married = [("child.parents_known", "1"), ("marriage.registered", "yes"), ("marriage.number", "12")]
    assert "marriage.number" in sheet(filled(married, AROUNDS[0]))
    assert "marriage.number" not in sheet(filled([*married, ("child.parents_known", "3")], AROUNDS[0]))


def test_a_field_of_the_first_format_whose_page_is_not_shown_is_hidden():
    old = OLD.replace('fields = ["child.sex"]', 'fields = ["child.sex"]\nshow = { "child.parents_known" = "5" }')
    made = form.answer(form.begin(read_procedure(old), AROUNDS[0]), "child.sex", "male", Origin.TYPED, AROUNDS[0])
    assert "child.sex" not in sheet(made)
    made = form.answer(made, "child.parents_known", "5", Origin.TYPED, AROUNDS[0])
    assert sheet(made)["child.sex"]["value"] == "male"


def test_a_copy_goes_when_its_reason_is_hidden():
    """A prefill that hangs on a question which is not put any more takes its copies with it."""
    card = CardIdentity(MY, Method.CHIP)
    around = FormContext(date(2026, 11, 30), card, OFFICE)
    made = form.begin(BIRTH, around)
    for key, value in (("child.parents_known", "1"), ("requester.relation", "mother")):
        made = form.answer(made, key, value, Origin.CHOSEN, around)
    assert made.value("mother.name") == "VÀNG THỊ MỶ"
    made = form.answer(made, "child.parents_known", "5", Origin.CHOSEN, around)
    assert made.value("mother.name") == "" and "mother.name" not in sheet(made)


def test_every_kind_of_field_is_there():
    """The sheet that the properties run over has nearly all kinds."""
    elsewhere = {FieldType.MONEY, FieldType.TIME, FieldType.TAX_CODE, FieldType.EMAIL, FieldType.ID_NUMBER}
    assert {item.type for item in BIRTH.fields} >= set(FieldType) - {FieldType.COMPUTED, FieldType.TEXT} - elsewhere
    assert isinstance(BIRTH, Procedure)

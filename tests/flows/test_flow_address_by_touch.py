"""An address under a finger: the commune by a few letters, old names too, then the house; as few touches as can be."""

from __future__ import annotations

from visit_stage import Resident, until

from kiosk.domain.form import Origin
from kiosk.ui.resident import FormScreen
from kiosk.ui.resident.address_editor import AddressEditor, AddressStage

KEY, PAGE = "mother.residence", "mother-home"


def editor(resident: Resident) -> AddressEditor:
    """The mother's residence, asked on a page of its own."""
    resident.at_form(PAGE)
    form = resident.screen
    assert isinstance(form, FormScreen) and form.open_field == KEY
    assert isinstance(form.editor, AddressEditor)
    return form.editor


def on_from(resident: Resident) -> None:
    resident.press_main()
    until(lambda: resident.visit.walk.page.key != PAGE, "the page after")
    until(lambda: resident.shell.at_rest, "the page at rest")


def type_letters(resident: Resident, text: str) -> None:
    keyboard = resident.screen.keyboard
    for letter in text:
        resident.finger.key(keyboard, keyboard.centre_of(letter))


def answer(resident: Resident):  # type: ignore[no-untyped-def]
    return resident.visit.walk.filling.given.get(KEY)


def to_communes(resident: Resident, shown: AddressEditor) -> None:
    resident.finger.touch(shown.to_commune)
    until(lambda: shown.stage is AddressStage.COMMUNE and shown.rows[0].isVisible(), "the communes")


def test_the_own_commune_is_two_touches_away_and_the_house_is_typed_after_it(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    assert "Xã Đồng Văn, tỉnh Tuyên Quang" in shown.rows[0].spoken()
    resident.finger.touch(shown.rows[0])
    until(lambda: shown.stage is AddressStage.DETAIL and shown.detail.isVisible(), "the house")
    type_letters(resident, "to hai")
    on_from(resident)
    kept = answer(resident)
    assert kept.value == "To hai, xã Đồng Văn, tỉnh Tuyên Quang" and kept.origin is Origin.TYPED
    assert (kept.details["unit"], kept.details["detail"]) == ("00721", "to hai")


def test_a_name_that_is_gone_finds_what_it_became_and_stays_beside_it(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    resident.finger.touch(shown.search)
    until(lambda: not resident.screen.keyboard.isHidden(), "the keyboard")
    type_letters(resident, "sang tung")
    until(lambda: shown.rows[0].place is not None and shown.rows[0].place.unit == "00733", "Sà Phìn")
    assert resident.say("form.place.old", name="xã Sảng Tủng, huyện Đồng Văn, tỉnh Hà Giang") in shown.rows[0].spoken()
    resident.finger.touch(shown.rows[0])
    until(lambda: shown.stage is AddressStage.DETAIL, "the house")
    on_from(resident)
    line = "Xã Sà Phìn, tỉnh Tuyên Quang (trước đây: xã Sảng Tủng, huyện Đồng Văn, tỉnh Hà Giang)"
    assert answer(resident).value == line
    assert answer(resident).details["old"].startswith("xã Sảng Tủng")


def test_what_was_chosen_comes_back_by_its_parts_and_untouched_it_stays(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    resident.finger.touch(shown.rows[0])
    until(lambda: shown.stage is AddressStage.DETAIL, "the house")
    type_letters(resident, "to hai")
    on_from(resident)
    before = answer(resident)
    resident.press_back()
    until(lambda: resident.screen.open_field == KEY and resident.shell.at_rest, "the page once more")
    shown = resident.screen.editor
    assert (shown.stage, shown.detail.value) == (AddressStage.DETAIL, "To hai")
    on_from(resident)
    assert answer(resident) == before


def test_back_goes_one_step_within_the_answer_and_then_out_of_it(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    resident.finger.touch(shown.rows[1])
    until(lambda: shown.stage is AddressStage.DETAIL, "the house")
    resident.press_back()
    until(lambda: shown.stage is AddressStage.COMMUNE, "the communes")
    resident.press_back()
    until(lambda: shown.stage is AddressStage.OFFERS, "the offers")
    resident.press_back()
    until(lambda: resident.visit.walk.page.key != PAGE, "the page before")
    assert not resident.visit.walk.filling.value(KEY)


def test_a_place_that_no_table_knows_is_written_as_one_line(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    resident.finger.touch(shown.to_line)
    until(lambda: shown.stage is AddressStage.LINE and not resident.screen.keyboard.isHidden(), "the line")
    type_letters(resident, "vientiane")
    on_from(resident)
    assert answer(resident).value == "vientiane" and answer(resident).details == {}


def test_the_savepoint_has_the_commune_and_brings_it_back(resident: Resident) -> None:
    shown = editor(resident)
    to_communes(resident, shown)
    resident.finger.touch(shown.rows[0])
    until(lambda: shown.stage is AddressStage.DETAIL, "the house")
    on_from(resident)
    resident.press_back()
    resident.settled()
    draft = resident.store.drafts.get(resident.visit.draft_id)
    assert draft is not None and draft.answers[KEY]["unit"] == "00721"

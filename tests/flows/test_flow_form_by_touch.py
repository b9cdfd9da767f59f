"""The form under a finger: one touch goes on, going back loses nothing, and one knows where one is."""

from __future__ import annotations

from visit_stage import Resident, until

from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import FormScreen, ReviewScreen
from kiosk.ui.resident.answers import AnswerRow
from kiosk.ui.widgets import DatePart


def page(resident: Resident) -> str:
    return resident.visit.walk.page.key


def form(resident: Resident) -> FormScreen:
    assert isinstance(resident.screen, FormScreen)
    return resident.screen


def choose(resident: Resident, value: str) -> None:
    resident.finger.touch(form(resident).editor.tiles[value])


def test_one_touch_goes_on_by_itself_and_back_takes_it_back(resident: Resident) -> None:
    resident.at_form("child-sex")
    choose(resident, "female")
    until(lambda: page(resident) == "parents", "the next page")
    chosen = resident.say("form.just_chosen", answer="Con gái").replace("**", "")
    assert resident.visit.walk.filling.value("child.sex") == "female"
    assert chosen in resident.words()
    resident.press_back()
    until(lambda: page(resident) == "child-sex", "the page before")
    choose(resident, "male")
    until(lambda: page(resident) == "parents", "the next page again")
    assert resident.visit.walk.filling.value("child.sex") == "male"


def test_a_second_touch_in_the_same_place_answers_nothing_else(resident: Resident) -> None:
    """The page has changed under the finger: what it hits now rests."""
    resident.house.look.rest = 0.8
    resident.at_form("relation")
    tile = form(resident).editor.tiles["grandparent"]
    where = tile.mapTo(resident.house.window, tile.rect().center())
    resident.finger.touch(tile)
    until(lambda: page(resident) != "relation", "the next page")
    after = page(resident)
    under = resident.house.window.childAt(where)
    at = under.mapFrom(resident.house.window, where)
    resident.finger._tap(under, at)
    assert page(resident) == after and not form(resident).keyboard.isHidden()
    assert resident.visit.walk.filling.value("child.name") == ""


def test_who_touches_on_at_once_goes_one_page_not_two(resident: Resident) -> None:
    resident.at_form("child-sex")
    choose(resident, "female")
    resident.press_main()
    until(lambda: page(resident) == "parents", "the next page")
    resident.finger._at_ease()
    until(lambda: not form(resident).going_on, "nothing under way")
    assert page(resident) == "parents"


def test_going_back_keeps_the_answers_in_the_savepoint_too(resident: Resident) -> None:
    resident.at_form("child-name")
    resident.finger.key(form(resident).keyboard, form(resident).keyboard.centre_of("h"))
    resident.press_back()
    until(lambda: page(resident) == "relation", "the page before")
    resident.settled()
    draft = resident.store.drafts.get(resident.visit.draft_id)
    assert draft is not None and draft.answers["child.name"]["value"] == "H"


def test_one_knows_which_question_it_is_and_that_there_are_more(resident: Resident) -> None:
    resident.at_form("copies")
    walk = resident.visit.walk
    before = walk.count
    assert resident.say("widget.question", n=walk.number, total=before) in resident.words()
    choose(resident, "yes")
    more = resident.say("widget.question_more", n=walk.number, total=before + 1, change=1)
    assert more in resident.words()
    until(lambda: page(resident) == "copies-count", "the question that it brought")
    assert resident.say("widget.question", n=walk.number, total=before + 1) in resident.words()


def test_a_line_of_a_group_says_whose_it_is(resident: Resident) -> None:
    resident.at_form("mother")
    row = next(one for one in form(resident).findChildren(AnswerRow) if one.key == "mother.birth")
    resident.finger.touch(row)
    until(lambda: form(resident).open_field == "mother.birth", "the line alone")
    label = resident.visit.walk.filling.procedure.field("mother.birth").label["vi"]
    assert resident.say("form.whose", whose="Mẹ cháu", what=label[:1].lower() + label[1:]) in resident.words()
    assert resident.step is VisitStep.FORM


def test_one_touch_in_a_group_comes_back_to_the_group(resident: Resident) -> None:
    resident.at_form("mother")
    row = next(one for one in form(resident).findChildren(AnswerRow) if one.key == "mother.ethnicity")
    resident.finger.touch(row)
    until(lambda: form(resident).open_field == "mother.ethnicity", "the list")
    resident.finger.touch(resident.finger.button("Mông"))
    until(lambda: form(resident).open_field is None, "the group again")
    assert resident.visit.walk.filling.value("mother.ethnicity") == "Mông" and page(resident) == "mother"


def test_going_back_keeps_half_a_date(resident: Resident) -> None:
    resident.at_form("child-birth")
    picker = form(resident).editor.picker
    picker.set_value(None)
    resident.finger.touch(picker.choice(DatePart.DAY, 18))
    resident.finger.touch(picker.choice(DatePart.MONTH, 11))
    resident.press_back()
    until(lambda: page(resident) == "child-name", "the page before")
    resident.press_main()
    until(lambda: page(resident) == "child-birth", "the date again")
    assert form(resident).editor.picker.parts == (18, 11, None)


def test_a_day_that_is_not_is_said_with_its_month(resident: Resident) -> None:
    resident.at_form("child-birth")
    picker = form(resident).editor.picker
    for part, number in ((DatePart.DAY, 31), (DatePart.MONTH, 2), (DatePart.YEAR, 2026)):
        resident.finger.touch(picker.choice(part, number))
    assert resident.say("form.problem.no-such-day", day=31, month=2) in resident.words()


# --- the review ---


def review(resident: Resident) -> ReviewScreen:
    assert isinstance(resident.screen, ReviewScreen)
    return resident.screen


def mend(resident: Resident, fold: str, label: str) -> None:
    """Open a part and touch Sửa of one line."""
    screen = review(resident)
    if not screen.heads[fold].opened:
        resident.finger.touch(screen.heads[fold])
    line = next(one for one in screen.lines[fold] if one.cell and label in one.cell.spoken())
    resident.finger.touch(line.cell)
    resident.at(VisitStep.FORM)


def lines_of(resident: Resident) -> list[str]:
    """All lines of all parts, each opened by a touch."""
    screen, spoken = review(resident), []
    for key, head in screen.heads.items():
        if not head.opened:
            resident.finger.touch(head)
        assert [one for one in screen.heads if screen.heads[one].opened] == [key], "one part at a time"
        for line in screen.lines[key]:
            resident.finger._turn_to(line)
            assert line.isVisible()
            spoken.append(line.spoken())
    return spoken


def test_all_that_is_filed_can_be_read(resident: Resident) -> None:
    resident.at_review()
    filling, spoken = resident.visit.walk.filling, "\n".join(lines_of(resident))
    for key, value in filling.values.items():
        item = filling.procedure.field(key)
        shown = next((one.label["vi"] for one in item.choices if one.value == value), value)
        assert shown.replace("{you}", "bà").replace("{You}", "Bà") in spoken, key


def test_one_line_is_mended_alone_and_one_is_back(resident: Resident) -> None:
    resident.at_review()
    label = resident.visit.walk.filling.procedure.field("mother.ethnicity").label["vi"]
    mend(resident, "mother", label)
    assert page(resident) == "mother" and form(resident).open_field == "mother.ethnicity"
    resident.finger.touch(resident.finger.button("Kinh"))
    resident.at(VisitStep.REVIEW)
    assert resident.visit.walk.filling.value("mother.ethnicity") == "Kinh"
    assert review(resident).heads["mother"].opened, "where one came from"


def test_what_an_answer_opens_is_asked_and_what_falls_away_is_said(resident: Resident) -> None:
    resident.at_review()
    procedure = resident.visit.walk.filling.procedure
    mend(resident, "copies", procedure.field("copies.wanted").label["vi"])
    choose(resident, "yes")
    until(lambda: page(resident) == "copies-count", "the question that it opened")
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.walk.filling.value("copies.count") == "1"
    mend(resident, "copies", procedure.field("copies.wanted").label["vi"])
    choose(resident, "no")
    resident.at(VisitStep.REVIEW)
    gone = resident.say("review.fallen", what=procedure.field("copies.count").label["vi"])
    assert gone in resident.words()

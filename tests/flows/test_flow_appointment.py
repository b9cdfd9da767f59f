"""An appointment by touch: halves of days that the rules let stand, none on a day off; one touch answers both."""

from __future__ import annotations

from datetime import date

from test_flow_routes import at_page
from visit_stage import Resident, until

from kiosk.domain.appointment_slots import slot_days
from kiosk.domain.visit import VisitStep

CARD = "can-cuoc"


def at_days(resident: Resident) -> None:
    at_page(resident, CARD, "appointment", request__for_whom="self", request__kind="change", request__change_case="b5")


def test_a_touch_answers_the_day_and_its_half_and_another_touch_changes_both(resident: Resident) -> None:
    at_days(resident)
    editor = resident.screen.editor
    free = [(slot, button) for slot, button in editor.buttons.items() if not button.waiting]
    assert free and resident.say("form.slots_note") in resident.words()
    for slot, button in (free[0], free[-1]):
        resident.finger.touch(button)
        until(lambda slot=slot: resident.screen.editor.value == slot, "the half of a day")
        filling = resident.visit.walk.filling
        assert f"{filling.value('appointment.day')} {filling.value('appointment.half')}" == slot
    resident.press_main()
    until(lambda: resident.visit.walk.page.key != "appointment", "the next page")
    resident.at(VisitStep.FORM)


def test_nothing_is_offered_that_a_rule_or_a_day_off_forbids(resident: Resident) -> None:
    at_days(resident)
    filling = resident.visit.walk.filling
    context = resident.rooms.services.desk.context(resident.visit.visitor)
    day = filling.procedure.field("appointment.day")
    every = slot_days(filling, day, context, lambda _: False)
    for one in every:
        halves = {half.value: half.free for half in one.halves}
        assert one.day > context.today and one.day.isoweekday() != 7
        assert halves["afternoon"] is (one.day.isoweekday() <= 5) and halves["morning"]
    closed = every[2].day
    assert closed not in {one.day for one in slot_days(filling, day, context, lambda day: day == closed)}
    assert slot_days(filling, day, context, lambda day: day >= date(1, 1, 1)) == ()


def test_the_half_is_mended_where_the_day_is(resident: Resident) -> None:
    at_days(resident)
    editor = resident.screen.editor
    slot = next(slot for slot, button in editor.buttons.items() if not button.waiting)
    resident.finger.touch(editor.buttons[slot])
    until(lambda: resident.screen.editor.value == slot, "the half of a day")
    resident.visit.mending = ("appointment.half",)
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)
    assert resident.screen.editor.value == slot

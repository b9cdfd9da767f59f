"""What a card reader promises, whichever it is: the simulated one, and PC/SC with a card on a real pcscd."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from card_bench import PATIENCE, SimulatedBench, card, key, read, read_watching

from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.card_reading import CardKey, ReadPart, ReadProgress
from kiosk.domain.card_trial import ApduExchange
from kiosk.domain.citizen import CardVerdict, ChipProof, IssuerStanding, Method, Sex
from kiosk.domain.device_health import State
from kiosk.errors import CardRemoved, CardTimeout, MrzNeeded, NoCard, NotAnIdCard, OtherCard, WrongKey


def test_a_read_gives_the_whole_person(bench):
    bench.lay(card())
    who = read(bench)
    citizen = who.citizen
    assert (citizen.id_number, citizen.full_name) == ("999162001234", "Vàng Thị Mỷ")
    assert (citizen.birth_date, citizen.sex) == (date(1962, 3, 8), Sex.FEMALE)
    assert citizen.residence == "Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang"
    assert [relative.relation for relative in citizen.relatives] == ["father", "mother", "spouse"]
    assert (citizen.expires, citizen.expires_words) == (None, "Không thời hạn")
    assert who.photo is not None
    assert (who.photo.media_type, who.photo.width, who.photo.height) == ("image/jpeg", 480, 600)
    assert (who.method, who.access, who.missing) == (Method.CHIP, "PACE-CAN", ())
    assert who.authenticity is not None
    assert (who.authenticity.issuer, who.authenticity.chip) == (IssuerStanding.TRUSTED, ChipProof.PASSED)
    assert who.standing is CardVerdict.GENUINE
    assert who.apdus > 10
    assert who.bytes > len(who.photo.data)


def test_no_card_is_no_card(bench):
    assert bench.reader.wait_for_card(threading.Event(), 0.05) is False
    with pytest.raises(NoCard):
        bench.reader.read(key(), lambda _: None, threading.Event())


def test_the_parts_come_in_order_and_grow(bench):
    bench.lay(card())
    _, seen = read_watching(bench)
    order = list(ReadPart)
    assert list(dict.fromkeys(step.part for step in seen)) == order
    for step in seen:
        assert step.done == tuple(order[: order.index(step.part)])
    for part in order:
        fractions = [step.fraction for step in seen if step.part is part]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len([step for step in seen if step.part is ReadPart.PHOTO]) > 4


def test_a_wrong_key_says_so_and_the_right_one_still_opens(bench):
    bench.lay(card())
    with pytest.raises(WrongKey):
        read(bench, CardKey(can="001235"))
    assert read(bench).access == "PACE-CAN"


def test_the_mrz_opens_too(bench):
    bench.lay(card())
    assert read(bench, CardKey(mrz=key().mrz)).access == "PACE-MRZ"


def test_a_card_without_pace_is_opened_by_bac_and_says_so(bench):
    bench.lay(card(Quirk.CARD_ACCESS_REFUSED))
    assert read(bench).access == "BAC-after-PACE-refused"


def test_bac_wants_more_than_six_digits(bench):
    bench.lay(card(Quirk.NO_PACE))
    with pytest.raises(MrzNeeded):
        read(bench, CardKey(can="001234"))


def test_the_same_card_reads_twice(bench):
    bench.lay(card())
    assert read(bench).citizen == read(bench).citizen


def test_another_card_is_another_person(bench):
    bench.lay(card())
    read(bench)
    bench.lift()
    assert bench.reader.wait_for_removal(threading.Event(), PATIENCE)
    bench.lay(card(name="sung-mi-lu"))
    assert read(bench, key("sung-mi-lu")).citizen.full_name == "Sùng Mí Lử"


def test_a_card_of_another_kind_is_no_id(bench):
    bench.lay(card(Quirk.NOT_AN_ID))
    with pytest.raises(NotAnIdCard):
        read(bench)


def test_a_card_lifted_in_the_middle_is_removed(bench):
    bench.lay(card())
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)

    def lift_at_the_photo(progress):
        if progress.part is ReadPart.PHOTO and progress.fraction > 0:
            bench.lift()

    with pytest.raises(CardRemoved):
        bench.reader.read(key(), lift_at_the_photo, threading.Event())
    assert bench.reader.wait_for_removal(threading.Event(), PATIENCE)


@pytest.mark.parametrize("after", [60, 700, 5000, 20000])
def test_a_card_that_goes_by_itself_is_removed(bench, after):
    bench.lay(card(f"removed-after={after}"))
    with pytest.raises(CardRemoved):
        read(bench)


def test_a_cancelled_read_ends(bench):
    bench.lay(card())
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
    cancel = threading.Event()
    with pytest.raises(CardTimeout):
        bench.reader.read(key(), lambda progress: cancel.set(), cancel)


def test_cancelled_waits_end(bench):
    cancel = threading.Event()
    waits = threading.Thread(target=lambda: results.append(bench.reader.wait_for_card(cancel, PATIENCE)))
    results: list[bool] = []
    waits.start()
    cancel.set()
    waits.join(PATIENCE)
    assert results == [False]


def test_removal_is_seen(bench):
    bench.lay(card())
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
    assert bench.reader.wait_for_removal(threading.Event(), 0.05) is False
    bench.lift()
    assert bench.reader.wait_for_removal(threading.Event(), PATIENCE)


@pytest.fixture
def patient(bench):
    """The same bench with a reader that waits for a lifted card."""
    bench.reader._relay = PATIENCE
    return bench


def _lifting(bench, part, laid):
    """Progress that lifts the card once when this part is under way, and lays another down (or none)."""
    seen = []

    def watch(progress):
        lifted = any(step.lifted for step in seen)
        seen.append(progress)
        if progress.part is part and not lifted and not progress.lifted and progress.fraction > 0.2:
            bench.lift()
        if progress.lifted and laid:
            bench.lay(laid)

    return watch, seen


def test_a_card_laid_back_is_read_on_where_it_was(patient):
    laid = card()
    patient.lay(laid)
    assert patient.reader.wait_for_card(threading.Event(), PATIENCE)
    watch, seen = _lifting(patient, ReadPart.PHOTO, laid)
    who = patient.reader.read(key(), watch, threading.Event())
    assert (who.standing, who.missing, who.citizen.full_name) == (CardVerdict.GENUINE, (), "Vàng Thị Mỷ")
    assert [step.part for step in seen if step.lifted] == [ReadPart.PHOTO]
    photo = [step.fraction for step in seen if step.part is ReadPart.PHOTO]
    assert photo == sorted(photo)
    assert photo.count(0.0) == 1  # begun once
    plain = _read_whole(card())
    assert who.bytes < plain.bytes + 3000  # the access, DG1 and half a read more: not DG2 again


def _read_whole(laid):
    from kiosk.devices.simulated.card_reader import SimulatedCardReader

    reader = SimulatedCardReader()
    reader.lay(laid)
    return reader.read(key(), lambda _: None, threading.Event())


@pytest.mark.parametrize("part", [ReadPart.IDENTITY, ReadPart.DETAILS, ReadPart.TRUST])
def test_a_card_may_be_lifted_in_any_part(patient, part):
    laid = card()
    patient.lay(laid)
    assert patient.reader.wait_for_card(threading.Event(), PATIENCE)
    watch, seen = _lifting(patient, part, laid)
    assert patient.reader.read(key(), watch, threading.Event()).standing is CardVerdict.GENUINE
    assert len([step for step in seen if step.lifted]) == 1


@pytest.mark.parametrize("other", ["sung-mi-lu", "not-an-id"])
def test_another_card_laid_down_instead_is_refused(patient, other):
    patient.lay(card())
    assert patient.reader.wait_for_card(threading.Event(), PATIENCE)
    instead = card(Quirk.NOT_AN_ID) if other == "not-an-id" else card(name=other)
    watch, _ = _lifting(patient, ReadPart.PHOTO, instead)
    with pytest.raises(OtherCard):
        patient.reader.read(key(), watch, threading.Event())


def test_a_card_that_opens_with_the_same_key_and_is_another_is_refused(patient):
    """The same last six digits, another person: DG1 tells."""
    patient.lay(card())
    assert patient.reader.wait_for_card(threading.Event(), PATIENCE)
    twin = replace(person(), full_name="Vàng Thị Khác")
    watch, _ = _lifting(patient, ReadPart.PHOTO, VirtualCard(twin))
    with pytest.raises(OtherCard):
        patient.reader.read(key(), watch, threading.Event())


def test_a_card_that_stays_away_is_removed(bench):
    bench.reader._relay = 0.2
    bench.lay(card())
    assert bench.reader.wait_for_card(threading.Event(), PATIENCE)
    watch, seen = _lifting(bench, ReadPart.PHOTO, None)
    with pytest.raises(CardRemoved):
        bench.reader.read(key(), watch, threading.Event())
    assert seen[-1].lifted


def test_waiting_for_a_lifted_card_can_be_cancelled(patient):
    patient.lay(card())
    assert patient.reader.wait_for_card(threading.Event(), PATIENCE)
    cancel = threading.Event()
    watch, _ = _lifting(patient, ReadPart.PHOTO, None)

    def cancelling(progress):
        watch(progress)
        if progress.lifted:
            cancel.set()

    with pytest.raises(CardTimeout):
        patient.reader.read(key(), cancelling, cancel)


def test_the_person_is_known_before_the_photo_is_there(bench):
    bench.lay(card())
    who, seen = read_watching(bench)
    first = next(step for step in seen if step.so_far)
    assert first.part is ReadPart.IDENTITY
    assert first.so_far.citizen.full_name == "VANG THI MY"
    before = [step for step in seen if step.part is ReadPart.PHOTO]
    assert all(step.so_far.citizen == who.citizen for step in before)
    assert before[0].so_far.authenticity is None  # nothing is verified yet
    assert before[0].so_far.standing is CardVerdict.UNPROVEN


CHIPS = [
    ((), ChipProof.PASSED),
    ((Quirk.CHIP_3DES,), ChipProof.PASSED),
    ((Quirk.CHIP_DH,), ChipProof.PASSED),
    ((Quirk.EXPLICIT_CURVE,), ChipProof.PASSED),
    ((Quirk.ACTIVE_ONLY,), ChipProof.PASSED),
    ((Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA), ChipProof.PASSED),
    ((Quirk.PACE_CAM,), ChipProof.PASSED),
    ((Quirk.NO_PACE,), ChipProof.PASSED),
    ((Quirk.SHORT_ONLY,), ChipProof.PASSED),
    ((Quirk.CLONED,), ChipProof.FAILED),
    ((Quirk.CLONED, Quirk.CHIP_3DES), ChipProof.FAILED),
    ((Quirk.CLONED, Quirk.CHIP_DH), ChipProof.FAILED),
    ((Quirk.CLONED, Quirk.ACTIVE_ONLY), ChipProof.FAILED),
    ((Quirk.CLONED, Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA), ChipProof.FAILED),
    ((Quirk.CLONED, Quirk.PACE_CAM), ChipProof.FAILED),
    ((Quirk.HIDDEN_KEY,), ChipProof.FAILED),
    ((Quirk.FORGED_KEY,), ChipProof.FAILED),
    ((Quirk.NO_PROOF,), ChipProof.NOT_OFFERED),
    ((Quirk.NO_SOD,), ChipProof.NOT_TRIED),
    ((Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA, Quirk.SHORT_ONLY), ChipProof.NOT_TRIED),  # the answer is too long for it
]


@pytest.mark.parametrize(("quirks", "proof"), CHIPS)
def test_a_chip_proves_itself_or_is_a_copy(quirks, proof):
    bench = SimulatedBench()
    bench.lay(card(*quirks))
    who = read(bench)
    assert who.authenticity is not None
    assert who.authenticity.chip is proof
    if proof is ChipProof.FAILED:
        assert who.standing is CardVerdict.DOUBTFUL


ODD_LENGTHS = [
    Quirk.SHORT_ONLY,
    Quirk.SHORT_IN_CHANNEL,
    Quirk.SHORT_PROTECTED,
    Quirk.EXACT_LENGTH,
    Quirk.SMALL_READS,
    Quirk.NO_SHORT_IDS,
    Quirk.MEDIUM_READS,
    Quirk.NO_ATR_INFO,
]


@pytest.mark.parametrize("quirk", ODD_LENGTHS)
def test_cards_with_odd_lengths_are_read_whole(bench, quirk):
    bench.lay(card(quirk))
    who = read(bench)
    assert who.standing is CardVerdict.GENUINE
    assert who.missing == ()


def test_lengths_are_asked_for_once_and_save_an_opening(bench):
    """EF.ATR/INFO says it at once; a card without it must be tried; both are remembered for the next of its kind."""
    costs = []
    for quirks in ((Quirk.MEDIUM_READS,), (Quirk.MEDIUM_READS, Quirk.NO_ATR_INFO)):
        bench.reader._habits.clear()
        bench.lay(card(*quirks))
        costs.append([read(bench).apdus for _ in range(2)])
        bench.lift()
        assert bench.reader.wait_for_removal(threading.Event(), PATIENCE)
    told, tried = costs
    assert told[0] == told[1] + 1  # the question itself
    assert tried[0] > told[0] + 5  # opened twice
    assert tried[1] < told[0] + 5


@pytest.mark.parametrize("quirk", [Quirk.DG13_UNREADABLE, Quirk.DG13_REFUSED, Quirk.DG13_REFUSED_IN_PLAIN])
def test_without_dg13_the_mrz_speaks(bench, quirk):
    bench.lay(card(quirk))
    who = read(bench)
    assert who.missing == ("DG13",)
    assert (who.citizen.full_name, who.citizen.birth_date) == ("VANG THI MY", date(1962, 3, 8))
    assert who.standing is CardVerdict.GENUINE


def test_a_reader_in_order_is_ready(bench):
    assert bench.reader.health().state is State.READY


def test_a_watched_read_tells_of_each_command_and_of_nothing_in_it(bench):
    bench.lay(card())
    exchanges: list[ApduExchange] = []
    marks: list[ReadProgress] = []
    who = bench.reader.watched_read(key(), marks.append, threading.Event(), exchanges.append)
    assert who.standing is CardVerdict.GENUINE and len(exchanges) >= who.apdus > 10
    assert [one.at for one in exchanges] == sorted(one.at for one in exchanges)
    assert all(len(one.head) == 8 and len(one.status) == 4 for one in exchanges)
    assert {"SELECT", "READ BINARY", "GEN. AUTH."} <= {one.command for one in exchanges}
    assert exchanges[-1].is_protected and not exchanges[0].is_protected
    assert sum(one.answered for one in exchanges) >= len(who.photo.data)

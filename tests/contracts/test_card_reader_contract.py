"""What a card reader promises, whichever it is: the simulated one, and PC/SC with a card on a real pcscd."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from card_bench import PATIENCE, card, key, read, read_watching

from kiosk.devices.ports import CardKey, Part, State
from kiosk.devices.simulated.quirks import Quirk
from kiosk.domain.citizen import ChipProof, Issuer, Method, Sex, Standing
from kiosk.errors import CardRemoved, CardTimeout, MrzNeeded, NoCard, NotAnIdCard, WrongKey


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
    assert (who.authenticity.issuer, who.authenticity.chip) == (Issuer.TRUSTED, ChipProof.NOT_OFFERED)
    assert who.standing is Standing.GENUINE
    assert who.apdus > 10
    assert who.bytes > len(who.photo.data)


def test_no_card_is_no_card(bench):
    assert bench.reader.wait_for_card(threading.Event(), 0.05) is False
    with pytest.raises(NoCard):
        bench.reader.read(key(), lambda _: None, threading.Event())


def test_the_parts_come_in_order_and_grow(bench):
    bench.lay(card())
    _, seen = read_watching(bench)
    order = list(Part)
    assert list(dict.fromkeys(step.part for step in seen)) == order
    for step in seen:
        assert step.done == tuple(order[: order.index(step.part)])
    for part in order:
        fractions = [step.fraction for step in seen if step.part is part]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len([step for step in seen if step.part is Part.PHOTO]) > 4


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
        if progress.part is Part.PHOTO and progress.fraction > 0:
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


ODD_LENGTHS = [
    Quirk.SHORT_ONLY,
    Quirk.SHORT_IN_CHANNEL,
    Quirk.SHORT_PROTECTED,
    Quirk.EXACT_LENGTH,
    Quirk.SMALL_READS,
    Quirk.NO_SHORT_IDS,
]


@pytest.mark.parametrize("quirk", ODD_LENGTHS)
def test_cards_with_odd_lengths_are_read_whole(bench, quirk):
    bench.lay(card(quirk))
    who = read(bench)
    assert who.standing is Standing.GENUINE
    assert who.missing == ()


@pytest.mark.parametrize("quirk", [Quirk.DG13_UNREADABLE, Quirk.DG13_REFUSED, Quirk.DG13_REFUSED_IN_PLAIN])
def test_without_dg13_the_mrz_speaks(bench, quirk):
    bench.lay(card(quirk))
    who = read(bench)
    assert who.missing == ("DG13",)
    assert (who.citizen.full_name, who.citizen.birth_date) == ("VANG THI MY", date(1962, 3, 8))
    assert who.standing is Standing.GENUINE


def test_a_reader_in_order_is_ready(bench):
    assert bench.reader.health().state is State.READY

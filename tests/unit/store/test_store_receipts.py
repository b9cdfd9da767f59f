from __future__ import annotations

import dataclasses

import pytest

from kiosk.errors import ConfigError, ReceiptForged, ReceiptUnreadable
from kiosk.store import Store
from kiosk.store.filings.receipts import public_keys, verify
from kiosk.store.store import PUBLIC


@pytest.fixture
def receipt(store, clock, filing):
    return store.outbox.file("d1", filing(), clock()).receipt


@pytest.fixture
def trusted(store, folder, receipt):
    return public_keys(folder / PUBLIC)


def test_a_genuine_receipt_is_read(receipt, trusted, store):
    said = verify(receipt, trusted)
    assert said.code == store.outbox.list()[0].code
    assert (said.unit, said.kiosk) == ("H15.50.05.13", "DV01")
    assert verify(f"  {receipt.lower()}\n", trusted) == said


def test_every_changed_character_is_noticed(receipt, trusted):
    for place, mark in enumerate(receipt):
        if mark == ":" or place >= len(receipt) - 1:  # the last base32 character holds unused bits
            continue
        changed = receipt[:place] + ("7" if mark != "7" else "6") + receipt[place + 1 :]
        with pytest.raises((ReceiptForged, ReceiptUnreadable)):
            verify(changed, trusted)


def test_another_kiosks_signature_is_no_signature(folder, clock, filing, trusted, tmp_path):
    with Store.open(tmp_path / "other", clock) as other:
        foreign = other.outbox.file("d1", filing(), clock()).receipt
        with pytest.raises(ReceiptForged):
            verify(foreign, trusted)
        other.keys.publish("DV02")
    both = {**trusted, **{"DV02": public_keys(tmp_path / "other" / PUBLIC)["DV02"]}}
    with pytest.raises(ReceiptForged):  # DV02's key does not speak for DV01
        verify(foreign, both)


def test_a_kiosk_nobody_knows_is_not_believed(receipt):
    with pytest.raises(ReceiptForged):
        verify(receipt, {})


@pytest.mark.parametrize("text", ["", "hello", "KX1:::::::", "KX1:a:b:c:d:e:f", "KX1:\udce9", "KX1:" + "9" * 5000])
def test_what_is_no_receipt_is_said_so(text, trusted):
    with pytest.raises(ReceiptUnreadable):
        verify(text, trusted)


def test_a_short_signature_is_forged_not_a_bug(receipt, trusted):
    with pytest.raises(ReceiptForged):
        verify(receipt.rpartition(":")[0] + ":MZXW6", trusted)


def test_receipts_of_an_earlier_database_stay_good(folder, clock, filing, receipt, tmp_path):
    with Store.open(tmp_path / "rebuilt", clock) as rebuilt:
        (tmp_path / "rebuilt" / PUBLIC).mkdir()
        earlier = (folder / PUBLIC / "DV01.pub").read_text()
        (tmp_path / "rebuilt" / PUBLIC / "DV01.pub").write_text(earlier)
        fresh = rebuilt.outbox.file("d1", filing(), clock()).receipt
    trusted = public_keys(tmp_path / "rebuilt" / PUBLIC)
    assert len(trusted["DV01"]) == 2
    assert verify(receipt, trusted).kiosk == verify(fresh, trusted).kiosk == "DV01"


def test_a_kiosk_named_in_small_letters_signs_what_is_scanned(store, folder, clock, filing):
    small = dataclasses.replace(filing(), kiosk="dv7")
    made = store.outbox.file("d7", small, clock())
    assert verify(made.receipt, public_keys(folder / PUBLIC)).kiosk == "DV7"


@pytest.mark.parametrize("name", ["", "../DV01", "DV:01", "Đồng Văn"])
def test_a_name_that_cannot_stand_on_a_receipt_is_refused(store, clock, filing, name):
    with pytest.raises(ConfigError):
        store.outbox.file("d1", dataclasses.replace(filing(), kiosk=name), clock())
    assert store.outbox.list() == ()

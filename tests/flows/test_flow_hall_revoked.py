"""An officer's computer is revoked once for the commune: by the chief from a counter or by a command, carried from
kiosk to kiosk by any counter or as a file, proved at each; one that was off comes back and is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from counter_stage import PINS
from hall_stage import HallAuthority, HallKiosk, at_counter, call, hall, link

from kiosk.domain.counter_statements import StatementKind
from kiosk.domain.events import EventKind
from kiosk.errors import ActNotAllowed, CounterRevoked, HallProtocol, KioskUntrusted
from kiosk.hall.desks import HallDesks
from kiosk.hall.statements import statements_from, write_statements
from kiosk.words import words


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[HallAuthority, list[HallKiosk]]]:
    with hall(tmp_path, "DV01", "DV02", "DV03") as made:
        yield made


def refused(kiosk: HallKiosk, authority: HallAuthority, name: str) -> bool:
    at = link(kiosk, authority.counter(name))
    try:
        call(at, "sessions.names")
    except CounterRevoked:
        return True
    finally:
        at.close()
    return False


def test_the_chief_revokes_once_and_every_kiosk_refuses(three: tuple[HallAuthority, list[HallKiosk]]) -> None:
    authority, kiosks = three
    lost = authority.counter("Q9")
    at = link(kiosks[1], lost)
    call(at, "sessions.sign_in", secret=PINS["pao"], name="pao")
    kiosks[2].host.server.stop()  # type: ignore[union-attr]
    kiosks[2].host.server = None
    with at_counter(authority.counter("Q2"), *kiosks) as opened:
        desks = HallDesks(opened).desks
        officer = desks.sessions.sign_in(PINS["may"], name="may")
        with pytest.raises(ActNotAllowed):
            desks.counters.revoke(officer, "Q9")
        desks.sessions.sign_out(officer)
        chief = desks.sessions.sign_in(PINS["hien"], name="hien")
        desks.counters.revoke(chief, "Q9")
        opened.carrier.round()
        with pytest.raises(CounterRevoked):  # in the middle of its connection, at a kiosk nobody walked to
            call(at, "sessions.names")
        rows = {(one.listed_by, one.name): one for one in desks.counters.list(chief)}
        assert rows["DV01", "Q9"].state == rows["DV02", "Q9"].state == "revoked"
        assert (rows["DV02", "Q9"].kiosk, rows["DV02", "Q9"].by) == ("DV01", "CB-3")
    at.close()

    # the third kiosk was off; whoever sits before it and another next brings the word, and need not be the chief
    kiosks[2].host.open()
    with at_counter(authority.counter("Q3"), kiosks[2], kiosks[0]) as opened:
        desks = HallDesks(opened).desks
        desks.sessions.sign_in(PINS["may"], name="may")
        opened.carrier.round()
    assert all(refused(one, authority, "Q9") for one in kiosks)
    for one in kiosks:
        (entry,) = [e.entry for e in one.store.journal.entries() if e.entry.kind is EventKind.COUNTER_REVOKED]
        assert (entry.about, entry.facts["by"]) == ("Q9", "CB-3")
        assert one.store.journal.verify() is None
    said = words("vi")
    assert "thu hồi" in said.message(CounterRevoked("x", kiosk="DV01"))


def test_a_key_that_is_let_in_anew_is_good_at_every_kiosk_and_the_old_one_at_none(
    three: tuple[HallAuthority, list[HallKiosk]],
) -> None:
    from kiosk.hall.roles import key_print

    authority, kiosks = three
    old, new = authority.counter("Q9"), authority.counter("Q9")
    first, second, third = (one.host.register for one in kiosks)
    first.revoke("Q9", "CB-3")
    third.take(first.statements())
    third.enrolled("Q9", key_print(new.key.public_key()))
    second.take(third.statements())  # both at once, in whatever order
    first.take(reversed(third.statements()))
    for kiosk in kiosks:
        at = link(kiosk, new)
        call(at, "sessions.names")
        at.close()
        behind = link(kiosk, old)
        with pytest.raises(CounterRevoked):
            call(behind, "sessions.names")
        behind.close()
    assert second.take(first.statements()) == 0, "what is known is not taken twice"
    second.revoke("Q9", "CB-3")  # a second time shuts the new key out as well
    first.take(second.statements())
    assert refused(kiosks[0], authority, "Q9")
    at = link(kiosks[0], new)
    with pytest.raises(CounterRevoked):
        call(at, "sessions.names")
    at.close()


def test_nobody_but_a_kiosk_of_this_commune_makes_a_statement(
    three: tuple[HallAuthority, list[HallKiosk]], tmp_path: Path
) -> None:
    _, kiosks = three
    first, second = kiosks[0].host.register, kiosks[1].host.register
    statement = first.revoke("Q9", "CB-3")
    assert statement is not None
    other_folder = tmp_path / "other"
    with hall(other_folder, "DV01") as (_, (stranger,)):
        foreign = stranger.host.register.revoke("Q2")
        assert foreign is not None
        for forged in (
            replace(statement, counter="Q2"),
            replace(statement, kind=StatementKind.ADMITTED, key="0" * 64),
            replace(statement, kiosk="DV02"),
            replace(statement, at="2030-01-01T00:00:00+07:00"),
            replace(statement, signature=""),
            replace(statement, signature="zz"),
            replace(statement, certificate="none"),
            replace(statement, certificate=foreign.certificate),
            foreign,
        ):
            with pytest.raises(KioskUntrusted):
                second.take((replace(forged, number="f" * 32),) if forged is not foreign else (forged,))
    assert second.statements() == () and not refused(kiosks[1], three[0], "Q2")
    assert second.take((statement,)) == 1


def test_the_word_is_carried_as_a_file(three: tuple[HallAuthority, list[HallKiosk]], tmp_path: Path) -> None:
    authority, kiosks = three
    kiosks[0].host.register.revoke("Q9")
    file = tmp_path / "statements.json"
    write_statements(file, kiosks[0].host.register.statements())
    assert kiosks[1].host.register.take(statements_from(file)) == 1
    assert refused(kiosks[1], authority, "Q9")
    for text in (b"", b"{}", b"[1]", b'[{"number": 1}]', b"\xff\xfe", b"[" * 5000):
        file.write_bytes(text)
        with pytest.raises(HallProtocol):
            statements_from(file)
    with pytest.raises(HallProtocol):
        statements_from(tmp_path / "none.json")


def test_a_list_that_cannot_be_read_lets_nobody_in(three: tuple[HallAuthority, list[HallKiosk]]) -> None:
    authority, kiosks = three
    kiosks[0].store.notes.set("hall.statements", "[broken")
    at = link(kiosks[0], authority.counter("Q2"))
    with pytest.raises(HallProtocol):
        call(at, "sessions.names")
    at.close()

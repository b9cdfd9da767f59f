"""A commune merged into another: the kiosk goes over with nothing lost, cut at any step, its past still told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from moving_town import NEW, OLD, Town, town_at

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Office
from kiosk.domain.moving import STEPS, MoveStep
from kiosk.domain.submission import Legal, Sync
from kiosk.errors import EnrolmentUnusable, IntakeClosed, LineDown, LineError, MoveNotPossible
from kiosk.services import restoring
from kiosk.services.backups import back_up
from kiosk.services.delivery import one_pass
from kiosk.services.enrolment import enrolled, provision
from kiosk.services.form_files import file_form
from kiosk.services.keys import make_recovery
from kiosk.services.move_runs import move_desk
from kiosk.services.opening import opened
from kiosk.sync.transport.http import Transport
from kiosk.sync.transport.membership import ASKED_AS, _request
from kiosk.words import COMPLETE, words
from kiosk_sandbox.actions import Action
from kiosk_sandbox.authority import Refusal
from kiosk_sandbox.merging import hand_over
from kiosk_sandbox.signing_requests import EnrolmentRefused


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_at(tmp_path) as made:
        yield made


def _go(town: Town):
    with opened(town.config) as store:
        return move_desk(town.config, store).advance()


def test_the_whole_way_with_every_filing_proven_and_the_past_still_told(town: Town) -> None:
    codes = town.file(3)
    with opened(town.config) as store:
        key_before = store.keys.public
        state = move_desk(town.config, store).begin(town.invitation(), "Xã Lũng Phìn", "tỉnh Tuyên Quang")
        assert state.next is MoveStep.DRAINED and state.returns
        with pytest.raises(IntakeClosed):
            file_form(town.config, store, _form(), ())
    state = _go(town)
    assert state.restart and MoveStep.ENROLLED in state.done and state.waiting == ()
    assert hand_over(town.portal.database, OLD, NEW, office_time) == 3
    state = _go(town)
    assert state.next is None
    office = town.config.office
    assert (office.unit, office.commune, office.bank, office.account) == (NEW[0], "Xã Lũng Phìn", "", "")
    with opened(town.config) as store:
        member = enrolled(store)
        assert member is not None and member.enrolment.unit == NEW[0]
        assert {one.sync for one in store.outbox.list()} == {Sync.DELIVERED}
        proofs = move_desk(town.config, store).proofs()
        assert {code for code, _, _ in proofs} == set(codes)
        assert all(number.startswith(OLD[0]) and papers for _, number, papers in proofs)
        assert store.keys.public == key_before, "receipts that are out stay good"
        store.check()
    town.portal.dossiers.act(proofs[0][1], Action("accept"))
    later = town.file(1)
    with opened(town.config) as store:
        one_pass(town.config, store)
        old, new = store.outbox.get(proofs[0][0]), store.outbox.get(later[0])
        assert old.legal is Legal.ACCEPTED, "the portal tells the new unit of what was filed at the old one"
        assert (new.official or "").startswith(NEW[0]) and old.filing.unit == OLD[0]


def test_the_old_name_is_let_in_no_more_once_the_new_one_is(town: Town) -> None:
    """What a backup from before the move holds opens nothing, and the kiosk itself goes on."""
    with opened(town.config) as store:
        before = enrolled(store).enrolment
        move_desk(town.config, store).begin(town.invitation())
    assert town.authority.refusal(_der(before.certificate)) is None
    assert _go(town).restart
    assert town.authority.refusal(_der(before.certificate)) is Refusal.REVOKED
    assert _go(town).next is None
    with opened(town.config) as store:
        now = enrolled(store).enrolment
    assert town.authority.refusal(_der(now.certificate)) is None


def test_a_backup_from_before_the_move_comes_back_under_the_new_name(town: Town, tmp_path: Path) -> None:
    """Its filing was sent since then, and is not sent twice; its certificate would open nothing."""
    (code,) = town.file(1)
    (key,) = make_recovery(town.config)
    place = back_up(town.config, tmp_path / "stick").place
    with opened(town.config) as store:
        move_desk(town.config, store).begin(town.invitation())
    assert _go(town).restart and hand_over(town.portal.database, OLD, NEW, office_time) == 1
    assert _go(town).next is None
    restoring.exchange(town.config, restoring.put_ready(town.config, place, key))
    with opened(town.config) as store:
        assert enrolled(store).enrolment.unit == NEW[0] and move_desk(town.config, store).state().next is None
        one_pass(town.config, store)
        assert store.outbox.get(code).sync is Sync.DELIVERED
    assert len(town.portal.dossiers.newest()) == 1


def test_who_cannot_prove_the_old_key_ends_nobodys_name(town: Town) -> None:
    with opened(town.config) as store:
        before = enrolled(store).enrolment
    _, request = _request(*NEW)
    forged = {"certificate": before.certificate, "signature": "30"}
    asked = json.loads(town.invitation())["token"]
    assert "CERTIFICATE" in town.authority.enrol(asked, request, forged)
    assert town.authority.refusal(_der(before.certificate)) is None


@pytest.mark.parametrize("noted_first", [True, False])
def test_a_merger_ends_the_old_name_once_the_new_one_has_a_certificate(town: Town, noted_first: bool) -> None:
    with opened(town.config) as store:
        old = _der(enrolled(store).enrolment.certificate)
    token, request = json.loads(town.invitation())["token"], _request(*NEW)[1]
    if noted_first:
        town.authority.follow(OLD, NEW)
        assert town.authority.refusal(old) is None, "it still sends what waits"
    town.authority.enrol(token, request)
    if not noted_first:
        assert town.authority.refusal(old) is None
        town.authority.follow(OLD, NEW)
    assert town.authority.refusal(old) is Refusal.REVOKED


def test_every_older_name_goes_with_the_farewell(town: Town) -> None:
    with opened(town.config) as store:
        old = _der(enrolled(store).enrolment.certificate)
    town.authority.follow(OLD, ("H15.50.06", "DV01"))
    town.authority.follow(("H15.50.06", "DV01"), NEW)
    town.authority.leave(*NEW, b"farewell")
    assert town.authority.refusal(old) is Refusal.REVOKED


def _der(certificate: str) -> bytes:
    return x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("step", STEPS[1:6])
def test_cut_before_a_step_is_noted_it_goes_on_from_there(town: Town, monkeypatch, step: MoveStep) -> None:
    from kiosk.services import moving

    town.file(1)
    with opened(town.config) as store:
        move_desk(town.config, store).begin(town.invitation())
    noted = moving.MoveDesk._step

    def cut(self, state, reached):
        if reached is step:
            raise KeyboardInterrupt
        return noted(self, state, reached)

    monkeypatch.setattr(moving.MoveDesk, "_step", cut)
    for _ in range(2):  # up to the new start, and beyond it
        try:
            _go(town)
        except KeyboardInterrupt:
            break
    else:
        pytest.fail("it was never there")
    monkeypatch.undo()
    hand_over(town.portal.database, OLD, NEW, office_time)
    while _go(town).next is not None:
        pass
    assert town.config.office.unit == NEW[0]
    with opened(town.config) as store:
        store.check()
        assert [one.sync for one in store.outbox.list()] == [Sync.DELIVERED]


def test_nothing_is_changed_while_something_waits(town: Town) -> None:
    (code,) = town.file(1)
    with opened(town.config) as store:
        store.outbox.park(code, "words of the portal")
        desk = move_desk(town.config, store)
        desk.begin(town.invitation())
        state = desk.advance()
        assert state.waiting == (code,) and state.next is MoveStep.DRAINED
        desk.call_off()
        assert desk.state() is None
    town.portal.stop()
    with opened(town.config) as store:
        store.outbox.unpark(code)
        desk = move_desk(town.config, store)
        desk.begin(town.invitation())
        with pytest.raises(LineError):
            desk.advance()
        assert desk.state().next is MoveStep.DRAINED and enrolled(store).enrolment.unit == OLD[0]


def test_an_invitation_that_was_used_up_is_replaced_and_there_is_no_way_back(town: Town) -> None:
    used, elsewhere = town.invitation(), replace(Office(), unit=NEW[0])
    other = town.config.with_(data=town.config.data.with_name("other"), office=elsewhere)
    with opened(other) as store:
        provision(other, store, used)
    with opened(town.config) as store:
        desk = move_desk(town.config, store)
        desk.begin(used)
        with pytest.raises(EnrolmentUnusable):
            desk.advance()
        for act in (desk.call_off, lambda: desk.begin(used), lambda: desk.invite_again(town.invitation("H15.9"))):
            with pytest.raises(MoveNotPossible):
                act()
        desk.invite_again(town.invitation())
        assert desk.advance().restart


def test_an_answer_that_was_lost_on_the_way_comes_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal had signed and the line broke: the word is used, and the same request is answered all the same."""
    send, asked = Transport.send, []

    def lost(self, method, url, *more):
        reply = send(self, method, url, *more)
        if url.endswith("/enrol"):
            asked.append(reply)
            raise LineDown("reset")
        return reply

    with opened(town.config) as store:
        move_desk(town.config, store).begin(town.invitation())
    with monkeypatch.context() as broken, pytest.raises(LineDown):
        broken.setattr(Transport, "send", lost)
        _go(town)
    assert len(asked) == 1 and _go(town).restart
    with opened(town.config) as store:
        member = enrolled(store)
        assert member is not None and member.enrolment.certificate == json.loads(asked[0].body)["certificate"]
        assert store.keys.secret(ASKED_AS) == b"", "what it asked with lies nowhere twice"


def test_a_used_word_answers_its_own_request_alone(town: Town) -> None:
    asked, (_, request) = json.loads(town.invitation())["token"], _request(*NEW)
    first = town.authority.enrol(asked, request)
    assert town.authority.enrol(asked, request) == first
    with pytest.raises(EnrolmentRefused):
        town.authority.enrol(asked, _request(*NEW)[1])


@pytest.mark.parametrize("reason", ["under-way", "same", "other", "no-return", "none"])
@pytest.mark.parametrize("language", COMPLETE)
def test_why_it_cannot_be_done_is_said_in_words(language: str, reason: str) -> None:
    said = words(language).message(MoveNotPossible("", reason=reason))
    assert said.count(" ") > 6 and not said.endswith(f" {reason}.")


def test_a_kiosk_that_goes_nowhere_says_so(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    for words_of in ("move", "retire"):
        assert main(["--data", str(town.set_up.data), "--json", words_of, "show"]) == 0
        assert json.loads(capsys.readouterr().out) == {"under_way": False}


def _form():
    from kiosk.resources import ASSETS
    from kiosk.services.form_files import read_form

    return read_form(ASSETS.parent / "examples" / "khai_sinh.json")

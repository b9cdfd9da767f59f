"""The queue goes by stick: out, in at the portal, and its answers home."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from courier_post import Post, stick

from kiosk import catalogue
from kiosk.domain.submission import Legal, Sync
from kiosk.errors import AnswerStale, CourierNotSet, SealBroken, StickEmpty, StickFull
from kiosk.sync.courier.export import Exporter
from kiosk.sync.courier.sealing import OVERHEAD
from kiosk_sandbox.dossiers import Action, OfficeRefused
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.service import ExchangeService
from sandbox import OFFICE, Kiosk, document


@pytest.fixture
def post(tmp_path: Path, portal: PortalServer, box: Kiosk) -> Post:
    return Post(tmp_path, portal, box)


def test_there_and_back(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(30_000, n), document(900, 90)) for n in range(3)]
    made = post.export()
    assert made.carried == tuple(one.code for one in filed) and not made.stayed
    assert {one.code for one in post.kiosk.store.carriage.carried()} == set(made.carried)
    assert all(one.sync is Sync.QUEUED for one in post.kiosk.store.outbox.list())  # carried, not settled

    (taken,) = post.take()
    assert [one.code for one in taken.taken] == list(made.carried) and not taken.damaged
    post.whole(filed)

    home = post.home()
    assert set(home.settled) == set(made.carried)
    for one in post.kiosk.store.outbox.list():
        assert (one.sync, one.legal) == (Sync.DELIVERED, Legal.REGISTERED)
        assert post.portal.dossiers.find("", one.official)[0].reference == f"DV01/{one.code}"
    assert post.kiosk.store.journal.verify() is None
    post.kiosk.engine.run_once()  # the line is back: nothing is left to send
    post.whole(filed)
    assert [path for path in post.folder.rglob("*") if path.is_file()] == []  # answered, and swept


def test_what_a_stick_shows_to_who_finds_it(post: Post) -> None:
    one = post.kiosk.desk.file(document(5_000))
    post.export()
    files = [path for path in post.folder.rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files) + " ".join(map(str, files)).encode()
    names = (
        one.code,
        "Vừ Thị Sáo",
        "999162000123",
        "LÒ THỊ MAI",
        "giay_chung_sinh",
        "1.001193",
        post.kiosk.settings.url,
    )
    for secret in names:
        assert secret.encode() not in held
    sizes = {path.stat().st_size for path in files}
    assert 5_000 + OVERHEAD in sizes and OVERHEAD <= 64


def test_twice_by_stick_and_by_line_is_once(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(20_000, n)) for n in range(4)]
    post.export()
    post.take()
    post.kiosk.engine.run_once()
    post.take()
    post.whole(filed)
    numbers = {one.code: one.official for one in post.kiosk.store.outbox.list()}
    post.home()
    assert {one.code: one.official for one in post.kiosk.store.outbox.list()} == numbers


def test_stick_and_line_at_the_same_time_is_once(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(400_000, n), document(60_000, 77)) for n in range(6)]
    post.export()
    failed: list[BaseException] = []

    def taking() -> None:
        try:
            post.take()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=taking) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(40):
        post.kiosk.engine.run_once()
        post.kiosk.clock.forward(400)
        if not post.kiosk.store.outbox.pending_count():
            break
    for thread in threads:
        thread.join()
    assert not failed
    assert post.kiosk.store.outbox.pending_count() == 0
    post.whole(filed)


def test_the_form_came_by_line_and_its_papers_by_stick(post: Post) -> None:
    one = post.kiosk.desk.file(document(300_000, 1), document(200_000, 2))
    post.kiosk.portal.hello()
    assert post.kiosk.engine.run_urgent() == (one.code,)  # the number is there, the papers are not
    (dossier,) = post.portal.dossiers.newest()
    assert dossier.coming
    post.export()
    post.take()
    (dossier,) = post.portal.dossiers.newest()
    assert not dossier.coming
    post.whole([one])
    post.home()
    held = post.kiosk.store.outbox.get(one.code)
    assert (held.sync, held.official) == (Sync.DELIVERED, dossier.code)


def test_a_submission_on_a_stick_still_goes_by_line(post: Post) -> None:
    filed = post.kiosk.desk.file(document(2_000))
    post.export()
    post.kiosk.engine.run_once()
    assert post.kiosk.store.outbox.get(filed.code).sync is Sync.DELIVERED
    assert post.kiosk.store.carriage.carried() == ()


def test_the_same_stick_again_writes_only_what_is_new(post: Post) -> None:
    first = [post.kiosk.desk.file(document(9_000, n)) for n in range(3)]
    once = post.export()
    assert once.files_written == 6
    later = post.kiosk.desk.file(document(8_000, 50))
    again = post.export()
    assert (again.bundle, again.files_written, again.files_kept) == (once.bundle, 2, 6)
    assert sorted(path.suffix for path in (post.folder / "KIOSK/out").glob("*.?")) == [".0", ".1"]  # written in turn
    post.take()
    post.whole([*first, later])


def test_what_rotted_on_the_stick_is_written_again(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(9_000, n)) for n in range(2)]
    post.export()
    _turn_a_bit(post.folder, 9_000 + OVERHEAD)
    assert post.export().files_written == 1
    (taken,) = post.take()
    assert not taken.damaged
    post.whole(filed)


def test_a_damaged_stick_gives_what_is_whole_and_names_the_rest(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(9_000 + n, n)) for n in range(3)]
    post.export()
    _turn_a_bit(post.folder, 9_001 + OVERHEAD)
    (taken,) = post.take()
    assert list(taken.damaged) == [filed[1].code]
    post.whole([filed[0], filed[2]])
    home = post.home()
    assert home.damaged == (filed[1].code,)
    assert post.kiosk.store.outbox.get(filed[1].code).sync is Sync.QUEUED
    post.kiosk.engine.run_once()
    post.whole(filed)


def test_a_small_stick_takes_the_oldest_that_fit_and_says_what_stayed(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(60_000, n)) for n in range(4)]
    big = post.kiosk.desk.file(document(900_000, 60))
    small = post.kiosk.desk.file()
    made = post.export(post.stick(room=190_000))
    assert made.carried == (filed[0].code, filed[1].code, small.code)
    assert [(one.code, one.why) for one in made.stayed] == [
        (filed[2].code, "full"),
        (filed[3].code, "full"),
        (big.code, "full"),
    ]
    post.take()
    post.whole([filed[0], filed[1], small])
    with pytest.raises(StickFull):
        post.export(stick(post.folder.with_name("tiny"), room=3_000))


def test_it_stops_when_asked_and_what_is_on_it_counts(post: Post) -> None:
    filed = [post.kiosk.desk.file(document(1_000, n)) for n in range(5)]
    asked = iter([False, False, True])
    made = post.exporter().run(post.stick(), stop=lambda: next(asked))
    assert made.carried == (filed[0].code, filed[1].code)
    assert {one.why for one in made.stayed} == {"stopped"}
    post.take()
    post.whole(filed[:2])


def test_a_refusal_comes_home_in_the_portals_words_and_parks(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    one = post.kiosk.desk.file(document(1_000))
    post.export()
    words = "Đơn vị không tiếp nhận thủ tục này"

    def refuse(*_: object) -> None:
        raise OfficeRefused(words)

    monkeypatch.setattr(ExchangeService, "_acceptable", refuse)
    (taken,) = post.take()
    assert [(answer.code, answer.refused) for answer in taken.answers] == [(one.code, words)]
    assert post.home().parked == (one.code,)
    held = post.kiosk.store.outbox.get(one.code)
    assert (held.sync, held.reason) == (Sync.PARKED, f"portal.refused: {words}")


def test_news_of_what_went_by_line_comes_home_by_stick(post: Post) -> None:
    one = post.kiosk.desk.file()
    post.kiosk.engine.run_once()
    official = post.kiosk.store.outbox.get(one.code).official
    post.portal.dossiers.act(official, Action.ASK, "Xin nộp thêm giấy chứng sinh")
    post.export()
    post.take()
    assert post.home().changed == (one.code,)
    held = post.kiosk.store.outbox.get(one.code)
    assert (held.legal, held.legal_note) == (Legal.SUPPLEMENT, "Xin nộp thêm giấy chứng sinh")


def test_an_answer_is_applied_once_and_never_backwards(post: Post) -> None:
    one = post.kiosk.desk.file()
    post.export()
    post.take()
    old = {path: path.read_bytes() for path in (post.folder / "KIOSK/in").rglob("*") if path.is_file()}
    official = post.portal.dossiers.newest()[0].code
    post.portal.dossiers.act(official, Action.ACCEPT)
    post.take()
    post.home()
    assert post.kiosk.store.outbox.get(one.code).legal is Legal.ACCEPTED
    for path, data in old.items():  # somebody puts the old answer back
        path.write_bytes(data)
    again = post.home()
    assert (again.answers, again.stale) == (0, 1)
    assert post.kiosk.store.outbox.get(one.code).legal is Legal.ACCEPTED
    with pytest.raises(AnswerStale):
        post.kiosk.store.carriage.apply(1, [])


def test_without_the_portals_key_nothing_is_written(post: Post) -> None:

    with pytest.raises(CourierNotSet):
        Exporter(post.kiosk.store, OFFICE, catalogue.procedure, b"")


def test_an_empty_stick_is_told_from_a_damaged_one(post: Post) -> None:
    with pytest.raises(StickEmpty):
        post.take()
    with pytest.raises(StickEmpty):
        post.home()
    post.kiosk.desk.file()
    post.export()
    for path in (post.folder / "KIOSK/out").glob("*.?"):
        path.write_bytes(b"\0" * 100)
    (taken,) = post.take()
    assert isinstance(taken.error, SealBroken)


def _turn_a_bit(folder: Path, size: int) -> None:
    path = next(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size == size)
    data = bytearray(path.read_bytes())
    data[size // 2] ^= 1
    path.write_bytes(data)


def test_an_old_word_on_a_stick_is_put_right_by_the_next_pass(post: Post, portal: PortalServer) -> None:
    """The line tells only what has changed: that it told the newer word before the stick came must not hide it."""
    box = post.kiosk
    code = box.desk.file(document(2_000, 1)).code
    box.engine.run_once()
    portal.dossiers.act(code, Action.ACCEPT)
    post.export()
    post.take()
    portal.dossiers.act(code, Action.WORK)
    box.clock.forward(400)
    box.engine.run_once()
    assert box.store.outbox.get(code).legal is Legal.IN_PROGRESS
    post.home()
    box.clock.forward(400)
    box.engine.run_once()
    assert box.store.outbox.get(code).legal is Legal.IN_PROGRESS

"""The stick is pulled, full, read-only or slow; the machine dies while it writes. Nothing is lost, nothing is twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import dying_export
import pytest
from courier_post import Post, stick
from test_store_disk_full import on_own_disk

from kiosk.devices.simulated.sticks import Manners, SimulatedSticks
from kiosk.domain.submission import Sync
from kiosk.errors import StickFull, StickGone, StickReadOnly, StickUntrue
from kiosk.store import Store
from kiosk.sync.courier.stick import CourierStick
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document


@pytest.fixture
def post(tmp_path: Path, portal: PortalServer, box: Kiosk) -> Post:
    return Post(tmp_path, portal, box)


@pytest.mark.parametrize("last", [5, 17, 26, 41])
def test_killed_while_it_writes(post: Post, last: int) -> None:
    """A few of the steps; bench/sticks.py goes through all of them. Then the stick comes again."""
    filed = [post.kiosk.desk.file(document(3_000, n)) for n in range(2)]
    assert dying_export.run(post, last).returncode == -signal.SIGKILL
    dying_export.comes_again(post, filed)


@pytest.mark.parametrize("after", [0, 100, 4_000, 9_000, 20_000])
def test_pulled_while_it_is_written(post: Post, tmp_path: Path, after: int) -> None:
    filed = [post.kiosk.desk.file(document(6_000, n)) for n in range(4)]
    sticks = SimulatedSticks(tmp_path / "sticks")
    sticks.plug("usb", Manners(pulled_after=after))
    with pytest.raises(StickGone):
        post.export(_plugged(sticks))
    carried = {one.code for one in post.kiosk.store.carriage.carried()}
    sticks.plug("usb", Manners())
    made = post.export(_plugged(sticks))
    assert made.carried == tuple(one.code for one in filed) and carried <= set(made.carried)
    post.take(_plugged(sticks))
    post.whole(filed)


def test_pulled_and_never_seen_again(post: Post, tmp_path: Path) -> None:
    filed = [post.kiosk.desk.file(document(6_000, n)) for n in range(3)]
    sticks = SimulatedSticks(tmp_path / "sticks")
    sticks.plug("usb", Manners(pulled_after=20_000))
    with pytest.raises(StickGone):
        post.export(_plugged(sticks))
    assert post.export().carried == tuple(one.code for one in filed)  # on another one
    post.take()
    post.whole(filed)


def test_a_stick_that_cannot_be_written(post: Post, tmp_path: Path) -> None:
    post.kiosk.desk.file(document(6_000))
    sticks = SimulatedSticks(tmp_path / "sticks")
    for manners, error in ((Manners(read_only=True), StickReadOnly), (Manners(rots=True), StickUntrue)):
        sticks.plug("usb", manners)
        with pytest.raises(error):
            post.export(_plugged(sticks))
        sticks.pull("usb")
    assert post.kiosk.store.carriage.carried() == ()
    assert post.kiosk.store.outbox.list()[0].sync is Sync.QUEUED


def test_a_stick_that_is_smaller_than_it_says(post: Post, tmp_path: Path) -> None:
    filed = [post.kiosk.desk.file(document(30_000, n)) for n in range(4)]
    sticks = SimulatedSticks(tmp_path / "sticks")
    sticks.plug("usb", Manners(capacity=100_000))
    medium = sticks.open(sticks.sticks()[0])
    made = post.export(CourierStick(medium, lambda: 10**9))
    assert made.carried == tuple(one.code for one in filed[: len(made.carried)])
    assert 1 <= len(made.carried) < 4 and {one.why for one in made.stayed} == {"full"}
    post.take(_plugged(sticks))
    post.whole(filed[: len(made.carried)])


def test_no_room_for_the_answer_loses_only_the_answer(post: Post, tmp_path: Path) -> None:
    filed = [post.kiosk.desk.file(document(3_000))]
    sticks = SimulatedSticks(tmp_path / "sticks")
    sticks.plug("usb")
    post.export(_plugged(sticks))
    sticks.manners("usb").read_only = True
    (taken,) = post.take(_plugged(sticks))
    assert isinstance(taken.error, StickReadOnly) and len(taken.taken) == 1
    post.whole(filed)
    post.kiosk.engine.run_once()
    post.whole(filed)


@on_own_disk
def test_a_stick_that_is_really_full(post: Post) -> None:
    """A RAM disk of 300 kB in a mount namespace of its own."""
    codes = [post.kiosk.desk.file(document(60_000, n)).code for n in range(8)]
    post.folder.mkdir()
    script = 'mount -t tmpfs -o size=300k stick "$1" && shift && "$@" && cp -r "$0" "$0".left'
    child = [sys.executable, dying_export.__file__, post.kiosk.store.folder, post.folder, post.registry.seal.hex()]
    ran = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, post.folder, post.folder, *child, str(10**9)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    left = stick(Path(f"{post.folder}.left"))
    (taken,) = post.take(left)
    assert [one.code for one in taken.taken] == codes[: len(taken.taken)] and 2 <= len(taken.taken) < 8
    assert {one.code for one in post.kiosk.store.carriage.carried()} == {one.code for one in taken.taken}


def test_a_power_cut_while_answers_are_applied_leaves_all_of_them_or_none(post: Post) -> None:
    class Cut(Exception):
        pass

    for n in range(3):
        post.kiosk.desk.file(document(500, n))
    post.export()
    post.take()
    folder, clock = post.kiosk.store.folder, post.kiosk.clock
    post.kiosk.store.close()
    for point in ("heard", "before commit"):
        seen = 0

        def cut(name: str, point: str = point) -> None:
            nonlocal seen
            seen += name == point
            if seen == (2 if point == "heard" else 1) and name == point:
                raise Cut

        with Store.open(folder, clock) as store:
            store._database._checkpoint = cut
            post.kiosk.store = store
            with pytest.raises(Cut):
                post.home()
            store._database._checkpoint = lambda _: None
            assert {one.sync for one in store.outbox.list()} == {Sync.QUEUED}
    post.kiosk.store = Store.open(folder, clock)
    assert len(post.home().settled) == 3


def test_full_before_it_began(post: Post, tmp_path: Path) -> None:
    post.kiosk.desk.file(document(3_000))
    sticks = SimulatedSticks(tmp_path / "sticks")
    sticks.plug("usb", Manners(capacity=2_000))
    with pytest.raises(StickFull):
        post.export(_plugged(sticks))


def _plugged(sticks: SimulatedSticks) -> CourierStick:
    def free() -> int:
        found = sticks.sticks()
        if not found:
            raise StickGone("pulled")
        return found[0].free_bytes

    return CourierStick(sticks.open(sticks.sticks()[0]), free)

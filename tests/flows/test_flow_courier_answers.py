"""An answer to the office goes by stick: out, in at the portal, home; beside the line, twice, and too late."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from courier_post import Post

from kiosk.domain.case import QUESTION, ActKind, DossierAct
from kiosk_sandbox.actions import Action
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, SECOND_LOOK, Kiosk, answering, asked, look


@pytest.fixture
def post(tmp_path: Path, portal: PortalServer, box: Kiosk) -> Post:
    return Post(tmp_path, portal, box)


def arrived(post: Post, code: str) -> tuple[str, list[str], int]:
    """Status, the papers' codes, and how often it was answered."""
    found, steps = post.portal.dossiers.find(OFFICE.unit, code)
    papers = [item["MaThanhPhanHoSo"] for item in json.loads(found.record)["TaiLieuNop"]]
    return found.status, papers, [step.note for step in steps].count("Người dân đã bổ sung")


def test_there_and_back(post: Post) -> None:
    code = asked(post.kiosk, post.portal)
    act = answering(post.kiosk, code)
    post.kiosk.desk.file()  # and a filing beside it
    made = post.export()
    assert act.name in made.carried and len(made.carried) == 2
    assert post.kiosk.store.cases.unsent() == (act,)  # carried, not sent

    (taken,) = post.take()
    assert not taken.damaged and arrived(post, code) == ("2", ["D1", "D1"], 1)
    assert post.portal.uploads.read(act.documents[0]) == SECOND_LOOK
    home = post.home()
    assert act.name in home.settled
    noted = post.kiosk.store.cases.noted(act.name)
    assert noted is not None and noted.sent is not None and post.kiosk.store.cases.unsent() == ()
    assert act.documents[0] in post.kiosk.store.arrivals.of(code)  # the portal's word that the paper came
    assert post.export().carried == ()
    look(post.kiosk)
    assert arrived(post, code)[2] == 1


def test_stick_and_line_make_it_once(post: Post) -> None:
    code = asked(post.kiosk, post.portal)
    act = answering(post.kiosk, code)
    post.export()
    look(post.kiosk)  # the line was quicker
    assert post.kiosk.store.cases.unsent() == ()
    (taken,) = post.take()
    assert [one.refused for one in taken.answers] == [""] * len(taken.answers)
    post.home()
    assert arrived(post, code) == ("2", ["D1", "D1"], 1)
    noted = post.kiosk.store.cases.noted(act.name)
    assert noted is not None and noted.refused == ""


def test_what_the_office_will_not_have_comes_home_in_its_words(post: Post) -> None:
    code = asked(post.kiosk, post.portal)
    act = answering(post.kiosk, code)
    post.export()
    post.portal.dossiers.act(code, Action.STOP, "không đủ điều kiện")
    post.take()
    home = post.home()
    assert home.parked == (act.name,)
    noted = post.kiosk.store.cases.noted(act.name)
    assert noted is not None and "không còn chờ" in noted.refused
    assert post.kiosk.store.documents.size(act.documents[0]) is not None  # nothing is lost
    assert arrived(post, code)[2] == 0


@pytest.mark.parametrize("name", ["Bổ sung/2 (lần 1)", "two\nlines", "B" * 1000])
def test_a_question_with_an_odd_name_stops_nothing_else(post: Post, name: str) -> None:
    """Before, nothing on the stick was taken where one answer's name was out of shape."""
    code = asked(post.kiosk, post.portal)
    act = DossierAct(f"answer-{name}", code, ActKind.SUPPLEMENT, {QUESTION: name})
    post.kiosk.store.cases.act(act)
    post.kiosk.desk.file()
    post.export()
    other = post.kiosk.desk.file().code  # so that no manifest from before the answer is left on the stick
    made = post.export()
    assert other in made.carried and act.name in {*made.carried, *(one.code for one in made.stayed)}
    (taken,) = post.take()
    assert taken.error is None and not taken.damaged
    assert other in post.home().settled

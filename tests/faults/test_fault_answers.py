"""Answers to the office on bad days: killed anywhere, decided meanwhile, too late, twice, no room."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.domain.case import NoticeKind
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Legal
from kiosk.errors import AlreadyAnswered, AnswerEmpty, DiskFull, QuestionGone
from kiosk.store import Draft, Reserve
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, answering, asked, look, sandbox

CHILD = Path(__file__).parents[1] / "dying_answer.py"
ANSWERED = "Người dân đã bổ sung"


def at_the_portal(portal: PortalServer, code: str) -> tuple[str, int, int, bool]:
    """Status, how many papers, how many answers, and whether papers are still on their way."""
    dossier, steps = portal.dossiers.find(OFFICE.unit, code)
    papers = json.loads(dossier.record)["TaiLieuNop"]
    return dossier.status, len(papers), [step.note for step in steps].count(ANSWERED), dossier.coming


SAMPLE = ("act", "draft ended", "announced", "before taken")
"""Of ``dying_answer.POINTS``; all of them and random instants: ``python bench/answers.py``."""


@pytest.mark.parametrize("point", SAMPLE)
def test_killed_anywhere_it_is_there_once_and_whole(tmp_path: Path, point: str) -> None:
    with sandbox() as portal:
        box = Kiosk(tmp_path, portal.url)
        code = asked(box, portal)
        owner = box.store.drafts.owner_of("999162000123")
        box.store.drafts.save(Draft("visit-1", "1.001193", "a", {}, owner=owner))
        box.close()
        ran = subprocess.run(
            [sys.executable, CHILD, tmp_path, portal.url, code, point], capture_output=True, text=True, check=False
        )
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        box = Kiosk(tmp_path, portal.url)
        try:
            box.clock.forward(3600)
            box.store.check()
            noted = box.store.cases.noted(f"answer-{portal.dossiers.find(OFFICE.unit, code)[0].code}-BS1")
            assert (noted is None) == (box.store.drafts.get("visit-1") is not None), "never neither, never both"
            answering(box, code)  # the same visit again, or what was noted
            for _ in range(2):
                box.engine.run_once()
                box.clock.forward(700)
            assert box.store.cases.unsent() == ()
            assert at_the_portal(portal, code) == ("2", 2, 1, False)
        finally:
            box.close()


@pytest.mark.parametrize("decision", [Action.STOP, Action.FINISH, Action.WORK])
def test_what_the_office_decided_meanwhile_is_told_and_nothing_is_lost(
    box: Kiosk, portal: PortalServer, decision: Action
) -> None:
    code = asked(box, portal)
    act = answering(box, code)
    portal.dossiers.act(code, decision, "đã đủ giấy")
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None and "không còn chờ" in standing.unsent[0].refused
    assert box.store.documents.size(act.documents[0]) is not None
    assert at_the_portal(portal, code)[1:] == (1, 0, False)
    kinds = [written.entry.kind for written in box.store.journal.entries()]
    assert kinds.count(EventKind.ACT_REFUSED) == 1


def test_who_comes_too_late_is_told_at_the_desk(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    standing = box.store.cases.case(code)
    assert standing is not None
    portal.dossiers.act(code, Action.WORK)
    look(box)
    told = box.store.cases.case(code)
    assert told is not None and told.case.notices == () and told.case.legal is Legal.IN_PROGRESS
    with pytest.raises(QuestionGone):
        answering(box, code, question=standing.case.notices[0])
    assert box.store.cases.unsent() == ()


def test_after_its_day_the_office_still_gets_it(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    box.clock.forward(30 * 86400)
    answering(box, code)
    look(box)
    assert at_the_portal(portal, code) == ("2", 2, 1, False)


def test_two_questions_one_after_the_other(box: Kiosk, portal: PortalServer) -> None:
    """The second comes before the first is answered; the dossier goes on when both are."""
    code = asked(box, portal)
    portal.dossiers.act(code, Action.ASK, said=Said("Xin ghi rõ tên thôn", line=True))
    look(box)
    answering(box, code)
    look(box)
    look(box)
    assert at_the_portal(portal, code)[0] == "5"
    standing = box.store.cases.case(code)
    assert standing is not None and [one.wanted.line for one in standing.case.notices] == [True]
    answering(box, code, "visit-2", said="Thôn Séo Lủng", pdf=b"")
    look(box)
    look(box)
    assert at_the_portal(portal, code) == ("2", 2, 2, False)
    (first, second) = portal.dossiers.asked(portal.dossiers.find(OFFICE.unit, code)[0])
    assert "Séo Lủng" in second.answer and first.digest != second.digest


def test_the_same_question_is_answered_by_one_visit(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    act = answering(box, code)
    assert answering(box, code) == act
    with pytest.raises(AlreadyAnswered):
        answering(box, code, "visit-2")
    assert box.store.cases.unsent() == (act,)


def test_nothing_is_no_answer(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal, Said("Xin bổ sung"))  # neither a paper nor a field is named
    with pytest.raises(AnswerEmpty):
        answering(box, code, pdf=b"")
    assert answering(box, code, said="Đã nộp ở quầy", pdf=b"").documents == ()


def test_a_full_disk_keeps_the_draft(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    box.store.drafts.save(Draft("visit-1", "1.001193", "a", {}))
    box.store.space._reserve = Reserve(0, 1 << 60, 0)
    with pytest.raises(DiskFull):
        answering(box, code)
    assert box.store.drafts.get("visit-1") is not None and box.store.cases.unsent() == ()
    box.store.space._reserve = Reserve(0, 0, 0)
    answering(box, code)
    assert box.store.drafts.get("visit-1") is None


def test_the_office_knows_before_the_papers_are_there(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    answering(box, code)
    portal.faults.add(PortalFault("drop", path="/files", method="PATCH", times=20))
    box.engine.run_once()
    assert at_the_portal(portal, code) == ("2", 2, 1, True)
    assert [act.sent for act in box.store.cases.unsent()] == [None]
    for _ in range(20):
        box.clock.forward(700)
        box.engine.run_once()
    assert at_the_portal(portal, code) == ("2", 2, 1, False)


def test_a_fee_between_question_and_answer_leaves_the_question_open(box: Kiosk, portal: PortalServer) -> None:
    code = asked(box, portal)
    portal.dossiers.act(code, Action.FEE, said=Said("Bản sao", amount=8_000))
    portal.dossiers.act(code, Action.PAID)
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None and standing.case.legal is Legal.SUPPLEMENT
    assert [one.kind for one in standing.case.notices] == [NoticeKind.SUPPLEMENT]
    answering(box, code)
    look(box)
    assert at_the_portal(portal, code)[0] == "2"

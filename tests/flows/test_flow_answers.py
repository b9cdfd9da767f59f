"""What is brought later reaches the dossier it was asked for; and how the kiosk is, the fleet's page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk import cli
from kiosk.domain.answering import PAPER
from kiosk.domain.case import QUESTION, ActKind, DossierAct
from kiosk.resources import demo_asset
from kiosk.sync.status.heartbeat import LATEST, SOONEST, health_of
from kiosk_sandbox import pages
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, document
from sandbox import asked as asked_about

AGAIN = document(40_000, 7)


def asked(box: Kiosk, portal: PortalServer) -> tuple[str, str]:
    """A delivered dossier that is asked for a paper; its code and the question's name."""
    code = box.desk.file(document(5_000)).code
    box.engine.run_once()
    portal.dossiers.act(code, Action.ACCEPT)
    portal.dossiers.act(code, Action.ASK, said=Said("Ảnh mờ", papers=("giay_chung_sinh",)))
    box.clock.forward(60)
    box.engine.run_once()
    standing = box.store.cases.case(code)
    assert standing is not None
    return code, standing.case.notices[0].name


def answered(box: Kiosk, code: str, question: str, name: str = "answer-1", note: str = "") -> None:
    kept = box.store.documents.put(AGAIN, key="giay_chung_sinh", name="a.pdf", media_type="application/pdf")
    facts = {QUESTION: question, PAPER + kept.sha256: "giay_chung_sinh", "note": note}
    box.store.cases.act(DossierAct(name, code, ActKind.SUPPLEMENT, facts, (kept.sha256,)))


def test_an_answer_reaches_the_dossier_and_the_dossier_goes_on(box: Kiosk, portal: PortalServer) -> None:
    code, question = asked(box, portal)
    answered(box, code, question)
    box.engine.run_once()
    assert box.store.cases.unsent() == ()
    dossier, steps = portal.dossiers.find(OFFICE.unit, code)
    assert (dossier.status, len(json.loads(dossier.record)["TaiLieuNop"])) == ("2", 2)
    assert [step.note for step in steps].count("Người dân đã bổ sung") == 1
    box.clock.forward(60)
    box.engine.run_once()
    standing = box.store.cases.case(code)
    assert standing is not None and standing.case.notices == ()


@pytest.mark.parametrize("kind", ["lost", "drop", "reset", "truncate", "status"])
def test_an_answer_cut_anywhere_arrives_once(box: Kiosk, portal: PortalServer, kind: str) -> None:
    code, question = asked(box, portal)
    answered(box, code, question)
    portal.faults.add(PortalFault(kind, path="/service", service="DongBoHoSoMC"))
    for _ in range(3):
        box.engine.run_once()
        box.clock.forward(700)
    assert box.store.cases.unsent() == ()
    _, steps = portal.dossiers.find(OFFICE.unit, code)
    assert [step.note for step in steps].count("Người dân đã bổ sung") == 1


def test_a_second_answer_to_the_same_question_stays_for_a_person(box: Kiosk, portal: PortalServer) -> None:
    code, question = asked(box, portal)
    answered(box, code, question)
    box.engine.run_once()
    answered(box, code, question, "answer-2", "khác")
    box.engine.run_once()
    standing = box.store.cases.case(code)
    assert standing is not None and "khác" in standing.unsent[0].refused
    assert box.store.cases.unsent() == ()


def test_the_fleet_hears_how_the_kiosk_is_when_something_has_changed(box: Kiosk, portal: PortalServer) -> None:
    health = health_of(box.store, OFFICE, box.clock)
    health._monotonic = box.clock.monotonic
    assert health.tell(box.portal)
    (seen,) = portal.fleet.all()
    assert seen.health["waiting"] == 0 and seen.health["journal"] >= 0
    box.desk.file()
    assert not health.tell(box.portal)  # not so soon
    box.clock.forward(SOONEST)
    assert health.tell(box.portal)
    assert portal.fleet.all()[0].health["waiting"] == 1
    box.clock.forward(SOONEST)
    assert not health.tell(box.portal)
    box.clock.forward(LATEST)
    assert health.tell(box.portal)


# --- by command ------------------------------------------------------------------------------------------------------

PAPER_FILE = demo_asset("papers", "birth-notice.jpg")


def told(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, Any]:
    code = cli.main([*given, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out or err)


def test_an_officer_answers_by_command(
    box: Kiosk, portal: PortalServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = asked_about(box, portal, Said("Ảnh mờ", papers=("D1",), fields=("child.name",), days=5))
    data = ["--data", str(tmp_path / "store")]
    shown, what = told(capsys, "answer", code, *data)
    assert shown == 0 and what["answers"] == [] and what["legal"] == "5"
    (question,) = what["questions"]
    assert [paper["key"] for paper in question["papers"]] == ["giay_chung_sinh"] and question["fields"] == [
        "child.name"
    ]

    given = ["--paper", str(PAPER_FILE), "--field", "child.name=Lò Thị Mai Anh"]
    assert told(capsys, "answer", code, *data, "--paper", "khac=x.pdf")[1]["error"]["code"] == "form.invalid-field"
    assert told(capsys, "answer", code, *data, "--field", "child.name=")[0] == 1
    done, kept = told(capsys, "answer", code, *data, *given)
    assert (done, kept["state"], len(kept["documents"])) == (0, "waiting", 1)
    assert told(capsys, "answer", code, *data, *given) == (done, kept)
    again = ["--question", question["question"], *given[:2], "--field", "child.name=B"]
    other = told(capsys, "answer", code, *data, *again)
    assert other[1]["error"]["code"] == "form.already-answered"
    assert told(capsys, "answer", "KS-ZZZZ-ZZ", *data)[1]["error"]["code"] == "store.unknown-code"

    settings = tmp_path / "settings.toml"
    settings.write_text(f'demo = true\n[portal]\nurl = "{portal.url}"\nusername = "kiosk"\npassword = "tap-huan"\n')
    passes = ["sync", "--once", *data, "--config", str(settings)]
    assert cli.main(passes) == 0
    assert "1 câu trả lời" in capsys.readouterr().out, "no filing waited, and something was sent all the same"
    _, came = told(capsys, *passes)
    assert (came["answers"], came["submissions"]) == (0, [])
    _, after = told(capsys, "answer", code, *data)
    assert [one["state"] for one in after["answers"]] == ["sent"]
    (answer,) = portal.dossiers.asked(portal.dossiers.find(OFFICE.unit, code)[0])
    assert "LÒ THỊ MAI ANH" in answer.answer.upper()
    page = pages.dossier(*portal.dossiers.find(OFFICE.unit, code), [answer])
    assert "Ảnh mờ" in page and "child.name: Lò Thị Mai Anh".upper() in page.upper() and "giay_chung_sinh" in page

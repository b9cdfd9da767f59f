"""Answers to the office, killed at each named instruction and at random ones. ``python bench/answers.py [--times N]``

An answer with one paper is handed in at the desk and one pass follows, in a process of its own that is killed; then the
same visit goes on until the portal has it. It must be there once, with its paper, and nothing may be left here.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from dying_answer import POINTS  # noqa: E402

from kiosk.domain.answering import act_name  # noqa: E402
from kiosk.store import Draft  # noqa: E402
from kiosk_sandbox.server import PortalServer  # noqa: E402
from sandbox import OFFICE, Kiosk, answering, asked, sandbox  # noqa: E402

LONGEST = 1.0  # seconds after it is ready; hand-in and pass take a good part of that on a busy machine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60, metavar="N", help="kills at random instants")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    rounds = [(point, 0.0) for point in POINTS] + [("-", rng.uniform(0.0, LONGEST)) for _ in range(given.times)]
    tally = {"killed": 0, "before the act": 0, "between": 0, "after it was sent": 0, "wrong": 0}
    for point, wait in rounds:
        with tempfile.TemporaryDirectory() as folder, sandbox() as portal:
            one_round(Path(folder), portal, point, wait, tally)
    print(json.dumps({"rounds": len(rounds), **tally}))
    sys.exit(1 if tally["wrong"] else 0)


def one_round(folder: Path, portal: PortalServer, point: str, wait: float, tally: dict[str, int]) -> None:
    box = Kiosk(folder, portal.url)
    code = asked(box, portal)
    standing = box.store.cases.case(code)
    assert standing is not None
    question = standing.case.notices[0]
    box.store.drafts.save(Draft("visit-1", "1.001193", "a", {}))
    box.close()
    tally["killed"] += killed(folder, portal.url, code, point, wait)
    box = Kiosk(folder, portal.url)
    box.clock.forward(3600)
    noted, draft = box.store.cases.noted(act_name(question)), box.store.drafts.get("visit-1")
    tally["before the act" if noted is None else "after it was sent" if noted.sent else "between"] += 1
    wrong = (noted is None) != (draft is not None)
    if noted is None:
        answering(box, code)
    for _ in range(3):
        box.engine.run_once()
        box.clock.forward(700)
    wrong |= box.store.cases.unsent() != () or arrived(portal, code) != (2, 1, False)
    box.close()
    if wrong:
        tally["wrong"] += 1
        print(f"wrong: {point} after {wait:.3f} s", file=sys.stderr)


def killed(folder: Path, url: str, code: str, point: str, wait: float) -> bool:
    child = [sys.executable, str(ROOT / "tests" / "dying_answer.py"), str(folder), url, code, point]
    with subprocess.Popen(child, stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None and ran.stdout.readline() == "ready\n"
        if point not in POINTS:
            time.sleep(wait)
            ran.kill()
    return ran.returncode == -signal.SIGKILL


def arrived(portal: PortalServer, code: str) -> tuple[int, int, bool]:
    """How many papers, how many answers, and whether some are still on their way."""
    dossier, steps = portal.dossiers.find(OFFICE.unit, code)
    notes = [step.note for step in steps]
    return len(json.loads(dossier.record)["TaiLieuNop"]), notes.count("Người dân đã bổ sung"), dossier.coming


if __name__ == "__main__":
    main()

"""The slip printer behind a CUPS queue."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Mapping

from kiosk.devices.strip_pdf import strip_pdf, strip_size_mm
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.strip import Strip
from kiosk.errors import PaperOut, PrinterGone

_ANSWER = 10.0  # seconds in which CUPS must answer; it is on this machine
_TAKEN = 30.0  # seconds in which the printer must have taken a slip: a slow one needs 5
_GRACE = 3.0  # seconds in which a printer's backend starts and tells afresh whether there is paper
_ASK_EVERY = 0.2
_NO_PAPER = ("media-empty", "media-needed")
_TROUBLE = ("offline", "cover-open", "door-open", "media-jam", "shutdown", "connecting-to-device", "paused")


class CupsPrinter:
    """Prints on ``queue`` with the system's own ``lp``. ``environment`` is added to the process's own."""

    def __init__(
        self,
        queue: str,
        *,
        environment: Mapping[str, str] | None = None,
        taken_within: float = _TAKEN,
        grace: float = _GRACE,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._queue = queue
        self._environment = {**os.environ, **(environment or {}), "LC_ALL": "C"}
        self._taken_within = taken_within
        self._grace = grace
        self._clock = clock
        self._pause = pause

    def health(self) -> DeviceHealth:
        try:
            self._check()
        except PaperOut:
            return DeviceHealth(State.DEGRADED, "error.device.paper.remedy")
        except PrinterGone:
            return DeviceHealth(State.MISSING, "error.device.printer.remedy")
        return DeviceHealth(State.READY)

    def print_strip(self, strip: Strip) -> None:
        """Hand the slip over and wait until the printer has it. A slip it cannot print leaves the spool again."""
        width, length = strip_size_mm(strip)
        media = f"media=Custom.{width:g}x{length:g}mm"
        title = strip.title or "slip"
        words = ("lp", "-d", self._queue, "-t", title, "-o", media, "-o", "print-scaling=none", "-")
        self.hand_over(words, strip_pdf(strip))

    def hand_over(self, words: tuple[str, ...], data: bytes) -> None:
        """Submit ``data`` by the command ``words`` and wait until the printer has it. PaperOut, PrinterGone."""
        self._check(paper=False)
        job = self._submit(words, data)
        try:
            self._wait(job)
        except PrinterGone:
            self._run(("cancel", "-x", job), b"")
            raise

    def _wait(self, job: str) -> None:
        """Until the job has left the queue. CUPS keeps an old alert until the next job clears it: hence the grace."""
        started = self._clock()
        while self._waits(job):
            waited = self._clock() - started
            self._check(paper=waited > self._grace)
            if waited > self._taken_within:
                raise PrinterGone(f"job not taken within {self._taken_within:g} s")
            self._pause(_ASK_EVERY)

    def _submit(self, words: tuple[str, ...], data: bytes) -> str:
        answer = self._run(words, data)
        match = re.search(r"request id is (\S+)", answer)
        if not match:
            raise PrinterGone("lp gave no job")
        return match.group(1)

    def _waits(self, job: str) -> bool:
        return job in {line.split()[0] for line in self._ask("lpstat", "-o", self._queue).splitlines() if line.split()}

    def _check(self, *, paper: bool = True) -> None:
        """Raise what keeps the printer from printing; ``paper`` False overlooks an alert that there is none."""
        answer = self._ask("lpstat", "-l", "-p", self._queue).lower()
        if any(sign in answer for sign in _NO_PAPER):
            if paper:
                raise PaperOut("media-empty")
            return
        trouble = next((sign for sign in _TROUBLE if sign in answer), None)
        if trouble or " disabled " in answer.splitlines()[0]:
            raise PrinterGone(trouble or "queue disabled")

    def _ask(self, *words: str) -> str:
        return self._run(words, b"")

    def _run(self, words: tuple[str, ...], data: bytes) -> str:
        """Standard output; PrinterGone when CUPS is not there, does not answer or refuses."""
        try:
            done = subprocess.run(
                words, input=data, capture_output=True, timeout=_ANSWER, check=False, env=self._environment
            )
        except (FileNotFoundError, subprocess.TimeoutExpired) as error:
            raise PrinterGone(f"{words[0]}: {type(error).__name__}") from error
        if done.returncode != 0 or (words[0] == "lpstat" and "-p" in words and not done.stdout):
            raise PrinterGone(f"{words[0]} refuses ({done.returncode})")
        return done.stdout.decode("utf-8", "replace")

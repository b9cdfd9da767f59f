"""An officer's command at the portal's side that reaches nobody says where it asked."""

from __future__ import annotations

import json
import socket

from kiosk.cli import main


def test_a_portal_that_does_not_answer_is_named_by_its_address(tmp_path, capsys) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and never listened on
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        code = main(["--data", str(tmp_path), "--json", "portal", "officer", "list", "--url", url])
    error = json.loads(capsys.readouterr().out)["error"]
    assert (code, error["code"]) == (1, "portal.office-silent")
    assert url in error["message"] and "--url" in error["remedy"]

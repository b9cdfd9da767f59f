"""JSON from outside is measured before it is parsed."""

from __future__ import annotations

import pytest

from kiosk.bounded import OutOfBounds, read_json, read_object


def test_what_is_within_bounds_is_read() -> None:
    assert read_json(b'{"a": [1, 2.5, "\xc3\xa1", null, true]}') == {"a": [1, 2.5, "á", None, True]}
    assert read_json('"text"') == "text"
    assert read_object("{}") == {}


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a":' * 50_000, b"[" * 33 + b"]" * 33, b'["[[",' + b"[" * 40])
def test_what_is_nested_too_deep_is_refused_before_it_is_parsed(text: bytes) -> None:
    with pytest.raises(OutOfBounds):
        read_json(text)


def test_brackets_inside_of_texts_are_no_depth() -> None:
    deep = '"' + r"\"[{" * 1000 + '"'
    assert read_json(f'{{"a": {deep}}}') == {"a": '"[{' * 1000}
    assert read_json(b"[" * 32 + b"]" * 32)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff", b'"\\ud800"', b"NaN", b"[-Infinity]", b"[1]]", b"[" + b"9" * 5000 + b"]"],
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(OutOfBounds):
        read_json(text)


def test_what_is_too_long_is_refused_unread() -> None:
    assert read_json(b'"1234"', most=6) == "1234"
    with pytest.raises(OutOfBounds, match="7 bytes"):
        read_json(b'"12345"', most=6)


def test_an_object_is_asked_for_and_something_else_comes() -> None:
    with pytest.raises(OutOfBounds):
        read_object(b"[]")

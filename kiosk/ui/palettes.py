"""The colours of the three themes by their role, and which of them are read together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colours by their role, as #RRGGBB. ``on_x`` is what is written on a field of ``x``."""

    name: str
    paper: str  # page
    surface: str  # card, footer
    field: str  # where one writes, and a letter key
    sunk: str  # keyboard bed, waiting, neutral chip
    ink: str
    ink2: str  # secondary text
    line: str  # decorative rule and card edge; never the only cue
    line2: str  # edge of a control
    track: str  # progress not yet made; always with words
    action: str  # chàm: primary, selected, a field being written
    on_action: str
    action_deep: str  # primary, pressed
    action_text: str  # chàm as a letter or an edge, on paper, surface and tint
    tint: str  # quiet button, icon plate, selected row
    son: str  # lacquer: band, start field, emblem only
    on_son: str
    on_son2: str  # cream
    motif: str  # the drum on the lacquer
    gold: str  # hairline, emblem, frame: graphic only
    gold_deep: str
    gold_tint: str
    ok: str
    on_ok: str
    ok_tint: str
    warn: str
    on_warn: str
    warn_tint: str
    err: str
    err_tint: str
    live: str  # outline of a page that is seen whole
    key_machine: str  # a key that does something instead of writing a letter
    key_edge: str
    on_plate: str = "#FFFFFF"  # the plate behind an icon on a tint
    shadow: str = "#463014"
    edges: int = 0  # px of a full edge around every area; 0 where colour and shadow do it


LIGHT = Theme(
    name="light",
    paper="#F7F2E8",
    surface="#FFFDF8",
    field="#FFFFFF",
    sunk="#EDE5D6",
    ink="#231B15",
    ink2="#54483C",
    line="#DCD0BC",
    line2="#85766A",
    track="#DACDB8",
    action="#173F6B",
    on_action="#FFFFFF",
    action_deep="#0E2C4E",
    action_text="#173F6B",
    tint="#E2EAF2",
    son="#8E1B1B",
    on_son="#FFFFFF",
    on_son2="#FCEFD6",
    motif="#9E3723",
    gold="#E0AE3C",
    gold_deep="#6A4600",
    gold_tint="#FBEFD2",
    ok="#14532F",
    on_ok="#FFFFFF",
    ok_tint="#E0EEE3",
    warn="#6B3F00",
    on_warn="#FFFFFF",
    warn_tint="#FCEBC6",
    err="#96130D",
    err_tint="#FBE5E0",
    live="#6FE0A0",
    key_machine="#DACDB8",
    key_edge="#CBBDA6",
)

DARK = Theme(
    name="dark",
    paper="#1A1511",
    surface="#262019",
    field="#120E0B",
    sunk="#322A21",
    ink="#F7EEE1",
    ink2="#D3C5B3",
    line="#4B4035",
    line2="#A6957F",
    track="#51473B",
    action="#A9CCF2",
    on_action="#0C2138",
    action_deep="#CFE3F9",
    action_text="#A9CCF2",
    tint="#20364C",
    son="#6E1414",
    on_son="#FFFFFF",
    on_son2="#FCEFD6",
    motif="#7E2A1C",
    gold="#E0AE3C",
    gold_deep="#F4D48A",
    gold_tint="#3B2F14",
    ok="#93DDB4",
    on_ok="#0C2417",
    ok_tint="#173726",
    warn="#F7CC82",
    on_warn="#2B1A00",
    warn_tint="#432F0E",
    err="#FFB4AA",
    err_tint="#4A1A15",
    live="#6FE0A0",
    key_machine="#4A3F32",
    key_edge="#0C0907",
    on_plate="#120E0B",
    shadow="#000000",
)

CONTRAST = Theme(
    name="contrast",
    paper="#000000",
    surface="#000000",
    field="#000000",
    sunk="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    line="#FFFFFF",
    line2="#FFFFFF",
    track="#000000",
    action="#FFD84A",
    on_action="#000000",
    action_deep="#FFFFFF",
    action_text="#FFD84A",
    tint="#000000",
    son="#000000",
    on_son="#FFFFFF",
    on_son2="#FFFFFF",
    motif="#2E2E2E",
    gold="#FFD84A",
    gold_deep="#FFD84A",
    gold_tint="#000000",
    ok="#7DFFB4",
    on_ok="#000000",
    ok_tint="#000000",
    warn="#FFD84A",
    on_warn="#000000",
    warn_tint="#000000",
    err="#FFB3A8",
    err_tint="#000000",
    live="#7DFFB4",
    key_machine="#000000",
    key_edge="#000000",
    on_plate="#000000",
    shadow="#000000",
    edges=4,
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}

READ_TOGETHER: tuple[tuple[str, str], ...] = (
    *((fg, bg) for fg in ("ink", "ink2", "action_text", "err") for bg in ("paper", "surface", "field")),
    *((fg, bg) for fg in ("ink", "ink2") for bg in ("sunk", "tint", "gold_tint", "warn_tint", "err_tint", "ok_tint")),
    *((deep, f"{deep}_tint") for deep in ("ok", "warn", "err")),
    *((deep, bg) for deep in ("ok", "warn", "gold_deep") for bg in ("paper", "surface")),
    ("gold_deep", "gold_tint"),
    ("action_text", "tint"),
    ("action_text", "on_plate"),
    ("ink", "key_machine"),
    ("on_action", "action"),
    ("on_action", "action_deep"),
    ("on_ok", "ok"),
    ("on_warn", "warn"),
    ("on_son", "son"),
    ("on_son2", "son"),
    ("on_son2", "motif"),
)
"""Every pair of text and ground that some widget paints; the tests hold each to WCAG 2.2."""

SEEN_TOGETHER: tuple[tuple[str, str], ...] = (
    ("line2", "paper"),
    ("line2", "surface"),
    ("line2", "sunk"),
    ("action", "paper"),
    ("action", "surface"),
    ("action", "track"),
    ("ok", "paper"),
    ("warn", "paper"),
    ("err", "field"),
    ("gold", "son"),
)
"""Edges and graphics that carry a meaning: 3:1 (WCAG 2.2, 1.4.11)."""

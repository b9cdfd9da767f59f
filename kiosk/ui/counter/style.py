"""The staff style sheet: the house's tokens as Qt's own rules. Every number is a pixel of a window 1080 high."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize

from kiosk.ui.theme import Look

BASE_HIGH, BASE_WIDE, FLOOR = 1080, 1920, 0.56

UPRIGHT_WIDE = 1280
"""Logical width of an upright window: its pages stand in one column."""

_FIXED = "min-height"
"""Without a blank after its colon: not made larger with the letters."""

_LETTERS = re.compile(r"(font-size|min-height|max-height|padding|border-radius): (\d+)px")


def staff_scale(size: QSize) -> float:
    """All sizes follow the window's height; 1366 x 768 is 0.71. A window that stands upright follows its width."""
    if size.height() > size.width():
        return max(FLOOR, size.width() / UPRIGHT_WIDE)
    return max(FLOOR, min(size.height() / BASE_HIGH, size.width() / BASE_WIDE))


def enlarged(sheet: str, letters: float) -> str:
    """The same rules with letters, and what holds them, larger by ``letters``."""
    return sheet if letters == 1 else _LETTERS.sub(lambda one: f"{one[1]}: {round(int(one[2]) * letters)}px", sheet)


def style_sheet(look: Look) -> str:
    """Rules for roles that widgets carry as the property ``role``."""
    theme = look.theme

    def px(number: float) -> str:
        return f"{max(1, round(number * look.scale))}px"

    edge = px(theme.edges) if theme.edges else px(1.5)
    return f"""
    QWidget {{ font-family: "Be Vietnam Pro", "Noto Sans"; font-size: {px(22)}; font-weight: 500; color: {theme.ink}; }}
    QWidget#counter, QWidget#page, QStackedWidget {{ background: {theme.paper}; }}
    QWidget#head, QWidget#rail {{ background: {theme.surface}; }}
    QWidget#head {{ border-bottom: {px(1)} solid {theme.line}; }}
    QWidget#rail {{ border-right: {px(1)} solid {theme.line}; }}
    QWidget#bar {{ background: {theme.surface}; border-top: {px(1)} solid {theme.line}; }}
    QWidget#band {{ background: {theme.son}; border-bottom: {px(3)} solid {theme.gold}; }}
    QWidget#veil {{ background: rgba(35, 27, 21, 140); }}
    QFrame[role=card] {{ background: {theme.surface}; border: {edge} solid {theme.line}; border-radius: {px(20)}; }}
    QFrame[role=ringing] {{ background: {theme.gold_tint}; border: {px(3)} solid {theme.warn};
        border-radius: {px(20)}; }}
    QFrame[role=field], QFrame[role=field-marked] {{ border: none; border-left: {px(6)} solid transparent;
        border-radius: {px(8)}; padding-left: {px(6)}; }}
    QFrame[role=field-marked] {{ background: {theme.tint}; border-left: {px(6)} solid {theme.action}; }}
    QFrame[role=panel-ok] {{ background: {theme.ok_tint}; border: none; border-radius: {px(14)}; }}
    QLabel[role=plate-ok], QLabel[role=plate-warn], QLabel[role=plate-err], QLabel[role=plate-info] {{
        border-radius: {px(12)}; padding: {px(8)}; }}
    QLabel[role=plate-ok] {{ background: {theme.ok_tint}; }}
    QLabel[role=plate-warn] {{ background: {theme.warn_tint}; }}
    QLabel[role=plate-err] {{ background: {theme.err_tint}; }}
    QLabel[role=plate-info] {{ background: {theme.tint}; }}
    QFrame[role=line] {{ background: {theme.line}; max-height: {px(1)}; border: none; }}
    QLabel {{ background: transparent; border: none; }}
    QLabel[role=h1] {{ font-size: {px(34)}; font-weight: 700; }}
    QLabel[role=h2] {{ font-size: {px(26)}; font-weight: 700; }}
    QLabel[role=h3] {{ font-size: {px(22)}; font-weight: 700; }}
    QLabel[role=second] {{ font-size: {px(20)}; color: {theme.ink2}; }}
    QLabel[role=fault] {{ background: {theme.err_tint}; color: {theme.err}; font-weight: 600;
        border-radius: {px(14)}; padding: {px(10)} {px(18)}; }}
    QLabel[role=word] {{ background: {theme.ok_tint}; color: {theme.ok}; font-weight: 600;
        border-radius: {px(14)}; padding: {px(10)} {px(18)}; }}
    QLabel[role=field-fault] {{ font-size: {px(19)}; color: {theme.err}; font-weight: 600; }}
    QLineEdit:disabled {{ background: {theme.sunk}; color: {theme.ink}; border-color: {theme.line}; }}
    QLabel[role=quote] {{ background: {theme.sunk}; border-radius: {px(14)}; padding: {px(12)} {px(16)}; }}
    QLabel[role=strong] {{ font-weight: 700; }}
    QLabel[role=figure] {{ font-size: {px(44)}; font-weight: 700; }}
    QLabel[role=figure-none] {{ font-size: {px(44)}; font-weight: 500; color: {theme.ink2}; }}
    QLabel[role=late] {{ font-size: {px(20)}; font-weight: 700; color: {theme.err}; }}
    QLabel[role=money] {{ font-size: {px(40)}; font-weight: 700; }}
    QLabel[role=change] {{ font-size: {px(56)}; font-weight: 800; color: {theme.ok}; }}
    QLabel[role=kbd] {{ font-size: {px(18)}; font-weight: 600; color: {theme.ink2};
        border: {px(1.5)} solid {theme.line2}; border-radius: {px(7)}; padding: 0 {px(7)};
        min-height: {px(26)}; max-height: {px(28)}; }}
    QLabel[role=kbd-on] {{ font-size: {px(18)}; font-weight: 600; color: {theme.on_action};
        border: {px(1.5)} solid {theme.on_action}; border-radius: {px(7)}; padding: 0 {px(7)}; max-height: {px(28)}; }}
    {_chips(look)}
    QPushButton {{ background: {theme.surface}; border: {edge} solid {theme.line2}; border-radius: {px(14)};
        min-height: {px(54)}; padding: 0 {px(18)}; font-weight: 600; }}
    QPushButton:pressed {{ background: {theme.sunk}; }}
    QPushButton:focus {{ border: {px(4)} solid {theme.ink}; }}
    QPushButton[role=primary] {{ background: {theme.action}; color: {theme.on_action}; border: none;
        min-height: {px(68)}; font-weight: 700; }}
    QPushButton[role=primary]:pressed {{ background: {theme.action_deep}; }}
    QPushButton[role=primary]:focus {{ border: {px(4)} solid {theme.ink}; }}
    QPushButton[role=primary] QLabel {{ color: {theme.on_action}; font-weight: 700; }}
    QPushButton[role=waiting] {{ background: {theme.sunk}; border: {px(2)} dashed {theme.line2};
        min-height: {px(68)}; }}
    QPushButton[role=danger] {{ border-color: {theme.err}; color: {theme.err}; }}
    QPushButton[role=danger] QLabel {{ color: {theme.err}; }}
    QPushButton[role=queue] {{ border: {edge} solid {theme.line}; border-radius: {px(20)};
        text-align: left; padding: 0; }}
    QPushButton[role=rail] {{ border: none; border-radius: 0; background: transparent;
        min-height: {px(86)}; padding: 0; }}
    QPushButton[role=icons] {{ border: none; border-radius: 0; background: transparent; padding: 0;
        {_FIXED}:{px(48)}; }}
    QPushButton[role=rail]:checked, QPushButton[role=icons]:checked {{ background: {theme.tint};
        border-left: {px(6)} solid {theme.action}; }}
    QPushButton[role=bar] {{ border: none; border-radius: 0; background: transparent;
        min-height: {px(100)}; padding: 0; }}
    QPushButton[role=bar]:checked {{ background: {theme.tint}; border-top: {px(6)} solid {theme.action}; }}
    QPushButton[role=name] {{ text-align: left; border-color: {theme.line}; min-height: {px(62)}; }}
    QPushButton[role=option] {{ text-align: left; border-color: {theme.line}; min-height: {px(60)}; }}
    QPushButton[lines="2"] {{ min-height: {px(74)}; }}
    QPushButton[role=name]:checked, QPushButton[role=option]:checked {{ background: {theme.tint};
        border: {px(3)} solid {theme.action}; }}
    QPushButton[role=view]:checked {{ background: {theme.action}; color: {theme.on_action};
        border-color: {theme.action}; }}
    QLabel[role=on] {{ color: {theme.on_action}; font-weight: 600; }}
    QPushButton[role=digit] {{ min-height: {px(56)}; font-size: {px(26)}; font-weight: 700; }}
    QLineEdit, QTextEdit {{ background: {theme.field}; border: {px(2)} solid {theme.line2};
        border-radius: {px(14)}; padding: 0 {px(14)}; min-height: {px(52)}; selection-background-color: {theme.action};
        selection-color: {theme.on_action}; placeholder-text-color: {theme.ink2}; }}
    QLineEdit:focus, QTextEdit:focus {{ border: {px(3)} solid {theme.action}; }}
    QLineEdit[role=money] {{ font-size: {px(44)}; font-weight: 700; min-height: {px(80)}; }}
    QTableWidget {{ background: {theme.surface}; border: {edge} solid {theme.line}; border-radius: {px(20)};
        gridline-color: transparent; outline: none; selection-background-color: {theme.tint};
        selection-color: {theme.ink}; }}
    QTableWidget[role=lines] {{ padding-top: {px(12)}; }}
    QTableWidget::item {{ border-bottom: {px(1)} solid {theme.line}; padding: 0 {px(10)}; }}
    QTableWidget::item:selected {{ background: {theme.tint}; color: {theme.ink}; }}
    QHeaderView {{ background: transparent; }}
    QHeaderView::section {{ background: transparent; color: {theme.ink2}; font-size: {px(20)}; font-weight: 600;
        border: none; border-bottom: {px(1)} solid {theme.line}; padding: 0 {px(14)}; min-height: {px(50)}; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section:first {{ border-top-left-radius: {px(18)}; }}
    QHeaderView::section:last {{ border-top-right-radius: {px(18)}; }}
    QHeaderView::section:only-one {{ border-top-left-radius: {px(18)}; border-top-right-radius: {px(18)}; }}
    QCheckBox {{ spacing: {px(14)}; min-height: {px(48)}; }}
    QCheckBox::indicator {{ width: {px(28)}; height: {px(28)}; border: {px(2)} solid {theme.line2};
        border-radius: {px(8)}; background: {theme.field}; }}
    QCheckBox::indicator:checked {{ background: {theme.action}; border-color: {theme.action}; }}
    QCheckBox:focus {{ border: {px(2)} solid {theme.action}; border-radius: {px(8)}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QScrollBar:vertical {{ background: {theme.sunk}; width: {px(14)}; }}
    QScrollBar::handle:vertical {{ background: {theme.line2}; border-radius: {px(7)}; min-height: {px(60)}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QFrame[role=dialog] {{ background: {theme.surface}; border: {edge} solid {theme.line}; border-radius: {px(24)}; }}
    """


def _chips(look: Look) -> str:
    theme = look.theme
    pairs = {
        "ok": (theme.ok, theme.ok_tint),
        "warn": (theme.warn, theme.warn_tint),
        "err": (theme.err, theme.err_tint),
        "info": (theme.action_text, theme.tint),
        "plain": (theme.ink2, theme.sunk),
    }
    size, pad, high = (max(1, round(number * look.scale)) for number in (18, 12, 36))
    rules = [
        f"QLabel[role=chip-{name}] {{ background: {ground}; color: {deep}; font-size: {size}px; font-weight: 600;"
        f" border-radius: {high // 2}px; padding: 0 {pad}px; min-height: {high}px; max-height: {high}px; }}"
        for name, (deep, ground) in pairs.items()
    ]
    note = f"QLabel[role=chip-note] {{ color: {theme.ok}; border: {max(1, round(1.5 * look.scale))}px solid {theme.ok};"
    rules.append(f"{note} border-radius: {pad}px; padding: 0 {pad}px; min-height: {high}px; font-weight: 700; }}")
    return "\n".join(rules)
